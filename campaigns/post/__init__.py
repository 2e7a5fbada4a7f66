"""Letters to people and programs: kept once, sent by SMTP and webhook, tried again."""

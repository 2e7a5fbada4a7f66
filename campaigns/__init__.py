"""From answers to reports: campaigns, reach, comparison, reports."""

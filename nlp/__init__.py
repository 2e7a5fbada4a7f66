"""From words to tags: what a Vietnamese article says, as data."""

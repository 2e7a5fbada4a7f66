"""The plan of a campaign: who does what by when, what should be published, what no crawler sees."""

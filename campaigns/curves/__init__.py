"""Any search as a curve over a campaign."""

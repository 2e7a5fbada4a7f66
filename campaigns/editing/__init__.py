"""Campaigns edited on the page and filled from spreadsheets."""

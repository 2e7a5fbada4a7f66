"""Ratios, intervals, shares and tests. Pure."""

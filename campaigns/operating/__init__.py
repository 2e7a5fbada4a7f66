"""What runs when, one at a time, watched."""

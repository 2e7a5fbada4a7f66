"""Ready-made campaigns: facts with their origin."""

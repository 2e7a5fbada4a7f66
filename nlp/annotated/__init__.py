"""Articles written and annotated by us, in the format of the gold set; they ship, train the model and test it."""

"""A conditional random field over syllables, on top of the grammar: it learns where that errs."""

"""Where analysts correct: the queue of doubts, lists, messages."""

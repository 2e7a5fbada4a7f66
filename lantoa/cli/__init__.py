"""The door: one file a group of commands; the only place that knows all rooms."""

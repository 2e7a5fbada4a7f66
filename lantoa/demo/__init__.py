"""The demonstration press: a fictional city's outlets, played over HTTP. Imported by the door alone."""

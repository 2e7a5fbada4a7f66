"""The floor of Lan Tỏa: nouns, settings, database, stores. Imports no room."""

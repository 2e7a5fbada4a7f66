"""Benchmarks, one file each; known to the door alone."""

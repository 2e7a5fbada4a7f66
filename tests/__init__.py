"""The test suite; mirrors the rooms."""

"""Tables of: search."""

from __future__ import annotations

revision = "0004_search"
down_revision = "0003_nlp"


def upgrade() -> None:
    """Create the tables."""

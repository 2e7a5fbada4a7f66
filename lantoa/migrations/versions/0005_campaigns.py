"""Tables of: campaigns."""

from __future__ import annotations

revision = "0005_campaigns"
down_revision = "0004_search"


def upgrade() -> None:
    """Create the tables."""

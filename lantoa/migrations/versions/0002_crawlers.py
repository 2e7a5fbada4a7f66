"""Tables of: crawlers."""

from __future__ import annotations

revision = "0002_crawlers"
down_revision = "0001_floor"


def upgrade() -> None:
    """Create the tables."""

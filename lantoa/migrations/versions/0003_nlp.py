"""Tables of: nlp."""

from __future__ import annotations

revision = "0003_nlp"
down_revision = "0002_crawlers"


def upgrade() -> None:
    """Create the tables."""

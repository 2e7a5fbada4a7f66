"""Collecting in depth: frontier and channels."""

from __future__ import annotations

revision = "0006_frontier"
down_revision = "0005_campaigns"


def upgrade() -> None:
    """Nothing yet."""

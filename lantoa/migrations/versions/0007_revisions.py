"""Collecting in depth: kinds of change."""

from __future__ import annotations

revision = "0007_revisions"
down_revision = "0006_frontier"


def upgrade() -> None:
    """Nothing yet."""

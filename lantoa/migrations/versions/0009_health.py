"""Collecting in depth: health of sources."""

from __future__ import annotations

revision = "0009_health"
down_revision = "0008_archive"


def upgrade() -> None:
    """Nothing yet."""

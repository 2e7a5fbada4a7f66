"""Collecting in depth: the archive's manifest."""

from __future__ import annotations

revision = "0008_archive"
down_revision = "0007_revisions"


def upgrade() -> None:
    """Nothing yet."""

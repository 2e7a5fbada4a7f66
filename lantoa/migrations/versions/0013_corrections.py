"""Corrections of analysts."""

from __future__ import annotations

revision = "0013_corrections"
down_revision = "0012_saved"


def upgrade() -> None:
    """Nothing yet."""

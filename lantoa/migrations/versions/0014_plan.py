"""The plan of a campaign."""

from __future__ import annotations

revision = "0014_plan"
down_revision = "0013_corrections"


def upgrade() -> None:
    """Nothing yet."""

"""Reports of every period and format."""

from __future__ import annotations

revision = "0016_reports"
down_revision = "0015_alerts"


def upgrade() -> None:
    """Nothing yet."""

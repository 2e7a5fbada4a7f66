"""The scheduler: runs, heartbeats, jobs."""

from __future__ import annotations

revision = "0017_schedule"
down_revision = "0016_reports"


def upgrade() -> None:
    """Nothing yet."""

"""Alerts, digests and the outbox."""

from __future__ import annotations

revision = "0015_alerts"
down_revision = "0014_plan"


def upgrade() -> None:
    """Nothing yet."""

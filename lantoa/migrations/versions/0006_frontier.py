"""Collecting in depth: order and budget of the frontier, reads of channels by day."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006_frontier"
down_revision = "0005_campaigns"


def upgrade() -> None:
    """Create hosts and channel_days; give every waiting address its place in the order."""
    instant = sa.BigInteger
    op.add_column("frontier", sa.Column("lane", sa.Integer))
    op.add_column("frontier", sa.Column("weight", sa.BigInteger))
    op.add_column("frontier", sa.Column("rate", sa.Float))
    op.add_column("frontier", sa.Column("shows_from", instant))
    op.create_table(
        "hosts",
        sa.Column("host", sa.Text, primary_key=True),
        sa.Column("source", sa.String(80), nullable=False),
        sa.Column("asked_at", instant),
        sa.Column("asked_by", sa.String(120), nullable=False, server_default=""),
        sa.Column("gap_ms", sa.Integer, nullable=False, server_default="0"),
        sa.Column("day", sa.Date),
        sa.Column("requests", sa.Integer, nullable=False, server_default="0"),
        sa.Column("paused_until", instant),
        sa.Column("paused_why", sa.String(20), nullable=False, server_default=""),
    )
    op.create_index("ix_hosts_source", "hosts", ["source"])
    counts = ("reads", "failures", "empty", "shown", "fresh", "breaks")
    op.create_table(
        "channel_days",
        sa.Column("url", sa.Text, primary_key=True),
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("source", sa.String(80), nullable=False),
        sa.Column("role", sa.String(10), nullable=False),
        *(sa.Column(name, sa.Integer, nullable=False, server_default="0") for name in counts),
        sa.Column("trouble", sa.String(20), nullable=False, server_default=""),
        sa.Column("first_at", instant, nullable=False),
        sa.Column("last_at", instant, nullable=False),
    )
    op.create_index("ix_channel_days_source_day", "channel_days", ["source", "day"])
    _fill()
    op.create_index("ix_frontier_order", "frontier", ["host", "lane", "weight"])


def _fill() -> None:
    """What waits already: channels and revisits by due time, first visits newest first."""
    op.execute("INSERT INTO hosts (host, source) SELECT host, min(source) FROM frontier GROUP BY host")
    op.execute("UPDATE frontier SET lane = 0, weight = due WHERE due IS NOT NULL AND every_s IS NOT NULL")
    op.execute(
        "UPDATE frontier SET lane = 2, weight = due "
        "WHERE due IS NOT NULL AND every_s IS NULL AND stored_at IS NOT NULL"
    )
    op.execute(
        "UPDATE frontier SET lane = 1, weight = 15000000000000000 - coalesce(listed_at, first_seen) "
        "WHERE due IS NOT NULL AND every_s IS NULL AND stored_at IS NULL"
    )

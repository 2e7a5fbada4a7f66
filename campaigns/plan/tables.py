"""Tables of a campaign's plan: its entries, and everything that was ever done to them."""

from __future__ import annotations

import sqlalchemy as sa

from lantoa.database import Instant, RowId, metadata

plan_entries = sa.Table(
    "plan_entries",
    metadata,
    sa.Column("id", RowId, primary_key=True),
    sa.Column("campaign", sa.ForeignKey("campaigns.id"), nullable=False),
    sa.Column("kind", sa.String(10), nullable=False),
    sa.Column("code", sa.String(100), nullable=False),
    sa.Column("content", sa.JSON, nullable=False),
    sa.UniqueConstraint("campaign", "kind", "code"),
)
"""kind: item, coverage or offline; content: its fields, days as ISO texts."""

plan_history = sa.Table(
    "plan_history",
    metadata,
    sa.Column("id", RowId, primary_key=True),
    sa.Column("campaign", sa.String(80), nullable=False),
    sa.Column("kind", sa.String(10), nullable=False),
    sa.Column("code", sa.String(100), nullable=False),
    sa.Column("at", Instant, nullable=False),
    sa.Column("who", sa.Text, nullable=False),
    sa.Column("action", sa.String(10), nullable=False),
    sa.Column("before", sa.JSON, nullable=False),
    sa.Column("after", sa.JSON, nullable=False),
    sa.Index("ix_plan_history_campaign_kind_code", "campaign", "kind", "code"),
)
"""Only ever added to. action: added, changed or removed; before, after: the fields that differ."""

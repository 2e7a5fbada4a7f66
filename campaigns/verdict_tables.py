"""Table of verdicts: whether an article carries the message that its phrases stand for."""

from __future__ import annotations

import sqlalchemy as sa

from lantoa.database import Instant, RowId, metadata

verdicts = sa.Table(
    "message_verdicts",
    metadata,
    sa.Column("id", RowId, primary_key=True),
    sa.Column("campaign", sa.String(80), nullable=False),
    sa.Column("message", sa.String(80), nullable=False),
    sa.Column("article", sa.BigInteger, nullable=False),
    sa.Column("verdict", sa.String(5), nullable=False),
    sa.Column("who", sa.String(120), nullable=False),
    sa.Column("made_at", Instant, nullable=False),
    sa.Index("ix_message_verdicts_campaign_message", "campaign", "message"),
)
"""verdict: "right", "wrong", or "" that takes the earlier one back. Only ever added to: the last
one of an article counts."""

"""Tables of the campaigns room: campaigns as they are defined, reports as they were issued."""

from __future__ import annotations

import sqlalchemy as sa

from lantoa.database import Instant, RowId, metadata

campaigns = sa.Table(
    "campaigns",
    metadata,
    sa.Column("id", sa.String(80), primary_key=True),
    sa.Column("definition", sa.JSON, nullable=False),
    sa.Column("saved_at", Instant, nullable=False),
)

reports = sa.Table(
    "reports",
    metadata,
    sa.Column("id", RowId, primary_key=True),
    sa.Column("campaign", sa.ForeignKey("campaigns.id"), nullable=False),
    sa.Column("period", sa.String(20), nullable=False),
    sa.Column("made_at", Instant, nullable=False),
    sa.Column("content", sa.JSON, nullable=False),
    sa.Column("html", sa.LargeBinary, nullable=False),
    sa.Column("docx", sa.LargeBinary, nullable=False),
    sa.UniqueConstraint("campaign", "period"),
)
"""content: the frozen snapshot (numbers, versions, article ids and hashes); html and docx:
the bytes as issued. A period of a campaign is issued once."""

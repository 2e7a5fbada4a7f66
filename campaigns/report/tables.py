"""Tables of reports as they were issued."""

from __future__ import annotations

import sqlalchemy as sa

from campaigns.tables import campaigns as campaigns
from lantoa.database import Instant, RowId, metadata

reports = sa.Table(
    "reports",
    metadata,
    sa.Column("id", RowId, primary_key=True),
    sa.Column("serial", sa.Integer, nullable=False, unique=True),
    sa.Column("campaign", sa.ForeignKey("campaigns.id"), nullable=False),
    sa.Column("period", sa.String(40), nullable=False),
    sa.Column("layout", sa.String(80), nullable=False),
    sa.Column("made_at", Instant, nullable=False),
    sa.Column("content", sa.JSON, nullable=False),
    sa.Column("html", sa.LargeBinary, nullable=False),
    sa.Column("docx", sa.LargeBinary, nullable=False),
    sa.Column("pdf", sa.LargeBinary),
    sa.Column("xlsx", sa.LargeBinary),
    sa.UniqueConstraint("campaign", "period", "layout"),
)
"""serial: our running number, never an office's; content: the frozen snapshot with its layout;
html, docx, pdf, xlsx: the bytes as issued (pdf and xlsx are missing of those issued before they
were made). A period of a campaign is issued once a layout."""

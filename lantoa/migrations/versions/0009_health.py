"""Collecting in depth: health of sources."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009_health"
down_revision = "0008_archive"


def upgrade() -> None:
    """Create the table of how pages were read by day, and the index it is counted with."""
    op.create_table(
        "reading_days",
        sa.Column("source", sa.String(80), primary_key=True),
        sa.Column("day", sa.Date, primary_key=True),
        *(sa.Column(name, sa.Integer, nullable=False) for name in ("read", "empty", "no_sapo", "undated", "unknown")),
        sa.Column("length", sa.Float),
    )
    op.create_index("ix_articles_first_seen", "articles", ["first_seen"])

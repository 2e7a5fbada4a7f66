"""Corrections of analysts: their log, the dates they replaced, close calls of grouping, verdicts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013_corrections"
down_revision = "0012_saved"

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "corrections",
        sa.Column("id", ROW_ID, primary_key=True),
        sa.Column("article", sa.BigInteger, nullable=False),
        sa.Column("action", sa.String(12), nullable=False),
        sa.Column("campaign", sa.String(80), nullable=False),
        sa.Column("congress", sa.String(80), nullable=False),
        sa.Column("day", sa.Date),
        sa.Column("instant", sa.BigInteger),
        sa.Column("other", sa.BigInteger),
        sa.Column("mark", sa.Text, nullable=False),
        sa.Column("undoes", sa.BigInteger),
        sa.Column("who", sa.String(120), nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("made_at", sa.BigInteger, nullable=False),
    )
    op.create_index("ix_corrections_article", "corrections", ["article"])
    op.create_index("ix_corrections_campaign", "corrections", ["campaign"])
    op.create_table(
        "extracted_dates",
        sa.Column("article", ROW_ID, sa.ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("published_at", sa.BigInteger),
        sa.Column("published_day", sa.Date),
        sa.Column("date_provenance", sa.String(20), nullable=False),
        sa.Column("date_confidence", sa.Float, nullable=False),
    )
    op.create_table(
        "close_calls",
        sa.Column("article", ROW_ID, sa.ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("other", sa.BigInteger, nullable=False),
        sa.Column("likeness", sa.Float, nullable=False),
    )
    op.create_table(
        "message_verdicts",
        sa.Column("id", ROW_ID, primary_key=True),
        sa.Column("campaign", sa.String(80), nullable=False),
        sa.Column("message", sa.String(80), nullable=False),
        sa.Column("article", sa.BigInteger, nullable=False),
        sa.Column("verdict", sa.String(5), nullable=False),
        sa.Column("who", sa.String(120), nullable=False),
        sa.Column("made_at", sa.BigInteger, nullable=False),
    )
    op.create_index("ix_message_verdicts_campaign_message", "message_verdicts", ["campaign", "message"])

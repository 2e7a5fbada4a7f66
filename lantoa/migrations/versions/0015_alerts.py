"""Alerts, digests and the outbox."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015_alerts"
down_revision = "0014_plan"


def upgrade() -> None:
    """Create the tables of letters and of alerts."""
    _letters()
    _alerts()


def _letters() -> None:
    op.create_table(
        "letters",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True),
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("campaign", sa.String(80), nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("html", sa.Text, nullable=False),
        sa.Column("data", sa.JSON, nullable=False),
        sa.Column("made_at", sa.BigInteger, nullable=False),
        sa.UniqueConstraint("key", name="uq_letters_key"),
    )
    op.create_index("ix_letters_campaign", "letters", ["campaign"])
    op.create_table(
        "letter_addresses",
        sa.Column("letter", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), sa.ForeignKey("letters.id"), primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("fate", sa.String(10), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("due_at", sa.BigInteger, nullable=False),
        sa.Column("sent_at", sa.BigInteger),
        sa.Column("said", sa.Text, nullable=False),
    )
    op.create_index("ix_letter_addresses_due", "letter_addresses", ["fate", "due_at"])
    op.create_table(
        "letter_files",
        sa.Column("letter", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), sa.ForeignKey("letters.id"), primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("media_type", sa.String(120), nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
    )


def _alerts() -> None:
    op.create_table(
        "alerts",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True),
        sa.Column("campaign", sa.String(80), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("made_at", sa.BigInteger, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("lines", sa.JSON, nullable=False),
        sa.Column("path", sa.Text, nullable=False),
        sa.Column("topic", sa.String(200), nullable=False),
        sa.Column("rank", sa.Integer, nullable=False),
        sa.Column("fate", sa.String(10), nullable=False),
        sa.Column("letter", sa.String(200), nullable=False),
        sa.Column("day", sa.Date),
        sa.Column("digest", sa.Date),
        sa.Column("read_at", sa.BigInteger),
        sa.UniqueConstraint("campaign", "kind", "key", name="uq_alerts_campaign_kind_key"),
    )
    op.create_index("ix_alerts_campaign_day", "alerts", ["campaign", "day"])
    op.create_index("ix_alerts_fate", "alerts", ["fate"])
    op.create_table(
        "alerted_articles",
        sa.Column("campaign", sa.String(80), primary_key=True),
        sa.Column("article", sa.BigInteger, primary_key=True, autoincrement=False),
    )
    op.create_table(
        "alert_watches",
        sa.Column("campaign", sa.String(80), primary_key=True),
        sa.Column("began_at", sa.BigInteger, nullable=False),
        sa.Column("looked_at", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "digests",
        sa.Column("campaign", sa.String(80), primary_key=True),
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("first_day", sa.Date, nullable=False),
        sa.Column("made_at", sa.BigInteger, nullable=False),
        sa.Column("letter", sa.String(200), nullable=False),
    )

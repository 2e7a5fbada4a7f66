"""Tables of alerts, digests and the letters that carry them."""

from __future__ import annotations

import sqlalchemy as sa

from lantoa.database import Instant, RowId, metadata

letters = sa.Table(
    "letters",
    metadata,
    sa.Column("id", RowId, primary_key=True),
    sa.Column("key", sa.String(200), nullable=False, unique=True),
    sa.Column("campaign", sa.String(80), nullable=False, index=True),
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("html", sa.Text, nullable=False),
    sa.Column("data", sa.JSON, nullable=False),
    sa.Column("made_at", Instant, nullable=False),
)
"""What is to be sent, kept once a key. campaign: "" where it belongs to none; data: what a
webhook is told beside subject and text."""

letter_addresses = sa.Table(
    "letter_addresses",
    metadata,
    sa.Column("letter", sa.ForeignKey("letters.id"), primary_key=True),
    sa.Column("position", sa.Integer, primary_key=True),
    sa.Column("address", sa.Text, nullable=False),
    sa.Column("fate", sa.String(10), nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("due_at", Instant, nullable=False),
    sa.Column("sent_at", Instant),
    sa.Column("said", sa.Text, nullable=False),
    sa.Index("ix_letter_addresses_due", "fate", "due_at"),
)
"""Whom a letter goes to. fate: waiting, sending, sent, refused; said: the last word of the other side."""

letter_files = sa.Table(
    "letter_files",
    metadata,
    sa.Column("letter", sa.ForeignKey("letters.id"), primary_key=True),
    sa.Column("position", sa.Integer, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("media_type", sa.String(120), nullable=False),
    sa.Column("data", sa.LargeBinary, nullable=False),
)
"""Attachments, until everybody has them."""

alerts = sa.Table(
    "alerts",
    metadata,
    sa.Column("id", RowId, primary_key=True),
    sa.Column("campaign", sa.String(80), nullable=False),
    sa.Column("kind", sa.String(20), nullable=False),
    sa.Column("key", sa.String(200), nullable=False),
    sa.Column("at", Instant, nullable=False),
    sa.Column("made_at", Instant, nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("lines", sa.JSON, nullable=False),
    sa.Column("path", sa.Text, nullable=False),
    sa.Column("topic", sa.String(200), nullable=False),
    sa.Column("rank", sa.Integer, nullable=False),
    sa.Column("fate", sa.String(10), nullable=False),
    sa.Column("letter", sa.String(200), nullable=False),
    sa.Column("day", sa.Date),
    sa.Column("digest", sa.Date),
    sa.Column("read_at", Instant),
    sa.UniqueConstraint("campaign", "kind", "key"),
    sa.Index("ix_alerts_campaign_day", "campaign", "day"),
    sa.Index("ix_alerts_fate", "fate"),
)
"""fate: new (not decided yet), sent, over (the day's budget was spent), event (its event was told
of that day), page (nobody to send to), baseline (stood when watching began); letter: key of the
letter; day: local day of the decision; digest: the day whose digest told of it."""

alerted_articles = sa.Table(
    "alerted_articles",
    metadata,
    sa.Column("campaign", sa.String(80), primary_key=True),
    sa.Column("article", sa.BigInteger, primary_key=True, autoincrement=False),
)
"""Articles of stories that were told of, or stood when watching began: however they are
regrouped, they are no new story."""

alert_watches = sa.Table(
    "alert_watches",
    metadata,
    sa.Column("campaign", sa.String(80), primary_key=True),
    sa.Column("began_at", Instant, nullable=False),
    sa.Column("looked_at", Instant, nullable=False),
)
"""Since when a campaign is watched, and the last look."""

digests = sa.Table(
    "digests",
    metadata,
    sa.Column("campaign", sa.String(80), primary_key=True),
    sa.Column("day", sa.Date, primary_key=True),
    sa.Column("first_day", sa.Date, nullable=False),
    sa.Column("made_at", Instant, nullable=False),
    sa.Column("letter", sa.String(200), nullable=False),
)
"""A digest of the local days first_day to day, made once; letter: "" where there was nothing to say."""

"""Language in depth: the heaviest words of articles, by which reports of one event are found."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010_events"
down_revision = "0009_health"


def upgrade() -> None:
    """Create the tables of heaviest words and of the keys to them."""
    row_id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "event_terms",
        sa.Column("article", row_id, sa.ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("terms", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "event_keys",
        sa.Column("key", sa.BigInteger, primary_key=True),
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("article", row_id, sa.ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    )
    op.create_index("ix_event_keys_article", "event_keys", ["article"])

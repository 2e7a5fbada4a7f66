"""Tables of: floor."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001_floor"
down_revision = None


def upgrade() -> None:
    """Create the tables."""
    big = sa.BigInteger
    row_id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "house",
        sa.Column("key", sa.String(40), primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
    )
    op.create_table(
        "outlets",
        sa.Column("id", sa.String(80), primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("host", sa.Text, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("level", sa.String(20), nullable=False),
        sa.Column("province", sa.Text, nullable=False),
        sa.Column("locality", sa.Text, nullable=False),
        sa.Column("audience", big),
        sa.Column("audience_date", sa.Date),
        sa.Column("audience_origin", sa.Text, nullable=False),
    )
    op.create_table(
        "panels",
        sa.Column("name", sa.String(80), primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True),
        sa.Column("since", big, nullable=False),
        sa.Column("sources", sa.JSON, nullable=False),
    )
    _articles(row_id)


def _articles(row_id: sa.types.TypeEngine[int]) -> None:
    op.create_table(
        "articles",
        sa.Column("id", row_id, primary_key=True),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("source", sa.String(80), nullable=False),
        sa.Column("origin", sa.String(10), nullable=False),
        sa.Column("first_seen", sa.BigInteger, nullable=False),
        sa.Column("ref", sa.Text, nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("sapo", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("published_at", sa.BigInteger),
        sa.Column("published_day", sa.Date),
        sa.Column("date_provenance", sa.String(20), nullable=False),
        sa.Column("date_confidence", sa.Float, nullable=False),
        sa.Column("authors", sa.JSON, nullable=False),
        sa.Column("credit", sa.Text, nullable=False),
        sa.Column("captions", sa.JSON, nullable=False),
        sa.Column("flags", sa.JSON, nullable=False),
        sa.Column("labels", sa.JSON, nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("revision", sa.Integer, nullable=False, server_default="1"),
        sa.Column("removed_at", sa.BigInteger),
        sa.Column("tags", sa.JSON),
        sa.Column("reprint_group", sa.BigInteger),
        sa.Column("event_group", sa.BigInteger),
        sa.Column("is_original", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("extracted_v", sa.Integer, nullable=False),
        sa.Column("tagged_v", sa.Integer, nullable=False, server_default="0"),
        sa.Column("grouped_v", sa.Integer, nullable=False, server_default="0"),
        sa.Column("indexed_v", sa.Integer, nullable=False, server_default="0"),
        sa.Column("stamp", sa.Integer, nullable=False, server_default="1"),
        sa.UniqueConstraint("url", name="uq_articles_url"),
    )
    for column in ("source", "published_at", "published_day", "reprint_group", "event_group"):
        op.create_index(f"ix_articles_{column}", "articles", [column])
    op.create_index("ix_articles_due", "articles", ["kind", "tagged_v", "grouped_v", "indexed_v"])
    op.create_table(
        "article_revisions",
        sa.Column("article", row_id, sa.ForeignKey("articles.id"), primary_key=True),
        sa.Column("revision", sa.Integer, primary_key=True),
        sa.Column("seen_at", sa.BigInteger, nullable=False),
        sa.Column("ref", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("sapo", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
    )

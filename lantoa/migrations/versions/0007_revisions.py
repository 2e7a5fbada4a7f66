"""Collecting in depth: kinds of change."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007_revisions"
down_revision = "0006_frontier"


def upgrade() -> None:
    """What changed, what was removed, moved or joined, and what a new design may have feigned."""
    instant = sa.BigInteger
    row_id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    for column in (
        sa.Column("kinds", sa.JSON, nullable=False, server_default="[]"),
        sa.Column("extractor", sa.Integer, nullable=False, server_default="0"),
        sa.Column("url", sa.Text, nullable=False, server_default=""),
        sa.Column("published_at", instant),
        sa.Column("published_day", sa.Date),
        sa.Column("date_provenance", sa.String(20), nullable=False, server_default="none"),
        sa.Column("date_confidence", sa.Float, nullable=False, server_default="0"),
        sa.Column("rest", sa.JSON, nullable=False, server_default="{}"),
    ):
        op.add_column("article_revisions", column)
    op.create_index("ix_article_revisions_seen_at", "article_revisions", ["seen_at"])
    op.create_table(
        "article_removals",
        sa.Column("article", row_id, sa.ForeignKey("articles.id"), primary_key=True),
        sa.Column("removed_at", instant, primary_key=True),
        sa.Column("restored_at", instant),
    )
    op.create_table(
        "article_addresses",
        sa.Column("url", sa.Text, primary_key=True),
        sa.Column("article", row_id, sa.ForeignKey("articles.id"), nullable=False),
    )
    op.create_index("ix_article_addresses_article", "article_addresses", ["article"])
    op.create_table(
        "joined_articles",
        sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("article", row_id, sa.ForeignKey("articles.id"), nullable=False),
    )
    op.create_index("ix_joined_articles_article", "joined_articles", ["article"])
    op.create_table(
        "index_withdrawals",
        sa.Column("article", sa.BigInteger, primary_key=True, autoincrement=False),
    )
    op.create_table(
        "revisit_days",
        sa.Column("source", sa.String(80), primary_key=True),
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("visits", sa.Integer, nullable=False),
    )
    op.create_table(
        "redesigns",
        sa.Column("id", row_id, primary_key=True),
        sa.Column("source", sa.String(80), nullable=False),
        sa.Column("since", instant, nullable=False),
        sa.Column("noticed_at", instant, nullable=False),
        sa.Column("settled_at", instant),
        sa.Column("extractor", sa.Integer, nullable=False),
        sa.Column("verdict", sa.String(12), nullable=False),
        sa.Column("changed", sa.Integer, nullable=False),
        sa.Column("revisited", sa.Integer, nullable=False),
        sa.Column("lines", sa.JSON, nullable=False),
    )
    op.create_index("ix_redesigns_source", "redesigns", ["source"])
    _go_with_their_article(row_id)


def _go_with_their_article(row_id: sa.types.TypeEngine[int]) -> None:
    """SQLite cannot change a foreign key, so both databases get the tables anew."""

    def article() -> sa.Column[int]:
        return sa.Column("article", row_id, sa.ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True)

    for name, other in (
        ("signatures", sa.Column("shingles", sa.LargeBinary, nullable=False)),
        ("signature_bands", sa.Column("key", sa.BigInteger, primary_key=True)),
    ):
        op.rename_table(name, f"{name}_before")
        columns = [article(), other] if name == "signatures" else [other, article()]
        op.create_table(name, *columns)
        op.execute(f"INSERT INTO {name} (article, {other.name}) SELECT article, {other.name} FROM {name}_before")
        op.drop_table(f"{name}_before")
    op.create_index("ix_signature_bands_article", "signature_bands", ["article"])

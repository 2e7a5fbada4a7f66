"""Tables of: crawlers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002_crawlers"
down_revision = "0001_floor"


def upgrade() -> None:
    """Create the tables."""
    _frontier()
    _archive()


def _frontier() -> None:
    instant = sa.BigInteger
    op.create_table(
        "frontier",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("host", sa.Text, nullable=False),
        sa.Column("source", sa.String(80), nullable=False),
        sa.Column("role", sa.String(10), nullable=False),
        sa.Column("channels", sa.JSON, nullable=False),
        sa.Column("title", sa.Text, nullable=False, server_default=""),
        sa.Column("listed_at", instant),
        sa.Column("first_seen", instant, nullable=False),
        sa.Column("every_s", sa.Integer),
        sa.Column("page", sa.Integer, nullable=False, server_default="1"),
        sa.Column("due", instant),
        sa.Column("lease_owner", sa.String(120)),
        sa.Column("lease_until", instant),
        sa.Column("etag", sa.Text, nullable=False, server_default=""),
        sa.Column("last_modified", sa.Text, nullable=False, server_default=""),
        sa.Column("digest", sa.String(64), nullable=False, server_default=""),
        sa.Column("visits", sa.Integer, nullable=False, server_default="0"),
        sa.Column("tries", sa.Integer, nullable=False, server_default="0"),
        sa.Column("last_status", sa.Integer),
        sa.Column("last_fetched", instant),
        sa.Column("robots", sa.String(20), nullable=False, server_default=""),
        sa.Column("fate", sa.String(20), nullable=False, server_default="waiting"),
        sa.Column("note", sa.Text, nullable=False, server_default=""),
        sa.Column("stored_at", instant),
        sa.Column("final_url", sa.Text, nullable=False, server_default=""),
        sa.Column("gone_count", sa.Integer, nullable=False, server_default="0"),
        sa.Column("gone_since", instant),
        sa.Column("removed_at", instant),
        sa.UniqueConstraint("url", name="uq_frontier_url"),
    )
    op.create_index("ix_frontier_source", "frontier", ["source"])
    op.create_index("ix_frontier_due", "frontier", ["due"])
    op.create_index("ix_frontier_lease_owner", "frontier", ["lease_owner"])
    op.create_table(
        "robots",
        sa.Column("origin", sa.String(300), primary_key=True),
        sa.Column("fetched_at", instant, nullable=False),
        sa.Column("expires", instant, nullable=False),
        sa.Column("status", sa.Integer),
        sa.Column("verdict", sa.String(20), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
    )


def _archive() -> None:
    op.create_table(
        "captures",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True),
        sa.Column("ref", sa.String(80), nullable=False),
        sa.Column("file", sa.String(60), nullable=False),
        sa.Column("offset", sa.BigInteger, nullable=False),
        sa.Column("length", sa.BigInteger, nullable=False),
        sa.Column("record", sa.String(10), nullable=False),
        sa.Column("refers_to", sa.String(80)),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("final_url", sa.Text, nullable=False),
        sa.Column("source", sa.String(80), nullable=False),
        sa.Column("origin", sa.String(10), nullable=False),
        sa.Column("role", sa.String(10), nullable=False, server_default="article"),
        sa.Column("fetched_at", sa.BigInteger, nullable=False),
        sa.Column("status", sa.Integer, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("extracted_v", sa.Integer, nullable=False, server_default="0"),
        sa.Column("outcome", sa.String(20), nullable=False, server_default=""),
        sa.Column("error", sa.Text, nullable=False, server_default=""),
        sa.Column("article", sa.BigInteger),
        sa.UniqueConstraint("ref", name="uq_captures_ref"),
    )
    op.create_index("ix_captures_url", "captures", ["url"])
    op.create_index("ix_captures_source", "captures", ["source"])
    op.create_index("ix_captures_article", "captures", ["article"])
    op.create_index("ix_captures_due", "captures", ["role", "extracted_v", "fetched_at"])
    op.create_index("ix_captures_place", "captures", ["file", "offset"])

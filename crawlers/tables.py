"""The crawler's tables: what to fetch when, and what hosts allow. Captures: archive_tables."""

from __future__ import annotations

import sqlalchemy as sa

from crawlers import archive_tables as archive_tables
from lantoa.database import Instant, RowId, metadata

frontier = sa.Table(
    "frontier",
    metadata,
    sa.Column("id", RowId, primary_key=True),
    sa.Column("url", sa.Text, nullable=False, unique=True),
    sa.Column("host", sa.Text, nullable=False),
    sa.Column("source", sa.String(80), nullable=False, index=True),
    sa.Column("role", sa.String(10), nullable=False),
    sa.Column("channels", sa.JSON, nullable=False),
    sa.Column("title", sa.Text, nullable=False, server_default=""),
    sa.Column("listed_at", Instant),
    sa.Column("first_seen", Instant, nullable=False),
    sa.Column("every_s", sa.Integer),
    sa.Column("page", sa.Integer, nullable=False, server_default="1"),
    sa.Column("due", Instant),
    sa.Column("lease_owner", sa.String(120)),
    sa.Column("lease_until", Instant),
    sa.Column("etag", sa.Text, nullable=False, server_default=""),
    sa.Column("last_modified", sa.Text, nullable=False, server_default=""),
    sa.Column("digest", sa.String(64), nullable=False, server_default=""),
    sa.Column("visits", sa.Integer, nullable=False, server_default="0"),
    sa.Column("tries", sa.Integer, nullable=False, server_default="0"),
    sa.Column("last_status", sa.Integer),
    sa.Column("last_fetched", Instant),
    sa.Column("robots", sa.String(20), nullable=False, server_default=""),
    sa.Column("fate", sa.String(20), nullable=False, server_default="waiting"),
    sa.Column("note", sa.Text, nullable=False, server_default=""),
    sa.Column("stored_at", Instant),
    sa.Column("final_url", sa.Text, nullable=False, server_default=""),
    sa.Column("gone_count", sa.Integer, nullable=False, server_default="0"),
    sa.Column("gone_since", Instant),
    sa.Column("removed_at", Instant),
    sa.Index("ix_frontier_due", "due"),
    sa.Index("ix_frontier_lease_owner", "lease_owner"),
)
"""One row an address, found in `channels` (addresses of feeds, sitemaps, pages).

role: feed, sitemap, section, home or article; every_s: a channel is polled so often; page:
depth of a list page behind its first; due: when to fetch next, None: never again; fate: what
became of it, one word (fates.py); note: the last failure in detail; visits: answers received,
tries: failures since the last answer; stored_at: first archived; gone_count, gone_since:
answers "not there" in a row; removed_at: when that was held to be a removal."""

robots = sa.Table(
    "robots",
    metadata,
    sa.Column("origin", sa.String(300), primary_key=True),
    sa.Column("fetched_at", Instant, nullable=False),
    sa.Column("expires", Instant, nullable=False),
    sa.Column("status", sa.Integer),
    sa.Column("verdict", sa.String(20), nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("why", sa.Text, nullable=False),
)
"""The last robots.txt of `scheme://host`; verdict: rules, open (4xx) or unreachable."""

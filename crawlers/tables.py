"""The crawler's tables: what to fetch when, what hosts allow, how channels were read.
Captures: archive_tables."""

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
    sa.Column("lane", sa.Integer),
    sa.Column("weight", sa.BigInteger),
    sa.Column("rate", sa.Float),
    sa.Column("shows_from", Instant),
    sa.Index("ix_frontier_due", "due"),
    sa.Index("ix_frontier_lease_owner", "lease_owner"),
    sa.Index("ix_frontier_order", "host", "lane", "weight"),
)
"""One row an address, found in `channels` (addresses of feeds, sitemaps, pages).

role: feed, sitemap, section, home or article; every_s: a channel is polled so often; page:
depth of a list page behind its first; due: when to fetch next, None: never again; fate: what
became of it, one word (fates.py); note: the last failure in detail; visits: answers received,
tries: failures since the last answer; stored_at: first archived; gone_count, gone_since:
answers "not there" in a row; removed_at: when that was held to be a removal; lane, weight: its
place in the order of its host (order.py), None when it is not to be fetched; rate: new addresses
an hour that a channel brings (pacing.py); shows_from: how far back the dates it showed reach."""

hosts = sa.Table(
    "hosts",
    metadata,
    sa.Column("host", sa.Text, primary_key=True),
    sa.Column("source", sa.String(80), nullable=False, index=True),
    sa.Column("asked_at", Instant),
    sa.Column("asked_by", sa.String(120), nullable=False, server_default=""),
    sa.Column("gap_ms", sa.Integer, nullable=False, server_default="0"),
    sa.Column("day", sa.Date),
    sa.Column("requests", sa.Integer, nullable=False, server_default="0"),
    sa.Column("paused_until", Instant),
    sa.Column("paused_why", sa.String(20), nullable=False, server_default=""),
)
"""One row a host of the frontier. asked_at: the last answer (by the wall's clock), asked_by: the
process that asked, gap_ms: the pause it kept between two requests; requests: sent on the local
`day`; paused_until: nothing is asked before, paused_why: "asked" (Retry-After) or "budget"."""

channel_days = sa.Table(
    "channel_days",
    metadata,
    sa.Column("url", sa.Text, primary_key=True),
    sa.Column("day", sa.Date, primary_key=True),
    sa.Column("source", sa.String(80), nullable=False),
    sa.Column("role", sa.String(10), nullable=False),
    sa.Column("reads", sa.Integer, nullable=False, server_default="0"),
    sa.Column("failures", sa.Integer, nullable=False, server_default="0"),
    sa.Column("empty", sa.Integer, nullable=False, server_default="0"),
    sa.Column("shown", sa.Integer, nullable=False, server_default="0"),
    sa.Column("fresh", sa.Integer, nullable=False, server_default="0"),
    sa.Column("breaks", sa.Integer, nullable=False, server_default="0"),
    sa.Column("trouble", sa.String(20), nullable=False, server_default=""),
    sa.Column("first_at", Instant, nullable=False),
    sa.Column("last_at", Instant, nullable=False),
    sa.Index("ix_channel_days_source_day", "source", "day"),
)
"""How a polled channel was read on a local day; its further pages and parts count for it.

reads: answers understood, "not modified" among them; failures: visits without one, trouble:
the fate word of the last; empty: reads that showed no address at all; shown: most article
addresses in one read; fresh: article addresses first found through it; breaks: reads after
which something may have been missed (it had been read before, and nothing it showed was
known); first_at, last_at: the visits."""

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

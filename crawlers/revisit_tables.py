"""Tables of revisits: how many a day, and changes of design that may feign edits."""

from __future__ import annotations

import sqlalchemy as sa

from lantoa.database import Instant, RowId, metadata

revisit_days = sa.Table(
    "revisit_days",
    metadata,
    sa.Column("source", sa.String(80), primary_key=True),
    sa.Column("day", sa.Date, primary_key=True),
    sa.Column("visits", sa.Integer, nullable=False),
)
"""How many known articles of a source answered a revisit on a local day, changed or not."""

redesigns = sa.Table(
    "redesigns",
    metadata,
    sa.Column("id", RowId, primary_key=True),
    sa.Column("source", sa.String(80), nullable=False, index=True),
    sa.Column("since", Instant, nullable=False),
    sa.Column("noticed_at", Instant, nullable=False),
    sa.Column("settled_at", Instant),
    sa.Column("extractor", sa.Integer, nullable=False),
    sa.Column("verdict", sa.String(12), nullable=False),
    sa.Column("changed", sa.Integer, nullable=False),
    sa.Column("revisited", sa.Integer, nullable=False),
    sa.Column("lines", sa.JSON, nullable=False),
)
"""A source of which an unusual share of articles changed in body at once, from `since` on.

verdict: held (the changes are not applied), boilerplate (only `lines` came or went, on most
pages: they are no change), accepted (somebody looked: real edits), reread (a later extractor
read the pages again). changed, revisited: the articles of the day it was noticed by; extractor:
the version it holds for; settled_at: None while changes are held."""

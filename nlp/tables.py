"""Tables of the language room: signatures for likeness, and the groups they lead to."""

from __future__ import annotations

import sqlalchemy as sa

from lantoa.database import RowId, metadata

signatures = sa.Table(
    "signatures",
    metadata,
    sa.Column("article", sa.ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("shingles", sa.LargeBinary, nullable=False),
)
"""Sorted 64-bit shingle hashes, little-endian, one after another. They go with their article, when
that is joined into another."""

bands = sa.Table(
    "signature_bands",
    metadata,
    sa.Column("key", sa.BigInteger, primary_key=True),
    sa.Column("article", sa.ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True, index=True),
)

event_terms = sa.Table(
    "event_terms",
    metadata,
    sa.Column("article", sa.ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("terms", sa.LargeBinary, nullable=False),
)
"""The heaviest words of an article: 32-bit hashes, then their weights (float32), little-endian."""

event_keys = sa.Table(
    "event_keys",
    metadata,
    sa.Column("key", sa.BigInteger, primary_key=True),
    sa.Column("day", sa.Date, primary_key=True),
    sa.Column("article", sa.ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True, index=True),
)

groups = sa.Table(
    "story_groups",
    metadata,
    sa.Column("id", RowId, primary_key=True),
    sa.Column("founder", sa.BigInteger, nullable=False),
)
"""Ids of reprint groups and of event groups; an id once given keeps its meaning."""

close_calls = sa.Table(
    "close_calls",
    metadata,
    sa.Column("article", sa.ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("other", sa.BigInteger, nullable=False),
    sa.Column("likeness", sa.Float, nullable=False),
)
"""Articles whose likeness to their nearest neighbour, `other`, lies close to where a reprint begins."""

"""The article tables, and rows to nouns and back. The questions asked of them: articles.py."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from lantoa.article import Article, Kind, Moment, Origin, StoredArticle, Tags
from lantoa.database import PARAMETERS, Instant, RowId, chunks, metadata
from lantoa.serial import indexed_tags, tags_from_json

articles = sa.Table(
    "articles",
    metadata,
    sa.Column("id", RowId, primary_key=True),
    sa.Column("url", sa.Text, nullable=False, unique=True),
    sa.Column("source", sa.String(80), nullable=False, index=True),
    sa.Column("origin", sa.String(10), nullable=False),
    sa.Column("first_seen", Instant, nullable=False),
    sa.Column("ref", sa.Text, nullable=False),
    sa.Column("kind", sa.String(10), nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("sapo", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("published_at", Instant, index=True),
    sa.Column("published_day", sa.Date, index=True),
    sa.Column("date_provenance", sa.String(20), nullable=False),
    sa.Column("date_confidence", sa.Float, nullable=False),
    sa.Column("authors", sa.JSON, nullable=False),
    sa.Column("credit", sa.Text, nullable=False),
    sa.Column("captions", sa.JSON, nullable=False),
    sa.Column("flags", sa.JSON, nullable=False),
    sa.Column("labels", sa.JSON, nullable=False),
    sa.Column("content_hash", sa.String(64), nullable=False),
    sa.Column("revision", sa.Integer, nullable=False, server_default="1"),
    sa.Column("removed_at", Instant),
    sa.Column("tags", sa.JSON),
    sa.Column("reprint_group", sa.BigInteger, index=True),
    sa.Column("event_group", sa.BigInteger, index=True),
    sa.Column("is_original", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("extracted_v", sa.Integer, nullable=False),
    sa.Column("tagged_v", sa.Integer, nullable=False, server_default="0"),
    sa.Column("grouped_v", sa.Integer, nullable=False, server_default="0"),
    sa.Column("indexed_v", sa.Integer, nullable=False, server_default="0"),
    sa.Column("stamp", sa.Integer, nullable=False, server_default="1"),
    sa.Index("ix_articles_first_seen", "first_seen"),
    sa.Index("ix_articles_due", "kind", "tagged_v", "grouped_v", "indexed_v"),
    sa.Index("ix_articles_kind_grouped_v", "kind", "grouped_v"),
)
"""stamp grows with every change of a row: a step that read an older row cannot mark it done."""

revisions = sa.Table(
    "article_revisions",
    metadata,
    sa.Column("article", sa.ForeignKey("articles.id"), primary_key=True),
    sa.Column("revision", sa.Integer, primary_key=True),
    sa.Column("seen_at", Instant, nullable=False),
    sa.Column("ref", sa.Text, nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("sapo", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("content_hash", sa.String(64), nullable=False),
    sa.Column("kinds", sa.JSON, nullable=False, server_default="[]"),
    sa.Column("extractor", sa.Integer, nullable=False, server_default="0"),
    sa.Column("url", sa.Text, nullable=False, server_default=""),
    sa.Column("published_at", Instant),
    sa.Column("published_day", sa.Date),
    sa.Column("date_provenance", sa.String(20), nullable=False, server_default="none"),
    sa.Column("date_confidence", sa.Float, nullable=False, server_default="0"),
    sa.Column("rest", sa.JSON, nullable=False, server_default="{}"),
    sa.Index("ix_article_revisions_seen_at", "seen_at"),
)
"""Earlier versions of changed articles; the version in force stands in `articles`.

seen_at: when it was seen to be replaced; kinds: what was changed then (lantoa.changes.KINDS);
extractor: the version that read it; rest: kind, origin, authors, credit, captions and flags."""

removals = sa.Table(
    "article_removals",
    metadata,
    sa.Column("article", sa.ForeignKey("articles.id"), primary_key=True),
    sa.Column("removed_at", Instant, primary_key=True),
    sa.Column("restored_at", Instant),
)
"""When its outlet took an article down, and when it was seen again."""

addresses = sa.Table(
    "article_addresses",
    metadata,
    sa.Column("url", sa.Text, primary_key=True),
    sa.Column("article", sa.ForeignKey("articles.id"), nullable=False, index=True),
)
"""Addresses under which an article stood before."""

joined_articles = sa.Table(
    "joined_articles",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("article", sa.ForeignKey("articles.id"), nullable=False, index=True),
)
"""Ids once given to what turned out to be another article, and which."""

withdrawals = sa.Table(
    "index_withdrawals",
    metadata,
    sa.Column("article", sa.BigInteger, primary_key=True, autoincrement=False),
)
"""Ids that the index may hold and must not: joined into another, or no articles after all."""


UNDONE = {"tagged_v": 0, "grouped_v": 0, "indexed_v": 0}
"""The steps after extraction are due again."""


def content_columns(article: Article) -> dict[str, Any]:
    """The columns that extraction fills."""
    return {
        "url": article.url,
        "kind": str(article.kind),
        "title": article.title,
        "sapo": article.sapo,
        "text": article.text,
        "published_at": article.published.at,
        "published_day": article.published.day,
        "date_provenance": article.published.provenance,
        "date_confidence": article.published.confidence,
        "authors": list(article.authors),
        "credit": article.credit,
        "captions": list(article.captions),
        "flags": list(article.flags),
        "labels": [list(pair) for pair in article.labels],
        "content_hash": article.content_hash(),
    }


SHOWN = tuple(
    articles.c[name]
    for name in (
        "id", "url", "source", "origin", "first_seen", "ref", "kind", "title", "sapo", "text", "published_at",
        "published_day", "date_provenance", "date_confidence", "revision", "removed_at", "reprint_group",
        "event_group", "is_original",
    )
)  # fmt: skip
"""What a list shows of an article: no column of JSON, which takes longer to read than all the others."""


SHOWN_BY_ID = sa.select(*SHOWN).where(articles.c.id.in_(sa.bindparam("ids", expanding=True)))
_HELD = (
    sa.update(articles)
    .where(articles.c.id.in_(sa.bindparam("ids", expanding=True)), articles.c.stamp == sa.bindparam("read"))
    .values(indexed_v=sa.bindparam("version"))
)
"""Made once: making a statement costs more than running it."""


def hold(connection: sa.Connection, version: int, seen: Iterable[tuple[int, int]]) -> None:
    """The index holds these rows, (id, stamp) as read; one that changed meanwhile stays due."""
    by_stamp: dict[int, list[int]] = {}
    for row, stamp in seen:
        by_stamp.setdefault(stamp, []).append(row)
    for stamp, rows in by_stamp.items():  # a few stamps, thousands of rows each
        for ids in chunks(rows, PARAMETERS):
            connection.execute(_HELD, {"ids": ids, "read": stamp, "version": version})


INDEXED = (*SHOWN, articles.c.tags, articles.c.stamp)
"""What the index is made of."""


def waits_for_index(version: int) -> sa.ColumnElement[bool]:
    """Grouped, and not in the index at this version. Summed, so that SQLite asks ix_articles_due,
    which alone tells, and looks at no row."""
    return sa.and_(articles.c.grouped_v + 0 > 0, articles.c.indexed_v < version)


def indexed(row: Any) -> StoredArticle:
    """A row of INDEXED as the noun: without authors, credit, captions, flags and labels, and of its
    tags only what is indexed."""
    return shown(row, indexed_tags(row.tags) if row.tags else None)


def shown(row: Any, tags: Tags | None = None) -> StoredArticle:
    """A row of SHOWN as the noun: without authors, credit, captions, flags and labels, and with no
    tags but those given."""
    article = Article(row.url, Kind(row.kind), row.title, row.sapo, row.text, _moment(row))
    return StoredArticle(
        row.id, article, row.source, Origin(row.origin), row.first_seen, row.ref, row.revision, row.removed_at,
        tags, row.reprint_group, row.event_group, row.is_original,
    )  # fmt: skip


def _moment(row: Any) -> Moment:
    return Moment(row.published_at, row.published_day, row.date_provenance, row.date_confidence)


def stored(row: Any) -> StoredArticle:
    """A row of `articles` as the noun."""
    moment = _moment(row)
    article = Article(
        url=row.url,
        kind=Kind(row.kind),
        title=row.title,
        sapo=row.sapo,
        text=row.text,
        published=moment,
        authors=tuple(row.authors),
        credit=row.credit,
        captions=tuple(row.captions),
        flags=tuple(row.flags),
        labels=tuple((name, value) for name, value in row.labels),
    )
    return StoredArticle(
        id=row.id,
        article=article,
        source=row.source,
        origin=Origin(row.origin),
        first_seen=row.first_seen,
        ref=row.ref,
        revision=row.revision,
        removed_at=row.removed_at,
        tags=tags_from_json(row.tags) if row.tags else None,
        reprint_group=row.reprint_group,
        event_group=row.event_group,
        is_original=row.is_original,
    )

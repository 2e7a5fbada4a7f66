"""The article store: what is due at a version, one thing done, written back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

import sqlalchemy as sa

from lantoa.article import Article, Kind, Origin, StoredArticle, Tags
from lantoa.article_rows import articles, content_columns, revisions, stored
from lantoa.database import Database
from lantoa.serial import tags_to_json

COUNTED = (Kind.ARTICLE, Kind.DOCUMENT, Kind.MEDIA)
"""Kinds that are tagged, grouped and indexed. Lists and unknown pages are kept, not counted."""

PARAMETERS = 10_000
"""Values in one question; SQLite takes 32,766, PostgreSQL 65,535."""


@dataclass(frozen=True, slots=True)
class Saved:
    """What `save` did: the article's id, and whether it was new, changed or the same."""

    id: int
    change: Literal["new", "changed", "same"]


@dataclass(frozen=True, slots=True)
class Due:
    """An article that a step has to work on, and the stamp of the row as it was read."""

    stored: StoredArticle
    stamp: int


@dataclass(frozen=True, slots=True)
class Grouping:
    """Where grouping puts one article."""

    id: int
    reprint_group: int
    event_group: int
    is_original: bool


@dataclass(frozen=True, slots=True)
class Revision:
    """An earlier version of an article."""

    revision: int
    seen_at: datetime
    ref: str
    title: str
    sapo: str
    text: str


class ArticleStore:
    """Questions and answers of the article table. Every method is one transaction."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def save(
        self, article: Article, *, source: str, origin: Origin, ref: str, seen_at: datetime, extractor: int
    ) -> Saved:
        """Insert, or compare with what stands under the same URL.

        Changed content keeps the earlier version as a revision and makes the article due for
        tagging again. A newer extractor alone replaces the content without a revision, for a
        better reading of the same bytes is no edit by the outlet: that is so when `ref` equals.
        """
        with self.database.write() as connection:
            row = connection.execute(sa.select(articles).where(articles.c.url == article.url)).first()
            if row is None:
                values = content_columns(article) | {
                    "source": source, "origin": str(origin), "ref": ref,
                    "first_seen": seen_at, "extracted_v": extractor,
                }  # fmt: skip
                query = sa.insert(articles).values(**values).returning(articles.c.id)
                return Saved(connection.execute(query).scalar_one(), "new")
            return self._update(connection, row, article, origin, ref, seen_at, extractor)

    def _update(
        self, connection: sa.Connection, row: Any, article: Article, origin: Origin, ref: str, seen_at: datetime,
        extractor: int,
    ) -> Saved:  # fmt: skip
        fresh = content_columns(article)
        content_same = fresh["content_hash"] == row.content_hash
        reread = ref == row.ref
        compared = [name for name in fresh if reread or name not in _META]
        if all(fresh[name] == getattr(row, name) for name in compared):
            values: dict[str, Any] = {"removed_at": None, "extracted_v": extractor}
            if row.removed_at is not None:
                values |= {"stamp": row.stamp + 1, "indexed_v": 0}
            connection.execute(sa.update(articles).where(articles.c.id == row.id).values(**values))
            return Saved(row.id, "same")
        if not reread and not content_same:
            kept = {name: getattr(row, name) for name in ("title", "sapo", "text", "content_hash", "revision", "ref")}
            connection.execute(sa.insert(revisions).values(article=row.id, seen_at=seen_at, **kept))
            fresh |= {"revision": row.revision + 1, "ref": ref, "origin": str(origin)}
        if not reread and article.published.day is None:
            fresh = {name: value for name, value in fresh.items() if name not in _DATES}
        fresh |= {"removed_at": None, "extracted_v": extractor, "tagged_v": 0, "grouped_v": 0, "indexed_v": 0}
        fresh["stamp"] = row.stamp + 1
        connection.execute(sa.update(articles).where(articles.c.id == row.id).values(**fresh))
        return Saved(row.id, "same" if content_same or reread else "changed")

    def removed(self, url: str, at: datetime) -> None:
        """The outlet took the article down; it stays counted, and says so."""
        with self.database.write() as connection:
            connection.execute(
                sa.update(articles)
                .where(articles.c.url == url, articles.c.removed_at.is_(None))
                .values(removed_at=at, stamp=articles.c.stamp + 1, indexed_v=0)
            )

    def untagged(self, version: int, limit: int = 500) -> list[Due]:
        """Countable articles not tagged at `version`, oldest row first."""
        return self._due(articles.c.tagged_v < version, limit)

    def save_tags(self, rows: Iterable[tuple[Due, Tags]]) -> None:
        """Write tags; a row that changed since it was read stays due."""
        with self.database.write() as connection:
            for due, tags in rows:
                connection.execute(
                    sa.update(articles)
                    .where(articles.c.id == due.stored.id, articles.c.stamp == due.stamp)
                    .values(
                        tags=tags_to_json(tags),
                        tagged_v=tags.version,
                        grouped_v=0,
                        indexed_v=0,
                        stamp=due.stamp + 1,
                    )
                )

    def ungrouped(self, version: int, limit: int = 500) -> list[Due]:
        """Tagged countable articles not grouped at `version`, in order of publication, then id."""
        where = sa.and_(articles.c.tagged_v > 0, articles.c.grouped_v < version)
        return self._due(where, limit, articles.c.published_at.nulls_last())

    def save_groups(self, version: int, done: Sequence[Due], groupings: Iterable[Grouping]) -> None:
        """Mark `done` as grouped and write every grouping (of others too: who was first may have
        changed); rows whose grouping changed become due for the index."""
        with self.database.write() as connection:
            for due in done:
                connection.execute(
                    sa.update(articles)
                    .where(articles.c.id == due.stored.id, articles.c.stamp == due.stamp)
                    .values(grouped_v=version)
                )
            for one in groupings:
                values = {
                    "reprint_group": one.reprint_group,
                    "event_group": one.event_group,
                    "is_original": one.is_original,
                }
                differs = sa.or_(*(articles.c[name].is_distinct_from(value) for name, value in values.items()))
                connection.execute(
                    sa.update(articles)
                    .where(articles.c.id == one.id, differs)
                    .values(**values, indexed_v=0, stamp=articles.c.stamp + 1)
                )

    def unindexed(self, version: int, limit: int = 500) -> list[Due]:
        """Grouped articles not in the index at schema `version`."""
        return self._due(sa.and_(articles.c.grouped_v > 0, articles.c.indexed_v < version), limit)

    def mark_indexed(self, version: int, done: Iterable[Due]) -> None:
        """Note that the index holds these rows; one that changed meanwhile stays due."""
        with self.database.write() as connection:
            for due in done:
                connection.execute(
                    sa.update(articles)
                    .where(articles.c.id == due.stored.id, articles.c.stamp == due.stamp)
                    .values(indexed_v=version)
                )

    def due_counts(self, tagger: int, grouper: int, schema: int) -> dict[str, int]:
        """How many articles wait for tag, group and index."""
        counted = articles.c.kind.in_([str(kind) for kind in COUNTED])
        waits = {
            "tag": articles.c.tagged_v < tagger,
            "group": sa.and_(articles.c.tagged_v > 0, articles.c.grouped_v < grouper),
            "index": sa.and_(articles.c.grouped_v > 0, articles.c.indexed_v < schema),
        }
        with self.database.read() as connection:
            return {
                step: connection.scalar(sa.select(sa.func.count()).where(counted, where).select_from(articles)) or 0
                for step, where in waits.items()
            }

    def get(self, article_id: int) -> StoredArticle | None:
        """One article by our id."""
        return next(iter(self.many([article_id])), None)

    def by_url(self, url: str) -> StoredArticle | None:
        """One article by its identity URL."""
        with self.database.read() as connection:
            row = connection.execute(sa.select(articles).where(articles.c.url == url)).first()
        return stored(row) if row else None

    def many(self, ids: Sequence[int]) -> list[StoredArticle]:
        """Articles by id, in the order asked; unknown ids are left out."""
        found: dict[int, StoredArticle] = {}
        with self.database.read() as connection:
            for start in range(0, len(ids), PARAMETERS):
                some = list(ids[start : start + PARAMETERS])
                rows = connection.execute(sa.select(articles).where(articles.c.id.in_(some)))
                found |= {row.id: stored(row) for row in rows}
        return [found[one] for one in ids if one in found]

    def everything(self, batch: int = 500, counted: bool = False) -> Iterator[StoredArticle]:
        """All rows in order of id, streamed in batches; `counted`: only countable kinds."""
        last = 0
        while True:
            query = sa.select(articles).where(articles.c.id > last).order_by(articles.c.id).limit(batch)
            if counted:
                query = query.where(articles.c.kind.in_([str(kind) for kind in COUNTED]))
            with self.database.read() as connection:
                rows = connection.execute(query).all()
            if not rows:
                return
            last = rows[-1].id
            yield from (stored(row) for row in rows)

    def group_members(self, reprint_group: int) -> list[StoredArticle]:
        """The articles of one reprint group, first published first, undated last."""
        query = (
            sa.select(articles)
            .where(articles.c.reprint_group == reprint_group)
            .order_by(articles.c.published_at.nulls_last(), articles.c.id)
        )
        with self.database.read() as connection:
            return [stored(row) for row in connection.execute(query)]

    def revisions(self, article_id: int) -> list[Revision]:
        """Earlier versions, oldest first."""
        query = sa.select(revisions).where(revisions.c.article == article_id).order_by(revisions.c.revision)
        with self.database.read() as connection:
            return [
                Revision(row.revision, row.seen_at, row.ref, row.title, row.sapo, row.text)
                for row in connection.execute(query)
            ]

    def counts(self) -> dict[str, int]:
        """Rows by kind."""
        query = sa.select(articles.c.kind, sa.func.count()).group_by(articles.c.kind)
        with self.database.read() as connection:
            return {str(kind): int(count) for kind, count in connection.execute(query)}

    def counts_by_day_and_source(self) -> dict[tuple[date | None, str], int]:
        """Countable, grouped rows by local day and source: what the index must hold."""
        query = (
            sa.select(articles.c.published_day, articles.c.source, sa.func.count())
            .where(articles.c.grouped_v > 0)
            .group_by(articles.c.published_day, articles.c.source)
        )
        with self.database.read() as connection:
            return {(day, source): count for day, source, count in connection.execute(query)}

    def _due(self, where: sa.ColumnElement[bool], limit: int, *order: sa.ColumnElement[Any]) -> list[Due]:
        query = (
            sa.select(articles)
            .where(articles.c.kind.in_([str(kind) for kind in COUNTED]), where)
            .order_by(*order, articles.c.id)
            .limit(limit)
        )
        with self.database.read() as connection:
            return [Due(stored(row), row.stamp) for row in connection.execute(query)]


_DATES = ("published_at", "published_day", "date_provenance", "date_confidence")
_META = ("flags", "labels", "authors", "credit", "captions", *_DATES)

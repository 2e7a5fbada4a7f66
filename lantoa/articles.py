"""The article store: what is due at a version, one thing done, written back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

import sqlalchemy as sa

from lantoa.article import Article, Origin, StoredArticle, Tags
from lantoa.article_history import COUNTED as COUNTED
from lantoa.article_history import History, Version, joined, visited, without
from lantoa.article_rows import (
    INDEXED,
    SHOWN_BY_ID,
    addresses,
    articles,
    content_columns,
    hold,
    indexed,
    joined_articles,
    removals,
    shown,
    stored,
    waits_for_index,
)
from lantoa.changes import Differ, kinds_between
from lantoa.database import PARAMETERS, Database, chunks, upsert
from lantoa.grouping_rows import Grouping as Grouping
from lantoa.grouping_rows import ungrouped_rows, write_groups
from lantoa.serial import tags_to_json
from lantoa.version_rows import join_rows, new_id, read_history, restore, write_history


@dataclass(frozen=True, slots=True)
class Saved:
    """What `save` did: the article's id; whether it was new, changed or the same; which of its
    versions, counted from 1, was read from this ref, 0: none, for it shows nothing new."""

    id: int
    change: Literal["new", "changed", "same"]
    version: int


@dataclass(frozen=True, slots=True)
class Due:
    """An article that a step has to work on, and the stamp of the row as it was read."""

    stored: StoredArticle
    stamp: int

    @property
    def seen(self) -> tuple[int, int]:
        """(id, stamp): the row, as it was read."""
        return self.stored.id, self.stamp


@dataclass(frozen=True, slots=True)
class Removal:
    """When an outlet took an article down; restored_at: when it was seen again."""

    removed_at: datetime
    restored_at: datetime | None


_KEY: sa.BindParameter[Any] = sa.bindparam("key")
_AT, _UNDER = (sa.select(articles).where(column == _KEY) for column in (articles.c.url, articles.c.id))
_FREED = sa.delete(addresses).where(addresses.c.url == _KEY)
_NEW = sa.insert(articles).returning(articles.c.id)
_FORMER = articles.c.id.in_(sa.select(addresses.c.article).where(addresses.c.url == _KEY))
_BY_URL = sa.select(articles).where(sa.or_(articles.c.url == _KEY, _FORMER)).order_by(articles.c.url != _KEY)
"""Asked for every page that is read: making a statement costs more than running it."""


class ArticleStore:
    """Questions and answers of the article table. Every method is one transaction."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def save(
        self, article: Article, *, source: str, origin: Origin, ref: str, seen_at: datetime, extractor: int,
        differ: Differ = kinds_between, under: int | None = None,
    ) -> Saved:  # fmt: skip
        """Insert, or set against what stands under the same URL, or as the article `under`.

        What the outlet changed keeps the earlier version and makes the article due for tagging
        again. A second reading of a ref replaces the first one: it is no edit by the outlet.
        """
        seen = Version(article, ref, origin, seen_at, extractor)
        with self.database.write() as connection:
            query, key = (_AT, article.url) if under is None else (_UNDER, under)
            row = connection.execute(query, {"key": key}).first()
            if row is None:
                values = content_columns(article) | {
                    "source": source, "origin": str(origin), "ref": ref,
                    "first_seen": seen_at, "extracted_v": extractor, **new_id(connection),
                }  # fmt: skip
                connection.execute(_FREED, {"key": article.url})
                return Saved(connection.execute(_NEW, values).scalar_one(), "new", 1)
            before = read_history(connection, row)
            after = visited(before, seen, differ)
            if after != before:
                write_history(connection, row, before, after)
            restore(connection, row, seen_at)
        version = next((number for number, each in enumerate(after, 1) if each.ref == ref), 0)
        fresh = version > 1 and all(each.ref != ref for each in before)
        return Saved(row.id, "changed" if fresh else "same", version)

    def unsee(self, article_id: int, refs: Iterable[str], differ: Differ = kinds_between) -> None:
        """Take back the versions read from these refs; the first one of an article stays."""
        with self.database.write() as connection:
            row = connection.execute(sa.select(articles).where(articles.c.id == article_id)).one()
            before = read_history(connection, row)
            write_history(connection, row, before, without(before, refs, differ))

    def join(self, one: int, other: int, differ: Differ = kinds_between) -> tuple[int, int]:
        """Two articles turn out to be one: (the id that stays, of the one seen first, with its
        tags and groups; the id that from now on leads there)."""
        with self.database.write() as connection:
            rows = connection.execute(sa.select(articles).where(articles.c.id.in_((one, other))))
            keep, drop = sorted(rows, key=lambda row: (row.first_seen, row.id))
            versions = joined(read_history(connection, keep), read_history(connection, drop), differ)
            join_rows(connection, keep, drop, versions)
        return keep.id, drop.id

    def removed(self, url: str, at: datetime) -> None:
        """The outlet took the article down; it stays counted, and says so."""
        standing = sa.select(articles.c.id).where(articles.c.url == url, articles.c.removed_at.is_(None))
        with self.database.write() as connection:
            found = connection.scalar(standing)
            if found is None:
                return
            connection.execute(
                sa.update(articles)
                .where(articles.c.id == found)
                .values(removed_at=at, stamp=articles.c.stamp + 1, indexed_v=0)
            )
            upsert(connection, removals, [{"article": found, "removed_at": at}], ["article", "removed_at"])

    def removals(self, article_id: int) -> list[Removal]:
        """When the article was taken down and restored, in order."""
        query = sa.select(removals.c.removed_at, removals.c.restored_at).where(removals.c.article == article_id)
        with self.database.read() as connection:
            return [Removal(*row) for row in connection.execute(query.order_by(removals.c.removed_at))]

    def untagged(self, version: int, limit: int = 500) -> list[Due]:
        """Countable articles not tagged at `version`, oldest row first."""
        with self.database.read() as connection:
            return [Due(stored(row), row.stamp) for row in connection.execute(_waiting(articles.c.tagged_v < version, limit))]

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
        with self.database.read() as connection:
            return [Due(stored(row), row.stamp) for row in ungrouped_rows(connection, version, limit)]

    def save_groups(
        self,
        version: int,
        done: Sequence[Due],
        groupings: Iterable[Grouping],
        beside: Callable[[sa.Connection], None] | None = None,
    ) -> None:
        """Mark `done` as grouped and write every grouping (of others too: who was first may have
        changed); rows whose grouping changed become due for the index. beside: writes what belongs
        to it in the same transaction."""
        with self.database.write() as connection:
            if beside:
                beside(connection)
            write_groups(connection, version, ((due.stored.id, due.stamp) for due in done), groupings)

    def unindexed(self, version: int, limit: int = 500, after: int = 0) -> list[Due]:
        """Grouped articles not in the index at schema `version`, with what the index is made of (no
        authors, credit, captions, flags and labels), by id from the first one behind `after`."""
        waiting = _waiting(sa.and_(articles.c.id + 0 > after, waits_for_index(version)), limit).with_only_columns(articles.c.id)
        with self.database.read() as connection:
            rows = connection.execute(sa.select(*INDEXED).where(articles.c.id.in_(waiting)).order_by(articles.c.id))
            return [Due(indexed(row), row.stamp) for row in rows]

    def mark_indexed(self, version: int, seen: Iterable[tuple[int, int]]) -> None:
        """Note that the index holds these rows (`Due.seen`); one that changed meanwhile stays due."""
        with self.database.write() as connection:
            hold(connection, version, seen)

    def due_counts(self, tagger: int, grouper: int, schema: int) -> dict[str, int]:
        """How many articles wait for tag, group and index."""
        counted = articles.c.kind.in_([str(kind) for kind in COUNTED])
        waits = {
            "tag": articles.c.tagged_v < tagger,
            "group": sa.and_(articles.c.tagged_v > 0, articles.c.grouped_v < grouper),
            "index": waits_for_index(schema),
        }
        with self.database.read() as connection:
            return {
                step: connection.scalar(sa.select(sa.func.count()).where(counted, where).select_from(articles)) or 0
                for step, where in waits.items()
            }

    def get(self, article_id: int) -> StoredArticle | None:
        """One article by our id, or by one that was joined into it."""
        with self.database.read() as connection:
            now = sa.select(joined_articles.c.article).where(joined_articles.c.id == article_id)
            wanted = sa.func.coalesce(now.scalar_subquery(), article_id)
            row = connection.execute(sa.select(articles).where(articles.c.id == wanted)).first()
        return stored(row) if row else None

    def by_url(self, url: str) -> StoredArticle | None:
        """One article by its identity URL, or by one it had before."""
        with self.database.read() as connection:
            row = connection.execute(_BY_URL, {"key": url}).first()
        return stored(row) if row else None

    def many(self, ids: Sequence[int]) -> list[StoredArticle]:
        """Articles by id, in the order asked; unknown ids are left out."""
        found: dict[int, StoredArticle] = {}
        with self.database.read() as connection:
            for some in chunks(ids, PARAMETERS):
                rows = connection.execute(sa.select(articles).where(articles.c.id.in_(some)))
                found |= {row.id: stored(row) for row in rows}
        return [found[one] for one in ids if one in found]

    def shown(self, ids: Sequence[int]) -> list[StoredArticle]:
        """As `many`, at most PARAMETERS of them, with what a list shows: no tags, authors, credit,
        captions, flags and labels, whatever the articles have."""
        with self.database.read() as connection:
            found = {row.id: shown(row) for row in connection.execute(SHOWN_BY_ID, {"ids": ids}).all()}
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

    def history(self, article_id: int) -> History:
        """Every version, oldest first, the shown one last; () for an unknown id."""
        with self.database.read() as connection:
            row = connection.execute(sa.select(articles).where(articles.c.id == article_id)).first()
            return read_history(connection, row) if row else ()

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


def _waiting(where: sa.ColumnElement[bool], limit: int) -> sa.Select[Any]:
    counted = articles.c.kind.in_([str(kind) for kind in COUNTED])
    return sa.select(articles).where(counted, where).order_by(articles.c.id).limit(limit)

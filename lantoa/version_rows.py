"""The versions of an article: from rows and back. What they mean: article_history.py."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from lantoa.article import Article, Kind, Moment, Origin
from lantoa.article_history import COUNTED, History, Version
from lantoa.article_rows import (
    UNDONE,
    addresses,
    articles,
    content_columns,
    joined_articles,
    removals,
    revisions,
    stored,
    withdrawals,
)
from lantoa.database import Database, upsert
from lantoa.dating import CORRECTED, apply_date, beside_correction, extracted_date

_TAGGED = ("kind", "title", "sapo", "text", "labels", "published_at", "published_day")
"""What tags are made from; of what else an article holds, grouping reads the credit."""
_COLUMNS = (
    "title", "sapo", "text", "content_hash", "url", "published_at", "published_day", "date_provenance",
    "date_confidence",
)  # fmt: skip
_REST = ("kind", "authors", "credit", "captions", "flags", "labels")
_HIGHEST = sa.select(
    *(
        sa.select(sa.func.coalesce(sa.func.max(table.c.id), 0)).scalar_subquery()
        for table in (articles, joined_articles)
    )
)
"""Asked for every new article: making a statement costs more than running it."""


def read_history(connection: sa.Connection, row: Any) -> History:
    """The versions of the article in this row of `articles`, the shown one last."""
    earlier: list[Any] = []
    if row.revision > 1:
        query = sa.select(revisions).where(revisions.c.article == row.id).order_by(revisions.c.revision)
        earlier = list(connection.execute(query))
    shown = stored(row)
    since = [row.first_seen, *(each.seen_at for each in earlier)]
    kinds = [(), *(tuple(each.kinds) for each in earlier)]
    versions = [
        Version(_article(each), each.ref, Origin(each.rest.get("origin", row.origin)), at, each.extractor, changed)
        for each, at, changed in zip(earlier, since, kinds, strict=False)
    ]
    article = replace(shown.article, published=extracted_date(connection, row))
    last = Version(article, shown.ref, shown.origin, since[-1], row.extracted_v, kinds[-1])
    return (*versions, last)


def write_history(connection: sa.Connection, row: Any, before: History, history: History) -> None:
    """Make these the versions of the article in this row, in place of those `before`; what
    follows from a changed text is due again, nothing else is."""
    if history[:-1] != before[:-1] or history[-1].kinds != before[-1].kinds:
        connection.execute(sa.delete(revisions).where(revisions.c.article == row.id))
        earlier = [_row(row.id, number, each, history[number]) for number, each in enumerate(history[:-1], 1)]
        if earlier:
            connection.execute(sa.insert(revisions), earlier)
    last = history[-1]
    columns = beside_correction(connection, row, content_columns(last.article))
    fresh = columns | {"ref": last.ref, "origin": str(last.origin), "revision": len(history)}
    changed = {name: value for name, value in fresh.items() if value != getattr(row, name)}
    values: dict[str, Any] = {"extracted_v": last.extractor}
    if changed:
        values |= changed | {"stamp": row.stamp + 1} | _undone(changed)
    if "kind" in changed and last.article.kind not in COUNTED:
        values |= leave(connection, row)
    if "url" in changed:
        connection.execute(sa.delete(addresses).where(addresses.c.url == last.article.url))
        upsert(connection, addresses, [{"url": row.url, "article": row.id}], ["url"], ["article"])
    connection.execute(sa.update(articles).where(articles.c.id == row.id).values(**values))


@dataclass(frozen=True, slots=True)
class Changed:
    """An article changed: `revision` was replaced at `at` (when it was seen), in these kinds."""

    article: int
    revision: int
    at: datetime
    kinds: tuple[str, ...]


def changes(
    database: Database, source: str, start: datetime | None = None, end: datetime | None = None
) -> list[Changed]:
    """What a source changed from `start` until before `end`, in order of time."""
    row = revisions.c
    query = sa.select(row.article, row.revision, row.seen_at, row.kinds)
    query = query.join(articles, articles.c.id == row.article).where(articles.c.source == source)
    if start is not None:
        query = query.where(row.seen_at >= start)
    if end is not None:
        query = query.where(row.seen_at < end)
    with database.read() as connection:
        found = connection.execute(query.order_by(row.seen_at, row.article, row.revision))
        return [Changed(*each[:3], tuple(each.kinds)) for each in found]


def new_id(connection: sa.Connection) -> dict[str, int]:
    """The id of a new article, where the database would give that of a joined one again: SQLite
    takes the highest id that stands, plus one."""
    if connection.dialect.name != "sqlite":
        return {}
    return {"id": 1 + max(connection.execute(_HIGHEST).one())}


def restore(connection: sa.Connection, row: Any, at: datetime) -> None:
    """The outlet shows the article again, if it was taken down before."""
    if row.removed_at is None or at <= row.removed_at:
        return
    connection.execute(
        sa.update(articles)
        .where(articles.c.id == row.id)
        .values(removed_at=None, indexed_v=0, stamp=articles.c.stamp + 1)
    )
    connection.execute(
        sa.update(removals)
        .where(removals.c.article == row.id, removals.c.restored_at.is_(None))
        .values(restored_at=at)
    )


def join_rows(connection: sa.Connection, keep: Any, drop: Any, history: History) -> None:
    """Two articles turn out to be one: the row `drop` goes, its addresses and its id lead to
    `keep`, which gets these versions."""
    leave(connection, drop)
    for table in (revisions, removals):
        connection.execute(sa.delete(table).where(table.c.article == drop.id))
    for table in (addresses, joined_articles):
        connection.execute(sa.update(table).where(table.c.article == drop.id).values(article=keep.id))
    connection.execute(sa.delete(articles).where(articles.c.id == drop.id))
    connection.execute(sa.insert(joined_articles).values(id=drop.id, article=keep.id))
    write_history(connection, keep, read_history(connection, keep), history)
    if drop.url != history[-1].article.url:
        upsert(connection, addresses, [{"url": drop.url, "article": keep.id}], ["url"], ["article"])
    if drop.removed_at is None:
        restore(connection, keep, history[-1].since)
    if CORRECTED in (keep.date_provenance, drop.date_provenance):
        apply_date(connection, keep.id)


def leave(connection: sa.Connection, row: Any) -> dict[str, Any]:
    """An article leaves the index and its group, which has another first one then; the columns
    of the row that are void."""
    upsert(connection, withdrawals, [{"article": row.id}], ["article"])
    if row.reprint_group is not None:
        connection.execute(
            sa.update(articles)
            .where(articles.c.reprint_group == row.reprint_group, articles.c.id != row.id)
            .values(grouped_v=0, stamp=articles.c.stamp + 1)
        )
    return {"reprint_group": None, "event_group": None, "is_original": False, "tags": None}


def _undone(changed: Collection[str]) -> dict[str, int]:
    if any(name in changed for name in _TAGGED):
        return UNDONE
    if "credit" in changed:
        return {"grouped_v": 0, "indexed_v": 0}
    return {"indexed_v": 0} if {"url", "origin"} & set(changed) else {}


def _row(article: int, number: int, version: Version, following: Version) -> dict[str, Any]:
    columns = content_columns(version.article)
    rest = {name: columns[name] for name in _REST} | {"origin": str(version.origin)}
    return {name: columns[name] for name in _COLUMNS} | {
        "article": article, "revision": number, "seen_at": following.since, "ref": version.ref,
        "kinds": list(following.kinds), "extractor": version.extractor, "rest": rest,
    }  # fmt: skip


def _article(row: Any) -> Article:
    rest = row.rest  # empty in rows that are older than the column
    return Article(
        url=row.url,
        kind=Kind(rest.get("kind", Kind.ARTICLE)),
        title=row.title,
        sapo=row.sapo,
        text=row.text,
        published=Moment(row.published_at, row.published_day, row.date_provenance, row.date_confidence),
        authors=tuple(rest.get("authors", ())),
        credit=rest.get("credit", ""),
        captions=tuple(rest.get("captions", ())),
        flags=tuple(rest.get("flags", ())),
        labels=tuple((name, value) for name, value in rest.get("labels", ())),
    )

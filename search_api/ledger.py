"""Which rows of the store the index holds, seen as a whole: for rebuilding, and for an index
that was deleted or is another one than before. Single batches: ArticleStore.unindexed."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from lantoa.article_rows import articles, stored, withdrawals
from lantoa.articles import COUNTED, Due
from lantoa.database import Database


def grouped(database: Database, after: int, limit: int) -> list[Due]:
    """Every row that belongs into the index, by id, from the first one after `after`."""
    query = (
        sa.select(articles)
        .where(
            articles.c.id > after,
            articles.c.grouped_v > 0,
            articles.c.kind.in_([str(one) for one in COUNTED]),
        )
        .order_by(articles.c.id)
        .limit(limit)
    )
    with database.read() as connection:
        return [Due(stored(row), row.stamp) for row in connection.execute(query)]


def forget(database: Database) -> None:
    """All rows are due again."""
    with database.write() as connection:
        connection.execute(sa.update(articles).where(articles.c.indexed_v != 0).values(indexed_v=0))


def note(database: Database, version: int, held: Sequence[tuple[int, int]]) -> None:
    """The index holds these rows, (id, stamp) as read; one that changed meanwhile stays due."""
    if not held:
        return
    statement = (
        sa.update(articles)
        .where(articles.c.id == sa.bindparam("row"), articles.c.stamp == sa.bindparam("read"))
        .values(indexed_v=version)
    )
    with database.write() as connection:
        connection.execute(statement, [{"row": row, "read": stamp} for row, stamp in held])


def withdrawn(database: Database) -> list[int]:
    """Articles that the index may hold and must not."""
    with database.read() as connection:
        return list(connection.scalars(sa.select(withdrawals.c.article).order_by(withdrawals.c.article)))


def forgotten(database: Database, ids: Sequence[int]) -> None:
    """The index holds these no longer."""
    with database.write() as connection:
        for one in ids:
            connection.execute(sa.delete(withdrawals).where(withdrawals.c.article == one))

"""Which rows of the store the index holds, seen as a whole: for rebuilding, and for an index
that was deleted or is another one than before. Single batches: ArticleStore.unindexed."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from lantoa.article_rows import INDEXED, articles, indexed, withdrawals
from lantoa.articles import COUNTED, Due
from lantoa.database import Database
from lantoa.workspace import fact, state_fact


def grouped(database: Database, after: int, limit: int) -> list[Due]:
    """Every row that belongs into the index, by id, from the first one after `after`: as
    ArticleStore.unindexed gives them. Nearly every row does: they are read as they stand, by no
    index over kind and version, whose rows would be sorted anew for every batch."""
    query = (
        sa.select(*INDEXED)
        .where(
            articles.c.id > after,
            articles.c.grouped_v + 0 > 0,
            articles.c.kind.concat("").in_([str(one) for one in COUNTED]),
        )
        .order_by(articles.c.id)
        .limit(limit)
    )
    with database.read() as connection:
        return [Due(indexed(row), row.stamp) for row in connection.execute(query)]


def forget(database: Database) -> None:
    """All rows are due again."""
    with database.write() as connection:
        connection.execute(sa.update(articles).where(articles.c.indexed_v != 0).values(indexed_v=0))


def rebuilt(database: Database) -> None:
    """Another index stands now: all rows are due again, and who is filling hears of it."""
    state_fact(database, "index_rebuilds", str(rebuilds(database) + 1))
    forget(database)


def rebuilds(database: Database) -> int:
    """How many times an index took the place of another."""
    return int(fact(database, "index_rebuilds") or 0)


def again(database: Database, ids: Sequence[int]) -> None:
    """These rows are due again."""
    statement = sa.update(articles).where(articles.c.id == sa.bindparam("row")).values(indexed_v=0)
    with database.write() as connection:
        connection.execute(statement, [{"row": one} for one in ids])


def withdrawn(database: Database) -> list[int]:
    """Articles that the index may hold and must not."""
    with database.read() as connection:
        return list(connection.scalars(sa.select(withdrawals.c.article).order_by(withdrawals.c.article)))


def forgotten(database: Database, ids: Sequence[int]) -> None:
    """The index holds these no longer."""
    with database.write() as connection:
        for one in ids:
            connection.execute(sa.delete(withdrawals).where(withdrawals.c.article == one))

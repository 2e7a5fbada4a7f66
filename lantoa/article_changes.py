"""What changed when, and by which versions of the steps articles were read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from lantoa.article_rows import articles, removals, revisions
from lantoa.correction_rows import corrections
from lantoa.database import PARAMETERS, Database, chunks

STEPS = ("extracted_v", "tagged_v", "grouped_v", "indexed_v")


def changed_between(database: Database, start: datetime, end: datetime) -> list[int]:
    """Ids of the articles that were seen edited or removed from `start` to before `end`, in order."""
    edited = sa.select(revisions.c.article).where(revisions.c.seen_at >= start, revisions.c.seen_at < end)
    gone = sa.select(removals.c.article).where(removals.c.removed_at >= start, removals.c.removed_at < end)
    down = sa.select(articles.c.id).where(articles.c.removed_at >= start, articles.c.removed_at < end)
    with database.read() as connection:
        return sorted({number for query in (edited, gone, down) for number in connection.scalars(query)})


def step_versions(database: Database, ids: Sequence[int]) -> dict[str, int]:
    """The newest version of each step ("extracted_v" ...) among these articles; 0 for none."""
    found = dict.fromkeys(STEPS, 0)
    with database.read() as connection:
        for some in chunks(ids, PARAMETERS):
            query = sa.select(*(sa.func.max(articles.c[name]) for name in STEPS)).where(articles.c.id.in_(some))
            for name, version in zip(STEPS, connection.execute(query).one(), strict=True):
                found[name] = max(found[name], version or 0)
    return found


def last_correction(database: Database) -> int:
    """Number of the last entry in the log of corrections; 0 when it is empty."""
    with database.read() as connection:
        return connection.scalar(sa.select(sa.func.max(corrections.c.id))) or 0


def corrections_since(database: Database, last: int) -> list[tuple[int, int]]:
    """(number, article) of every correction after this one, in order."""
    query = sa.select(corrections.c.id, corrections.c.article).where(corrections.c.id > last).order_by(corrections.c.id)
    with database.read() as connection:
        return [(row.id, row.article) for row in connection.execute(query)]

"""Close calls: texts whose likeness lies close to where a reprint begins, for people to look at."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from lantoa.database import Database, chunks, upsert
from nlp.tables import close_calls

CLOSE = 0.1
"""So near the limit, on either side, that a person should look."""
CHUNK = 5_000


@dataclass(frozen=True, slots=True)
class CloseCall:
    """other: the article it was weighed against; likeness: containment of their texts, 0..1."""

    other: int
    likeness: float


def close_call(likeness: Mapping[int, float], beside: Collection[int], limit: float) -> CloseCall | None:
    """The closest decision on one text. likeness: to other texts; beside: those it was put with.

    It was put with the nearest of `beside`: that one counts when it lies just above the limit;
    otherwise the nearest of the others, when it lies just under it.
    """
    for among in (beside, likeness.keys() - set(beside)):
        nearest = max(among, key=lambda one: (likeness[one], -one), default=None)
        if nearest is not None and likeness[nearest] >= limit - CLOSE:
            close = likeness[nearest] < limit + CLOSE
            return CloseCall(nearest, likeness[nearest]) if close else None
    return None


def save_close_calls(connection: sa.Connection, found: Mapping[int, CloseCall], known: Iterable[int]) -> None:
    """Write them. known: articles that may have one already."""
    for some in chunks(list(known), CHUNK):
        connection.execute(sa.delete(close_calls).where(close_calls.c.article.in_(some)))
    rows = [{"article": one, "other": call.other, "likeness": call.likeness} for one, call in found.items()]
    upsert(connection, close_calls, rows, ["article"], ["other", "likeness"])


def read_close_calls(database: Database, articles: Collection[int]) -> dict[int, CloseCall]:
    """Those of these articles."""
    with database.read() as connection:
        rows = connection.execute(sa.select(close_calls)).all()
    wanted = set(articles)
    return {row.article: CloseCall(row.other, row.likeness) for row in rows if row.article in wanted}

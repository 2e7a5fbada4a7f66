"""What came, was changed and was taken down in a stretch of time, over all outlets."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from lantoa.article_rows import articles, removals, revisions
from lantoa.database import Database
from lantoa.version_rows import Changed


def changed_since(database: Database, since: datetime) -> list[Changed]:
    """Every change seen from `since` on, in order of time."""
    row = revisions.c
    query = sa.select(row.article, row.revision, row.seen_at, row.kinds).where(row.seen_at >= since)
    with database.read() as connection:
        found = connection.execute(query.order_by(row.seen_at, row.article, row.revision))
        return [Changed(*each[:3], tuple(each.kinds)) for each in found]


def removed_since(database: Database, since: datetime) -> list[tuple[int, datetime]]:
    """(article, when) of what was found taken down from `since` on and did not come back."""
    row = removals.c
    query = sa.select(row.article, row.removed_at).where(row.removed_at >= since, row.restored_at.is_(None))
    with database.read() as connection:
        return [(each[0], each[1]) for each in connection.execute(query.order_by(row.removed_at, row.article))]


def first_seen_between(database: Database, start: datetime, end: datetime) -> list[int]:
    """Ids of the articles first seen from `start` until before `end`."""
    row = articles.c
    with database.read() as connection:
        return list(connection.scalars(sa.select(row.id).where(row.first_seen >= start, row.first_seen < end)))

"""N_t: how many article URLs an outlet published a day, fetched or not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from crawlers.fates import Fate
from crawlers.tables import frontier
from lantoa.article import ZONE, Origin
from lantoa.article_rows import articles
from lantoa.articles import COUNTED
from lantoa.database import EPOCH, Database

FIRST_DAY = EPOCH.date()
NO_ARTICLE = (
    Fate.READ, Fate.REMOVED, Fate.GONE, Fate.SOFT_404, Fate.NOT_HTML, Fate.NOT_CHANNEL, Fate.OFF_PANEL,
    Fate.REDIRECT, Fate.PRIVATE,
)  # fmt: skip
"""Fates of addresses behind which, as far as we know, there is no article of the outlet."""


def published_per_day(database: Database) -> Mapping[tuple[date, str], int]:
    """(local day, outlet) -> distinct article URLs.

    Only what the crawler collected: imported, typed and stated articles say nothing of how
    much an outlet published. A read article counts on the day it states; one that was
    discovered and not read, on the day its channel states, else on the day it was found.
    """
    read = (
        sa.select(articles.c.published_day, articles.c.source, sa.func.count())
        .where(
            articles.c.kind.in_([str(kind) for kind in COUNTED]),
            articles.c.published_day.is_not(None),
            articles.c.origin == str(Origin.CAPTURE),
        )
        .group_by(articles.c.published_day, articles.c.source)
    )
    with database.read() as connection:
        found = {(day, source): count for day, source, count in connection.execute(read)}
        unread = frontier.c.fate.not_in(NO_ARTICLE)
        return dict(Counter(found) + _unread(connection, unread))


def unfetched_per_day(database: Database) -> Mapping[tuple[date, str], int]:
    """(local day, outlet) -> article addresses found that still wait to be fetched. What robots.txt
    closes is counted as published, and not waited for."""
    waits = sa.and_(frontier.c.due.is_not(None), frontier.c.fate.not_in((*NO_ARTICLE, Fate.ROBOTS)))
    with database.read() as connection:
        return _unread(connection, waits)


def _unread(connection: sa.Connection, which: sa.ColumnElement[bool]) -> Counter[tuple[date, str]]:
    day = day_number(sa.func.coalesce(frontier.c.listed_at, frontier.c.first_seen))
    query = sa.select(day, frontier.c.source, sa.func.count()).where(
        frontier.c.role == "article", frontier.c.stored_at.is_(None), which
    )
    rows = connection.execute(query.group_by(day, frontier.c.source))
    return Counter({(FIRST_DAY + timedelta(days=number), source): count for number, source, count in rows})


def day_number(instant: sa.ColumnElement[Any]) -> sa.ColumnElement[int]:
    """The local day of an instant, counted from FIRST_DAY; computed by the database, for a
    million addresses. The zone has kept its offset since 1975."""
    offset = datetime(2000, 1, 1, tzinfo=ZONE).utcoffset() or timedelta(0)
    shifted = sa.type_coerce(instant, sa.BigInteger) + offset // timedelta(microseconds=1)
    return shifted // (timedelta(days=1) // timedelta(microseconds=1))

"""N_t: how many article URLs an outlet published a day, fetched or not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date

import sqlalchemy as sa

from crawlers.fates import Fate
from crawlers.tables import frontier
from lantoa.article import ZONE, Origin
from lantoa.article_rows import articles
from lantoa.articles import COUNTED
from lantoa.database import Database

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
    listed = sa.func.coalesce(frontier.c.listed_at, frontier.c.first_seen, type_=frontier.c.first_seen.type)
    query = sa.select(listed, frontier.c.source).where(
        frontier.c.role == "article", frontier.c.stored_at.is_(None), which
    )
    return Counter((at.astimezone(ZONE).date(), source) for at, source in connection.execute(query))

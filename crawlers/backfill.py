"""From which day on an outlet is complete: how far back its channels reach, and what is read.

Pure rules over what the frontier knows of channels. An outlet's sitemaps speak for the whole of
it, so do all its feeds together; of one without either, all its lists together. A channel that
dates nothing reaches back to the day after its first reading, the first that was seen whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa

from crawlers.exposure import FIRST_DAY, NO_ARTICLE, day_number
from crawlers.fates import Fate
from crawlers.hosts import day_of
from crawlers.tables import channel_days, frontier
from lantoa.database import Database

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a sitemap, or a further page of a list. reaches: the oldest date it showed;
    dated: what its index says of it; read: it was."""

    reaches: datetime | None
    dated: datetime | None
    read: bool


@dataclass(frozen=True, slots=True)
class Root:
    """A polled channel with its parts. began: the local day of its first reading."""

    role: str
    began: date
    reaches: datetime | None
    parts: tuple[Part, ...] = ()

    @property
    def since(self) -> date:
        """The first day it showed whole: the day it reaches back to may be cut."""
        shown = [self.reaches, *(part.reaches for part in self.parts)]
        reaches = [each for each in shown if each is not None]
        unread = [part for part in self.parts if not part.read]
        if not reaches or any(part.dated is None for part in unread):
            return self.began + DAY
        oldest = max([min(reaches), *(part.dated for part in unread if part.dated is not None)])
        return min(day_of(oldest), self.began) + DAY


def since(roots: Iterable[Root]) -> date | None:
    """The first day from which an outlet with these channels is complete; None: none was read."""
    days: dict[str, list[date]] = {}
    for root in roots:
        days.setdefault(root.role if root.role in ("sitemap", "feed") else "list", []).append(root.since)
    stated = [min(days["sitemap"])] if "sitemap" in days else []
    stated += [max(days["feed"])] if "feed" in days else []
    if not stated and "list" in days:
        stated = [max(days["list"])]
    return min(stated, default=None)


def complete_since(database: Database) -> Mapping[str, date]:
    """Outlet -> the first local day from which on everything its channels show was found, and
    what stands from before the collection's begin was fetched. Later days: outlet_days.py."""
    with database.read() as connection:
        roots = _roots(connection)
        backlog = _backlog(connection, {source: min(one.began for one in of) for source, of in roots.items()})
    found = {}
    for source, of in roots.items():
        if (day := since(of)) is not None:
            found[source] = max(day, backlog.get(source, day))
    return found


def _roots(connection: sa.Connection) -> dict[str, list[Root]]:
    first = sa.select(channel_days.c.url, sa.func.min(channel_days.c.day).label("began"))
    began = first.where(channel_days.c.reads > 0).group_by(channel_days.c.url).subquery()
    table = frontier.c
    parts: dict[str, list[Part]] = {}
    query = sa.select(table.channels, table.shows_from, table.listed_at, table.fate)
    for channels, reaches, dated, fate in connection.execute(
        query.where(table.role != "article", table.every_s.is_(None))
    ):
        parts.setdefault(channels[0], []).append(Part(reaches, dated, fate == Fate.READ))
    roots: dict[str, list[Root]] = {}
    polled = sa.select(table.url, table.source, table.role, began.c.began, table.shows_from).join(
        began, began.c.url == table.url
    )
    for url, source, role, day, reaches in connection.execute(
        polled.where(table.every_s.is_not(None), table.due.is_not(None))
    ):
        roots.setdefault(source, []).append(Root(role, day, reaches, tuple(parts.get(url, ()))))
    return roots


def _backlog(connection: sa.Connection, began: Mapping[str, date]) -> dict[str, date]:
    """The day after the latest one, before the collection began, of which addresses wait."""
    table = frontier.c
    number = day_number(table.listed_at)
    query = sa.select(table.source, number).where(
        table.role == "article", table.stored_at.is_(None), table.due.is_not(None), table.listed_at.is_not(None),
        table.fate.not_in((*NO_ARTICLE, Fate.ROBOTS)),
    )  # fmt: skip
    latest: dict[str, date] = {}
    for source, days in connection.execute(query.distinct()):
        day = FIRST_DAY + DAY * days
        if source in began and day < began[source]:
            latest[source] = max(day + DAY, latest.get(source, day))
    return latest

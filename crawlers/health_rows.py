"""What health and completeness are judged by, counted from the tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from statistics import median
from typing import Any, TypeVar

import sqlalchemy as sa

from crawlers.archive_tables import captures
from crawlers.completeness import Sighted
from crawlers.exposure import NO_ARTICLE
from crawlers.fates import MISSING
from crawlers.frontier_rows import STATED
from crawlers.health import HISTORY, ChannelFacts, DayCount
from crawlers.health_drift import WINDOW, Reading
from crawlers.health_tables import reading_days
from crawlers.overview import CHANNEL_ROLES
from crawlers.tables import channel_days, frontier
from lantoa.article import ZONE, Kind, Origin
from lantoa.article_rows import articles
from lantoa.articles import COUNTED
from lantoa.database import Database, upsert

Made = TypeVar("Made")
DAY = timedelta(days=1)
LOOKED_BACK = 2 * HISTORY
"""A source may be silent for long and its history still be known."""
SHORT = 200
"""Characters of text below which an article's body counts as empty."""
_NAMES = tuple(column.name for column in reading_days.c)


@dataclass(frozen=True, slots=True)
class Window:
    """The days on which both kinds of an outlet's channels were read, and what they showed."""

    days: int
    sighted: Sighted


def count_readings(database: Database, today: date) -> None:
    """Bring `reading_days` up to today: from the day before the last one counted."""
    with database.read() as connection:
        last = connection.scalar(sa.select(sa.func.max(reading_days.c.day)))
        first = max(today - HISTORY, last - DAY if last else date.min)
        query = sa.select(
            articles.c.source, articles.c.first_seen, articles.c.kind, articles.c.published_day,
            (articles.c.sapo == "").label("bare"), sa.func.length(articles.c.text).label("length"),
        ).where(articles.c.first_seen >= _midnight(first), articles.c.origin == str(Origin.CAPTURE))  # fmt: skip
        pages: dict[tuple[str, date], list[Any]] = {}
        for row in connection.execute(query):
            pages.setdefault((row.source, row.first_seen.astimezone(ZONE).date()), []).append(row)
    rows = [{"source": source, **_reading(day, some)} for (source, day), some in sorted(pages.items())]
    with database.write() as connection:
        upsert(connection, reading_days, rows, ["source", "day"], _NAMES[2:])


def readings(database: Database, today: date) -> Mapping[str, list[Reading]]:
    """How pages were read, by source, of the days drift looks at."""
    lately = sa.and_(reading_days.c.day >= today - WINDOW, reading_days.c.day <= today)
    query = sa.select(reading_days).where(lately).order_by(reading_days.c.day)
    with database.read() as connection:
        return _by_source(connection.execute(query), lambda row: Reading(*row[1:]))


def day_counts(database: Database, today: date) -> Mapping[str, list[DayCount]]:
    """How the channels of each source were read, by day."""
    table = channel_days.c
    sums = [sa.func.sum(table[name]) for name in ("reads", "failures", "empty", "fresh")]
    lately = sa.and_(table.day > today - LOOKED_BACK, table.day <= today)
    query = sa.select(table.source, table.day, *sums).where(lately)
    with database.read() as connection:
        rows = connection.execute(query.group_by(table.source, table.day).order_by(table.day))
        return _by_source(rows, lambda row: DayCount(*row[1:]))


def last_answers(database: Database) -> Mapping[str, datetime]:
    """When a channel of each source last answered as it should, to the day's last visit."""
    table = channel_days.c
    query = sa.select(table.source, sa.func.max(table.last_at).label("at")).where(table.reads > 0).group_by(table.source)
    with database.read() as connection:
        return {row.source: row.at for row in connection.execute(query)}


def channel_facts(database: Database) -> Mapping[str, list[ChannelFacts]]:
    """The channels that are polled, by source. A dead link of a home page is no channel: only
    one that its source states is missed when it is gone."""
    table, log = frontier.c, channel_days.alias().c
    latest = sa.select(channel_days.c.url, sa.func.max(channel_days.c.day).label("day")).where(channel_days.c.reads > 0)
    last = latest.group_by(channel_days.c.url).subquery()
    query = (
        sa.select(
            table.source, table.url, table.role, table.fate, table.note, table.tries, table.last_fetched,
            sa.func.coalesce(log.reads, 0), sa.func.coalesce(log.empty, 0), table.channels,
        )
        .select_from(frontier.outerjoin(last, last.c.url == table.url).outerjoin(log.url.table, sa.and_(log.url == last.c.url, log.day == last.c.day)))
        .where(table.role.in_(CHANNEL_ROLES), table.every_s.is_not(None))
        .order_by(table.id)
    )  # fmt: skip
    with database.read() as connection:
        rows = [row for row in connection.execute(query) if row.fate not in MISSING or STATED in row.channels]
    return _by_source(rows, lambda row: ChannelFacts(*row[1:-1]))


def windows(database: Database, today: date, only: str = "") -> Mapping[str, Window]:
    """What feeds and what lists showed of the last 28 days, by source (only: of this one).

    Only days on which both kinds were read, and not the first of either, which finds what was
    there before: so that neither is blamed for what the other saw alone. An article counts on
    the day it states, else its channel's, else the day it was found; once, however many
    addresses it has.
    """
    shared = {source: days for source, days in _shared_days(database, today).items() if only in ("", source)}
    feeds = _addresses(database, "feed")
    shown: dict[str, dict[object, tuple[bool, bool]]] = {}
    query = _sights(today - WINDOW)
    with database.read() as connection:
        for row in connection.execute(query.where(frontier.c.source == only) if only else query):
            if (row.published_day or row.at.astimezone(ZONE).date()) not in shared.get(row.source, ()):
                continue
            channels = set(row.channels)
            by_feed, by_list = bool(channels & feeds), bool(channels - feeds)
            held = shown.setdefault(row.source, {}).get(row.article or row.url, (False, False))
            shown[row.source][row.article or row.url] = (held[0] or by_feed, held[1] or by_list)
    return {
        source: Window(len(days), _sighted(shown.get(source, {}).values())) for source, days in shared.items()
    }


def _sighted(sights: Iterable[tuple[bool, bool]]) -> Sighted:
    some = list(sights)
    return Sighted(sum(a for a, _ in some), sum(b for _, b in some), sum(a and b for a, b in some))


def _shared_days(database: Database, today: date) -> dict[str, set[date]]:
    table = channel_days.c
    query = sa.select(table.source, table.role, table.day).where(table.reads > 0).distinct()
    read: dict[str, dict[bool, set[date]]] = {}
    with database.read() as connection:
        for source, role, day in connection.execute(query):
            read.setdefault(source, {True: set(), False: set()})[role == "feed"].add(day)
    return {
        source: {day for day in kinds[True] & kinds[False] if _counts(day, kinds, today)} for source, kinds in read.items()
    }


def _counts(day: date, kinds: Mapping[bool, set[date]], today: date) -> bool:
    return today - WINDOW <= day < today and all(day > min(days) for days in kinds.values())


def _sights(since: date) -> sa.Select[Any]:
    table = frontier.c
    at = sa.func.coalesce(table.listed_at, table.first_seen, type_=table.first_seen.type).label("at")
    known = (
        sa.select(captures.c.url, sa.func.max(captures.c.article).label("article"))
        .where(captures.c.role == "article")
        .group_by(captures.c.url)
        .subquery()
    )
    return (
        sa.select(table.source, table.url, table.channels, at, known.c.article, articles.c.published_day)
        .select_from(
            frontier.outerjoin(known, known.c.url == table.url).outerjoin(articles, articles.c.id == known.c.article)
        )
        .where(table.role == "article", table.first_seen >= _midnight(since), table.fate.not_in(NO_ARTICLE))
    )


def _addresses(database: Database, role: str) -> set[str]:
    with database.read() as connection:
        return set(connection.scalars(sa.select(frontier.c.url).where(frontier.c.role == role)))


def _reading(day: date, pages: Sequence[Any]) -> dict[str, Any]:
    found = [page for page in pages if page.kind in {str(kind) for kind in COUNTED}]
    lengths = [page.length for page in found]
    return {
        "day": day,
        "read": len(pages),
        "empty": sum(page.length < SHORT and page.kind == str(Kind.ARTICLE) for page in found),
        "no_sapo": sum(bool(page.bare) for page in found),
        "undated": sum(page.published_day is None for page in found),
        "unknown": len(pages) - len(found),
        "length": float(median(lengths)) if lengths else None,
    }


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), ZONE)


def _by_source(rows: Iterable[Any], make: Callable[[Any], Made]) -> dict[str, list[Made]]:
    made: dict[str, list[Made]] = {}
    for row in rows:
        made.setdefault(row[0], []).append(make(row))
    return made

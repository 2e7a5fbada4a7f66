"""Outlet-days: was everything an outlet published on a day found and fetched?

A reading that shows something known joins on to the reading before: nothing between them was
missed, however long ago that was. So a day is complete when each of the outlet's channels was
read after its end without a break, and no address of it waits. What counts are feeds and
sitemaps; home and section pages only of an outlet that has neither.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

import sqlalchemy as sa

from crawlers.backfill import complete_since
from crawlers.channel_log import ChannelDay, channel_day
from crawlers.exposure import published_per_day, unfetched_per_day
from crawlers.fates import Fate
from crawlers.tables import channel_days, frontier
from lantoa.database import Database

DAY = timedelta(days=1)
SHUT = (Fate.ROBOTS, Fate.ROBOTS_LATER, Fate.TLS)


class Gap(StrEnum):
    """Why an outlet-day is not complete. BEFORE: it lies before the collection, or before what
    was filled in; RUNNING: it is not over; UNREAD: a channel was not read since; ROBOTS: nor
    may it be now; BREAK: something may have scrolled by; UNFETCHED: addresses of it wait."""

    BEFORE = "before"
    RUNNING = "running"
    UNREAD = "unread"
    ROBOTS = "robots"
    BREAK = "break"
    UNFETCHED = "unfetched"


@dataclass(frozen=True, slots=True)
class OutletDay:
    """One outlet on one local day. published: N_t, article addresses found, fetched or not;
    unfetched: those of them that still wait; gaps: none when the day is complete."""

    day: date
    source: str
    published: int
    unfetched: int
    gaps: tuple[Gap, ...] = ()

    @property
    def complete(self) -> bool:
        """Was all of it collected?"""
        return not self.gaps


def outlet_days(database: Database, today: date) -> Mapping[tuple[date, str], OutletDay]:
    """Every (local day up to today, outlet) that was published on, or for which the outlet was
    collected or filled in, judged."""
    published, unfetched = published_per_day(database), unfetched_per_day(database)
    since, logs = complete_since(database), _logs(database)
    began = {source: min(log.began for log in of) for source, of in logs.items()}
    began |= {source: min(day, began[source]) for source, day in since.items() if source in began}
    keys = {key for key in published if key[0] <= today and key[1] in logs}
    keys |= {
        (first + DAY * number, source)
        for source, first in began.items()
        for number in range((today - first).days + 1)
    }
    judged = {}
    for day, source in sorted(keys):
        key = (day, source)
        waiting = unfetched.get(key, 0)
        gaps = _gaps(day, today, since.get(source), logs[source], waiting)
        judged[key] = OutletDay(day, source, published.get(key, 0), waiting, gaps)
    return judged


def incomplete_days(database: Database, today: date) -> frozenset[tuple[date, str]]:
    """The (local day, outlet) that were not completely collected."""
    return frozenset(key for key, one in outlet_days(database, today).items() if not one.complete)


def _gaps(
    day: date, today: date, since: date | None, logs: Iterable[Readings], waiting: int
) -> tuple[Gap, ...]:
    found: set[Gap] = set()
    if since is None or day < since:
        found.add(Gap.BEFORE)
    for log in logs:
        found |= log.gaps(day, today)
    if waiting:
        found.add(Gap.UNFETCHED)
    return tuple(gap for gap in Gap if gap in found)


@dataclass(frozen=True, slots=True)
class Readings:
    """One channel's log, to be asked of many days. began: its first day; reads: the days on which it
    was read, breaks: on which a reading did not join on, both in order; shut: it may not be read now."""

    began: date
    reads: tuple[date, ...]
    breaks: tuple[date, ...]
    shut: bool

    @classmethod
    def of(cls, log: Sequence[ChannelDay]) -> Readings:
        """log: its days in order, at least one."""
        reads = tuple(each.day for each in log if each.reads)
        return cls(log[0].day, reads, tuple(each.day for each in log if each.breaks), log[-1].trouble in SHUT)

    def gaps(self, day: date, today: date) -> set[Gap]:
        """What it leaves open of a day. One that was never read leaves nothing open: there is
        nothing it was seen to bring."""
        if not self.reads or day < self.reads[0]:
            return set()
        if day >= today:
            return {Gap.RUNNING}
        after = bisect_right(self.reads, day)
        if after == len(self.reads):
            return {Gap.ROBOTS if self.shut else Gap.UNREAD}
        broken = bisect_left(self.breaks, self.reads[after - 1])
        return {Gap.BREAK} if self.breaks[broken : broken + 1] and self.breaks[broken] <= self.reads[after] else set()


def _logs(database: Database) -> dict[str, list[Readings]]:
    """Source -> the logs of the channels that count, of those still polled."""
    table = frontier.c
    polled = sa.select(table.url).where(table.every_s.is_not(None), table.due.is_not(None))
    query = sa.select(channel_days).where(channel_days.c.url.in_(polled))
    by_url: dict[str, list[ChannelDay]] = {}
    with database.read() as connection:
        for row in connection.execute(query.order_by(channel_days.c.day)):
            by_url.setdefault(row.url, []).append(channel_day(row))
    logs: dict[str, list[list[ChannelDay]]] = {}
    for log in by_url.values():
        logs.setdefault(log[0].source, []).append(log)
    return {source: [Readings.of(log) for log in _primary(of)] for source, of in logs.items()}


def _primary(logs: list[list[ChannelDay]]) -> list[list[ChannelDay]]:
    stated = [log for log in logs if log[0].role in ("feed", "sitemap")]
    return stated or logs

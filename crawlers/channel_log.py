"""How polled channels were read, by local day: what an outlet-day's completeness is judged by."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from crawlers.fates import GOOD, Fate
from crawlers.frontier_rows import Found
from crawlers.hosts import day_of
from crawlers.tables import channel_days
from crawlers.visits import Outcome
from lantoa.database import upsert

LONGEST_GAP = timedelta(days=3)
"""Between two articles of an outlet; behind a longer one a channel's dates are not believed."""


@dataclass(frozen=True, slots=True)
class ChannelDay:
    """One channel on one day; the columns of `channel_days`."""

    url: str
    day: date
    source: str
    role: str
    first_at: datetime
    last_at: datetime
    reads: int = 0
    failures: int = 0
    empty: int = 0
    shown: int = 0
    fresh: int = 0
    breaks: int = 0
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit of a channel. news: it was not just found unchanged; leads: it showed further
    pages or parts; gap: nothing it showed was known, and no further page may close that."""

    outcome: Outcome
    news: bool = False
    leads: bool = False
    gap: bool = False


def visits_of(
    outcomes: Iterable[Outcome], found: Mapping[int, Sequence[Found]], known: Collection[str]
) -> list[Visit]:
    """Outcomes with what they showed. found: by the id of the row; known: the addresses among
    them that the frontier had. What several showed at once is new to the first."""
    seen, visits = set(known), []
    for outcome in outcomes:
        showed = found.get(outcome.due.id)
        if showed is None:
            visits.append(Visit(outcome))
            continue
        articles = {each.url for each in showed if each.role == "article"}
        fresh = articles - seen
        leads = any(each.role != "article" and each.every is None for each in showed)
        gap = bool(articles) and articles.isdisjoint(known) and not leads and outcome.due.visits > 0
        dates = [each.listed_at for each in showed if each.listed_at is not None and each.role == "article"]
        seen |= fresh
        reaches = reaches_back(dates, outcome.at, part=outcome.due.every is None)
        whole = replace(outcome, shown=len(articles), fresh=len(fresh), shows_from=reaches)
        visits.append(Visit(whole, news=True, leads=leads, gap=gap))
    return visits


def reaches_back(dates: Iterable[datetime], now: datetime, part: bool = False) -> datetime | None:
    """The oldest date of an unbroken row of dates up to now (of a part: up to its newest): a
    pinned old item behind a long gap says nothing of what stood between."""
    oldest = None if part else now
    for at in sorted((at for at in dates if at <= now), reverse=True):
        if oldest is not None and oldest - at > LONGEST_GAP:
            break
        oldest = at
    return None if oldest == now else oldest


def day_of_visit(visit: Visit) -> ChannelDay:
    """What one visit adds. A visit of a further page or part adds addresses, not a read."""
    outcome, due = visit.outcome, visit.outcome.due
    at, good, own = outcome.at, outcome.fate in GOOD, due.root == due.url
    asked = outcome.fate is not Fate.PAUSED or outcome.status is not None
    failed = not good and asked and own
    return ChannelDay(
        url=due.root,
        day=day_of(at),
        source=due.source,
        role=due.role,
        first_at=at,
        last_at=at,
        reads=int(good and own),
        failures=int(failed),
        empty=int(good and own and visit.news and not outcome.shown and not visit.leads),
        shown=outcome.shown,
        fresh=outcome.fresh,
        breaks=int(visit.gap),
        trouble=str(outcome.fate) if failed else "",
    )


def joined(one: ChannelDay, other: ChannelDay) -> ChannelDay:
    """Two parts of the same channel's day, the later one second."""
    return replace(
        one,
        first_at=min(one.first_at, other.first_at),
        last_at=max(one.last_at, other.last_at),
        reads=one.reads + other.reads,
        failures=one.failures + other.failures,
        empty=one.empty + other.empty,
        shown=max(one.shown, other.shown),
        fresh=one.fresh + other.fresh,
        breaks=one.breaks + other.breaks,
        trouble=other.trouble or one.trouble,
    )


def write_visits(connection: sa.Connection, visits: Iterable[Visit]) -> None:
    """Add visits to their days; in the transaction that writes their outcomes."""
    days: dict[tuple[str, date], ChannelDay] = {}
    for visit in visits:
        one = day_of_visit(visit)
        held = days.get((one.url, one.day))
        days[one.url, one.day] = one if held is None else joined(held, one)
    if not days:
        return
    wanted = sa.select(channel_days).where(
        channel_days.c.url.in_(sorted({url for url, _ in days})), channel_days.c.day.in_({day for _, day in days})
    )
    for row in connection.execute(wanted).all():
        if (mine := days.get((row.url, row.day))) is not None:
            days[row.url, row.day] = joined(channel_day(row), mine)
    rows = [{name: getattr(one, name) for name in _NAMES} for _, one in sorted(days.items())]
    upsert(connection, channel_days, rows, ["url", "day"], [name for name in _NAMES if name not in ("url", "day")])


def channel_day(row: Any) -> ChannelDay:
    """A row of the table."""
    return ChannelDay(**row._mapping)


_NAMES = tuple(column.name for column in channel_days.c)

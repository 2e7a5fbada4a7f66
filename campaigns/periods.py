"""Periods that reports are made for: weeks, months, quarters, years and any range of days. Pure.

Written as 2025-W36, 2025-09, 2025-Q3, 2025 and 2025-09-01..2025-09-20; whole local days.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal, Protocol, get_args

from lantoa.article import ZONE
from lantoa.errors import Misuse
from lantoa.words import word

Kind = Literal["week", "month", "quarter", "year"]
KINDS: tuple[Kind, ...] = get_args(Kind)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """first to last, both included. kind "range": any days that somebody asked for."""

    kind: Kind | Literal["range"]
    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"a period runs forwards: {self.first} to {self.last}")

    def __str__(self) -> str:
        year = f"{self.first.year:04d}"
        match self.kind:
            case "week":
                iso = self.first.isocalendar()
                return f"{iso.year:04d}-W{iso.week:02d}"
            case "month":
                return f"{year}-{self.first.month:02d}"
            case "quarter":
                return f"{year}-Q{(self.first.month + 2) // 3}"
            case "year":
                return year
            case "range":
                return f"{self.first.isoformat()}..{self.last.isoformat()}"

    @property
    def days(self) -> int:
        """How many days."""
        return (self.last - self.first).days + 1

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


class Order(Protocol):
    """What is due when: a kind of period, and the local time of the day after its last."""

    @property
    def period(self) -> Kind: ...

    @property
    def at(self) -> time: ...


def period_of(text: str) -> Period:
    """Read a period of the years 1900 to 2099. Raises Misuse for what is none."""
    try:
        found = _read(text)
    except ValueError:
        found = None
    if found is None:
        raise Misuse(word("periods.none", value=text))
    return found


def period_around(kind: Kind, day: date) -> Period:
    """The period of a kind that a local day lies in."""
    match kind:
        case "week":
            first = day - timedelta(days=day.weekday())
            return Period(kind, first, first + timedelta(days=6))
        case "month":
            return _months(kind, day.year, day.month, 1)
        case "quarter":
            return _months(kind, day.year, (day.month - 1) // 3 * 3 + 1, 3)
        case "year":
            return _months(kind, day.year, 1, 12)


def range_of(first: date, last: date) -> Period:
    """Any days. Raises Misuse when they run backwards."""
    if last < first:
        raise Misuse(word("periods.backwards", first=first.isoformat(), last=last.isoformat()))
    return Period("range", first, last)


def previous_period(period: Period) -> Period:
    """The one before: of a range, as many days before it."""
    if period.kind == "range":
        length = period.last - period.first
        return Period("range", period.first - DAY - length, period.first - DAY)
    return period_around(period.kind, period.first - DAY)


def periods_between(kind: Kind, first: date, last: date) -> Iterator[Period]:
    """Every period of a kind that has a day from `first` to `last`, in order."""
    period = period_around(kind, first)
    while period.first <= last:
        yield period
        period = period_around(kind, period.last + DAY)


def due_periods(order: Order, since: datetime, now: datetime) -> list[Period]:
    """The periods whose reports fell due after `since`, up to `now` (aware instants), in order.

    A report is due on the day after its period's last, at the order's local time; what was
    missed while nothing ran is due all the same.
    """
    days = (moment.astimezone(ZONE).date() for moment in (since, now))
    first, last = (day - DAY for day in days)
    if last < first:
        return []
    return [
        period
        for period in periods_between(order.period, first, last)
        if since < due_at(period, order.at) <= now
    ]


def due_at(period: Period, at: time) -> datetime:
    """The instant from which a period's report can be had: the local day after its last."""
    return datetime.combine(period.last + DAY, at.replace(tzinfo=None), ZONE)


def _months(kind: Kind, year: int, month: int, count: int) -> Period:
    after = month + count
    following = date(year + (after - 1) // 12, (after - 1) % 12 + 1, 1)
    return Period(kind, date(year, month, 1), following - DAY)


def _read(text: str) -> Period | None:
    match = re.fullmatch(
        r"(?P<year>(?:19|20)[0-9]{2})(?:-W(?P<week>[0-9]{2})|-Q(?P<quarter>[1-4])|-(?P<month>[0-9]{2}))?", text, re.ASCII
    )
    if match is None:
        first, _, last = text.partition("..")
        ends = [date.fromisoformat(_day(one)) for one in (first, last)]
        return range_of(*ends)
    year = int(match["year"])
    if match["week"]:
        return period_around("week", date.fromisocalendar(year, int(match["week"]), 1))
    if match["quarter"]:
        return period_around("quarter", date(year, int(match["quarter"]) * 3, 1))
    if match["month"]:
        return period_around("month", date(year, int(match["month"]), 1))
    return period_around("year", date(year, 1, 1))


def _day(text: str) -> str:
    if not re.fullmatch(r"(?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}", text, re.ASCII):
        raise ValueError(text)
    return text

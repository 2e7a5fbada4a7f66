"""Deadlines of a plan: a day, a month, recurring, or counted from the congress. Pure.

Kept as a code ("2025-09-15", "weekly:5:2025-08-01:2025-10-10"), shown and typed in Vietnamese
("thứ sáu hằng tuần từ 01/08/2025 đến 10/10/2025").
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from campaigns.stanza import typed_day
from lantoa.words import word

DeadlineKind = Literal["undecided", "day", "month", "weekly", "monthly", "opening", "closing"]
LONGEST = timedelta(days=5 * 366)
"""Over which a recurring deadline may run: a term of office."""
FURTHEST = 400
"""Days that a deadline may stand from the congress."""
FIRST_YEAR, LAST_YEAR = 1930, 2130
_WEEKDAYS = ("thứ hai", "thứ ba", "thứ tư", "thứ năm", "thứ sáu", "thứ bảy", "chủ nhật")


@dataclass(frozen=True, slots=True)
class Deadline:
    """When something is due.

    first: the day itself, the first day of the month, or from when it recurs; last: until when
    it recurs; every: ISO weekday (weekly) or day of the month (monthly; the last one in shorter
    months); offset: days from the opening or closing of the congress, negative = before.
    Raises ValueError for what is none.
    """

    kind: DeadlineKind = "undecided"
    first: date | None = None
    last: date | None = None
    every: int = 0
    offset: int = 0

    def __post_init__(self) -> None:
        if self.kind in ("weekly", "monthly"):
            if not 1 <= self.every <= (7 if self.kind == "weekly" else 31):
                raise ValueError(word("plan.bad.every", value=self.every))
            if self.first is None or self.last is None or not self.first <= self.last <= self.first + LONGEST:
                raise ValueError(word("plan.bad.recurring"))
        if (self.kind in ("day", "month")) != (self.first is not None and self.last is None):
            raise ValueError(word("plan.bad.deadline", value=self.kind))
        if self.kind == "month" and self.first and self.first.day != 1:
            raise ValueError(word("plan.bad.deadline", value=self.first))
        if abs(self.offset) > FURTHEST:
            raise ValueError(word("plan.bad.offset", most=FURTHEST))

    @property
    def recurs(self) -> bool:
        """Whether it falls due more than once."""
        return self.kind in ("weekly", "monthly")


UNDECIDED = Deadline()


def occurrences(deadline: Deadline, opening: date | None, closing: date | None) -> tuple[date, ...]:
    """Every local day on which it falls due, in order; none when that is not decided yet."""
    match deadline.kind:
        case "day":
            assert deadline.first is not None
            return (deadline.first,)
        case "month":
            assert deadline.first is not None
            return (_month_day(deadline.first, 31),)
        case "weekly" | "monthly":
            return tuple(_recurring(deadline))
        case "opening" | "closing":
            day = opening if deadline.kind == "opening" else closing
            return (day + timedelta(days=deadline.offset),) if day else ()
        case "undecided":
            return ()


def _recurring(deadline: Deadline) -> list[date]:
    first, last = deadline.first, deadline.last
    assert first is not None
    assert last is not None
    if deadline.kind == "weekly":
        start = first + timedelta(days=(deadline.every - first.isoweekday()) % 7)
        return [start + timedelta(weeks=week) for week in range((last - start).days // 7 + 1)]
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    days = (_month_day(date(month // 12, month % 12 + 1, 1), deadline.every) for month in months)
    return [day for day in days if first <= day <= last]


def _month_day(month: date, day: int) -> date:
    return month.replace(day=min(day, monthrange(month.year, month.month)[1]))


def deadline_code(deadline: Deadline) -> str:
    """As it is kept."""
    match deadline.kind:
        case "day":
            return f"{deadline.first}"
        case "month":
            return f"{deadline.first}"[:7]
        case "weekly" | "monthly":
            return f"{deadline.kind}:{deadline.every}:{deadline.first}:{deadline.last}"
        case "opening" | "closing":
            return f"{deadline.kind}{deadline.offset:+d}"
        case "undecided":
            return ""


def deadline_from(code: str) -> Deadline:
    """The inverse. Raises ValueError for what is no code."""
    if not code:
        return UNDECIDED
    if match := re.fullmatch(r"(opening|closing)([+-]\d{1,4})", code):
        return Deadline("opening" if match[1] == "opening" else "closing", offset=int(match[2]))
    if match := re.fullmatch(r"(weekly|monthly):(\d{1,2}):([\d-]{10}):([\d-]{10})", code):
        span = (date.fromisoformat(match[3]), date.fromisoformat(match[4]))
        return Deadline("weekly" if match[1] == "weekly" else "monthly", *span, every=int(match[2]))
    if re.fullmatch(r"\d{4}-\d\d", code):
        return Deadline("month", date.fromisoformat(f"{code}-01"))
    return Deadline("day", date.fromisoformat(code))


def day_text(day: date | None) -> str:
    """"15/09/2025"; "" without a day."""
    return f"{day.day:02}/{day.month:02}/{day.year:04}" if day else ""


def day_from(text: str) -> date:
    """From "15/9/2025" or "2025-09-15". Raises ValueError for what is no day of 1930 to 2130."""
    day = typed_day(text)
    if day is None or not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(word("plan.bad.day", value=text))
    return day


def deadline_text(deadline: Deadline) -> str:
    """As it is shown and may be typed."""
    first, last = day_text(deadline.first), day_text(deadline.last)
    match deadline.kind:
        case "day":
            return first
        case "month":
            assert deadline.first is not None
            return word("plan.deadline.month", month=deadline.first.month, year=deadline.first.year)
        case "weekly":
            return word("plan.deadline.weekly", weekday=_WEEKDAYS[deadline.every - 1], first=first, last=last)
        case "monthly":
            return word("plan.deadline.monthly", day=deadline.every, first=first, last=last)
        case "opening" | "closing":
            moment = word(f"plan.deadline.{deadline.kind}")
            side = "on" if not deadline.offset else "ahead" if deadline.offset < 0 else "past"
            return word(f"plan.deadline.{side}", moment=moment, days=abs(deadline.offset))
        case "undecided":
            return ""


_DAY = r"([0-9]{1,2}[/.-][0-9]{1,2}[/.-][0-9]{4}|[0-9]{4}-[0-9]{2}-[0-9]{2})"
_SPAN = rf"\s+từ\s+{_DAY}\s+đến\s+{_DAY}"
_MONTH = re.compile(r"(?:tháng\s+)?([0-9]{1,2})[/-]([0-9]{4})")
_WEEKLY = re.compile(rf"({'|'.join(_WEEKDAYS)})\s+h[ằà]ng\s+tuần{_SPAN}")
_MONTHLY = re.compile(rf"ngày\s+([0-9]{{1,2}})\s+h[ằà]ng\s+tháng{_SPAN}")
_CONGRESS = re.compile(r"(?:(trước|sau)\s+)?(khai|bế)\s+mạc(?:\s+([0-9]{1,3})\s+ngày)?")


def deadline_typed(text: str) -> Deadline:
    """What a person typed. Raises ValueError saying how a deadline is written."""
    typed = " ".join(text.lower().split())
    if typed in ("", word("plan.deadline.undecided").lower()):
        return UNDECIDED
    if match := _CONGRESS.fullmatch(typed):
        days = int(match[3] or 0) * (-1 if match[1] == "trước" else 1)
        if bool(match[1]) == bool(match[3]):
            return Deadline("opening" if match[2] == "khai" else "closing", offset=days)
    if match := _WEEKLY.fullmatch(typed):
        return Deadline("weekly", day_from(match[2]), day_from(match[3]), _WEEKDAYS.index(match[1]) + 1)
    if match := _MONTHLY.fullmatch(typed):
        return Deadline("monthly", day_from(match[2]), day_from(match[3]), int(match[1]))
    if match := _MONTH.fullmatch(typed):
        return Deadline("month", day_from(f"1/{match[1]}/{match[2]}"))
    try:
        return Deadline("day", day_from(typed))
    except ValueError:
        raise ValueError(word("plan.bad.deadline", value=text)) from None

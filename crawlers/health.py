"""Is a source well? Judged against its own history, from counted rows. Pure.

A source that is alive but empty is the classic silent failure, so what is not seen counts as
much as what fails. Every reason names its numbers in Vietnamese.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from math import ceil
from statistics import median

from crawlers.fates import GOOD, Fate
from lantoa.web.formats import day, number
from lantoa.words import word

HISTORY = timedelta(days=56)
"""How far back a source's own history counts."""
SAME_WEEKDAYS = 3
"""Days of one weekday that make an expectation; with fewer, any LEAST_DAYS days do."""
LEAST_DAYS = 7
LEAST_GAPS = 4
DAILY = 3
"""New addresses that make a day without any unusual by itself: of so many, chance leaves one day
in twenty empty."""
EMPTY_CYCLES = 2
"""So many empty cycles in a row are an alarm."""
FAR_OUT = 3.5
"""Robust deviations from the median that are worth a look."""


class State(StrEnum):
    """BAD: an alarm stands; LOOK: something is odd; UNKNOWN: too little history to say."""

    GOOD = "good"
    LOOK = "look"
    BAD = "bad"
    UNKNOWN = "unknown"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class DayCount:
    """All channels of one source on one local day. reads: answers understood; failures: visits
    without one; empty: reads that showed nothing; fresh: article addresses first seen."""

    day: date
    reads: int
    failures: int
    empty: int
    fresh: int


@dataclass(frozen=True, slots=True)
class ChannelFacts:
    """One channel: how its last look ended (fate, note), failures in a row since the last
    answer, and how the reads of its last day with any went."""

    url: str
    role: str
    fate: str
    note: str
    tries: int
    last_fetched: datetime | None
    reads: int = 0
    empty: int = 0

    @property
    def failing(self) -> bool:
        """The last look brought no answer that could be read."""
        return self.fate not in (*GOOD, Fate.WAITING)

    @property
    def bare(self) -> bool:
        """It answers, and shows nothing, for two reads or more."""
        return not self.failing and self.reads >= EMPTY_CYCLES and self.empty == self.reads


@dataclass(frozen=True, slots=True)
class Expectation:
    """New addresses on such a day: the median, a robust deviation, from so many days;
    weekday: of the same weekday only."""

    usual: float
    spread: float
    days: int
    weekday: bool


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a source is not simply well. alarm: somebody has to act."""

    key: str
    text: str
    alarm: bool


@dataclass(frozen=True, slots=True)
class Health:
    """The judgement. expected, seen: of the last whole day that was watched (`day`)."""

    state: State
    reasons: tuple[Reason, ...] = ()
    day: date | None = None
    expected: Expectation | None = None
    seen: int | None = None

    @property
    def alarm(self) -> bool:
        """Does an alarm stand?"""
        return self.state is State.BAD


def reason(key: str, alarm: bool = False, **values: object) -> Reason:
    """A reason in words; numbers and days as a reader expects them."""
    return Reason(key, word(f"health.reason.{key}", **{name: _shown(value) for name, value in values.items()}), alarm)


def judge(
    enabled: bool, channels: Sequence[ChannelFacts], days: Sequence[DayCount], today: date, more: Iterable[Reason] = ()
) -> Health:
    """One source. days: in any order, any time back; more: what others found (drift, a moved
    domain, a mass change)."""
    if not enabled:
        return Health(State.OFF)
    watched = _watched(days, today)
    last = watched[-1] if watched else None
    expected = expectation(_productive(watched[:-1]), last.day) if last else None
    silent = silence(days, today)
    found = [*channel_reasons(channels), *([silent] if silent else []), *more]
    if last and expected and not silent and (odd := _scarce(last, expected)):
        found.append(odd)
    state = State.GOOD if expected else State.UNKNOWN
    if found:
        state = State.BAD if any(each.alarm for each in found) else State.LOOK
    elif expected is None:
        found.append(reason("young", days=len(watched), least=LEAST_DAYS))
    return Health(state, tuple(found), last.day if last else None, expected, last.fresh if last else None)


def expectation(history: Sequence[DayCount], on: date) -> Expectation | None:
    """What such a day usually brings, by watched days before it, oldest first: the same weekday
    where there are enough of them, else all. None: too little history."""
    recent = [each for each in history if each.day > history[-1].day - HISTORY]
    same = [each.fresh for each in recent if each.day.weekday() == on.weekday()]
    if len(same) >= SAME_WEEKDAYS:
        return _robust(same, weekday=True)
    counts = [each.fresh for each in recent]
    return _robust(counts, weekday=False) if len(counts) >= LEAST_DAYS else None


def silence(days: Sequence[DayCount], today: date) -> Reason | None:
    """The silent-zero alarm: answers come, and nothing new for two cycles of this outlet.

    A cycle is a day on which its history (up to the last new address, so that a long silence
    does not become the habit) brings DAILY or more; else the gap between days with something
    new that nine of ten of its gaps do not exceed.
    """
    watched = _watched(days, today)
    last = max((each.day for each in days if each.fresh), default=None)
    quiet = [each for each in watched if last is None or each.day > last]
    if last is None:
        never = len(quiet) >= EMPTY_CYCLES
        return reason("never", alarm=True, days=len(quiet)) if never else None
    history = _productive(watched)
    usual = [expectation(history, each.day) for each in quiet]
    missed = sum(each is not None and each.usual >= DAILY for each in usual)
    if missed >= EMPTY_CYCLES:
        lost = sum(each.usual for each in usual if each is not None)
        return reason("silent", alarm=True, days=len(quiet), since=last, usual=lost)
    gap = _usual_gap(history)
    if gap is not None and len(quiet) >= EMPTY_CYCLES * gap:
        return reason("silent_rare", alarm=True, days=len(quiet), since=last, gap=gap)
    young = gap is None and not any(usual) and len(quiet) >= LEAST_DAYS
    return reason("silent_young", days=len(quiet), since=last) if young else None


def channel_reasons(channels: Sequence[ChannelFacts]) -> list[Reason]:
    """Channels that fail or show nothing: an alarm when none is left that works."""
    failing = [each for each in channels if each.failing]
    bare = [each for each in channels if each.bare]
    whole = len(channels)
    if whole and len(failing) == whole:
        return [_all_failing(failing)]
    found = []
    if failing:
        found.append(reason("some_failing", count=len(failing), of=whole, why=_fates(failing)))
    if bare:
        alarm = len(failing) + len(bare) == whole
        found.append(reason("all_bare" if alarm else "some_bare", alarm, count=len(bare), of=whole))
    return found


def _all_failing(failing: Sequence[ChannelFacts]) -> Reason:
    """One failed look may pass; a second in a row, a closed robots.txt or a bad certificate
    will not by itself."""
    fates = {each.fate for each in failing}
    for fate, key in ((Fate.ROBOTS, "all_robots"), (Fate.TLS, "all_tls")):
        if fates == {fate}:
            return reason(key, alarm=True, count=len(failing))
    alarm = any(each.tries >= EMPTY_CYCLES for each in failing) or Fate.ROBOTS_LATER in fates
    return reason("all_failing", alarm, count=len(failing), why=_fates(failing))


def _watched(days: Sequence[DayCount], today: date) -> list[DayCount]:
    """Whole days with an answer, oldest first; not the first, which finds what was there before."""
    answered = sorted((each for each in days if each.reads), key=lambda each: each.day)
    return [each for each in answered[1:] if each.day < today]


def _productive(watched: Sequence[DayCount]) -> list[DayCount]:
    """Up to the last day with something new."""
    last = max((number for number, each in enumerate(watched, 1) if each.fresh), default=0)
    return list(watched[:last])


def _robust(counts: Sequence[int], weekday: bool) -> Expectation:
    middle = median(counts)
    deviation = 1.4826 * median(abs(each - middle) for each in counts)
    return Expectation(middle, max(deviation, middle**0.5), len(counts), weekday)


def _scarce(last: DayCount, expected: Expectation) -> Reason | None:
    if last.fresh >= expected.usual - FAR_OUT * expected.spread:
        return None
    return reason("scarce", day=last.day, seen=last.fresh, usual=expected.usual)


def _usual_gap(history: Sequence[DayCount]) -> int | None:
    """Watched days from one day with something new to the next: what nine of ten do not exceed."""
    at = [number for number, each in enumerate(history) if each.fresh]
    gaps = sorted(later - earlier for earlier, later in pairwise(at))
    return gaps[ceil(0.9 * len(gaps)) - 1] if len(gaps) >= LEAST_GAPS else None


def _fates(channels: Sequence[ChannelFacts]) -> str:
    return ", ".join(dict.fromkeys(word(f"sources.fate.{each.fate}") for each in channels))


def _shown(value: object) -> object:
    if isinstance(value, int | float):
        return number(value)
    return day(value) if isinstance(value, date) else value

"""What happens when: the season's events, drawn from the stock by window."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from lantoa.article import ZONE, CongressKey
from lantoa.demo.campaign import CAMPAIGN, CITY_KEY, PlannedCongress
from lantoa.demo.newsroom.desk import WARD_PORTAL
from lantoa.demo.newsroom.naming import NATION_14
from lantoa.demo.newsroom.stock import Stock, Story

_DAY = timedelta(days=1)
CITY = CAMPAIGN.congresses[0]
FIRST_DAY, DENSE_FROM = date(2025, 6, 5), date(2025, 8, 27)
WINDOWS = {
    "early": (FIRST_DAY, DENSE_FROM - _DAY),
    "before": (DENSE_FROM, CITY.opening - _DAY),
    "eve": (CITY.opening - 4 * _DAY, CITY.opening - _DAY),
    "day1": (CITY.opening, CITY.opening),
    "day2": (CITY.opening + _DAY, CITY.opening + _DAY),
    "day3": (CITY.closing, CITY.closing),
    "after": (CITY.closing + _DAY, CAMPAIGN.end),
    "soon": (CITY.closing + _DAY, CITY.closing + 4 * _DAY),
}
WARD_WINDOWS = ("w_before", "w_during", "w_after")
_WEEKEND = 0.6


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened. at: when it can first be reported; key: the congress it is
    about, None for other news; ward: where it happened ("" = the city); mention: the
    report mentions a congress in passing."""

    id: str
    story: Story
    at: datetime
    key: CongressKey | None
    ward: str
    mention: bool
    reports: int


def plan_events(stock: Stock, random: Random) -> list[Event]:
    """All events of the season, in time."""
    wards = _Wards()
    events = [event for story in stock.stories for event in _events_of(story, wards, random)]
    return sorted(events, key=lambda event: (event.at, event.id))


def _events_of(story: Story, wards: _Wards, random: Random) -> Iterator[Event]:
    wanted = [(window, False) for window, count in story.times.items() for _ in range(count)]
    wanted += [(window, True) for window, count in story.mention.items() for _ in range(count)]
    for turn, (window, mention) in enumerate(wanted):
        congress = wards.next(window) if story.about == "ward" or window in WARD_WINDOWS else None
        day = _draw_day(window, congress, random)
        ward = congress.key.place or "" if congress else _home(story, turn)
        clock = random.uniform(story.hours[0], story.hours[1])
        at = datetime.combine(day, time(), ZONE) + timedelta(minutes=round(clock * 60))
        reports = story.reports[turn % len(story.reports)]
        yield Event(f"{story.name}-{turn + 1}", story, at, _key(story, congress), ward, mention, reports)


def _key(story: Story, congress: PlannedCongress | None) -> CongressKey | None:
    if story.about == "ward" and congress is not None:
        return congress.key
    return {"city": CITY_KEY, "nation": NATION_14}.get(story.about)


def _home(story: Story, turn: int) -> str:
    """The ward of news that only a ward's own portal prints."""
    homes = [ward for ward, portal in WARD_PORTAL.items() if portal in story.outlets]
    return homes[turn % len(homes)] if homes and story.about == "none" else ""


class _Wards:
    """Whose turn it is: the two wards with portals of their own come twice as often."""

    def __init__(self) -> None:
        self._told: Counter[str] = Counter()

    def next(self, window: str) -> PlannedCongress:
        def load(congress: PlannedCongress) -> float:
            place = congress.key.place or ""
            return self._told[window + place] / (2 if place in WARD_PORTAL else 1)

        chosen = min(CAMPAIGN.congresses[1:], key=load)
        self._told[window + (chosen.key.place or "")] += 1
        return chosen


def _draw_day(window: str, congress: PlannedCongress | None, random: Random) -> date:
    first, last = _span(window, congress)
    days = [first + at * _DAY for at in range((last - first).days + 1)]
    return random.choices(days, [_WEEKEND if day.weekday() > 4 else 1.0 for day in days])[0]


def _span(window: str, congress: PlannedCongress | None) -> tuple[date, date]:
    if window in WINDOWS:
        return WINDOWS[window]
    if congress is None or window not in WARD_WINDOWS:
        raise ValueError(f"no such window: {window}")
    if window == "w_during":
        return congress.opening, congress.closing
    if window == "w_before":
        return congress.opening - 16 * _DAY, congress.opening - _DAY
    return congress.closing + _DAY, congress.closing + 9 * _DAY

"""What reach needs of the world: a campaign's rows, the panel, and what was collected of it when."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np

from campaigns.campaign import Campaign
from campaigns.columns import Codes, Mask
from campaigns.counted import NEVER, Counted
from campaigns.windows import inside
from lantoa.article import Outlet
from lantoa.population import Population
from search_api.index import day_number

PanelDays = Mapping[tuple[date, str], int]
"""Distinct article URLs of an outlet published (or, unfetched, discovered) on a local day."""
OutletDay = tuple[date, str]


@dataclass(frozen=True, slots=True)
class Recall:
    """How many articles a panel published at least, by two kinds of channels that found the same ones:
    seen, of total with its 95 % interval low..high; outlets: that could be estimated."""

    seen: int
    total: float
    low: float
    high: float
    outlets: int


def no_ids() -> Codes:
    """Of articles that nobody asked for."""
    return np.zeros(0, dtype=np.int64)


def no_recall(_outlets: Sequence[str]) -> Recall | None:
    """Where nothing was crawled."""
    return None


@dataclass(frozen=True, slots=True)
class Collected:
    """What the crawl knows of itself. per_day: see PanelDays; incomplete: outlet-days not
    completely collected; since: outlet -> first day from which on it was (backfill included), None:
    nothing was crawled, so that days are all there is to compare; fronted: asked for the ids of articles
    seen on their outlet's home page; recall: asked, for outlets, how much was missed."""

    per_day: PanelDays = field(default_factory=dict)
    incomplete: frozenset[OutletDay] = frozenset()
    since: Mapping[str, date] | None = None
    fronted: Callable[[], Codes] = no_ids
    recall: Callable[[Sequence[str]], Recall | None] = no_recall


@dataclass(frozen=True)
class Measured:
    """Everything that reach needs of the world: the campaign, its rows, the panel and its days.

    within: first and last local day that can have anything, the others have no exposure;
    outlets: by id; messages: id of a message -> ids of the articles that carry it; precision: id of
    a message -> (right, sampled) of an analyst's verdicts; fronted, recall: see Collected;
    panel_version: None where there is no panel and every outlet that was counted stands for it.
    """

    campaign: Campaign
    counted: Counted
    panel: tuple[str, ...]
    panel_days: PanelDays
    within: tuple[date | None, date | None] = (None, None)
    outlets: Mapping[str, Outlet] = field(default_factory=dict)
    incomplete: frozenset[OutletDay] = frozenset()
    collected: Mapping[str, date] | None = None
    messages: Mapping[str, Codes] = field(default_factory=dict)
    fronted: Callable[[], Codes] = no_ids
    recall: Callable[[Sequence[str]], Recall | None] = no_recall
    panel_version: int | None = None
    population: Population | None = None
    precision: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    @cached_property
    def known(self) -> dict[str, Any]:
        """Dimension -> its rows as `reach` counted them: nothing here ever changes."""
        return {}

    @cached_property
    def totals(self) -> Counted:
        """The rows of the totals: every article once, under its primary congress."""
        return self.counted if self.counted.primary.all() else self.counted.where(self.counted.primary)

    @cached_property
    def exposure(self) -> Mapping[str, Mapping[date, int]]:
        """Outlet of the panel -> day -> panel articles; "" is the whole panel. 0: outlet-days
        that were not completely collected, and days outside `within`."""
        place = {outlet: number for number, outlet in enumerate(self.panel)}
        found: dict[str, dict[date, int]] = {"": {}, **{outlet: {} for outlet in self.panel}}
        whole = found[""]
        for (day, outlet), count in self.panel_days.items():
            if outlet in place:
                found[outlet][day] = count
                whole[day] = whole.get(day, 0) + count
        for day in [day for day in whole if not inside(day, self.within)]:
            for days in found.values():
                if day in days:
                    days[day] = 0
        gone = [*((day, one) for one in self.uncollected for day in found[one]), *self.incomplete]
        for day, outlet in gone:
            if outlet in place and found[outlet].get(day):
                whole[day] -= found[outlet][day]
                found[outlet][day] = 0
        return found

    @property
    def whole_panel(self) -> Mapping[date, int]:
        """Day -> panel articles; empty where days are compared."""
        return {} if self.by_days else self.exposure[""]

    @cached_property
    def since(self) -> date | None:
        """From this day on everything of every collected outlet of the panel was collected; None
        where nothing was."""
        days = [day for outlet, day in (self.collected or {}).items() if outlet in set(self.panel)]
        return max(days, default=None)

    @cached_property
    def uncollected(self) -> tuple[str, ...]:
        """Outlets of the panel that were never collected: on neither side of a rate."""
        return () if self.collected is None else tuple(one for one in self.panel if one not in self.collected)

    @cached_property
    def left_out(self) -> tuple[OutletDay, ...]:
        """Outlet-days of the panel, of the campaign's days so far, that were not completely
        collected: on neither side of a rate. In order."""
        own, start, end = set(self.panel), self.campaign.start, self.campaign.end or date.max
        found = ((day, one) for day, one in self.incomplete if one in own and start <= day <= end)
        return tuple(sorted(each for each in found if inside(each[0], self.within)))

    @cached_property
    def by_days(self) -> bool:
        """Whether nothing was collected of the panel at all: days are the exposure then."""
        panel = set(self.panel)
        return not any(outlet in panel for _, outlet in self.panel_days)

    @cached_property
    def kept(self) -> Mask:
        """Which rows of `counted` may stand in a rate: of the panel, on outlet-days that were
        completely collected."""
        rows = self.counted
        panel = set(self.panel) - (set() if self.by_days else set(self.uncollected))
        there, dated = np.array([one in panel for one in rows.source.values], dtype=np.bool_), rows.day > 0
        if not len(rows):
            return dated
        place = {one: number for number, one in enumerate(rows.source.values)}
        first = int(rows.day.min(where=dated, initial=NEVER))
        whole = np.tile(there, (max(int(rows.day.max()) - first, 0) + 1, 1))
        for day, one in () if self.by_days else self.incomplete:
            at = day_number(day) - first
            if one in place and 0 <= at < len(whole):
                whole[at, place[one]] = False
        found = whole.take((rows.day - first) * len(place) + rows.source.codes, mode="clip")
        return found if dated.all() else np.asarray(found & dated)

    @cached_property
    def front(self) -> Codes:
        """Ids of articles seen on their outlet's home page."""
        return self.fronted()

    @cached_property
    def recalled(self) -> Recall | None:
        """How much of the panel was missed at least."""
        return self.recall(self.panel)

    @cached_property
    def bits(self) -> Codes:
        """Of each row of `counted` what it counts for: phase * 8 + original * 4, and where its day
        stands among the phases of the leading congress (0, 1, 2; 3: it is not kept): a share of what
        the panel published on some days is one of the articles of those days."""
        fixed = self.campaign.leading.fixed
        opening, closing = map(day_number, fixed) if fixed else (NEVER, NEVER)
        rows = self.counted
        day = (rows.day >= opening).view(np.int8) + (rows.day > closing).view(np.int8)
        day[~self.kept] = 3
        return (rows.phase * 2 + rows.original) * 4 + day

    @cached_property
    def by_source(self) -> Codes:
        """Rows of `totals`: source by the 32 values of `bits`."""
        rows = self.counted
        key = rows.source.codes * 32 + self.bits
        width = max(len(rows.source.values), 1)
        if not rows.primary.all():
            key = key[rows.primary]
        return np.bincount(key, minlength=width * 32).reshape(width, 32)

    @cached_property
    def exposed(self) -> tuple[Codes, Codes]:
        """Days with any exposure (ordinals, in order), and of each outlet of the panel what it
        published before each of them and in all: (len(days) + 1, len(panel))."""
        days = np.array(sorted(day.toordinal() for day in self.exposure[""]), dtype=np.int64)
        place = {day: number for number, day in enumerate(days.tolist())}
        counts = np.zeros((len(days) + 1, len(self.panel)), dtype=np.int64)
        for column, outlet in enumerate(self.panel):
            for day, count in self.exposure[outlet].items():
                counts[place[day.toordinal()] + 1, column] = count
        return days, counts.cumsum(axis=0)

    def published(self, first: date, last: date) -> Codes:
        """Panel articles of each outlet of the panel, from one day to another, both included."""
        days, counts = self.exposed
        low, high = np.searchsorted(days, (first.toordinal(), last.toordinal() + 1))
        return np.asarray(counts[high] - counts[low])

    def name(self, outlet: str) -> str:
        """What an outlet is called."""
        return self.outlets[outlet].name if outlet in self.outlets else outlet

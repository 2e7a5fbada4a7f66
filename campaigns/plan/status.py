"""Where each entry of a plan stands on a day, and the progress by unit. Pure.

planned  not due yet (or its day is not decided)      seen     coverage was counted in time
late     there, but after its deadline                missing  the deadline passed with nothing
done     marked by hand in time; offline: inspected in time
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

import numpy as np

from campaigns.campaign import Campaign, CampaignCongress, Phase
from campaigns.columns import Codes, Mask
from campaigns.counted import PHASE_ORDER, Counted
from campaigns.plan.dates import occurrences
from campaigns.plan.items import (
    STEPS,
    Entry,
    EntryKind,
    Expectation,
    Offline,
    Plan,
    PlanItem,
    kind_of,
    unit_of,
)
from campaigns.reach import Measured
from nlp.normalise import search_form
from search_api.index import day_of


class State(StrEnum):
    """Where an entry stands."""

    MISSING = "missing"
    LATE = "late"
    PLANNED = "planned"
    SEEN = "seen"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Due:
    """One falling due: its day (None: not decided), how it stands, and the day it was done."""

    day: date | None
    state: State
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """An entry on a day. unit: who answers for it; due: the day it is judged by, None = not
    decided; on: when it was done or seen; phase: of its due day, by its congress; found, wanted:
    articles, or occurrences, of how many; dues: every falling due of an activity; held_up: its
    first step whose day has passed undone."""

    entry: Entry
    unit: str
    state: State
    due: date | None
    phase: Phase | None
    on: date | None = None
    found: int = 0
    wanted: int = 0
    dues: tuple[Due, ...] = ()
    held_up: str = ""

    @property
    def kind(self) -> EntryKind:
        """Which part of the plan it stands in."""
        return kind_of(self.entry)


@dataclass(frozen=True, slots=True)
class UnitProgress:
    """How the entries of one unit stand; unit "": none is named. planned + seen + done + late +
    missing = total; undecided and held_up are told of the planned ones beside."""

    unit: str
    total: int
    planned: int
    seen: int
    done: int
    late: int
    missing: int
    undecided: int
    held_up: int


def standings(plan: Plan, measured: Measured, today: date) -> tuple[Standing, ...]:
    """Every entry of the plan as of `today`; late ones first, then by their day."""
    rows = Rows(measured, {one.outlet for one in plan.coverage})
    items = {one.code: one for one in plan.items}
    coverage = [_expected(one, rows, unit_of(one, items), today) for one in plan.coverage]
    belonging: dict[str, list[Standing]] = {}
    for standing in coverage:
        assert isinstance(standing.entry, Expectation)
        belonging.setdefault(standing.entry.item, []).append(standing)
    activities = [_activity(one, measured.campaign, today, belonging.get(one.code, ())) for one in plan.items]
    offline = [_offline(one, measured.campaign, today) for one in plan.offline]
    return tuple(sorted([*activities, *coverage, *offline], key=_urgency))


def status(entry: Entry, measured: Measured, today: date) -> State:
    """How one entry stands by itself."""
    plan = Plan(
        items=(entry,) if isinstance(entry, PlanItem) else (),
        coverage=(entry,) if isinstance(entry, Expectation) else (),
        offline=(entry,) if isinstance(entry, Offline) else (),
    )
    return standings(plan, measured, today)[0].state


def progress(found: Iterable[Standing]) -> list[UnitProgress]:
    """By unit, in alphabetical order; what no unit answers for comes last."""
    by_unit: dict[str, list[Standing]] = {}
    for one in found:
        by_unit.setdefault(one.unit, []).append(one)
    return [summed(unit, by_unit[unit]) for unit in sorted(by_unit, key=lambda unit: (not unit, search_form(unit)[1], unit))]


def summed(unit: str, found: Collection[Standing]) -> UnitProgress:
    """These entries as one line."""
    count = Counter(one.state for one in found)
    return UnitProgress(
        unit=unit,
        total=len(found),
        planned=count[State.PLANNED],
        seen=count[State.SEEN],
        done=count[State.DONE],
        late=count[State.LATE],
        missing=count[State.MISSING],
        undecided=sum(one.due is None and one.state is State.PLANNED for one in found),
        held_up=sum(bool(one.held_up) for one in found),
    )


def judged(due: date | None, on: date | None, today: date, reached: State) -> State:
    """What was due on a day and reached on another: `reached` in time, late after it; else
    missing once the day has passed, and planned before."""
    if on is not None:
        return State.LATE if due is not None and on > due else reached
    return State.MISSING if due is not None and due < today else State.PLANNED


_NOTHING: Codes = np.zeros(0, dtype=np.int64)


class Rows:
    """The counted rows of some outlets, by outlet: looked through once for the whole plan."""

    def __init__(self, measured: Measured, outlets: Collection[str]) -> None:
        self.measured = measured
        self.outlets = outlets
        self._carrying: dict[str, Mask] = {}

    @cached_property
    def _places(self) -> Mapping[str, Codes]:
        source = self.measured.counted.source
        rows = np.flatnonzero(source.among(self.outlets))
        rows = rows[np.argsort(source.codes[rows], kind="stable")]
        starts = np.searchsorted(source.codes[rows], np.arange(len(source.values) + 1))
        parts = zip(source.values, starts, starts[1:], strict=False)
        return {value: rows[first:end] for value, first, end in parts if value in self.outlets}

    def _carries(self, message: str) -> Mask:
        """Which rows carry it; looked up once a message."""
        if message not in self._carrying:
            self._carrying[message] = np.isin(self.measured.counted.id, self.measured.messages.get(message, ()))
        return self._carrying[message]

    def matching(self, wanted: Expectation) -> Counted:
        """The rows that an expectation counts: of its outlet and phase, dated, carrying its
        message; of its congress, or every article once; originals unless reprints count."""
        mask = np.zeros(len(self.measured.counted), dtype=np.bool_)
        mask[self._matching(wanted)] = True
        return self.measured.counted.where(mask)

    def days(self, wanted: Expectation) -> Codes:
        """The days of these rows, in order."""
        return np.sort(self.measured.counted.day[self._matching(wanted)])

    def _matching(self, wanted: Expectation) -> Codes:
        counted, at = self.measured.counted, self._places.get(wanted.outlet, _NOTHING)
        taken = (counted.phase[at] == PHASE_ORDER.index(wanted.phase)) & (counted.day[at] > 0)
        if wanted.congress:
            ids = [one.id for one in self.measured.campaign.congresses]
            taken &= counted.congress[at] == (ids.index(wanted.congress) if wanted.congress in ids else -1)
        else:
            taken &= counted.primary[at]
        if not wanted.reprints:
            taken &= counted.original[at]
        if wanted.message:
            taken &= self._carries(wanted.message)[at]
        matching: Codes = at[taken]
        return matching


def congress_of(campaign: Campaign, congress: str) -> CampaignCongress:
    """The congress of this id; the leading one where none is named, or it has left the campaign."""
    return next((one for one in campaign.congresses if one.id == congress), campaign.leading)


def _expected(wanted: Expectation, rows: Rows, unit: str, today: date) -> Standing:
    campaign = rows.measured.campaign
    span = campaign.span(congress_of(campaign, wanted.congress), wanted.phase)
    due = wanted.deadline or (span[1] if span else None)
    days = rows.days(wanted)
    on = day_of(int(days[wanted.minimum - 1])) if len(days) >= wanted.minimum else None
    state = judged(due, on, today, State.SEEN)
    return Standing(wanted, unit, state, due, wanted.phase, on, len(days), wanted.minimum)


def _activity(item: PlanItem, campaign: Campaign, today: date, expected: Sequence[Standing]) -> Standing:
    """Done by hand first; an activity of one day that nobody marked stands as the coverage that
    belongs to it does."""
    congress = congress_of(campaign, item.congress)
    done = {one.due: one.on for one in item.done}
    days: tuple[date | None, ...] = occurrences(item.deadline, congress.opening, congress.closing) or (None,)
    if len(days) == 1:  # its day may have been moved since it was marked
        done = dict.fromkeys(days, max(done.values())) if done else {}
    dues = tuple(Due(day, judged(day, done.get(day), today, State.DONE), done.get(day)) for day in days)
    if expected and len(dues) == 1 and not done:
        dues = (_covered(dues[0].day, today, expected),)
    state = _worst([one.state for one in dues])
    shown = next((one for one in dues if one.state is state), dues[-1])
    phase = campaign.phase(congress, shown.day) if shown.day else None
    held_up = "" if state in (State.DONE, State.SEEN, State.LATE) else _held_up(item, today)
    found = sum(one.state in (State.DONE, State.SEEN, State.LATE) for one in dues)
    return Standing(item, item.lead, state, shown.day, phase, shown.on, found, len(dues), dues, held_up)


def _covered(due: date | None, today: date, expected: Sequence[Standing]) -> Due:
    """An activity by its coverage: there when all of it is, on the day of the last."""
    worst = _worst([one.state for one in expected])
    if worst in (State.MISSING, State.PLANNED):
        return Due(due, State.MISSING if worst is State.MISSING else judged(due, None, today, State.SEEN))
    on = max(one.on for one in expected if one.on is not None)
    return Due(due, worst if worst is State.LATE else judged(due, on, today, State.SEEN), on)


def _offline(thing: Offline, campaign: Campaign, today: date) -> Standing:
    """An official post is there by its link; anything else when an inspection found it by the
    last day of its period. One that failed is missing."""
    due = thing.last or thing.first
    phase = campaign.phase(campaign.leading, thing.first) if thing.first else None
    if thing.sort == "official_post":
        state = State.PLANNED if thing.first and thing.first > today else State.DONE
        return Standing(thing, thing.unit, state, due, phase, None if state is State.PLANNED else thing.first)
    on = thing.inspected if thing.result != "fail" else None
    state = State.MISSING if thing.result == "fail" else judged(due, on, today, State.DONE)
    return Standing(thing, thing.unit, state, due, phase, on)


def _worst(states: Sequence[State]) -> State:
    """Of several: the first in the order of `State` that there is."""
    return next(state for state in State if state in states)


def _held_up(item: PlanItem, today: date) -> str:
    late = (name for name, one in zip(STEPS, item.steps, strict=True) if one.planned and one.planned < today and not one.done)
    return next(late, "")


def _urgency(one: Standing) -> tuple[int, bool, bool, date, str]:
    place = tuple(State).index(one.state)
    return (place, not one.held_up, one.due is None, one.due or date.max, one.entry.code)

"""What the board of a plan shows: the entries chosen, and every number's address."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, Literal
from urllib.parse import quote, urlencode

from campaigns.campaign import Campaign, Phase
from campaigns.plan.as_json import json_of
from campaigns.plan.fields import FIELDS, choice_text
from campaigns.plan.items import STEPS, Entry, EntryKind, Expectation, Offline, PlanItem
from campaigns.plan.progress import PlanProgress
from campaigns.plan.status import Standing, State, UnitProgress
from lantoa.article import Outlet
from lantoa.words import word

View = Literal["viec", "tin-bai", "ngoai-bao-chi", "don-doc", "lich"]
Segment = Literal["viec", "tin-bai", "ngoai-bao-chi"]
KIND_OF: Mapping[str, EntryKind] = MappingProxyType({"viec": "item", "tin-bai": "coverage", "ngoai-bao-chi": "offline"})
SEGMENT_OF: Mapping[EntryKind, Segment] = MappingProxyType({"item": "viec", "coverage": "tin-bai", "offline": "ngoai-bao-chi"})
Chosen = Literal["missing", "late", "planned", "seen", "done", "held_up"]
TONES: Mapping[State, str] = MappingProxyType({
    State.MISSING: "bad", State.LATE: "warn", State.PLANNED: "info", State.SEEN: "good", State.DONE: "good",
})  # fmt: skip
COUNTS = ("total", "done", "seen", "late", "missing", "planned", "held_up")
NO_UNIT = "-"
"""In an address: what no unit answers for."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What of the board is shown; None = all of it. unit NO_UNIT: of no unit; sort: of offline things."""

    view: View = "viec"
    unit: str | None = None
    state: Chosen | None = None
    phase: Phase | None = None
    sort: str | None = None

    def href(self, campaign: Campaign, **other: Any) -> str:
        """The address of the board with this choice, some of it changed."""
        chosen = replace(self, **other)
        asked = {"xem": chosen.view, "don-vi": chosen.unit, "tinh-trang": chosen.state, "giai-doan": chosen.phase, "loai": chosen.sort}
        return f"{board_address(campaign.id)}?{urlencode({name: value for name, value in asked.items() if value})}#danh-sach"

    def takes(self, one: Standing) -> bool:
        """Whether this choice shows the entry."""
        return (
            one.kind == KIND_OF[self.view]
            and self.unit in (None, one.unit or NO_UNIT)
            and self.phase in (None, one.phase)
            and (self.sort is None or (isinstance(one.entry, Offline) and one.entry.sort == self.sort))
            and (bool(one.held_up) if self.state == "held_up" else self.state in (None, one.state))
        )


@dataclass(frozen=True, slots=True)
class Total:
    """Offline things of one sort: entries, quantities by measure, localities."""

    sort: str
    entries: int
    quantities: Sequence[tuple[str, int]]
    localities: int


def board_address(campaign: str) -> str:
    """Where the board of a campaign stands."""
    return f"/chien-dich/{quote(campaign, safe='')}/ke-hoach"


def entry_address(campaign: str, kind: EntryKind, code: str) -> str:
    """Where one entry stands."""
    return f"{board_address(campaign)}/{SEGMENT_OF[kind]}/{quote(code, safe='')}"


def shown(progress: PlanProgress, choice: Choice) -> tuple[Standing, ...]:
    """The entries that are chosen, late ones first."""
    if choice.view == "don-doc":
        return progress.behind
    return tuple(one for one in progress.standings if choice.takes(one)) if choice.view in KIND_OF else ()


def totals(found: Iterable[Standing]) -> list[Total]:
    """Offline things by sort."""
    by_sort: dict[str, list[Offline]] = {}
    for one in found:
        if isinstance(one.entry, Offline):
            by_sort.setdefault(one.entry.sort, []).append(one.entry)
    return [Total(sort, len(things), _quantities(things), len({one.locality for one in things if one.locality})) for sort, things in sorted(by_sort.items())]


def _quantities(things: Sequence[Offline]) -> list[tuple[str, int]]:
    found: dict[str, int] = {}
    for one in things:
        found[one.measure] = found.get(one.measure, 0) + one.quantity
    return sorted(found.items())


def unit_text(unit: str) -> str:
    """A unit's name; in words where there is none."""
    return unit or word("plan.no_unit")


def titled(entry: Entry, outlets: Mapping[str, Outlet]) -> str:
    """What an entry is called: the activity, the thing, the outlet that is expected."""
    if isinstance(entry, Expectation):
        return outlets[entry.outlet].name if entry.outlet in outlets else entry.outlet
    return entry.activity if isinstance(entry, PlanItem) else entry.name


def due_text(one: Standing) -> str:
    """What stands for a day that is not decided."""
    waits = isinstance(one.entry, Expectation) or (isinstance(one.entry, PlanItem) and one.entry.deadline.kind in ("opening", "closing"))
    return word("plan.waits_congress" if waits else "plan.undecided_due")


def coded(kind: EntryKind, name: str, value: object) -> str:
    """How a kept value is shown in the history: choices by their words."""
    field = next((one for one in FIELDS[kind] if one.name == name), None)
    if field is not None and field.choices and value in field.choices:
        return choice_text(field, str(value))
    return str(value)


def standing_object(one: Standing) -> dict[str, Any]:
    """An entry as the API and `plan progress --json` give it."""
    entry = json_of(one.entry)
    steps = [
        {"step": name, "planned": entry.pop(f"{name}_planned"), "done": entry.pop(f"{name}_done")}
        for name in STEPS
        if f"{name}_planned" in entry
    ]
    return {
        "kind": one.kind,
        **entry,
        **({"steps": steps} if steps else {}),
        "responsible_unit": one.unit,
        "state": str(one.state),
        "due": one.due.isoformat() if one.due else None,
        "seen_or_done_on": one.on.isoformat() if one.on else None,
        "in_phase": str(one.phase) if one.phase else None,
        "found": one.found,
        "wanted": one.wanted,
        "held_up_at": one.held_up or None,
        "occurrences": [
            {"due": each.day.isoformat() if each.day else None, "state": str(each.state), "on": each.on.isoformat() if each.on else None}
            for each in one.dues
        ],
    }


def unit_object(one: UnitProgress) -> dict[str, Any]:
    """A line of progress as the API gives it."""
    return {name: getattr(one, name) for name in ("unit", *COUNTS, "undecided")}


def plan_object(campaign: Campaign, progress: PlanProgress) -> dict[str, Any]:
    """The whole plan as the API gives it."""
    return {
        "campaign": campaign.id,
        "as_of": progress.today.isoformat(),
        "units": [unit_object(one) for one in progress.units],
        "activities": unit_object(progress.activities),
        "coverage": unit_object(progress.coverage),
        "offline": unit_object(progress.offline),
        "items": [standing_object(one) for one in progress.standings],
    }

"""What stands in the plan of a campaign: activities, expected coverage, and what no crawler sees.

People are named by their office (chức vụ) only.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, get_args
from urllib.parse import urlsplit

from campaigns.campaign import PHASES, Phase
from campaigns.plan.dates import UNDECIDED, Deadline
from lantoa.words import word

EntryKind = Literal["item", "coverage", "offline"]
KINDS: tuple[EntryKind, ...] = get_args(EntryKind)
StepName = Literal["assigned", "carried_out", "reported", "approved"]
STEPS: tuple[StepName, ...] = get_args(StepName)
CHANNELS = ("press", "portal", "television", "radio", "loudspeaker", "billboard", "social", "meeting", "event", "other")
OFFLINE = (
    "billboard", "poster", "painting", "banner", "screen", "film", "exhibition", "performance", "leaflet",
    "loudspeaker", "television", "contest", "official_post", "other",
)  # fmt: skip
RESULTS = ("pass", "part", "fail")
CODE = re.compile(r"[\w.-]{1,100}")
LONGEST_TEXT = 2_000
LONGEST_UNIT = 200
"""Signs of a text; of the name of a unit, an office, a locality."""


@dataclass(frozen=True, slots=True)
class Step:
    """One dated step of an activity, in the order of STEPS; days are local, None = not yet."""

    planned: date | None = None
    done: date | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """Marked as done by hand: what fell due on `due` (None: the day is not decided) on that day."""

    due: date | None
    on: date


@dataclass(frozen=True, slots=True)
class Evidence:
    """link: an article's number as "123", or an address; who added it, and when (to the minute)."""

    link: str
    note: str
    who: str
    at: datetime

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[0-9]{1,18}", self.link):
            checked_link(self.link)
        for text in (self.link, self.note, self.who):
            if "|" in text or "\n" in text or len(text) > LONGEST_TEXT:
                raise ValueError(word("plan.bad.evidence", value=text[:60]))


@dataclass(frozen=True, slots=True)
class PlanItem:
    """An activity: who does what by when, on whose decision, and what comes of it.

    lead, coordinating: units; accountable, deciding: offices; message: id of one of the
    campaign's messages; congress: id of the one that the deadline is counted from, "" the
    leading one; steps: one for each of STEPS. Raises ValueError for what makes no sense.
    """

    campaign: str
    code: str
    activity: str
    lead: str
    coordinating: tuple[str, ...] = ()
    accountable: str = ""
    deciding: str = ""
    basis_number: str = ""
    basis_date: date | None = None
    basis_subject: str = ""
    channel: str = "press"
    message: str = ""
    product: str = ""
    congress: str = ""
    deadline: Deadline = UNDECIDED
    steps: tuple[Step, ...] = (Step(),) * len(STEPS)
    done: tuple[Done, ...] = ()
    evidence: tuple[Evidence, ...] = ()

    def __post_init__(self) -> None:
        _checked_code(self.code)
        days = [step.planned for step in self.steps if step.planned]
        if days != sorted(days):
            raise ValueError(word("plan.bad.steps"))
        if len({one.due for one in self.done}) < len(self.done):
            raise ValueError(word("plan.bad.done_twice"))


@dataclass(frozen=True, slots=True)
class Expectation:
    """Coverage that is expected of an outlet in a phase.

    item: code of the activity it belongs to, "" none; unit: who answers for it, "" the
    activity's lead; message: id, "" any; minimum: originals, or articles when `reprints` count;
    deadline: a day, None = the phase's last; accredited: the press centre let the outlet in.
    """

    campaign: str
    code: str
    outlet: str
    phase: Phase
    item: str = ""
    unit: str = ""
    congress: str = ""
    message: str = ""
    minimum: int = 1
    reprints: bool = False
    accredited: bool = False
    deadline: date | None = None

    def __post_init__(self) -> None:
        _checked_code(self.code)
        if self.phase not in PHASES:
            raise ValueError(word("plan.bad.phase", value=self.phase))
        if not 1 <= self.minimum <= 10_000:
            raise ValueError(word("plan.bad.minimum", value=self.minimum))


@dataclass(frozen=True, slots=True)
class Offline:
    """What no crawler sees, entered by hand and counted apart.

    sort: one of OFFLINE; quantity with its measure ("tấm"); first, last: from when to when it
    stands (of an official post, which is kept by link and date only: its day); inspected, result:
    what an inspection found; photo: SHA-256 of the picture kept in the data folder.
    """

    campaign: str
    code: str
    sort: str
    name: str
    unit: str = ""
    locality: str = ""
    quantity: int = 1
    measure: str = ""
    first: date | None = None
    last: date | None = None
    inspected: date | None = None
    result: str = ""
    note: str = ""
    link: str = ""
    photo: str = ""

    def __post_init__(self) -> None:
        _checked_code(self.code)
        if not 0 <= self.quantity <= 10**9:
            raise ValueError(word("plan.bad.quantity", value=self.quantity))
        if self.first and self.last and self.last < self.first:
            raise ValueError(word("plan.bad.period", first=self.first, last=self.last))
        if bool(self.inspected) != bool(self.result):
            raise ValueError(word("plan.bad.inspection"))
        if self.link:
            checked_link(self.link)
        if self.sort == "official_post" and not (self.link and self.first):
            raise ValueError(word("plan.bad.post"))
        if self.photo and not re.fullmatch(r"[0-9a-f]{64}", self.photo):
            raise ValueError(word("plan.bad.photo", value=self.photo[:70]))


Entry = PlanItem | Expectation | Offline


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that stands in the plan of one campaign, each part by code."""

    items: tuple[PlanItem, ...] = ()
    coverage: tuple[Expectation, ...] = ()
    offline: tuple[Offline, ...] = ()

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Activities, expected coverage, offline."""
        return (*self.items, *self.coverage, *self.offline)


def kind_of(entry: Entry) -> EntryKind:
    """Which part of the plan it stands in."""
    return "item" if isinstance(entry, PlanItem) else "coverage" if isinstance(entry, Expectation) else "offline"


def unit_of(entry: Entry, items: dict[str, PlanItem]) -> str:
    """The unit that answers for it; "" when none is named. items: by code."""
    if isinstance(entry, PlanItem):
        return entry.lead
    if isinstance(entry, Expectation) and not entry.unit and entry.item in items:
        return items[entry.item].lead
    return entry.unit


def checked_link(link: str) -> None:
    """Raises ValueError for what is no http(s) address."""
    try:
        parts = urlsplit(link)
    except ValueError:
        raise ValueError(word("plan.bad.link", value=link[:80])) from None
    if parts.scheme not in ("http", "https") or not parts.hostname or any(sign.isspace() for sign in link):
        raise ValueError(word("plan.bad.link", value=link[:80]))


def known(value: str, choices: Collection[str], key: str) -> None:
    """Raises ValueError naming the choices, where a value that is given is none of them."""
    if value and value not in choices:
        raise ValueError(word(key, value=value, known=", ".join(sorted(choices)) or word("plan.none")))


def _checked_code(code: str) -> None:
    if not CODE.fullmatch(code):
        raise ValueError(word("plan.bad.code", value=code[:60]))

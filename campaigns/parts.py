"""What a campaign is made of: its congresses, peak waves, messages, targets, reports. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from typing import Literal, get_args

from campaigns.checks import (
    LARGEST,
    YEARS,
    id_problems,
    in_years,
    line_problems,
    lines_problems,
    text_problems,
)
from campaigns.problems import Problem, refuse
from lantoa.article import CongressKey
from lantoa.words import word


class Phase(StrEnum):
    """Where an article stands in time, seen from its own congress."""

    BEFORE = "before"
    DURING = "during"
    AFTER = "after"
    UNDATED = "undated"
    OUTSIDE = "outside"


PHASES = (Phase.BEFORE, Phase.DURING, Phase.AFTER)
Measure = Literal["articles", "originals", "outlets", "localities"]
MEASURES: tuple[Measure, ...] = get_args(Measure)
ReportPeriod = Literal["week", "month", "quarter", "year"]
REPORT_PERIODS: tuple[ReportPeriod, ...] = get_args(ReportPeriod)
FORMATS = ("docx", "pdf", "xlsx", "html")


@dataclass(frozen=True, slots=True)
class CampaignCongress:
    """One congress of a campaign.

    opening (its preparatory session included) and closing are whole local days; None = not
    fixed yet; tentative: dates are expected, not announced. Until both are fixed its articles
    count as before, and no ratio is given. parent: id of the congress above it; origin: where
    its facts are from.
    """

    id: str
    name: str
    key: CongressKey
    opening: date | None = None
    closing: date | None = None
    parent: str = ""
    tentative: bool = False
    venue: str = ""
    origin: str = ""

    def __post_init__(self) -> None:
        texts = {"place": self.key.place, "body": self.key.body, "venue": self.venue, "origin": self.origin}
        problems = [one for key, text in texts.items() for one in text_problems(key, text or "")]
        problems += [*id_problems("id", self.id), *line_problems("name", self.name)]
        refuse([*problems, *self._days(), *_ordered_term(self.key)])

    def _days(self) -> Iterator[Problem]:
        yield from in_years("opening", self.opening)
        yield from in_years("closing", self.closing)
        if self.opening and self.closing and self.closing < self.opening:
            text = word("campaign.closing", id=self.id, closing=self.closing, opening=self.opening)
            yield Problem(("closing",), text)

    @property
    def fixed(self) -> tuple[date, date] | None:
        """Opening and closing once both are announced; None before."""
        if self.opening is None or self.closing is None or self.tentative:
            return None
        return self.opening, self.closing


@dataclass(frozen=True, slots=True)
class Wave:
    """A named peak wave (đợt cao điểm): whole local days, both included."""

    name: str
    start: date
    end: date

    def __post_init__(self) -> None:
        problems = [*line_problems("name", self.name), *in_years("start", self.start), *in_years("end", self.end)]
        if self.end < self.start:
            text = word("definition.wave_backwards", name=self.name, end=self.end, start=self.start)
            problems.append(Problem(("end",), text))
        refuse(problems)


@dataclass(frozen=True, slots=True)
class Message:
    """A message (thông điệp): an article carries it that has one of its phrases."""

    id: str
    name: str
    phrases: tuple[str, ...]

    def __post_init__(self) -> None:
        problems = [*id_problems("id", self.id), *line_problems("name", self.name)]
        if not self.phrases:
            problems.append(Problem(("phrases",), word("definition.no_phrases", id=self.id)))
        refuse([*problems, *lines_problems("phrases", self.phrases)])


@dataclass(frozen=True, slots=True)
class Target:
    """What is to be reached: at least `value` of the measure; phase None: over the whole campaign."""

    measure: Measure
    value: int
    phase: Phase | None = None

    def __post_init__(self) -> None:
        problems = []
        if self.measure not in MEASURES:
            text = word("definition.measure", value=self.measure, allowed=", ".join(MEASURES))
            problems.append(Problem(("measure",), text))
        if not 1 <= self.value <= LARGEST:
            problems.append(Problem(("value",), word("definition.positive", value=self.value)))
        if self.phase not in (None, *PHASES):
            text = word("definition.target_phase", value=self.phase, allowed=", ".join(PHASES))
            problems.append(Problem(("phase",), text))
        refuse(problems)


@dataclass(frozen=True, slots=True)
class ReportOrder:
    """A report to be made of every period of this length, at this local hour after it is over.

    layout: name of the document's template; mail: also sent to the campaign's addresses.
    """

    period: ReportPeriod
    at: time
    layout: str = "party"
    formats: tuple[str, ...] = ("docx", "pdf")
    mail: bool = True

    def __post_init__(self) -> None:
        problems = list(id_problems("layout", self.layout))
        if self.period not in REPORT_PERIODS:
            text = word("definition.period", value=self.period, allowed=", ".join(REPORT_PERIODS))
            problems.append(Problem(("period",), text))
        if self.at.tzinfo is not None or self.at.second or self.at.microsecond:
            problems.append(Problem(("at",), word("definition.hour", value=self.at)))
        wrong = [one for one in self.formats if one not in FORMATS]
        if wrong or not self.formats:
            text = word("definition.formats", value=", ".join(wrong) or "–", allowed=", ".join(FORMATS))
            problems.append(Problem(("formats",), text))
        refuse([*problems, *lines_problems("formats", self.formats)])


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The head of a report: the body above, the issuing body, its symbol ("BTGDV"), the place
    it is written at, the office of who signs."""

    parent: str = ""
    body: str = ""
    symbol: str = ""
    place: str = ""
    signer: str = ""

    def __post_init__(self) -> None:
        names = ("parent", "body", "symbol", "place", "signer")
        refuse([one for name in names if getattr(self, name) for one in line_problems(name, getattr(self, name))])


def _ordered_term(key: CongressKey) -> Iterator[Problem]:
    if key.term and not (key.term[0] in YEARS and key.term[0] < key.term[1] <= key.term[0] + 10):
        yield Problem(("term",), word("campaign.term", value=f"{key.term[0]}-{key.term[1]}"))
    if key.ordinal is not None and not 1 <= key.ordinal <= 99:
        yield Problem(("ordinal",), word("campaign.ordinal", value=key.ordinal))

"""The calendar of congresses, and coverage outlet by phase: what there is, what is expected, the gaps."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from campaigns.campaign import PHASES, Campaign, CampaignCongress, Phase
from campaigns.desk import Desk
from campaigns.plan.items import Expectation
from campaigns.plan.status import Standing
from campaigns.reach import Measured, ReachRow, reach
from lantoa.article import Outlet


@dataclass(frozen=True, slots=True)
class Appointment:
    """A congress in the calendar. state: held, now, coming, unset; originals: stories about it."""

    congress: CampaignCongress
    state: str
    articles: int
    originals: int


@dataclass(frozen=True, slots=True)
class Cell:
    """An outlet in a phase. articles: all that were counted; expected: one standing for each
    message (or none in particular) that is expected there; gap: the phase began without an article."""

    articles: int
    expected: tuple[Standing, ...]
    gap: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """outlets: those of the panel and those something is expected of, with a cell for each phase."""

    campaign: Campaign
    calendar: Sequence[Appointment]
    outlets: Sequence[tuple[str, Outlet | None, Mapping[Phase, Cell]]]


def coverage_matrix(desk: Desk, measured: Measured, expected: Sequence[Standing] = ()) -> Sheet:
    """The sheet of one campaign as of now. expected: the standings of its expectations."""
    campaign = measured.campaign
    today = desk.today()
    rows = reach(measured, ("source", "congress"))
    counted = {(row.value, row.phase): row.articles for row in rows if row.dimension == "source"}
    spans = ((phase, campaign.span(campaign.leading, phase)) for phase in PHASES)
    begun = {phase for phase, span in spans if span is not None and span[0] <= today}
    wanted: dict[tuple[str, Phase], list[Standing]] = {}
    for one in expected:
        if isinstance(one.entry, Expectation):
            wanted.setdefault((one.entry.outlet, one.entry.phase), []).append(one)
    names = desk.outlets.all()
    sources = dict.fromkeys([*measured.panel, *sorted({source for source, _ in wanted})])
    return Sheet(
        campaign,
        sorted((_appointment(one, rows, today) for one in campaign.congresses), key=_date),
        [
            (source, names.get(source), {phase: _cell(source, phase, counted, wanted, begun) for phase in PHASES})
            for source in sources
        ],
    )


def _cell(
    source: str, phase: Phase, counted: Mapping[tuple[str, Phase], int],
    wanted: Mapping[tuple[str, Phase], Sequence[Standing]], begun: Collection[Phase],
) -> Cell:  # fmt: skip
    articles = counted.get((source, phase), 0)
    return Cell(articles, tuple(wanted.get((source, phase), ())), not articles and phase in begun)


def _appointment(one: CampaignCongress, rows: Sequence[ReachRow], today: date) -> Appointment:
    own = [row for row in rows if row.dimension == "congress" and row.value == one.id]
    articles, originals = sum(row.articles for row in own), sum(row.originals for row in own)
    return Appointment(one, _state(one, today), articles, originals)


def _state(one: CampaignCongress, today: date) -> str:
    if one.fixed is None:
        return "coming" if one.opening and today < one.opening else "unset"
    if today < one.fixed[0]:
        return "coming"
    return "now" if today <= one.fixed[1] else "held"


def _date(one: Appointment) -> tuple[bool, date]:
    return (one.congress.opening is None, one.congress.opening or date.max)

"""The plan's first sheet: the calendar of congresses, and coverage outlet by phase with its gaps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from campaigns.campaign import Campaign, CampaignCongress, Phase
from campaigns.desk import Desk
from campaigns.reach import ReachRow, reach
from lantoa.article import ZONE, Outlet


@dataclass(frozen=True, slots=True)
class Appointment:
    """A congress in the calendar. state: held, now, coming, unset; originals: stories about it."""

    congress: CampaignCongress
    state: str
    articles: int
    originals: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """cells: outlet -> phase -> row of `reach`; a phase that began without an article is a gap."""

    campaign: Campaign
    calendar: Sequence[Appointment]
    outlets: Sequence[tuple[str, Outlet | None, dict[Phase, ReachRow]]]
    begun: frozenset[Phase]


def coverage_matrix(desk: Desk, campaign: Campaign) -> Sheet:
    """The sheet of one campaign as of now."""
    measured = desk.measured(campaign)
    today = desk.clock.now().astimezone(ZONE).date()
    rows = reach(measured, ("source", "congress"))
    cells: dict[str, dict[Phase, ReachRow]] = {source: {} for source in measured.panel}
    for row in rows:
        if row.dimension == "source" and row.value in cells:
            cells[row.value][row.phase] = row
    names = desk.outlets.all()
    spans = ((phase, campaign.span(campaign.leading, phase)) for phase in Phase)
    return Sheet(
        campaign,
        sorted((_appointment(one, rows, today) for one in campaign.congresses), key=_date),
        [(source, names.get(source), cells[source]) for source in cells],
        frozenset(phase for phase, span in spans if span is not None and span[0] <= today),
    )


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

"""What the overview page of a campaign shows, from one call of `reach`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from campaigns.campaign import PHASES, Campaign, CampaignCongress, Phase
from campaigns.desk import Desk
from campaigns.held import Held, held_by_level
from campaigns.reach import Measured, ReachRow, reach
from lantoa.article import StoredArticle

LATEST = 8


@dataclass(frozen=True, slots=True)
class Stage:
    """One stretch of the phase ribbon, and whether today is in it."""

    phase: Phase
    start: date
    end: date | None
    now: bool


@dataclass(frozen=True, slots=True)
class Overview:
    """totals: one row a phase; undated: articles without a date; by_kind, by_congress: rows of
    `reach` with at least one article, largest first; missing: panel outlets without an article."""

    totals: Sequence[ReachRow]
    undated: ReachRow
    stages: Sequence[Stage]
    articles: int
    originals: int
    outlets: int
    panel_size: int
    held: Sequence[Held]
    by_kind: Sequence[ReachRow]
    by_source: Sequence[tuple[str, dict[Phase, ReachRow]]]
    congresses: Sequence[tuple[CampaignCongress, dict[Phase, ReachRow]]]
    missing: Sequence[str]
    latest: Sequence[StoredArticle]


def overview(desk: Desk, measured: Measured) -> Overview:
    """Everything that the page shows."""
    rows = reach(measured)
    totals = [row for row in rows if row.dimension == "all"]
    today = desk.today()
    sources = _table(rows, "source")
    congresses = _table(rows, "congress")
    seen = set(measured.totals.source.tolist())
    return Overview(
        totals=[row for row in totals if row.phase in PHASES],
        undated=next(row for row in totals if row.phase is Phase.UNDATED),
        stages=stages(measured.campaign, today),
        articles=sum(row.articles for row in totals),
        originals=sum(row.originals for row in totals),
        outlets=len(seen & set(measured.panel)),
        panel_size=len(measured.panel),
        held=held_by_level(measured.campaign, today),
        by_kind=sorted((row for row in rows if row.dimension == "kind" and row.articles), key=_by_phase),
        by_source=sorted(sources.items(), key=lambda pair: -_articles(pair[1])),
        congresses=[(one, congresses[one.id]) for one in measured.campaign.congresses],
        missing=[source for source in measured.panel if source not in seen],
        latest=desk.latest(measured, LATEST),
    )


def _table(rows: Sequence[ReachRow], dimension: str) -> dict[str, dict[Phase, ReachRow]]:
    found: dict[str, dict[Phase, ReachRow]] = {}
    for row in rows:
        if row.dimension == dimension:
            found.setdefault(row.value, {})[row.phase] = row
    return found


def _articles(phases: dict[Phase, ReachRow]) -> int:
    return sum(row.articles for row in phases.values())


def _by_phase(row: ReachRow) -> tuple[int, int]:
    return ([*PHASES, Phase.UNDATED].index(row.phase), -row.articles)


def stages(campaign: Campaign, today: date) -> list[Stage]:
    """The phases by the leading congress; one without known days is left out."""
    spans = ((phase, campaign.span(campaign.leading, phase)) for phase in PHASES)
    return [
        Stage(phase, span[0], span[1], span[0] <= today <= (span[1] or today))
        for phase, span in spans
        if span is not None
    ]

"""What the overview page of a campaign shows: everything from `reach`, each figure with its list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from campaigns.campaign import PHASES, Campaign, CampaignCongress, Phase
from campaigns.cards import Card, cards
from campaigns.desk import Desk
from campaigns.gaps import Gap, gaps
from campaigns.held import Held, held_by_level
from campaigns.naming import value_name
from campaigns.reach import Measured, ReachRow, reach
from campaigns.wording import change_text
from lantoa.article import StoredArticle
from lantoa.web.formats import week as shown_week

LATEST = 8
SPLITS = ("kind", "level", "channel", "topic", "locality", "form", "message", "wave")
"""The dimensions that the page shows beside outlets and congresses, in order."""
MOST = 12
"""Rows of one of them; the others are told by their number."""
PhaseRows = dict[Phase, ReachRow]


@dataclass(frozen=True, slots=True)
class Stage:
    """One stretch of the phase ribbon, and whether today is in it."""

    phase: Phase
    start: date
    end: date | None
    now: bool


@dataclass(frozen=True, slots=True)
class Week:
    """A measure in the last week of the campaign that has begun, and in the one before."""

    key: str
    week: str
    now: int
    then: int

    @property
    def change(self) -> str:
        """In words."""
        return change_text(self.now, self.then)


@dataclass(frozen=True, slots=True)
class Table:
    """One dimension: (value, its name, its rows by phase), most articles first; more: rows left away."""

    dimension: str
    rows: Sequence[tuple[str, str, PhaseRows]]
    more: int


@dataclass(frozen=True, slots=True)
class Overview:
    """totals: one row a phase; undated: articles without a date; main: the cards on top, others: the
    rest; missing: outlets of the panel without any article."""

    totals: Sequence[ReachRow]
    undated: ReachRow
    stages: Sequence[Stage]
    held: Sequence[Held]
    main: Sequence[Card]
    others: Sequence[Card]
    weeks: dict[str, Week]
    by_source: Table
    tables: Sequence[Table]
    congresses: Sequence[tuple[CampaignCongress, PhaseRows]]
    gaps: Sequence[Gap]
    latest: Sequence[StoredArticle]


MAIN = ("originals", "articles", "spread", "outlets", "attention", "localities", "ratio_during", "ratio_after")


def overview(desk: Desk, measured: Measured, topics: Sequence[str]) -> Overview:
    """Everything that the page shows. topics: the vocabulary."""
    rows = reach(measured, ("all", "source", "congress", *SPLITS))
    today, shown = desk.today(), cards(measured)
    congresses = _by_value(rows, "congress")
    return Overview(
        totals=[row for row in rows if row.dimension == "all" and row.phase in PHASES],
        undated=next(row for row in rows if row.dimension == "all" and row.phase is Phase.UNDATED),
        stages=stages(measured.campaign, today),
        held=held_by_level(measured.campaign, today),
        main=[card for card in shown if card.key in MAIN],
        others=[card for card in shown if card.key not in MAIN],
        weeks=weeks(measured, today),
        by_source=_table(measured, rows, "source", len(measured.panel) + MOST),
        tables=[table for one in SPLITS if (table := _table(measured, rows, one, MOST)).rows],
        congresses=[(one, congresses.get(one.id, {})) for one in measured.campaign.congresses],
        gaps=gaps(measured, topics, today),
        latest=desk.latest(measured, LATEST),
    )


def weeks(measured: Measured, today: date) -> dict[str, Week]:
    """Articles and originals of the campaign's last week so far and of the one before, by measure;
    empty where the campaign has not begun."""
    last = min(today, measured.campaign.end) if measured.campaign.end else today
    if last < measured.campaign.start:
        return {}
    names = (shown_week(last), shown_week(last - timedelta(days=7)))
    rows = [row for row in reach(measured, ("week",)) if row.value in names]
    return {
        key: Week(key, names[0], *(sum(getattr(row, key) for row in rows if row.value == name) for name in names))
        for key in ("articles", "originals")
    }


def _by_value(rows: Sequence[ReachRow], dimension: str) -> dict[str, PhaseRows]:
    found: dict[str, PhaseRows] = {}
    for row in rows:
        if row.dimension == dimension:
            found.setdefault(row.value, {})[row.phase] = row
    return found


def _table(measured: Measured, rows: Sequence[ReachRow], dimension: str, most: int) -> Table:
    found = {value: phases for value, phases in _by_value(rows, dimension).items() if _articles(phases)}
    ranked = sorted(found.items(), key=lambda pair: (-_articles(pair[1]), pair[0]))
    named = [(value, value_name(measured, dimension, value), phases) for value, phases in ranked[:most]]
    return Table(dimension, named, max(0, len(ranked) - most))


def _articles(phases: PhaseRows) -> int:
    return sum(row.articles for row in phases.values())


def stages(campaign: Campaign, today: date) -> list[Stage]:
    """The phases by the leading congress; one without known days is left out."""
    spans = ((phase, campaign.span(campaign.leading, phase)) for phase in PHASES)
    return [
        Stage(phase, span[0], span[1], span[0] <= today <= (span[1] or today))
        for phase, span in spans
        if span is not None
    ]

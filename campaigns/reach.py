"""Counted rows -> measures (L0: coverage). Pure; every figure of pages, commands and API
comes from `reach`.

Articles A, original stories K (first of their reprint groups), outlets O over the panel
(articles of other outlets are counted as articles, never as outlets of the panel); ratio: originals per 1,000 panel articles against before, with its 95 % interval.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from campaigns.campaign import PHASES, CampaignCongress, Phase
from campaigns.columns import Codes
from campaigns.counted import PHASE_ORDER
from campaigns.measured import Collected as Collected
from campaigns.measured import Measured as Measured
from campaigns.measured import PanelDays as PanelDays
from campaigns.splits import DIMENSIONS as DIMENSIONS
from campaigns.splits import Span, Split, split
from campaigns.statistics.compare import RateRatio, rate_ratio, wilson
from campaigns.tally import tally
from campaigns.windows import Comparison, comparison

Late = tuple[tuple[str, date], ...]
"""Outlets (by name) with the day their collection began, after the first day of a comparison."""


@dataclass(frozen=True, slots=True)
class ReachRow:
    """One line of the reach table. start, end: whole local days of the phase (the leading
    congress's, or that of the row's own congress) or of the row's own stretch of time, None where
    open or unknown; panel_size: outlets of the panel that could have this value; panel_articles:
    the exposure N, None where nothing was collected (the ratio then compares days); kept: articles of
    these days, on the outlet-days that N is of; ratio None: none can be given; late: why it is refused."""

    phase: Phase
    start: date | None
    end: date | None
    dimension: str
    value: str
    articles: int
    originals: int
    outlets: int
    panel_size: int
    panel_articles: int | None
    ratio: float | None = None
    low: float | None = None
    high: float | None = None
    kept: int = 0
    late: Late = ()

    @property
    def spread(self) -> float | None:
        """Articles a story, A/K; None without a story."""
        return self.articles / self.originals if self.originals else None

    @property
    def breadth(self) -> tuple[float, float, float] | None:
        """O/|S| with its 95 % interval (Wilson); None without a panel."""
        if not self.panel_size:
            return None
        return (self.outlets / self.panel_size, *wilson(self.outlets, self.panel_size))

    @property
    def attention(self) -> float | None:
        """Share of what the panel published, n/N; None without exposure."""
        return self.kept / self.panel_articles if self.panel_articles else None


def reach(measured: Measured, dimensions: Sequence[str] = DIMENSIONS) -> list[ReachRow]:
    """The rows of the dimensions asked for; phases in order, then values."""
    for dimension in dimensions:
        if dimension not in measured.known:
            found = _rows(measured, split(measured, dimension), dimension)
            measured.known[dimension] = tuple(_with_ratios(measured, found) if dimension == "all" else found)
    return [row for dimension in dimensions for row in measured.known[dimension]]


def daily(measured: Measured) -> dict[tuple[date, Phase], int]:
    """Originals a local day and phase, over the campaign's totals."""
    found = reach(measured, ("day",))
    return {(row.start, row.phase): row.originals for row in found if row.start and row.originals}


def ratio_against_before(measured: Measured, congress: int, phase: Phase) -> RateRatio | None:
    """Rate ratio of originals in the comparison windows around one congress (by position)."""
    found = compared(measured, congress)
    return rate_ratio(found.series, PHASES.index(phase)) if found and not found.late else None


def compared(measured: Measured, congress: int, days: Codes | None = None) -> Comparison | None:
    """The comparison windows around one congress (by position); days: of what is counted, None: of
    its originals of the panel, on outlet-days that were completely collected."""
    rows = measured.counted
    if days is None:
        days = rows.day[(rows.congress == congress) & rows.original & measured.kept]
    one = measured.campaign.congresses[congress]
    found = comparison(measured.campaign, one, days, measured.whole_panel, measured.within)
    return replace(found, late=late(measured, one)) if found else None


def late(measured: Measured, congress: CampaignCongress) -> Late:
    """Outlets of the panel whose collection began within the comparison windows of a congress (and
    reaches no further back): comparing them would compare the collection, not the coverage.

    It began on the day before the first whole one, at the latest; that day itself is left out."""
    if congress.fixed is None or measured.collected is None or measured.by_days:
        return ()
    first = max(congress.fixed[0] - measured.campaign.before, measured.campaign.start)
    begun = [(one, measured.collected[one]) for one in measured.panel if one in measured.collected]
    return tuple(sorted((measured.name(one), day) for one, day in begun if day - first > timedelta(days=1)))


def phase_rows(measured: Measured) -> list[ReachRow]:
    """The totals by phase, without ratios."""
    return _rows(measured, split(measured, "all"), "all")


def with_ratio(row: ReachRow, ratio: RateRatio | None) -> ReachRow:
    """The row with its ratio; a bound that is not finite is None."""
    if ratio is None:
        return row
    return replace(row, ratio=ratio.ratio, low=ratio.low, high=ratio.high if np.isfinite(ratio.high) else None)


def _with_ratios(measured: Measured, rows: Sequence[ReachRow]) -> Iterator[ReachRow]:
    refused = late(measured, measured.campaign.leading)
    for row in rows:
        if row.phase in (Phase.DURING, Phase.AFTER):
            yield replace(with_ratio(row, ratio_against_before(measured, 0, row.phase)), late=refused)
        else:
            yield row


def _rows(measured: Measured, parted: Split, dimension: str) -> list[ReachRow]:
    table = tally(measured, parted)
    kept = table.kept if parted.spans or dimension == "congress" else table.kept_by_day
    every = np.ones(len(measured.panel), dtype=np.bool_)
    found = []
    for phase_at, phase in enumerate(PHASE_ORDER):
        for place, value in enumerate(parted.values):
            articles = int(table.articles[place, phase_at])
            if not (articles or parted.whole):
                continue
            panel = every if parted.by_panel is None else parted.by_panel == place
            start, end = _span(measured, parted, dimension, phase, place)
            found.append(
                ReachRow(
                    phase=phase, start=start, end=end, dimension=dimension, value=value, articles=articles,
                    originals=int(table.originals[place, phase_at]),
                    outlets=int(table.outlets[place, phase_at]),
                    panel_size=int(panel.sum()),
                    panel_articles=None if start is None or measured.by_days
                    else int(measured.published(start, end or date.max)[panel].sum()),
                    kept=int(kept[place, phase_at]),
                )
            )  # fmt: skip
    return found


def _span(measured: Measured, parted: Split, dimension: str, phase: Phase, place: int) -> Span:
    """The days of a row: of its own stretch of time, else of the phase."""
    if parted.spans:
        return parted.spans[place]
    if phase not in PHASES:
        return None, None
    campaign = measured.campaign
    one = campaign.congresses[place] if dimension == "congress" else campaign.leading
    return campaign.span(one, phase) or (None, None)


def row_object(row: ReachRow) -> dict[str, object]:
    """A row as command and API print it."""
    share, low, high = row.breadth or (None, None, None)
    return {
        "phase": str(row.phase),
        "from": row.start.isoformat() if row.start else None,
        "to": row.end.isoformat() if row.end else None,
        "dimension": row.dimension,
        "value": row.value,
        "articles": row.articles,
        "originals": row.originals,
        "outlets": row.outlets,
        "panel_size": row.panel_size,
        "panel_articles": row.panel_articles,
        "ratio": row.ratio,
        "low": row.low,
        "high": row.high,
        "spread": row.spread,
        "breadth": share,
        "breadth_low": low,
        "breadth_high": high,
        "panel_share_articles": row.kept,
        "panel_share": row.attention,
        "refused": [{"outlet": name, "since": day.isoformat()} for name, day in row.late],
    }


__all__ = [
    "DIMENSIONS", "Collected", "Measured", "PanelDays", "ReachRow", "compared", "daily", "late",
    "phase_rows", "ratio_against_before", "reach", "row_object", "with_ratio",
]  # fmt: skip

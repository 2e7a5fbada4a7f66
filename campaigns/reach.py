"""Counted rows -> measures (L0: coverage). Pure; every figure of pages, commands and API
comes from `reach`.

Articles A, original stories K (first of their reprint groups), outlets O over the panel
(articles of other outlets are counted as articles, never as outlets of the panel); ratio: originals per 1,000 panel articles against before, with its 95 % interval.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

import numpy as np

from campaigns.campaign import PHASES, Campaign, Phase
from campaigns.compare import RateRatio, rate_ratio
from campaigns.counted import PHASE_ORDER, Counted
from campaigns.windows import Comparison, comparison, inside
from lantoa.web.formats import week as shown_week
from search_api.index import day_of, week_number

PanelDays = Mapping[tuple[date, str], int]
"""Distinct article URLs of an outlet published (or, unfetched, discovered) on a local day."""


@dataclass(frozen=True, slots=True)
class ReachRow:
    """One line of the reach table. start, end: whole local days of the phase (the leading
    congress's, or that of the row's own congress), None where open or unknown; panel_articles:
    the exposure N, None where nothing was collected (the ratio then compares days); ratio None:
    none can be given."""

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


@dataclass(frozen=True)
class Measured:
    """Everything that reach needs of the world: the campaign, its rows, the panel and its days.

    within: first and last local day that can have anything; the others have no exposure.
    """

    campaign: Campaign
    counted: Counted
    panel: tuple[str, ...]
    panel_days: PanelDays
    within: tuple[date | None, date | None] = (None, None)

    @cached_property
    def totals(self) -> Counted:
        """The rows of the totals: every article once, under its primary congress."""
        return self.counted.where(self.counted.primary)

    @cached_property
    def exposure(self) -> Mapping[str, Mapping[date, int]]:
        """Outlet of the panel -> day -> panel articles; "" is the whole panel."""
        found: dict[str, dict[date, int]] = {"": {}, **{outlet: {} for outlet in self.panel}}
        for (day, outlet), count in self.panel_days.items():
            if outlet in found and outlet:
                for key in ("", outlet):
                    found[key][day] = found[key].get(day, 0) + (count if inside(day, self.within) else 0)
        return found


DIMENSIONS = ("all", "week", "source", "kind", "congress")


def reach(measured: Measured, dimensions: Sequence[str] = DIMENSIONS) -> list[ReachRow]:
    """The rows of the dimensions asked for; phases in order, then values."""
    rows: list[ReachRow] = []
    for dimension in dimensions:
        rows += _TABLES[dimension](measured)
    return rows


def daily(measured: Measured) -> dict[tuple[date, Phase], int]:
    """Originals a local day and phase, over the campaign's totals."""
    rows = measured.totals.where(measured.totals.original)
    keys, counts = np.unique(np.stack([rows.day, rows.phase]), axis=1, return_counts=True)
    found: dict[tuple[date, Phase], int] = {}
    for (number, phase), count in zip(keys.T.tolist(), counts.tolist(), strict=True):
        if number:
            found[day_of(number), PHASE_ORDER[phase]] = count
    return found


def ratio_against_before(measured: Measured, congress: int, phase: Phase) -> RateRatio | None:
    """Rate ratio of originals in the comparison windows around one congress (by position)."""
    found = compared(measured, congress)
    return rate_ratio(found.series, PHASES.index(phase)) if found else None


def compared(measured: Measured, congress: int) -> Comparison | None:
    """The comparison windows around one congress (by position), over originals of the panel."""
    rows = measured.counted.where((measured.counted.congress == congress) & measured.counted.original)
    panel = set(measured.panel)  # a set, not np.isin: that compares texts with every outlet
    rows = rows.where(np.array([source in panel for source in rows.source.tolist()], dtype=np.bool_))
    one = measured.campaign.congresses[congress]
    return comparison(measured.campaign, one, rows.day, measured.exposure[""], measured.within)


def phase_rows(measured: Measured) -> list[ReachRow]:
    """The totals by phase, without ratios."""
    return [_row(measured, measured.totals, phase, "all", "", 0) for phase in PHASE_ORDER]


def with_ratio(row: ReachRow, ratio: RateRatio | None) -> ReachRow:
    """The row with its ratio; a bound that is not finite is None."""
    if ratio is None:
        return row
    return replace(row, ratio=ratio.ratio, low=ratio.low, high=ratio.high if np.isfinite(ratio.high) else None)


def _total(measured: Measured) -> list[ReachRow]:
    compares = (Phase.DURING, Phase.AFTER)
    return [
        with_ratio(row, ratio_against_before(measured, 0, row.phase)) if row.phase in compares else row
        for row in phase_rows(measured)
    ]


def _by_congress(measured: Measured) -> list[ReachRow]:
    return [
        _row(measured, measured.counted.where(measured.counted.congress == place), phase, "congress", one.id, place)
        for phase in PHASE_ORDER
        for place, one in enumerate(measured.campaign.congresses)
    ]


def _by_week(measured: Measured) -> list[ReachRow]:
    rows = measured.totals
    exposure: dict[int, int] = {}
    for day, count in measured.exposure[""].items():
        week = week_number(day)
        exposure[week] = exposure.get(week, 0) + count
    found = []
    for phase in PHASE_ORDER:
        for week in sorted(set(rows.week[rows.phase == PHASE_ORDER.index(phase)].tolist()) - {0}):
            monday = date.fromisocalendar(week // 100, week % 100, 1)
            part = rows.where(rows.week == week)
            span = (monday, monday + timedelta(days=6))
            found.append(_counts(measured, part, phase, "week", shown_week(monday), span, exposure.get(week, 0)))
    return found


def _by_source(measured: Measured) -> list[ReachRow]:
    return _by_value(measured, measured.totals, "source", measured.totals.source, measured.panel)


def _by_kind(measured: Measured) -> list[ReachRow]:
    return _by_value(measured, measured.totals, "kind", measured.totals.kind, ())


def _by_value(
    measured: Measured, rows: Counted, dimension: str, column: np.ndarray[tuple[int], np.dtype[np.object_]],
    expected: Iterable[str],
) -> list[ReachRow]:  # fmt: skip
    values = sorted(set(column.tolist()) | set(expected))
    return [
        _row(measured, rows.where(column == value), phase, dimension, value, 0)
        for phase in PHASE_ORDER
        for value in values
    ]


def _row(
    measured: Measured, rows: Counted, phase: Phase, dimension: str, value: str, congress: int
) -> ReachRow:
    """A row whose days are those of the congress at this position."""
    one = measured.campaign.congresses[congress]
    span = measured.campaign.span(one, phase) if phase in PHASES else None
    exposure = None
    if span is not None and measured.exposure[""] and dimension in ("all", "congress", "source"):
        per_day = measured.exposure.get(value if dimension == "source" else "", {})
        last = span[1] or date.max
        exposure = sum(count for day, count in per_day.items() if span[0] <= day <= last)
    return _counts(measured, rows, phase, dimension, value, span or (None, None), exposure)


def _counts(
    measured: Measured, rows: Counted, phase: Phase, dimension: str, value: str,
    span: tuple[date | None, date | None], exposure: int | None,
) -> ReachRow:  # fmt: skip
    part = rows.where(rows.phase == PHASE_ORDER.index(phase))
    return ReachRow(
        phase=phase,
        start=span[0],
        end=span[1],
        dimension=dimension,
        value=value,
        articles=len(part),
        originals=int(part.original.sum()),
        outlets=len(set(part.source.tolist()) & set(measured.panel)),
        panel_size=len(measured.panel),
        panel_articles=exposure,
    )


_TABLES: Mapping[str, Callable[[Measured], list[ReachRow]]] = {
    "all": _total,
    "week": _by_week,
    "source": _by_source,
    "kind": _by_kind,
    "congress": _by_congress,
}


def row_object(row: ReachRow) -> dict[str, object]:
    """A row as command and API print it."""
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
    }

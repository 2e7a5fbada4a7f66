"""Any query as a curve over a campaign: how much, when, in which phase, beside the campaign's
own coverage. Pure.

Phases are those of the leading congress, whole local days: what a query finds need not be about
any congress, and a phase is then a stretch of days whose list the search page can show.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

import numpy as np
import numpy.typing as npt

from campaigns.campaign import PHASES, Campaign, Phase
from campaigns.counted import PHASE_ORDER, Counted
from campaigns.reach import Measured, ReachRow, compared, phase_rows, with_ratio
from campaigns.statistics.compare import wilson
from campaigns.windows import Window, windows
from search_api.index import day_number, day_of

Step = Literal["day", "week"]
EARLY, LATE = len(PHASE_ORDER), len(PHASE_ORDER) + 1
"""Codes beside PHASE_ORDER: dated before the campaign's first day, after its last."""
MOST_DAYS = 366
"""Beyond that a bar is a week."""
Within = tuple[date | None, date | None]


@dataclass(frozen=True, slots=True)
class Count:
    """Articles, and how many of them are the first of their reprint group."""

    articles: int
    originals: int


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar or its part. slot: its day or Monday; start, end: the local days counted, those of
    the slot that lie in the phase and on the curve."""

    slot: date
    start: date
    end: date
    phase: Phase
    count: Count


@dataclass(frozen=True, slots=True)
class Curve:
    """rows: before, during, after, undated; inside: the first three together; early, late: outside
    the campaign's days; everything found is in exactly one of rows, early, late.

    outlets: of the panel, among `inside`, with the 95 % interval of their share in `breadth` (None
    without a panel); sources: outlet -> count inside, most articles first; share: originals among the
    campaign's members, and all originals of the members; windows: empty where the congress has no
    dates, None where days stand in the query so that no window can be cut (see `asked_days`);
    first, last: days of the curve, None: no day yet; bars, baseline: without empty ones.
    """

    campaign: Campaign
    rows: Sequence[ReachRow]
    inside: Count
    early: Count
    late: Count
    outlets: int
    panel_size: int
    breadth: tuple[float, float] | None
    sources: Sequence[tuple[str, Count]]
    share: tuple[int, int]
    windows: Sequence[Window] | None
    step: Step
    first: date | None
    last: date | None
    bars: Sequence[Bar]
    baseline: Sequence[Bar]

    @property
    def total(self) -> Count:
        """Everything that the query finds."""
        parts = [Count(row.articles, row.originals) for row in self.rows] + [self.early, self.late]
        return Count(sum(one.articles for one in parts), sum(one.originals for one in parts))


def curve(measured: Measured, found: Counted, asked: Within | None, today: date) -> Curve:
    """measured: the campaign; found: every article of the query, its phase as `codes` gives it;
    asked: the days that the query is bound to, None: days stand in it in another way."""
    within = (asked[0] if asked else None, _least(asked[1] if asked else None, today))
    ours = replace(measured, counted=found.where(found.phase < EARLY), within=within)
    compare = compared(ours, 0)
    cut = None if asked is None else windows(compare, today) if compare else []
    ratios = {one.phase: one.ratio for one in cut or ()}
    inside = found.where(found.phase < PHASE_ORDER.index(Phase.UNDATED))
    seen = inside.source.present() & set(measured.panel)
    totals = measured.totals
    first, last = _ends(measured, inside, asked or (None, None), today)
    step: Step = "week" if first and last and (last - first).days >= MOST_DAYS else "day"
    return Curve(
        campaign=measured.campaign,
        rows=[with_ratio(row, ratios.get(row.phase)) for row in phase_rows(ours)],
        inside=_count(found, found.phase < PHASE_ORDER.index(Phase.UNDATED)),
        early=_count(found, found.phase == EARLY),
        late=_count(found, found.phase == LATE),
        outlets=len(seen),
        panel_size=len(measured.panel),
        breadth=wilson(len(seen), len(measured.panel)) if measured.panel else None,
        sources=_sources(inside),
        share=(
            int((np.isin(found.id, totals.id) & found.original).sum()),
            int(totals.original.sum()),
        ),
        windows=cut,
        step=step,
        first=first,
        last=last,
        bars=_bars(measured.campaign, inside, first, last, step),
        baseline=_bars(measured.campaign, totals, first, last, step),
    )


def codes(campaign: Campaign, days: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Where each day (20250906; 0 undated) stands: in PHASE_ORDER by the leading congress, or EARLY, LATE."""
    values, places = np.unique(days, return_inverse=True)
    found = [_code(campaign, day_of(one) if one else None) for one in values.tolist()]
    return np.array(found, dtype=np.int64)[places]


def _code(campaign: Campaign, day: date | None) -> int:
    phase = campaign.phase(campaign.leading, day)
    if phase is not Phase.OUTSIDE:
        return PHASE_ORDER.index(phase)
    return EARLY if day is not None and day < campaign.start else LATE


def _count(rows: Counted, mask: npt.NDArray[np.bool_]) -> Count:
    return Count(int(mask.sum()), int((rows.original & mask).sum()))


def _sources(rows: Counted) -> list[tuple[str, Count]]:
    counts = zip(rows.source.values, rows.source.counts().tolist(), rows.source.counts(rows.original).tolist(), strict=True)
    ranked = sorted(((source, Count(*each)) for source, *each in counts), key=lambda pair: (-pair[1].articles, pair[0]))
    return [pair for pair in ranked if pair[1].articles]


def _ends(measured: Measured, inside: Counted, asked: Within, today: date) -> tuple[date | None, date | None]:
    """The campaign's days as far as they have come (or as articles are dated), cut by those asked for."""
    campaign = measured.campaign
    latest = max(int(rows.day.max(initial=0)) for rows in (inside, measured.totals))
    reached = max(today, day_of(latest)) if latest else today
    first = max(campaign.start, asked[0] or campaign.start)
    last = _least(campaign.end, reached)
    last = _least(asked[1], last)
    return (first, last) if first <= last else (None, None)


def _bars(campaign: Campaign, rows: Counted, first: date | None, last: date | None, step: Step) -> list[Bar]:
    if first is None or last is None:
        return []
    kept = rows.where((rows.day >= day_number(first)) & (rows.day <= day_number(last)))
    values, places = np.unique(kept.day, return_inverse=True)
    articles = np.bincount(places, minlength=len(values)).tolist()
    originals = np.bincount(places[kept.original], minlength=len(values)).tolist()
    found: dict[tuple[date, Phase], Bar] = {}
    for number, *pair in zip(values.tolist(), articles, originals, strict=True):
        day = day_of(number)
        phase = campaign.phase(campaign.leading, day)
        slot = day - timedelta(days=day.weekday()) if step == "week" else day
        bar = found.get((slot, phase)) or _empty(campaign, slot, phase, first, last, step)
        count = Count(bar.count.articles + pair[0], bar.count.originals + pair[1])
        found[slot, phase] = replace(bar, count=count)
    return list(found.values())


def _empty(campaign: Campaign, slot: date, phase: Phase, first: date, last: date, step: Step) -> Bar:
    end = slot + timedelta(days=6 if step == "week" else 0)
    span = campaign.span(campaign.leading, phase) if phase in PHASES else None
    start, stop = span if span else (slot, end)
    return Bar(slot, max(slot, start, first), min(end, last, stop or end), phase, Count(0, 0))


def _least(one: date | None, other: date) -> date:
    return other if one is None else min(one, other)

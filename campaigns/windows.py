"""Comparison windows around a congress: what was counted in them, over what, and the ratio. Pure.

Windows serve rates only; whole weeks, so that weekdays match. A day without exposure stands on
neither side and is told apart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import numpy as np
import numpy.typing as npt

from campaigns.campaign import PHASES, Campaign, CampaignCongress, Phase
from campaigns.statistics.compare import RateRatio, Series, rate_ratio
from search_api.index import day_number

Why = Literal["base", "empty", "to_come", "uncollected", "no_base", "late", "nothing", "none_before", "given"]
"""What stands where the ratio would: the base itself; the window has no day; it is still to come;
nothing was collected in it; the window before is one of these; the collection of an outlet began
within the windows; nothing was counted on either side; nothing before (a bound only); the ratio is given."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """days: every local day of the three windows; series: one row a day; by_days: nothing was
    collected of the panel, so that the exposure is days; late: outlets (by name) whose collection
    began within the windows, and on which day: nothing can be compared then; sizes: of the reprint
    groups, where articles are counted."""

    days: tuple[date, ...]
    series: Series
    by_days: bool
    late: tuple[tuple[str, date], ...] = ()
    sizes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Window:
    """One window. start, end: whole local days, None when it has none; days: those that count;
    left_out: those without exposure; count: originals (or articles) of outlets of the panel;
    exposure: panel articles (days where `by_days`); rate: the count per 1,000 panel articles (a day where
    `by_days`); late: see Comparison."""

    phase: Phase
    start: date | None
    end: date | None
    days: tuple[date, ...]
    left_out: int
    count: int
    exposure: int
    by_days: bool
    why: Why
    ratio: RateRatio | None = None
    late: tuple[tuple[str, date], ...] = ()

    @property
    def rate(self) -> float | None:
        """None without exposure."""
        if not self.exposure:
            return None
        return self.count / self.exposure * (1 if self.by_days else 1000)


def comparison(
    campaign: Campaign, congress: CampaignCongress, counted: npt.NDArray[np.int64],
    exposure: Mapping[date, int], within: tuple[date | None, date | None] = (None, None), *, whole: bool = False,
) -> Comparison | None:  # fmt: skip
    """The windows around a congress; None where its opening or closing is not fixed.

    counted: the day (20250906) of everything that counts; exposure: panel articles by day,
    empty: nothing was collected, days are compared; within: days outside have no exposure; whole:
    the phases from the campaign's first day to its last, instead of the windows.
    """
    if congress.fixed is None:
        return None
    opening, closing = congress.fixed
    first = campaign.start if whole else max(opening - campaign.before, campaign.start)
    last = max(within[1] or campaign.end or closing, closing) if whole else closing + campaign.after
    last = min(last, campaign.end) if campaign.end else last
    days = tuple(first + timedelta(days=offset) for offset in range((last - first).days + 1))
    counts = dict(zip(*(part.tolist() for part in np.unique(counted, return_counts=True)), strict=True))
    per_day = exposure or dict.fromkeys(days, 1)
    taken = [per_day.get(day, 0) if inside(day, within) else 0 for day in days]
    series = Series(
        day=np.arange(len(days), dtype=np.float64),
        phase=np.array([_side(day, opening, closing) for day in days], dtype=np.int64),
        count=np.array([counts.get(day_number(day), 0) for day in days], dtype=np.float64),
        exposure=np.array(taken, dtype=np.float64),
    )
    return Comparison(days, series, not exposure)


def inside(day: date, within: tuple[date | None, date | None]) -> bool:
    """Whether a day lies between two, both included; None is open."""
    return (within[0] is None or day >= within[0]) and (within[1] is None or day <= within[1])


def windows(compared: Comparison, today: date) -> list[Window]:
    """Before, during, after, each with its counts and its ratio or why there is none."""
    bare = [_window(compared, place) for place in range(len(PHASES))]
    found = []
    for place, (phase, (days, left_out, count, exposure)) in enumerate(zip(PHASES, bare, strict=True)):
        why = _why(place, bare, days[0] if days else None, today)
        if compared.late and why in ("nothing", "none_before", "given"):
            why = "late"
        kept = tuple(day for day in days if day not in left_out)
        ratio = rate_ratio(compared.series, place, compared.sizes) if why in ("given", "none_before") else None
        start, end = (days[0], days[-1]) if days else (None, None)
        found.append(
            Window(phase, start, end, kept, len(left_out), count, exposure, compared.by_days, why, ratio, compared.late)
        )
    return found


_Bare = tuple[list[date], set[date], int, int]
"""Days, those without exposure, count and exposure of the others."""


def _window(compared: Comparison, place: int) -> _Bare:
    series = compared.series
    mine = series.phase == place
    days = [day for day, own in zip(compared.days, mine.tolist(), strict=True) if own]
    left_out = {day for day, over in zip(days, series.exposure[mine].tolist(), strict=True) if not over}
    kept = mine & (series.exposure > 0)
    return days, left_out, int(series.count[kept].sum()), int(series.exposure[kept].sum())


def _why(place: int, bare: Sequence[_Bare], first: date | None, today: date) -> Why:
    days, _, count, exposure = bare[place]
    if not days:
        return "empty"
    if not exposure:
        return "to_come" if first and first > today else "uncollected"
    if place == 0:
        return "base"
    if not bare[0][3]:
        return "no_base"
    if not bare[0][2]:
        return "none_before" if count else "nothing"
    return "given"


def _side(day: date, opening: date, closing: date) -> int:
    return 0 if day < opening else 1 if day <= closing else 2

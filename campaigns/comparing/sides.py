"""What stands on the sides of a comparison: a congress's originals or articles, day by day. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import numpy as np

from campaigns.columns import Codes, Mask
from campaigns.counted import Counted
from campaigns.measured import Measured
from campaigns.parts import Wave
from campaigns.reach import compared
from campaigns.windows import Comparison, comparison
from search_api.index import day_number


def about(measured: Measured, place: int | None, *, originals: bool) -> Mask:
    """Which rows of `measured.counted` a comparison counts: of this congress (by position), None: of the
    whole campaign, each article once."""
    rows = measured.counted
    mask: Mask = (rows.primary if place is None else rows.congress == place) & measured.kept
    return mask & rows.original if originals else mask


def wave_sides(measured: Measured, wave: Wave) -> Comparison | None:
    """A peak wave (as `during`) against the window before the leading congress, the wave's own days
    aside, over originals of the whole campaign; None where the congress has no dates."""
    leading = sides(measured, 0, originals=True)
    if leading is None:
        return None
    mask = about(measured, None, originals=True)
    found = _phases(measured, measured.counted.day[mask], 0)
    assert found is not None
    before = {day for day, side in zip(leading.days, leading.series.phase.tolist(), strict=True) if side == 0}
    side = [1 if wave.start <= day <= wave.end else 0 if day in before else 2 for day in found.days]
    phase = np.array(side, dtype=np.int64)
    series = replace(found.series, phase=phase, exposure=np.where(phase == 2, 0, found.series.exposure))
    return replace(found, series=series, late=leading.late)


def sides(measured: Measured, place: int, *, originals: bool, whole: bool = False) -> Comparison | None:
    """The comparison windows around a congress, or its whole phases as far as everything was collected;
    None where it has no dates."""
    rows = measured.counted.where(about(measured, place, originals=originals))
    if whole:
        return _phases(measured, rows.day, place)
    found = compared(measured, place, rows.day)
    return replace(found, sizes=_sizes(rows, found)) if found and not originals else found


def _phases(measured: Measured, days: Codes, place: int) -> Comparison | None:
    within = (measured.since or measured.within[0], measured.within[1])
    one = measured.campaign.congresses[place]
    return comparison(measured.campaign, one, days, measured.whole_panel, within, whole=True)


def counted_on(measured: Measured, place: int | None, days: Iterable[date], *, originals: bool) -> Counted:
    """The rows that the count of these days is the count of."""
    numbers = np.array([day_number(day) for day in days], dtype=np.int64)
    mask = about(measured, place, originals=originals)
    return measured.counted.where(mask & np.isin(measured.counted.day, numbers))


def _sizes(rows: Counted, around: Comparison) -> tuple[int, ...]:
    """Of the reprint groups on these days; an article without a group is one of its own."""
    first, last = day_number(around.days[0]), day_number(around.days[-1])
    groups = rows.group[(rows.day >= first) & (rows.day <= last)]
    _, counts = np.unique(groups[groups != 0], return_counts=True)
    return (*counts.tolist(), *[1] * int((groups == 0).sum()))

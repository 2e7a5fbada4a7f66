"""What stands on the sides of a comparison: a congress's originals or articles, day by day. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import numpy as np

from campaigns.columns import Mask
from campaigns.counted import Counted
from campaigns.measured import Measured
from campaigns.reach import late
from campaigns.windows import Comparison, comparison
from search_api.index import day_number


def about(measured: Measured, place: int, *, originals: bool) -> Mask:
    """Which rows of `measured.counted` a comparison of this congress (by position) counts."""
    rows = measured.counted
    mask: Mask = (rows.congress == place) & measured.kept
    return mask & rows.original if originals else mask


def sides(measured: Measured, place: int, *, originals: bool, whole: bool = False) -> Comparison | None:
    """The comparison windows around a congress, or its whole phases as far as everything was collected;
    None where it has no dates."""
    mask = about(measured, place, originals=originals)
    rows = measured.counted.where(mask)
    one = measured.campaign.congresses[place]
    exposure = {} if measured.by_days else measured.exposure[""]
    within = (measured.since or measured.within[0], measured.within[1]) if whole else measured.within
    found = comparison(measured.campaign, one, rows.day, exposure, within, whole=whole)
    if found is None:
        return None
    sizes = () if originals else _sizes(rows, found)
    return replace(found, late=() if whole else late(measured, one), sizes=sizes)


def counted_on(measured: Measured, place: int, days: Iterable[date], *, originals: bool) -> Counted:
    """The rows that the count of these days is the count of."""
    numbers = np.array([day_number(day) for day in days], dtype=np.int64)
    mask = about(measured, place, originals=originals)
    return measured.counted.where(mask & np.isin(measured.counted.day, numbers))


def _sizes(rows: Counted, compared: Comparison) -> tuple[int, ...]:
    """Of the reprint groups on these days; an article without a group is one of its own."""
    first, last = day_number(compared.days[0]), day_number(compared.days[-1])
    groups = rows.group[(rows.day >= first) & (rows.day <= last)]
    _, counts = np.unique(groups[groups != 0], return_counts=True)
    return (*counts.tolist(), *[1] * int((groups == 0).sum()))

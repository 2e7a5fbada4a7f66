"""A campaign beside that of the previous term, both counted from the opening of their congress. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from campaigns.campaign import Campaign
from campaigns.comparing.sides import sides
from campaigns.measured import Measured
from campaigns.statistics.compare import RateRatio, Series, rate_ratio
from campaigns.windows import Comparison

APART = 100_000
"""Days between the two series: no noise is shared by two terms."""


@dataclass(frozen=True, slots=True)
class Point:
    """One day of a course. offset: from the opening (0); originals: so far, since the first offset that
    both campaigns have; rate: those per 1,000 panel articles so far, None where days are compared;
    counts: whether the day has exposure."""

    offset: int
    day: date
    originals: int
    rate: float | None
    counts: bool = True


@dataclass(frozen=True, slots=True)
class Alongside:
    """ours, theirs: a point a day; at: the last offset that both have reached; ratio: our rate over
    theirs up to there; None: there is no day to compare. by_days: of one of them nothing was
    collected, so that originals a day are compared; other_panel: they are counted over other outlets."""

    previous: Campaign
    ours: Sequence[Point]
    theirs: Sequence[Point]
    at: int
    ratio: RateRatio | None
    by_days: bool
    other_panel: bool

    @property
    def here(self) -> tuple[Point, Point]:
        """Both at the same offset: ours, theirs."""
        found = [next(one for one in points if one.offset == self.at) for points in (self.ours, self.theirs)]
        return found[0], found[1]

    def taken(self, points: Sequence[Point]) -> list[date]:
        """The days whose originals are in the count at `at`."""
        return [one.day for one in points if one.offset <= self.at and one.counts]


def alongside(ours: Measured, theirs: Measured) -> Alongside | None:
    """Over originals about the leading congresses; None where one has no dates yet, or where no day
    of the one has its like in the other."""
    courses = [_course(one) for one in (ours, theirs)]
    if courses[0] is None or courses[1] is None:
        return None
    by_days = any(one.compared.by_days for one in courses if one)
    mine, other = (_flat(one) if by_days else one for one in courses if one)
    first, last = max(mine.first, other.first), min(mine.last, other.last)
    if first > last:
        return None
    return Alongside(
        previous=theirs.campaign,
        ours=_points(mine, first, by_days),
        theirs=_points(other, first, by_days),
        at=last,
        ratio=_ratio(mine, other, first, last),
        by_days=by_days,
        other_panel=set(ours.panel) != set(theirs.panel),
    )


@dataclass(frozen=True, slots=True)
class _Course:
    """begun: offset from the opening of the first day there is; first, last: of the first and the last day with exposure."""

    compared: Comparison
    opening: date
    begun: int
    first: int
    last: int


def _course(measured: Measured) -> _Course | None:
    compared = sides(measured, 0, originals=True, whole=True)
    fixed = measured.campaign.leading.fixed
    if compared is None or fixed is None:
        return None
    days = [day for day, over in zip(compared.days, compared.series.exposure.tolist(), strict=True) if over]
    if not days:
        return None
    begun = (compared.days[0] - fixed[0]).days
    return _Course(compared, fixed[0], begun, (days[0] - fixed[0]).days, (days[-1] - fixed[0]).days)


def _flat(course: _Course) -> _Course:
    """The same with days as exposure."""
    series, found = course.compared.series, course.compared
    flat = Series(series.day, series.phase, series.count, (series.exposure > 0).astype(np.float64))
    return replace(course, compared=replace(found, series=flat, by_days=True))


def _part(course: _Course, first: int, last: int) -> Series:
    start, series = first - course.begun, course.compared.series
    part = slice(start, start + last - first + 1)
    return Series(series.day[part], series.phase[part], series.count[part], series.exposure[part])


def _points(course: _Course, first: int, by_days: bool) -> list[Point]:
    series = _part(course, first, course.last)
    kept = series.exposure > 0
    counts, exposure = np.cumsum(series.count * kept).tolist(), np.cumsum(series.exposure).tolist()
    return [
        Point(
            first + step,
            course.opening + timedelta(days=first + step),
            int(count),
            None if by_days or not over else count / over * 1000,
            taken,
        )
        for step, (count, over, taken) in enumerate(zip(counts, exposure, kept.tolist(), strict=True))
    ]


def _ratio(ours: _Course, theirs: _Course, first: int, last: int) -> RateRatio | None:
    """The previous term stands where otherwise the days before stand."""
    before, now = _part(theirs, first, last), _part(ours, first, last)
    joined = Series(
        day=np.concatenate([before.day - before.day[0], now.day - now.day[0] + APART]),
        phase=np.repeat([0, 1], [len(before.day), len(now.day)]),
        count=np.concatenate([before.count, now.count]),
        exposure=np.concatenate([before.exposure, now.exposure]),
    )
    return rate_ratio(joined, 1)

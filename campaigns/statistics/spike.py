"""Is today out of the ordinary? A stated test against the same weekday of the weeks before. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from lantoa.web.formats import number
from lantoa.words import word

LEAST_WEEKS, MOST_WEEKS = 4, 8
LIMIT = 0.001
LEAST_ORIGINALS = 5
USUAL, TRUST = 0.2, 4
"""Overdispersion of daily counts as they usually are, and as how many weeks it counts: four to eight
weeks hardly show their own, and taken alone fired up to 44 times in 1,000 ordinary days instead of 16."""


@dataclass(frozen=True, slots=True)
class Spike:
    """p: probability of as many or more, None with too short a history; expected: mean of the
    history (half an original added to its sum); rule: the test in words, with its figures."""

    p: float | None
    expected: float
    fires: bool
    rule: str


def spike(history: Sequence[int], today: int) -> Spike:
    """history: originals on the same weekday of past weeks, the latest last; the last eight count.

    Negative binomial by moments, those of the history drawn towards the usual ones, and wider by the
    uncertainty of the mean. Raises ValueError for counts below 0.
    """
    used = list(history)[-MOST_WEEKS:]
    if today < 0 or min(used, default=0) < 0:
        raise ValueError(f"counts cannot be negative: {used}, {today}")
    expected = (sum(used) + 0.5) / max(len(used), 1)
    if len(used) < LEAST_WEEKS:
        rule = word("spike.short", weeks=len(used), least=LEAST_WEEKS)
        return Spike(None, expected, False, rule)
    p = upper_tail(expected, _variance(used, expected), today)
    fires = p < LIMIT and today >= LEAST_ORIGINALS
    key = "spike.fires" if fires else "spike.quiet"
    rule = word(
        key, today=today, expected=number(expected, 1), weeks=len(used), limit=number(LIMIT, 3),
        least=LEAST_ORIGINALS, p=_shown(p),
    )  # fmt: skip
    return Spike(p, expected, fires, rule)


def _variance(used: Sequence[int], mean: float) -> float:
    """Of one more count."""
    own = max(0.0, (float(np.var(used, ddof=1)) - mean) / mean**2)
    weeks = len(used) - 1
    dispersion = (weeks * own + TRUST * USUAL) / (weeks + TRUST)
    return (mean + dispersion * mean**2) * (1 + 1 / len(used))


def upper_tail(mean: float, variance: float, count: int) -> float:
    """P(X >= count) of a count with these moments: negative binomial, Poisson where the variance is
    not above the mean."""
    from scipy.special import betainc, gammainc  # half a second to load: not for every command

    if count <= 0:
        return 1.0
    if variance <= mean:
        return float(gammainc(count, mean))
    size = mean * mean / (variance - mean)
    return float(betainc(count, size, mean / (size + mean)))


def _shown(p: float) -> str:
    return word("spike.tiny") if p < 0.0001 else number(p, 4)

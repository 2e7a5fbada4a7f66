"""How much was missed: two kinds of channels, what each showed, and what both did. Pure.

Chapman's estimate N^ = (n1+1)(n2+1)/(m+1) - 1. The channels of one outlet show the same
prominent pieces, and what neither shows is no one's: the estimate is a lower bound of what was
missed, and is always said to be one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import exp, log, sqrt
from typing import Literal

LEAST = 7
"""Addresses both kinds have to share: with fewer the estimate is biased and its interval too narrow."""
Z = 1.959964
"""Of a 95 % interval."""

Refusal = Literal["one_kind", "few"]


@dataclass(frozen=True, slots=True)
class Sighted:
    """Distinct articles of one outlet in one window of days: seen in feeds, in lists (sitemaps,
    sections, home page), and in both."""

    feeds: int
    lists: int
    both: int

    @property
    def seen(self) -> int:
        """By either."""
        return self.feeds + self.lists - self.both


@dataclass(frozen=True, slots=True)
class Estimate:
    """How many articles there were in all, at least: total, with its 95 % interval low..high.

    outlets: how many it is the sum of; hidden, variance: of the number that neither kind
    showed, as the interval takes it.
    """

    seen: int
    total: float
    low: float
    high: float
    hidden: float
    variance: float
    outlets: int = 1

    @property
    def recall(self) -> float:
        """Share that was seen, at most; 0..1."""
        return self.seen / self.total if self.total else 1.0

    @property
    def recall_low(self) -> float:
        """The share if there were as many as the interval allows."""
        return self.seen / self.high if self.high else 1.0

    @property
    def recall_high(self) -> float:
        """The share if there were as few as the interval allows."""
        return self.seen / self.low if self.low else 1.0


def refused(counts: Sighted) -> Refusal | None:
    """Why these counts allow no estimate; None when they do."""
    if not counts.feeds or not counts.lists:
        return "one_kind"
    return "few" if counts.both < LEAST else None


def estimate(counts: Sighted) -> Estimate:
    """Of one outlet. Raises ValueError where `refused` names a reason.

    The interval is log-normal in what neither kind showed, so it never falls under what was
    seen; half an article is added to every cell, for a cell of none does not prove that nothing
    was missed (Chapman's own variance is 0 there).
    """
    if reason := refused(counts):
        raise ValueError(reason)
    total = (counts.feeds + 1) * (counts.lists + 1) / (counts.both + 1) - 1
    both, feeds, lists = counts.both + 0.5, counts.feeds - counts.both + 0.5, counts.lists - counts.both + 0.5
    hidden = feeds * lists / both
    variance = hidden**2 * (1 / both + 1 / feeds + 1 / lists + both / (feeds * lists))
    return _with_interval(counts.seen, total, hidden, variance, 1)


def together(parts: Iterable[Estimate]) -> Estimate | None:
    """Of several outlets: each its own stratum, hidden articles and variances add up. None
    without any."""
    parts = list(parts)
    if not parts:
        return None
    return _with_interval(
        sum(each.seen for each in parts),
        sum(each.total for each in parts),
        sum(each.hidden for each in parts),
        sum(each.variance for each in parts),
        sum(each.outlets for each in parts),
    )


def _with_interval(seen: int, total: float, hidden: float, variance: float, outlets: int) -> Estimate:
    factor = exp(Z * sqrt(log(1 + variance / hidden**2)))
    low = max(float(seen), seen - outlets / 2 + hidden / factor)
    return Estimate(seen, total, min(low, total), seen + hidden * factor, hidden, variance, outlets)

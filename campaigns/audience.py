"""L2 opportunities to see and L3 potential net reach: intervals and bounds from dated audience
figures, never a number of readers. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import prod

import numpy as np

from campaigns.campaign import Phase
from campaigns.counted import PHASE_ORDER
from campaigns.measured import Measured
from lantoa.article import Outlet
from lantoa.population import Population

SHARE = (0.01, 0.10)
"""Of an outlet's daily audience, assumed to come to see one article: an assumption, no measurement."""
FACTOR = 2.0
"""A third party's figure may be twice or half the truth (86 sites: unique visitors off by -39 %)."""


@dataclass(frozen=True, slots=True)
class Contacts:
    """Gross opportunities to see: contacts, not persons. low, high: the interval; outlets: with a
    dated figure, of `all_outlets` with an article; articles: theirs, of `all_articles`; dates: the
    oldest and the latest figure."""

    low: float
    high: float
    outlets: int
    all_outlets: int
    articles: int
    all_articles: int
    dates: tuple[date, date]


@dataclass(frozen=True, slots=True)
class Net:
    """Bounds of the share of the population that could have been reached. independent: only if the
    readers of the outlets were independent of each other."""

    low: float
    high: float
    independent: float


def dated(outlet: Outlet | None) -> int | None:
    """Daily readers of an outlet; None without a figure, or with one that has no date."""
    return outlet.audience if outlet and outlet.audience_date else None


def contacts(measured: Measured) -> Mapping[Phase, Contacts | None]:
    """By phase; None where no outlet with an article has a figure."""
    articles = measured.by_source.reshape(-1, len(PHASE_ORDER), 8).sum(axis=2)
    return {
        phase: _contacts(measured, {source: int(count) for source, count in zip(measured.totals.source.values, articles[:, at], strict=False) if count})
        for at, phase in enumerate(PHASE_ORDER)
    }  # fmt: skip


def net(measured: Measured, population: Population | None) -> Mapping[Phase, Net | None]:
    """By phase; None without a population or without a figure."""
    seen = measured.by_source.reshape(-1, len(PHASE_ORDER), 8).sum(axis=2) > 0
    found: dict[Phase, Net | None] = {}
    for at, phase in enumerate(PHASE_ORDER):
        sources = [measured.totals.source.values[place] for place in np.flatnonzero(seen[:, at]).tolist()]
        readers = [count for source in sources if (count := dated(measured.outlets.get(source)))]
        found[phase] = _widened(readers, population.people) if population and readers else None
    return found


def bounds(shares: Sequence[float]) -> Net:
    """Of shares of a population (0..1), at least one: max r <= R <= min(1, sum r)."""
    return Net(max(shares), min(1.0, sum(shares)), 1 - prod(1 - one for one in shares))


def _widened(readers: Iterable[int], people: int) -> Net:
    """The figures are a third party's: the lower bound of half of them, the upper one of twice."""
    shares = [min(1.0, count / people) for count in readers]
    lower, upper = ([min(1.0, one * factor) for one in shares] for factor in (1 / FACTOR, FACTOR))
    return Net(bounds(lower).low, bounds(upper).high, bounds(shares).independent)


def _contacts(measured: Measured, articles: Mapping[str, int]) -> Contacts | None:
    known = {source: count for source, count in articles.items() if dated(measured.outlets.get(source)) is not None}
    if not known:
        return None
    gross = sum(count * (dated(measured.outlets[source]) or 0) for source, count in known.items())
    days = [day for source in known if (day := measured.outlets[source].audience_date)]
    return Contacts(
        gross * SHARE[0] / FACTOR, gross * SHARE[1] * FACTOR, len(known), len(articles),
        sum(known.values()), sum(articles.values()), (min(days), max(days)),
    )  # fmt: skip

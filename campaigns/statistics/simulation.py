"""Seasons whose true ratio is known, and how often the intervals hold it. Pure, seeded.

A season: originals a day about a base rate, six tenths of it at weekends, a panel of 800 articles a
day, log-normal noise with a memory of one day, and reprints that come with each original. The
opening falls on any weekday, so that short windows hold more or fewer weekends than the weeks
before: an error that no interval is told of.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from itertools import product
from math import log, sqrt
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from campaigns.statistics.compare import CONFIDENCE, rate_ratios, wilson
from campaigns.statistics.noise import Floats

SHAPES = ((28, 3, 14), (28, 4, 14), (28, 7, 14), (28, 14, 14), (56, 4, 28), (14, 3, 7))
RATIOS, MEMORIES, BASES, DEVIATIONS = (1, 3, 8), (0.0, 0.4, 0.7), (2, 8), (0.35, 0.5)
PANEL, WEEKEND = 800.0, 0.6
REPRINTS_SIZE, REPRINTS_MEAN = 0.35, 2.0
LEAST = 0.90
"""A cell fails when the coverage that its runs allow, at most, lies under this."""
CERTAIN = 0.99
CHUNK = 100
"""Seasons counted together: more do not fit the processor's cache."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One kind of season. days: before, during, after; ratio: during over before (after: its square
    root); memory, deviation: of the noise's logarithm; base: originals a weekday before."""

    days: tuple[int, int, int]
    ratio: int
    memory: float
    base: int
    deviation: float

    @property
    def name(self) -> str:
        """28-3-14.rr3.rho0.4.base8.sd0.35"""
        days = "-".join(map(str, self.days))
        return f"{days}.rr{self.ratio}.rho{self.memory:g}.base{self.base}.sd{self.deviation:g}"


@dataclass(frozen=True, slots=True)
class Held:
    """How many of `runs` intervals held the truth: of originals during and after, of articles during
    and after, and of articles and originals during by naive Poisson."""

    cell: Cell
    runs: int
    originals: int
    originals_after: int
    articles: int
    articles_after: int
    naive_articles: int
    naive_originals: int


COUNTS = tuple(one.name for one in fields(Held))[1:]
GRID = tuple(Cell(*one) for one in product(SHAPES, RATIOS, MEMORIES, BASES, DEVIATIONS))
FAST = tuple(
    Cell(days, (1, 3, 8)[(place + step) % 3], memory, (2, 8)[(place + step) % 2], (0.35, 0.5)[(place // 2 + step) % 2])
    for place, days in enumerate(SHAPES)
    for step, memory in enumerate((0.0, 0.4, 0.7, 0.7))
)
"""Every shape with every memory, the longest twice; ratios, bases and deviations take turns."""


def fails(held: int, runs: int) -> bool:
    """Whether the coverage lies under LEAST even at its upper 99 % limit (Wilson, one-sided)."""
    return wilson(held, runs, 2 * CERTAIN - 1)[1] < LEAST


@dataclass(frozen=True, slots=True)
class Part:
    """Some of the seasons of a cell, drawn by their own seed: done in any order, anywhere."""

    cell: Cell
    number: int
    runs: int
    seed: int


def parts(cells: Sequence[Cell], runs: int, seed: int) -> list[Part]:
    """So many seasons of each cell, cells in order."""
    starts = range(0, runs, CHUNK)
    return [Part(cell, at // CHUNK, min(CHUNK, runs - at), seed) for cell in cells for at in starts]


def together(found: Iterable[Held]) -> list[Held]:
    """The parts of each cell as one."""
    cells: dict[Cell, Held] = {}
    for one in found:
        sofar = cells.get(one.cell)
        counts = ([getattr(each, name) for name in COUNTS] for each in (one, sofar) if each)
        cells[one.cell] = Held(one.cell, *map(sum, zip(*counts, strict=True)))
    return list(cells.values())


def measured_cell(cell: Cell, runs: int, seed: int) -> Held:
    """So many seasons of one cell; the same for the same seed."""
    return together(map(measured_part, parts([cell], runs, seed)))[0]


def measured_part(part: Part) -> Held:
    """These seasons, and which of their intervals held."""
    cell, runs = part.cell, part.runs
    chance = np.random.default_rng([part.seed, GRID.index(cell), part.number])
    phases = np.repeat([0, 1, 2], cell.days)
    originals, articles, phi = seasons(cell, runs, chance)
    ones = np.ones(runs)
    found = []
    for counts, dispersion in ((originals, ones), (articles, phi)):
        for phase, truth in ((1, log(cell.ratio)), (2, log(cell.ratio) / 2)):
            found.append(_held(phases, counts, dispersion, phase, truth))
    naive = [_naive(phases, counts, log(cell.ratio)) for counts in (articles, originals)]
    return Held(cell, runs, *found, *naive)


def seasons(cell: Cell, runs: int, chance: np.random.Generator) -> tuple[Floats, Floats, Floats]:
    """(originals, articles, both by season and day; phi by season)."""
    length = sum(cell.days)
    rates = np.repeat([1.0, float(cell.ratio), sqrt(cell.ratio)], cell.days)
    opening = chance.integers(0, 7, size=(runs, 1))
    weekday = (np.arange(length) - cell.days[0] + opening) % 7
    noise = _noise(cell, runs, length, chance)
    mean = cell.base * rates * np.where(weekday >= 5, WEEKEND, 1.0) * np.exp(noise - cell.deviation**2 / 2)
    originals = chance.poisson(mean)
    stories = int(originals.sum())
    sizes = 1 + chance.negative_binomial(REPRINTS_SIZE, REPRINTS_SIZE / (REPRINTS_SIZE + REPRINTS_MEAN), size=stories)
    place = np.repeat(np.arange(originals.size), originals.ravel())
    articles = np.bincount(place, sizes, originals.size).reshape(runs, length).astype(np.float64)
    squares = np.bincount(place // length, sizes.astype(float) ** 2, runs)
    phi: Floats = np.maximum(squares / np.maximum(articles.sum(axis=1), 1), 1.0)
    return originals.astype(float), articles, phi


def _noise(cell: Cell, runs: int, length: int, chance: np.random.Generator) -> Floats:
    """Stationary from its first day."""
    noise = chance.normal(size=(runs, length))
    for at in range(1, length):
        noise[:, at] = cell.memory * noise[:, at - 1] + sqrt(1 - cell.memory**2) * noise[:, at]
    return noise * cell.deviation


def _held(phases: npt.NDArray[np.int64], counts: Floats, phi: Floats, phase: int, truth: float) -> int:
    length = len(phases)
    found = rate_ratios(np.arange(length, dtype=float), phases, counts, np.full(length, PANEL), phase, phi)
    assert found is not None
    return int(((found.low() <= truth) & (truth <= found.high())).sum())


def _naive(phases: npt.NDArray[np.int64], counts: Floats, truth: float) -> int:
    """As if every article came by itself: what is often done, shown beside ours."""
    before, during = (counts[:, phases == one].sum(axis=1) + 0.5 for one in (0, 1))
    days = (phases == 1).sum() / (phases == 0).sum()
    half = NormalDist().inv_cdf((1 + CONFIDENCE) / 2) * np.sqrt(1 / before + 1 / during)
    return int((np.abs(np.log(during / before / days) - truth) <= half).sum())


def shares(held: Sequence[int], runs: int) -> tuple[float, float, int]:
    """(mean coverage, lowest, cells that fail)."""
    return sum(held) / len(held) / runs, min(held) / runs, sum(fails(one, runs) for one in held)

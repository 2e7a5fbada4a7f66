"""Before, during, after: rate ratios and their intervals. Pure.

The model is the house's own (shared design notes, REACH): Poisson-like daily counts with
autocorrelated log-normal noise whose size and memory are unknown and integrated out over a
grid (`campaigns.statistics.noise`). `lantoa bench intervals` measures how often its intervals hold.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, inf, sqrt
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from campaigns.statistics.noise import Floats, Mixture, integrated

CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Series:
    """One count a day. day: calendar offset; phase: 0 before, 1 during, 2 after; count: what
    is compared; exposure: panel articles that day (days with 0 are left out of both sides)."""

    day: Floats
    phase: npt.NDArray[np.int64]
    count: Floats
    exposure: Floats


@dataclass(frozen=True, slots=True)
class RateRatio:
    """A phase's rate over the rate before.

    ratio None: nothing before, so no ratio can be given, only the one-sided bound `low`;
    increase: probability that the rate grew.
    """

    ratio: float | None
    low: float
    high: float
    increase: float


@dataclass(frozen=True, slots=True)
class Ratios:
    """Log rate ratios of many series over the same days. raw: as counted; shift: what the model
    adds to it; none_before: nothing was counted before, so only a bound can be given."""

    raw: Floats
    shift: Mixture
    none_before: npt.NDArray[np.bool_]

    def low(self) -> Floats:
        """Lower ends, logarithms; the one-sided bound where nothing was counted before."""
        low = self.raw + self.shift.quantile((1 - CONFIDENCE) / 2)
        if self.none_before.any():
            low = np.where(self.none_before, self.raw + self.shift.quantile(1 - CONFIDENCE), low)
        return np.where(self.none_before, low, np.minimum(low, self.raw))

    def high(self) -> Floats:
        """Upper ends, logarithms; infinite where nothing was counted before."""
        high = self.raw + self.shift.quantile((1 + CONFIDENCE) / 2)
        return np.where(self.none_before, inf, np.maximum(high, self.raw))

    def increase(self) -> Floats:
        """Probabilities that the rate grew."""
        return 1 - self.shift.cdf(-self.raw)


def rate_ratio(series: Series, phase: int, sizes: Sequence[int] = ()) -> RateRatio | None:
    """Ratio of `phase` (1 or 2) over before, with its 95 % interval.

    sizes: sizes of the reprint groups when articles are counted (phi = sum s^2 / sum s);
    empty for originals (phi = 1). None when a phase has no exposure: nothing to compare.
    """
    phi = np.array([dispersion(sizes)])
    found = rate_ratios(series.day, series.phase, series.count[None, :], series.exposure, phase, phi)
    if found is None:
        return None
    ratio = None if found.none_before[0] else exp(found.raw[0])
    return RateRatio(ratio, exp(found.low()[0]), float(np.exp(found.high()[0])), float(found.increase()[0]))


def dispersion(sizes: Sequence[int]) -> float:
    """phi = sum s^2 / sum s: by how much articles that come in groups of these sizes vary more than
    a Poisson count; 1 without any."""
    return sum(size * size for size in sizes) / sum(sizes) if sizes else 1.0


def rate_ratios(
    day: Floats, phases: npt.NDArray[np.int64], counts: Floats, exposure: Floats, phase: int, phi: Floats
) -> Ratios | None:
    """Of many series at once, over the same days. counts: (series, days); phi: (series). None when
    `phase` or before has no exposure."""
    kept = exposure > 0
    day, phases, counts, exposure = day[kept], phases[kept], counts[:, kept], exposure[kept]
    present = [one for one in (0, 1, 2) if (phases == one).any()]
    if 0 not in present or phase not in present:
        return None
    design = np.stack([(phases == one).astype(float) for one in present], axis=1)
    totals, time = counts @ design, exposure @ design
    rates = (totals + 0.5) / time
    mu = (rates @ design.T) * exposure
    contrast = np.array([(one == phase) * 1.0 - (one == 0) * 1.0 for one in present])
    shift = integrated(day, design, (counts - mu) / mu, phi[:, None] / mu, contrast)
    return Ratios(np.log(rates) @ contrast, shift, totals[:, present.index(0)] == 0)


def wilson(found: int, total: int, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """Interval of a share (Wilson 1927). Raises ValueError when total is not positive."""
    if total <= 0:
        raise ValueError("a share needs a positive total")
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    share, scale = found / total, 1 + z * z / total
    centre = (share + z * z / (2 * total)) / scale
    half = z * sqrt(share * (1 - share) / total + z * z / (4 * total * total)) / scale
    return max(0.0, centre - half), min(1.0, centre + half)

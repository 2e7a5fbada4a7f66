"""Before, during, after: rate ratios and their intervals. Pure.

The model is the house's own (shared design notes, REACH): Poisson-like daily counts with
autocorrelated log-normal noise whose size and memory are unknown and integrated out over a
grid, by generalised least squares and restricted likelihood. Measured there: nominal 95 %
intervals covered .90-.96 in every simulated cell, where naive Poisson covers .11-.51.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, inf, log, sqrt
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

RHO = (0.0, 0.15, 0.3, 0.45, 0.6, 0.7, 0.8, 0.9)
SIGMA = (0.02, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.75, 0.95, 1.2)
CONFIDENCE = 0.95
Floats = npt.NDArray[np.float64]


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


def rate_ratio(series: Series, phase: int, sizes: Sequence[int] = ()) -> RateRatio | None:
    """Ratio of `phase` (1 or 2) over before, with its 95 % interval.

    sizes: sizes of the reprint groups when articles are counted (phi = sum s^2 / sum s);
    empty for originals (phi = 1). None when a phase has no exposure: nothing to compare.
    """
    kept = series.exposure > 0
    day, phases = series.day[kept], series.phase[kept]
    count, exposure = series.count[kept], series.exposure[kept]
    present = [one for one in (0, 1, 2) if exposure[phases == one].sum() > 0]
    if 0 not in present or phase not in present:
        return None
    design = np.stack([(phases == one).astype(float) for one in present], axis=1)
    totals, time = design.T @ count, design.T @ exposure
    mu = (design @ ((totals + 0.5) / time)) * exposure
    phi = sum(size * size for size in sizes) / sum(sizes) if sizes else 1.0
    contrast = np.array([(one == phase) * 1.0 - (one == 0) * 1.0 for one in present])
    raw = contrast @ np.log((totals + 0.5) / time)
    weights, means, deviations = _grid(day, (count - mu) / mu, phi / mu, design, contrast)
    low = exp(raw + _quantile(weights, means, deviations, (1 - CONFIDENCE) / 2))
    high = exp(raw + _quantile(weights, means, deviations, (1 + CONFIDENCE) / 2))
    increase = 1 - _cdf(weights, means, deviations, -float(raw))
    if totals[present.index(0)] == 0:
        return RateRatio(None, exp(raw + _quantile(weights, means, deviations, 1 - CONFIDENCE)), inf, increase)
    # the model may shrink a ratio that rests on few days: an interval still holds its estimate
    return RateRatio(exp(raw), min(low, exp(raw)), max(high, exp(raw)), increase)


def wilson(found: int, total: int, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """Interval of a share (Wilson 1927). Raises ValueError when total is not positive."""
    if total <= 0:
        raise ValueError("a share needs a positive total")
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    share, scale = found / total, 1 + z * z / total
    centre = (share + z * z / (2 * total)) / scale
    half = z * sqrt(share * (1 - share) / total + z * z / (4 * total * total)) / scale
    return max(0.0, centre - half), min(1.0, centre + half)


def _grid(
    day: Floats, residual: Floats, noise: Floats, design: Floats, contrast: Floats
) -> tuple[Floats, Floats, Floats]:
    """For every (rho, sigma): weight, mean and deviation of the contrast of the deltas."""
    gaps = np.abs(day[:, None] - day[None, :])
    likelihoods, means, deviations = [], [], []
    for rho in RHO:
        memory = np.power(rho, gaps) if rho else np.eye(len(day))
        for sigma in SIGMA:
            covariance = (exp(sigma * sigma) - 1) * memory + np.diag(noise)
            factor = np.linalg.cholesky(covariance)
            white = np.linalg.solve(factor, np.column_stack([design, residual]))
            white_design, white_residual = white[:, :-1], white[:, -1]
            information = white_design.T @ white_design
            spread = np.linalg.inv(information)
            delta = spread @ (white_design.T @ white_residual)
            left = white_residual - white_design @ delta
            determinant = 2 * np.log(np.diag(factor)).sum() + log(np.linalg.det(information))
            likelihoods.append(-0.5 * (determinant + left @ left))
            means.append(float(contrast @ delta))
            deviations.append(sqrt(float(contrast @ spread @ contrast)))
    weights = np.exp(np.array(likelihoods) - max(likelihoods))
    return weights / weights.sum(), np.array(means), np.array(deviations)


def _cdf(weights: Floats, means: Floats, deviations: Floats, at: float) -> float:
    normal = NormalDist()
    scores = ((at - means) / deviations).tolist()
    return sum(float(weight) * normal.cdf(score) for weight, score in zip(weights.tolist(), scores, strict=True))


def _quantile(weights: Floats, means: Floats, deviations: Floats, share: float) -> float:
    """Of the mixture of normals, by bisection to 1e-6."""
    low, high = float((means - 9 * deviations).min()), float((means + 9 * deviations).max())
    while high - low > 1e-6:
        middle = (low + high) / 2
        low, high = (middle, high) if _cdf(weights, means, deviations, middle) < share else (low, middle)
    return (low + high) / 2

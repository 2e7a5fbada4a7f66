"""Long series: did the level jump at the congress, did the trend turn? Segmented regression. Pure.

Negative binomial regression (statsmodels) of daily counts, offset log N_t: a level and a weekly trend
before, changes of both after; the days of the congress itself stand aside. Its own standard errors
hold every day for independent (their 95 % intervals held the truth in .58 to .78 of simulated series
with memory .7), so the intervals come from the same noise grid as those of rate ratios.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from math import exp
from typing import Literal

import numpy as np

from campaigns.statistics.compare import CONFIDENCE
from campaigns.statistics.noise import Floats, Mixture, integrated
from campaigns.windows import Comparison

LEAST_DAYS = 28
LEAST_COUNT = 10
STEPS = 200

Refusal = Literal["dates", "short", "few", "unsettled"]
"""No fixed dates; fewer than four weeks with exposure on a side; too few counted on a side; the
regression did not converge."""


@dataclass(frozen=True, slots=True)
class Change:
    """A factor with its 95 % interval; 1 is no change."""

    factor: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Segmented:
    """level: the day after the congress against where the trend before would have led; slope: how the
    weekly growth factor changed; before, after: weekly growth; days, counts: of both sides;
    dispersion: alpha of the negative binomial, 0 where a Poisson count does not vary less."""

    level: Change
    slope: Change
    before: Change
    after: Change
    days: tuple[int, int]
    counts: tuple[int, int]
    dispersion: float


CONTRASTS: Mapping[str, Floats] = {
    "level": np.array([0.0, 0, 1, 0, 0]),
    "slope": np.array([0.0, 0, 0, 1, 0]),
    "before": np.array([0.0, 1, 0, 0, 0]),
    "after": np.array([0.0, 1, 0, 1, 0]),
}
"""Of the columns: level, weeks since the congress, after it, weeks after it, weekend."""


def segmented(compared: Comparison | None) -> Segmented | Refusal:
    """compared: over the whole phases, not the comparison windows; None: the congress has no dates."""
    if compared is None:
        return "dates"
    series = compared.series
    kept = (series.exposure > 0) & (series.phase != 1)
    after = series.phase[kept] == 2
    count, exposure = series.count[kept], series.exposure[kept]
    days = (int((~after).sum()), int(after.sum()))
    counts = (int(count[~after].sum()), int(count[after].sum()))
    if min(days) < LEAST_DAYS:
        return "short"
    if min(counts) < LEAST_COUNT:
        return "few"
    weekend = np.array([day.weekday() >= 5 for day in compared.days])[kept]
    day = series.day[kept]
    weeks = (day - day[after][0]) / 7
    design = np.stack([np.ones(len(day)), weeks, after, after * weeks, weekend], axis=1).astype(float)
    fitted = _fitted(count, design, np.log(exposure))
    if fitted is None:
        return "unsettled"
    coefficients, dispersion = fitted
    mu = exposure * np.exp(design @ coefficients)
    found = {
        name: _change(integrated(day, design, ((count - mu) / mu)[None, :], (1 / mu)[None, :], part), float(part @ coefficients))
        for name, part in CONTRASTS.items()
    }
    return Segmented(**found, days=days, counts=counts, dispersion=dispersion)


def _change(shift: Mixture, raw: float) -> Change:
    low, high = (raw + shift.quantile((1 + side * CONFIDENCE) / 2)[0] for side in (-1, 1))
    return Change(exp(raw), exp(min(low, raw)), exp(max(high, raw)))


def _fitted(count: Floats, design: Floats, offset: Floats) -> tuple[Floats, float] | None:
    """(coefficients, alpha), alpha by moments from a Poisson fit: its likelihood has no maximum where
    counts hardly vary more than that. None where the iterations did not settle."""
    from statsmodels.genmod.families import NegativeBinomial, Poisson  # takes seconds to load
    from statsmodels.genmod.generalized_linear_model import GLM
    from statsmodels.tools.sm_exceptions import ConvergenceWarning, PerfectSeparationWarning

    with warnings.catch_warnings():
        for kind in (ConvergenceWarning, PerfectSeparationWarning, RuntimeWarning):
            warnings.simplefilter("error", kind)
        try:
            fit = GLM(count, design, family=Poisson(), offset=offset).fit(maxiter=STEPS)
            excess = float(((count - fit.mu) ** 2 - fit.mu).sum() / (fit.mu**2).sum())
            if excess > 0:
                fit = GLM(count, design, family=NegativeBinomial(alpha=excess), offset=offset).fit(fit.params, maxiter=STEPS)
        except (ConvergenceWarning, PerfectSeparationWarning, RuntimeWarning, np.linalg.LinAlgError):
            return None
    return (fit.params, max(excess, 0.0)) if fit.converged and np.isfinite(fit.params).all() else None

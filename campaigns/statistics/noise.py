"""Day-to-day noise of unknown size and memory, integrated out over a grid. Pure.

Relative residuals z of daily counts are taken as the phases' own offsets plus autocorrelated
noise plus counting noise: V(rho, s) = (exp(s^2) - 1) rho^|i-j| + diag(phi / mu). For each point of
the grid the offsets come by generalised least squares, the weight from the restricted likelihood.
The noise has the Markov property, so V is never built: one pass over the days whitens all columns
(the Kalman filter of a first-order process seen through counting noise), for every point of the
grid and many series at once; log|V| and the products are exactly those of the dense matrices.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

RHO = (0.0, 0.15, 0.3, 0.45, 0.6, 0.7, 0.8, 0.9)
SIGMA = (0.02, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.75, 0.95, 1.2)
HALVINGS = 36
"""Of the bracket of a quantile: to a ten-billionth of its width."""
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Mixture:
    """Weighted normals, one row a series, one column a point of the grid; weights sum to 1 in a row."""

    weights: Floats
    means: Floats
    deviations: Floats

    def cdf(self, at: Floats) -> Floats:
        """Probability of less than `at`, one value a series."""
        from scipy.special import ndtr  # half a second to load: not for commands that compare nothing

        found: Floats = (self.weights * ndtr((at[:, None] - self.means) / self.deviations)).sum(axis=1)
        return found

    def quantile(self, share: float) -> Floats:
        """By bisection, one value a series."""
        low: Floats = (self.means - 9 * self.deviations).min(axis=1)
        high: Floats = (self.means + 9 * self.deviations).max(axis=1)
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            under = self.cdf(middle) < share
            low, high = np.where(under, middle, low), np.where(under, high, middle)
        return (low + high) / 2


def integrated(day: Floats, design: Floats, residual: Floats, noise: Floats, contrast: Floats) -> Mixture:
    """The contrast of the phases' offsets, given everything that the noise may have been.

    day: calendar offsets, ascending (n); design: phase indicators (n, phases); residual, noise: z
    and phi / mu of each series (series, n); contrast: (phases).
    """
    count, phases = len(residual), design.shape[1]
    rho, sigma = (part.ravel() for part in np.meshgrid(RHO, SIGMA, indexing="ij"))
    products, logs = _whitened(day, design, residual, noise, rho, np.expm1(sigma * sigma))
    information, towards = products[..., :phases, :phases], products[..., :phases, phases]
    sides = np.stack([towards, np.broadcast_to(contrast, towards.shape)], axis=-1)
    solved = np.linalg.solve(information, sides)
    left = products[..., phases, phases] - (towards * solved[..., 0]).sum(axis=-1)
    likelihood = -0.5 * (logs + np.linalg.slogdet(information)[1] + left)
    weights = np.exp(likelihood - likelihood.max(axis=1, keepdims=True))
    return Mixture(
        weights / weights.sum(axis=1, keepdims=True),
        (contrast * solved[..., 0]).sum(axis=-1).reshape(count, -1),
        np.sqrt((contrast * solved[..., 1]).sum(axis=-1)),
    )


def _whitened(
    day: Floats, design: Floats, residual: Floats, noise: Floats, rho: Floats, size: Floats
) -> tuple[Floats, Floats]:
    """([X z]' V^-1 [X z] as (series, grid, phases + 1, phases + 1), log|V| as (series, grid))."""
    shape = (len(residual), len(rho))
    width = design.shape[1] + 1
    expected, variance = np.zeros((width, *shape)), np.broadcast_to(size, shape)
    products, logs = np.zeros((width, width, *shape)), np.zeros(shape)
    gaps = np.diff(day, append=day[-1] + 1)
    for at, gap in enumerate(gaps.tolist()):
        total = variance + noise[:, at, None]
        surprise = -expected
        surprise[:-1] += design[at][:, None, None]
        surprise[-1] += residual[:, at, None]
        scaled = surprise / total
        for row in range(width):
            products[row, row:] += scaled[row] * surprise[row:]
        logs += np.log(total)
        memory = rho**gap
        expected = memory * (expected + variance * scaled)
        variance = memory**2 * variance * (noise[:, at, None] / total) + size * (1 - memory**2)
    lower = np.tril_indices(width, -1)
    products[lower] = products[lower[1], lower[0]]
    return np.moveaxis(products, (0, 1), (2, 3)), logs

"""Many comparisons at once: chance alone makes some of them look strong (Holm 1979). Pure."""

from __future__ import annotations

from collections.abc import Sequence


def holm(chances: Sequence[float]) -> list[float]:
    """p values adjusted so that the probability of any false finding among them keeps its level; in the
    order given."""
    order = sorted(range(len(chances)), key=lambda place: chances[place])
    adjusted, least = [0.0] * len(chances), 0.0
    for step, place in enumerate(order):
        least = max(least, min(1.0, (len(chances) - step) * chances[place]))
        adjusted[place] = least
    return adjusted


def two_sided(increase: float) -> float:
    """p of "nothing changed" from the probability that the rate grew."""
    return min(1.0, 2 * min(increase, 1 - increase))

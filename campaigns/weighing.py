"""L1, weighted coverage: of every story the best of its articles, by the weight of its outlet's kind
and by how prominently it names the congress. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from campaigns.campaign import Campaign, Phase
from campaigns.columns import Codes
from campaigns.counted import PHASE_ORDER
from campaigns.measured import Measured

WEIGHTS: Mapping[str, float] = {
    "central_press": 1.0, "agency": 1.0, "broadcaster": 1.0, "local_press": 0.8, "journal": 0.8, "portal": 0.6,
    "entertainment": 0.4, "aggregator": 0.3, "unknown": 0.4,
}  # fmt: skip
"""Of each kind of outlet; a campaign's own weights stand over them. A convention, no measurement."""
PARTS = (0.4, 0.3, 0.2)
"""Of the marks of an article (search_api/prominence.py): title, sapo, text."""
FRONT = 0.1
"""Seen on the outlet's home page."""


@dataclass(frozen=True, slots=True)
class Weighted:
    """stories: how many there are (K); weighted: sum of their weights; equal: with every outlet of
    weight 1, to see how much the weights of kinds matter."""

    stories: int
    weighted: float
    equal: float


def weights_of(campaign: Campaign) -> Mapping[str, float]:
    """Kind -> weight, as they are in force."""
    return {**WEIGHTS, **campaign.weights}


def weighted(measured: Measured) -> Mapping[Phase, Weighted]:
    """By phase, each story at the time of its original."""
    rows = measured.totals
    own, plain = weights_of(measured.campaign), dict.fromkeys(WEIGHTS, 1.0)
    stories = rows.original & (rows.group > 0)
    counts = np.bincount(rows.phase[stories], minlength=len(PHASE_ORDER))
    sums = [_by_phase(measured, table, stories) for table in (own, plain)]
    return {
        phase: Weighted(int(counts[at]), float(sums[0][at]), float(sums[1][at]))
        for at, phase in enumerate(PHASE_ORDER)
    }


def prominence(measured: Measured) -> npt.NDArray[np.float64]:
    """Of each row of the totals, 0..1."""
    rows = measured.totals
    table = np.array([sum(part for bit, part in enumerate(PARTS) if marks >> bit & 1) for marks in range(8)])
    return np.asarray(table[rows.marks] + FRONT * np.isin(rows.id, measured.front))


def _by_phase(
    measured: Measured, weights: Mapping[str, float], stories: npt.NDArray[np.bool_]
) -> npt.NDArray[np.float64]:
    rows = measured.totals
    kinds = [measured.outlets[one].kind if one in measured.outlets else "unknown" for one in rows.source.values]
    of_source = np.array([weights.get(kind, weights["unknown"]) for kind in kinds] or [0.0])
    best = np.zeros(int(rows.group.max(initial=0)) + 1)
    np.maximum.at(best, rows.group, of_source[rows.source.codes] * prominence(measured))
    phases: Codes = rows.phase[stories]
    return np.bincount(phases, weights=best[rows.group[stories]], minlength=len(PHASE_ORDER)).astype(np.float64)

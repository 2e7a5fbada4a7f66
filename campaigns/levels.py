"""L1, L2 and L3 of the totals, as command and API print them beside the counts."""

from __future__ import annotations

from collections.abc import Mapping

from campaigns.audience import FACTOR, SHARE, contacts, net
from campaigns.campaign import Phase
from campaigns.measured import Measured
from campaigns.weighing import weighted


def level_objects(measured: Measured) -> Mapping[Phase, dict[str, object]]:
    """By phase; null where there is no dated audience figure, or no population."""
    heavy, seen, reached = weighted(measured), contacts(measured), net(measured, measured.population)
    found: dict[Phase, dict[str, object]] = {}
    for phase, one in heavy.items():
        gross, part = seen[phase], reached[phase]
        found[phase] = {
            "weighted": round(one.weighted, 4),
            "weighted_equal": round(one.equal, 4),
            "contacts": {
                "low": gross.low, "high": gross.high, "outlets": gross.outlets, "of_outlets": gross.all_outlets,
                "articles": gross.articles, "of_articles": gross.all_articles, "share": list(SHARE), "factor": FACTOR,
                "audience_from": gross.dates[0].isoformat(), "audience_to": gross.dates[1].isoformat(),
            } if gross else None,
            "net": {"low": part.low, "high": part.high, "if_independent": part.independent} if part else None,
        }  # fmt: skip
    return found

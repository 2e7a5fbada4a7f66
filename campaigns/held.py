"""How many congresses of each level have been held. Pure."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from campaigns.campaign import Campaign


@dataclass(frozen=True, slots=True)
class Held:
    """Congresses of one level: those whose announced closing lies behind us, and all of them."""

    level: str
    held: int
    total: int

    def row(self) -> dict[str, Any]:
        """As JSON shows it."""
        return asdict(self)


def held_by_level(campaign: Campaign, today: date) -> list[Held]:
    """By level, in the order in which the campaign names them first."""
    found: dict[str, list[int]] = {}
    for one in campaign.congresses:
        counts = found.setdefault(one.key.level, [0, 0])
        counts[0] += bool(one.fixed and one.fixed[1] < today)
        counts[1] += 1
    return [Held(level, held, total) for level, (held, total) in found.items()]

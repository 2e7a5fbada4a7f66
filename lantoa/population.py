"""Whom the outlets could reach at all, as somebody states it: people, as of a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lantoa.words import word


@dataclass(frozen=True, slots=True)
class Population:
    """people: how many; as_of: the day of the figure; origin: who states it."""

    people: int
    as_of: date
    origin: str


def population_from(text: str) -> Population:
    """"14002598; 2025-07-01; Cục Thống kê". Raises ValueError saying how it is written: a figure
    without day and origin is none."""
    parts = [part.strip() for part in text.split(";", 2)]
    try:
        people, as_of, origin = parts
        found = Population(int(people), date.fromisoformat(as_of), origin)
    except ValueError:
        raise ValueError(word("reach.population")) from None
    if found.people <= 0 or not origin:
        raise ValueError(word("reach.population"))
    return found

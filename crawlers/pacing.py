"""How often a channel is looked at: by how often it brings something new. Pure, deterministic.

A channel is read about every `WANTED` new addresses, and before half of what it shows could
have scrolled by. It stays within bounds around its stated rhythm; what makes it more frequent
works at once, what makes it rarer by doubling at most. The pause between two requests, pauses
asked for and the day's budget of its host hold whatever is said here.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import timedelta

HOUR = timedelta(hours=1)
WANTED = 4.0
"""New addresses that a read should bring."""
QUICKER, SLOWER = timedelta(hours=2), timedelta(hours=6)
"""How long a higher, or lower, rate takes to be believed."""
PART, TIMES = 3, 12
"""The interval stays between a third of the stated one and twelve times it."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """soonest, latest: of every channel; the stated interval is allowed in any case."""

    soonest: timedelta
    latest: timedelta

    def around(self, stated: timedelta, closer: timedelta | None = None) -> tuple[timedelta, timedelta]:
        """Least and greatest interval of a channel. closer: read it at least so often."""
        least = max(self.soonest, stated / PART)
        most = max(stated, least, min(self.latest, stated * TIMES))
        if closer is None:
            return least, most
        most = max(self.soonest, min(most, closer))
        return min(least, most), most


@dataclass(frozen=True, slots=True)
class Reading:
    """One read of a channel. elapsed: since the read before; fresh: new addresses it brought,
    of `shown` (0: it said only that nothing changed)."""

    elapsed: timedelta
    fresh: int
    shown: int


def new_rate(held: float | None, stated: timedelta, reading: Reading) -> float:
    """New addresses an hour, after a read. held: before it, None: nothing is known, then the
    stated interval is taken to be right."""
    before = WANTED / (stated / HOUR) if held is None else held
    hours = max(reading.elapsed, timedelta(minutes=1)) / HOUR
    seen = reading.fresh / hours
    memory = (QUICKER if seen > before else SLOWER) / HOUR
    return before + (1 - math.exp(-hours / memory)) * (seen - before)


def interval(rate: float, stated: timedelta, reading: Reading, least: timedelta, most: timedelta) -> timedelta:
    """When to look again, after a read that left this rate."""
    target = min(WANTED, reading.shown / 2) if reading.shown else WANTED
    wait = most if rate * (most / HOUR) <= target else target / rate * HOUR
    wait = min(wait, 2 * max(reading.elapsed, stated))
    if reading.shown and 2 * reading.fresh > reading.shown:  # half of it has scrolled by
        wait = min(wait, reading.elapsed / 2, stated)
    return min(max(wait, least), most)

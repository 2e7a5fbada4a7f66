"""Does extraction still read a source as it did? Shares and lengths against its own history. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import sqrt
from statistics import median
from typing import Literal

from crawlers.health import FAR_OUT, Reason, reason
from lantoa.web.formats import percent

WINDOW = timedelta(days=28)
LATEST = timedelta(days=7)
"""The latest pages are those of today, with days before as far as they are needed."""
LEAST_NOW, LEAST_BEFORE = 10, 30
"""Pages that make a comparison."""
LEAST_MEDIANS = 7
Z = 2.5758
"""99 %: two such intervals apart are no chance, though hundreds of sources are looked at daily."""
MATTERS = 0.2
"""A share has to rise by so much to matter."""
LEAST_SPREAD = 0.1
"""Of the usual length: below that a difference of lengths says nothing."""

Name = Literal["empty", "no_sapo", "undated", "unknown"]
NAMES: tuple[tuple[Name, str], ...] = (
    ("empty", "drift_empty"), ("no_sapo", "drift_no_sapo"), ("undated", "drift_undated"), ("unknown", "drift_unknown"),
)  # fmt: skip
"""The measures, and the key of the reason each gives."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Pages of one source first read on one local day. read: all of them; unknown: no article
    was found; of the others empty: hardly any text, no_sapo, undated; length: median
    characters of text (None: no article)."""

    day: date
    read: int
    empty: int
    no_sapo: int
    undated: int
    unknown: int
    length: float | None


@dataclass(frozen=True, slots=True)
class Share:
    """One measure: pages of the latest days and of the days before that show the defect."""

    name: Name
    now: int
    of_now: int
    before: int
    of_before: int

    @property
    def share_now(self) -> float:
        """0..1; 0 without pages."""
        return self.now / self.of_now if self.of_now else 0.0

    @property
    def share_before(self) -> float:
        """0..1; 0 without pages."""
        return self.before / self.of_before if self.of_before else 0.0

    @property
    def drifted(self) -> bool:
        """Certainly and considerably worse than before."""
        if not self.of_now or self.share_now - self.share_before < MATTERS:
            return False
        return wilson(self.now, self.of_now)[0] > wilson(self.before, self.of_before)[1]


@dataclass(frozen=True, slots=True)
class Drift:
    """since: first of the latest days; length, usual_length: median characters now and before
    (None: too few days); short_or_long: far outside what it usually is."""

    since: date
    read: int
    shares: tuple[Share, ...]
    length: float | None
    usual_length: float | None
    short_or_long: bool

    def reasons(self) -> list[Reason]:
        """The alarms that follow."""
        found = [
            reason(
                dict(NAMES)[each.name], alarm=True, now=percent(each.share_now), before=percent(each.share_before),
                read=each.of_now, since=self.since,
            )
            for each in self.shares
            if each.drifted
        ]  # fmt: skip
        if self.short_or_long and self.length is not None and self.usual_length is not None:
            length, usual = round(self.length), round(self.usual_length)
            found.append(reason("drift_length", alarm=True, now=length, before=usual, read=self.read, since=self.since))
        return found


def drift(readings: Sequence[Reading], today: date) -> Drift | None:
    """Compare the latest pages with the 28 days before. None: too few of either."""
    recent = sorted((one for one in readings if today - WINDOW <= one.day <= today), key=lambda one: one.day, reverse=True)
    latest: list[Reading] = []
    for one in recent:
        if one.day < today - LATEST or sum(each.read for each in latest) >= LEAST_NOW:
            break
        latest.append(one)
    before = recent[len(latest) :]
    if sum(one.read for one in latest) < LEAST_NOW or sum(one.read for one in before) < LEAST_BEFORE:
        return None
    lengths = [one.length for one in before if one.length is not None]
    now = [one.length for one in latest if one.length is not None]
    length = median(now) if now else None
    usual = median(lengths) if len(lengths) >= LEAST_MEDIANS else None
    return Drift(
        since=latest[-1].day,
        read=sum(one.read for one in latest),
        shares=tuple(_share(name, latest, before) for name, _ in NAMES),
        length=length,
        usual_length=usual,
        short_or_long=length is not None and usual is not None and _far(length, usual, lengths),
    )


def wilson(count: int, of: int, z: float = Z) -> tuple[float, float]:
    """The Wilson interval of a share; of > 0."""
    share, part = count / of, z * z / of
    middle = (share + part / 2) / (1 + part)
    half = z * sqrt(share * (1 - share) / of + part / (4 * of)) / (1 + part)
    return max(0.0, middle - half), min(1.0, middle + half)


def _share(name: Name, latest: Sequence[Reading], before: Sequence[Reading]) -> Share:
    def counted(rows: Sequence[Reading]) -> tuple[int, int]:
        whole = sum(one.read if name == "unknown" else one.read - one.unknown for one in rows)
        return sum(getattr(one, name) for one in rows), whole

    return Share(name, *counted(latest), *counted(before))


def _far(length: float, usual: float, lengths: Sequence[float]) -> bool:
    deviation = 1.4826 * median(abs(each - usual) for each in lengths)
    return abs(length - usual) > FAR_OUT * max(deviation, LEAST_SPREAD * usual)

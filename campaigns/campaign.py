"""A campaign, its congresses and the phases that follow from their dates. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property

from lantoa.article import CongressKey, Tags
from lantoa.words import word
from search_api.index import congress_token


class Phase(StrEnum):
    """Where an article stands in time, seen from its own congress."""

    BEFORE = "before"
    DURING = "during"
    AFTER = "after"
    UNDATED = "undated"
    OUTSIDE = "outside"


ORDINALS = range(1, 41)
"""Ordinals that a congress may bear whose campaign does not state one."""

PHASES = (Phase.BEFORE, Phase.DURING, Phase.AFTER)


@dataclass(frozen=True, slots=True)
class CampaignCongress:
    """One congress of a campaign.

    opening (its preparatory session included) and closing are whole local days; None = not
    fixed yet: its articles then count as before, and no ratio is given. parent: id of the
    congress above it. tentative: dates are expected, not announced.
    """

    id: str
    name: str
    key: CongressKey
    opening: date | None = None
    closing: date | None = None
    parent: str = ""
    tentative: bool = False
    venue: str = ""

    def __post_init__(self) -> None:
        if self.opening and self.closing and self.closing < self.opening:
            raise ValueError(word("campaign.closing", id=self.id, closing=self.closing, opening=self.opening))


@dataclass(frozen=True)
class Campaign:
    """A communication campaign around one or more congresses; the first one leads.

    start, end: whole local days, end None = open; before, after: lengths of the comparison
    windows, whole weeks so that weekdays match; panel: name of the panel it is measured over.
    """

    id: str
    name: str
    start: date
    end: date | None
    congresses: tuple[CampaignCongress, ...]
    panel: str = ""
    before: timedelta = timedelta(days=28)
    after: timedelta = timedelta(days=14)
    addressee: str = ""

    def __post_init__(self) -> None:
        if not self.congresses:
            raise ValueError(word("campaign.no_congress"))
        if self.end and self.end < self.start:
            raise ValueError(word("campaign.ends", end=self.end, start=self.start))
        for place, one in enumerate(self.congresses):
            if any(one.id == other.id for other in self.congresses[:place]):
                raise ValueError(word("campaign.twice", id=one.id))
            for day in (one.opening, one.closing):
                if day and (day < self.start or (self.end and day > self.end)):
                    raise ValueError(
                        word("campaign.outside", id=one.id, day=day, start=self.start, end=self.end or "…")
                    )

    @property
    def leading(self) -> CampaignCongress:
        """The congress that the campaign is named after."""
        return self.congresses[0]

    @cached_property
    def by_token(self) -> dict[str, CampaignCongress]:
        """Every key under which an article may name one of the congresses: vaguer than the
        campaign states it, or, where the campaign leaves ordinal or term open, more exact."""
        found: dict[str, CampaignCongress] = {}
        for forms in (tokens, self._open_forms):
            for one in self.congresses:
                for token in forms(one.key):
                    found.setdefault(token, one)
        return found

    def _open_forms(self, key: CongressKey) -> Sequence[str]:
        years = range(self.start.year - 1, (self.end or self.start).year + 2)
        ordinals = (key.ordinal, None) if key.ordinal else (None, *ORDINALS)
        terms = (key.term, None) if key.term else (None, *((year, year + 5) for year in years))
        return [congress_token(CongressKey(key.level, key.place, o, t)) for o in ordinals for t in terms]

    def own(self, keys: Iterable[CongressKey]) -> list[CampaignCongress]:
        """The campaign's congresses among `keys`, in the order given, each once."""
        found: dict[str, CampaignCongress] = {}
        for key in keys:
            one = self.by_token.get(congress_token(key))
            if one is not None:
                found.setdefault(one.id, one)
        return list(found.values())

    def phase(self, congress: CampaignCongress, day: date | None) -> Phase:
        """Phase of `day` by the dates of `congress`; UNDATED without a day."""
        if day is None:
            return Phase.UNDATED
        if day < self.start or (self.end is not None and day > self.end):
            return Phase.OUTSIDE
        if congress.opening is None or day < congress.opening:
            return Phase.BEFORE
        return Phase.DURING if congress.closing is None or day <= congress.closing else Phase.AFTER

    def phase_of(self, tags: Tags | None, day: date | None) -> Phase:
        """Phase of an article; OUTSIDE when it is about none of the congresses."""
        about = self.own(one.resolved or one.stated for one in tags.congresses if one.about) if tags else []
        return self.phase(about[0], day) if about else Phase.OUTSIDE

    def span(self, congress: CampaignCongress, phase: Phase) -> tuple[date, date | None] | None:
        """First and last day of a phase; None when it is not known or empty."""
        if phase is Phase.BEFORE:
            last = congress.opening - timedelta(days=1) if congress.opening else self.end
            return (self.start, last) if last is None or last >= self.start else None
        if congress.opening is None:
            return None
        if phase is Phase.DURING:
            return (congress.opening, congress.closing or self.end)
        if phase is Phase.AFTER and congress.closing is not None:
            first = congress.closing + timedelta(days=1)
            return (first, self.end) if self.end is None or first <= self.end else None
        return None


def tokens(key: CongressKey) -> Sequence[str]:
    """The key's token and those of its vaguer forms (no ordinal, no term, neither)."""
    forms = ((o, t) for o in (key.ordinal, None) for t in (key.term, None))
    return tuple(dict.fromkeys(congress_token(CongressKey(key.level, key.place, o, t)) for o, t in forms))

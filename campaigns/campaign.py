"""A campaign and the phases that follow from the dates of its congresses. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from campaigns import coherence
from campaigns.parts import (
    PHASES,
    CampaignCongress,
    Letterhead,
    Message,
    Phase,
    ReportOrder,
    Target,
    Wave,
)
from campaigns.problems import Problem, refuse
from lantoa.article import CongressKey
from search_api.index import congress_token

__all__ = [
    "PHASES", "Campaign", "CampaignCongress", "Letterhead", "Message", "Phase", "ReportOrder", "Target", "Wave",
    "tokens",
]  # fmt: skip

ORDINALS = range(1, 41)
"""Ordinals that a congress may bear whose campaign does not state one."""
_TEXTS = ("panel", "addressee", "query", "unlike", "origin")


@dataclass(frozen=True)
class Campaign:
    """A communication campaign around one or more congresses; the first one leads.

    start, end: whole local days, end None = open; before, after: lengths of the comparison
    windows, whole weeks so that weekdays match; panel: name of the panel it is measured over,
    panel_version None = the latest; addressee: whom reports are addressed to.
    waves: peak waves by their start; query: membership in the language of searches, beside the
    congresses' keys; own_sources, commissioned: ids of outlets; previous, peers: ids of campaigns
    it is compared with, unlike: why the previous one is not like for like; weights: outlet kind ->
    weight; recipients: lines of "Nơi nhận"; mail: e-mail addresses; webhook: an http(s) address;
    alert_budget: messages a day; silence: after which an expected source counts as silent;
    origin: where its facts are from. Raises Refused, a ValueError, with everything that is wrong.
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
    waves: tuple[Wave, ...] = ()
    query: str = ""
    own_sources: tuple[str, ...] = ()
    commissioned: tuple[str, ...] = ()
    panel_version: int | None = None
    messages: tuple[Message, ...] = ()
    targets: tuple[Target, ...] = ()
    previous: str = ""
    peers: tuple[str, ...] = ()
    unlike: str = ""
    weights: Mapping[str, float] = field(default_factory=dict, hash=False)
    letterhead: Letterhead = field(default_factory=Letterhead)
    recipients: tuple[str, ...] = ()
    mail: tuple[str, ...] = ()
    webhook: str = ""
    alert_budget: int = 10
    silence: timedelta = timedelta(hours=24)
    reports: tuple[ReportOrder, ...] = ()
    origin: str = ""

    def __post_init__(self) -> None:
        refuse(list(self._problems()))

    def _problems(self) -> Iterator[Problem]:
        yield from coherence.of_names(self.id, self.name)
        yield from coherence.of_texts({key: getattr(self, key) for key in _TEXTS})
        yield from coherence.of_span(self.start, self.end)
        last = self.end if self.end and self.end >= self.start else None  # told once, not of every part
        yield from coherence.of_congresses(self.congresses, self.start, last)
        yield from coherence.of_windows(self.before, self.after)
        yield from coherence.of_waves(self.waves, self.start, last)
        yield from coherence.of_messages(self.messages)
        yield from coherence.of_orders(self.targets, self.reports)
        yield from coherence.of_query(self.query)
        yield from coherence.of_sources(self.own_sources, self.commissioned, self.panel, self.panel_version)
        yield from coherence.of_comparison(self.id, self.previous, self.peers)
        yield from coherence.of_weights(self.weights)
        yield from coherence.of_addresses(self.recipients, self.mail, self.webhook)
        yield from coherence.of_alerts(self.alert_budget, self.silence)

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
        """Phase of `day` by the dates of `congress`, BEFORE while they are not fixed; UNDATED without a day."""
        if day is None:
            return Phase.UNDATED
        if day < self.start or (self.end is not None and day > self.end):
            return Phase.OUTSIDE
        if congress.fixed is None or day < congress.fixed[0]:
            return Phase.BEFORE
        return Phase.DURING if day <= congress.fixed[1] else Phase.AFTER

    def span(self, congress: CampaignCongress, phase: Phase) -> tuple[date, date | None] | None:
        """First and last day of a phase; None when it is not known or empty."""
        if congress.fixed is None:
            return (self.start, self.end) if phase is Phase.BEFORE else None
        opening, closing = congress.fixed
        if phase is Phase.BEFORE:
            return (self.start, opening - timedelta(days=1)) if self.start < opening else None
        if phase is Phase.DURING:
            return (opening, closing)
        if phase is Phase.AFTER:
            first = closing + timedelta(days=1)
            return (first, self.end) if self.end is None or first <= self.end else None
        return None


def tokens(key: CongressKey) -> Sequence[str]:
    """The key's token and those of its vaguer forms (no ordinal, no term, neither)."""
    forms = ((o, t) for o in (key.ordinal, None) for t in (key.term, None))
    return tuple(dict.fromkeys(congress_token(CongressKey(key.level, key.place, o, t)) for o, t in forms))

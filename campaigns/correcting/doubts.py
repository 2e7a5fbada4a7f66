"""What is uncertain about an article's place in a campaign, and how much. Pure.

Weights are the shares of wrong verdicts among annotated texts (96 texts, 177 references) where
there were enough of a kind; where not, estimates that only order the queue.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Literal

from campaigns.campaign import Campaign, CampaignCongress
from lantoa.article import Congress, Moment
from search_api.index import congress_token

Code = Literal["about", "guessed", "mention", "undated", "unsure_date", "future", "reprint"]

ABOUT: Mapping[str, float] = MappingProxyType({
    "generic": 0.4, "work": 0.4, "campaign": 0.3, "outcome": 0.3, "often": 0.3, "held": 0.25, "lead": 0.12,
})  # fmt: skip
"""By the rule that takes an article to be about a congress; the title is sure enough."""
NAMED_IN_TITLE = 0.4
"""So much less is a rule to be doubted where the title names the congress."""
MENTION: Mapping[str, float] = MappingProxyType({"welcome": 0.25, "generic": 0.4, "in passing": 0.14})
IN_TITLE = 0.35
"""A mention in the title that is taken to be no more than that."""
GUESSED = 0.2
"""The congress follows from the body and the date alone."""
UNDATED, FUTURE, UNSURE_DATE = 0.6, 0.6, 0.4
SURE = 0.8
"""A date is doubted whose confidence lies under it."""
REPRINT = 0.4
LEAD = 400
"""Characters: a mention further behind is not looked at."""


@dataclass(frozen=True, slots=True)
class CloseCall:
    """other: the article whose text is about as near as a reprint's must be; likeness: 0..1;
    together: whether they are one group."""

    other: int
    likeness: float
    together: bool


@dataclass(frozen=True, slots=True)
class Looked:
    """What doubts are made of. congresses: as tagged; title: its length; first_seen: local day."""

    id: int
    title: int
    published: Moment
    first_seen: date
    congresses: tuple[Congress, ...]
    close_call: CloseCall | None = None


@dataclass(frozen=True, slots=True)
class Doubt:
    """weight: 0..1, the likelihood that it is wrong; mark: what it is about, so that a doubt that
    was settled comes back only when the tag says something else."""

    code: Code
    weight: float
    mark: str
    congress: CampaignCongress | None = None
    tag: Congress | None = None
    close_call: CloseCall | None = None


def doubts(campaign: Campaign, looked: Looked, member: bool, by_hand: bool) -> list[Doubt]:
    """Every doubt, the gravest first. member: does the article count; by_hand: did an analyst add
    it (its congress is then beyond doubt)."""
    found: list[Doubt] = []
    if not member:
        found += _mentions(campaign, looked)
    else:
        if not by_hand:
            found += _about(campaign, looked)
        found += _dates(looked)
        found += _close(looked)
    return sorted(found, key=lambda one: -one.weight)


def gravity(found: Iterable[Doubt]) -> float:
    """The likelihood that something is wrong, were the doubts independent."""
    right = 1.0
    for one in found:
        right *= 1 - one.weight
    return 1 - right


def _about(campaign: Campaign, looked: Looked) -> Iterator[Doubt]:
    for congress, tag in _named(campaign, looked, about=True):
        if tag.reason in ABOUT:
            less = NAMED_IN_TITLE if tag.start < tag.end <= looked.title else 1
            yield Doubt("about", ABOUT[tag.reason] * less, _mark("about", tag), congress, tag)
        if tag.resolved is not None and tag.stated.ordinal is None and tag.stated.term is None:
            yield Doubt("guessed", GUESSED, _mark("guessed", tag), congress, tag)


def _mentions(campaign: Campaign, looked: Looked) -> Iterator[Doubt]:
    for congress, tag in _named(campaign, looked, about=False):
        if tag.start < tag.end <= looked.title:
            yield Doubt("mention", IN_TITLE, _mark("mention", tag), congress, tag)
        elif tag.reason in MENTION and tag.start < looked.title + LEAD:
            yield Doubt("mention", MENTION[tag.reason], _mark("mention", tag), congress, tag)


def _dates(looked: Looked) -> Iterator[Doubt]:
    published = looked.published
    if published.provenance == "corrected":
        return
    if published.day is None:
        yield Doubt("undated", UNDATED, "undated")
    elif published.day > looked.first_seen + timedelta(days=1):
        yield Doubt("future", FUTURE, f"future {published.day}")
    elif published.confidence < SURE:
        yield Doubt("unsure_date", UNSURE_DATE, f"date {published.day} {published.provenance}")


def _close(looked: Looked) -> Iterator[Doubt]:
    call = looked.close_call
    if call is not None:
        yield Doubt("reprint", REPRINT, f"reprint {call.other} {call.together}", close_call=call)


def _named(campaign: Campaign, looked: Looked, about: bool) -> Iterator[tuple[CampaignCongress, Congress]]:
    seen: set[str] = set()
    for tag in looked.congresses:
        congress = campaign.by_token.get(congress_token(tag.resolved or tag.stated))
        if congress is not None and tag.about is about and congress.id not in seen:
            seen.add(congress.id)
            yield congress, tag


def _mark(code: str, tag: Congress) -> str:
    return f"{code} {congress_token(tag.resolved or tag.stated)} {tag.reason}"

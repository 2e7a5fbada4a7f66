"""Persons, organisations, places and document numbers of a text, with exact spans.

A grammar: heads from the lexicon, then as much as belongs to the name. Longest span wins.
Read on clean text; spans are carried back to NFC(text).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lantoa.article import Entity
from nlp.entity_patterns import (
    DOCUMENT,
    LEADER,
    LISTED,
    LOCATED,
    NAMED_PLACE,
    NUMBERED,
    ON_A_ROAD,
    ONTO,
    PAIR,
    REGION,
    STOP,
    STREET,
    SURNAMES,
    VENUE,
    WAY,
    known_places,
)
from nlp.gazetteer import is_known
from nlp.letters import SYLLABLE
from nlp.normalise import search_form
from nlp.organisations import organisations
from nlp.persons import persons
from nlp.places import bare_provinces, named_places, place_at
from nlp.spans import Span


def spans(text: str) -> list[Span]:
    """Names in a clean text, in order, without overlaps (the longest, then the first, wins)."""
    organs = organisations(text)
    taken = list(_chosen([*organs, *_documents(text), *_venues(text)]))
    names = list(persons(text))
    places = _places(text)
    return sorted(_chosen([*taken, *names, *places]), key=lambda span: span.start)


def entities(composed: str, found: list[Span], offsets: Sequence[int]) -> tuple[Entity, ...]:
    """Spans of the clean text as entities of NFC(text)."""
    rows = []
    for span in found:
        start, end = offsets[span.start], offsets[span.end - 1] + 1
        rows.append(Entity(start, end, span.type, composed[start:end], span.link, span.rule, span.score))
    return tuple(rows)


def _chosen(found: list[Span]) -> Iterator[Span]:
    busy: set[int] = set()
    order = {"DOC": 0, "ORG": 1, "LOC": 2, "PER": 2}
    for span in sorted(
        found, key=lambda each: (order[each.type], each.start - each.end, each.type, each.start)
    ):
        if span.start not in busy and (span.end - 1) not in busy:
            busy.update(range(span.start, span.end))
            yield span


def _documents(text: str) -> Iterator[Span]:
    for found in DOCUMENT.finditer(text):
        yield Span(
            found.start(), found.end(), "DOC", "doc.number", search_form(found[0])[1].replace(" ", "-")
        )


def _places(text: str) -> Iterator[Span]:
    """Places by some rule; of equal ones the first counts."""
    for found in LEADER.finditer(text):
        yield Span(found.start("name"), found.end("name"), "LOC", "loc.leader")
    for found in PAIR.finditer(text):
        yield Span(*found.span("one"), "LOC", "loc.pair")
        yield Span(*found.span("two"), "LOC", "loc.pair")
    yield from _ways(text)
    for place in named_places(text):
        whole = text[place.start].isupper() or place.name.isdigit()
        start = place.start if whole else place.end - len(place.name)
        yield Span(start, place.end, "LOC", "loc.unit")
    for found in bare_provinces(text):
        if place_at(text, found.start()):
            yield Span(found.start(), found.end(), "LOC", "loc.province")
    for found in REGION.finditer(text):
        yield Span(found.start(), found.end(), "LOC", "loc.region")
    for found in STREET.finditer(text):
        yield Span(_from(text, found), found.end("name"), "LOC", "loc.feature")
    for found in NUMBERED.finditer(text):
        yield Span(found.start(), found.end(), "LOC", "loc.number")
    for found in LISTED.finditer(text):
        for name in _LISTED_NAME.finditer(text, found.start("names"), found.end("names")):
            yield Span(name.start(), name.end(), "LOC", "loc.listed")
    for found in LOCATED.finditer(text):
        yield Span(_from(text, found), found.end("name"), "LOC", "loc.feature")
    for found in NAMED_PLACE.finditer(text):
        if found["name"].split(" ")[0] not in SURNAMES and is_known(found["name"]):
            yield Span(found.start("name"), found.end("name"), "LOC", "loc.known")
    for found in known_places().finditer(text):
        yield Span(found.start(), found.end(), "LOC", "loc.known")


_ROAD_BEFORE = 60
_DASH = re.compile(" [-–] ")


def _ways(text: str) -> Iterator[Span]:
    """ "theo đường Trần Phú - Lê Lợi - Bạch Đằng": each street of a way, if words of traffic stand near."""
    end = 0
    for dash in _DASH.finditer(text):
        if dash.start() >= end:
            start = text.rfind("\n", 0, dash.start()) + 1
            end = text.find("\n", dash.end())
            end = len(text) if end < 0 else end
            yield from _way(text, start, end)


def _way(text: str, start: int, end: int) -> Iterator[Span]:
    for found in WAY.finditer(text, start, end):
        stops = list(STOP.finditer(text, found.start(), found.end()))
        far = max(start, found.start() - _ROAD_BEFORE)
        near = ON_A_ROAD.search(text, far, found.end()) and len(stops) > 2
        if near or ONTO.search(text, far, found.start()):
            for stop in stops:
                yield Span(stop.start("name"), stop.end("name"), "LOC", "loc.way")


def _from(text: str, found: re.Match[str]) -> int:
    """Where a place begins whose kind stands before it: with the kind when that has a capital."""
    opens = (
        not text[max(0, found.start() - 4) : found.start()]
        .rstrip(' "“(-–')
        .endswith((".", "!", "?", "\n", ":"))
        and found.start() > 0
    )
    return found.start() if found[0][0].isupper() and opens else found.start("name")


_LISTED_NAME = re.compile(rf"{SYLLABLE}(?: {SYLLABLE})*")


def _venues(text: str) -> Iterator[Span]:
    for found in VENUE.finditer(text):
        if found[0].count(" ") > 1 or "trường" in found[0]:
            yield Span(found.start(), found.end(), "LOC", "loc.venue")


__all__ = ["Span", "entities", "spans"]

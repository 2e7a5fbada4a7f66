"""Persons, organisations, places and document numbers of a text, with exact spans.

A grammar: heads from the lexicon, then as much as belongs to the name. Longest span wins.
Read on clean text; spans are carried back to NFC(text).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import cast

from lantoa.article import Entity, EntityType
from nlp.entity_patterns import (
    BYLINE,
    DOCUMENT,
    NAME,
    NEVER,
    REGION,
    STREET,
    SURNAMES,
    TITLED,
    VENUE,
    field_words,
    organ_head,
)
from nlp.letters import LOWER, SYLLABLE
from nlp.normalise import search_form
from nlp.places import ANYWHERE, Place, bare_provinces, name_at, place_at
from nlp.sectors import sector_end


@dataclass(frozen=True, slots=True)
class Span:
    """A found name in the clean text. rule: which rule found it; link: id of its place;
    score: how sure, 0..1."""

    start: int
    end: int
    type: EntityType
    rule: str
    link: str = ""
    score: float = 1.0


def spans(text: str) -> list[Span]:
    """Names in a clean text, in order, without overlaps (the longest, then the first, wins)."""
    organs = _joined(text, list(_organisations(text)))
    taken = list(_chosen([*organs, *_documents(text), *_venues(text)]))
    names = _persons(text)
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


def organisation_end(text: str, at: int) -> int:
    """End of the organisation that begins at this offset of a clean text; `at` when none does."""
    end = at
    while (found := organ_head().match(text, end if end == at else end + 1)) and (
        further := _organ_end(text, found, cast(str, found.lastgroup))
    ):
        end = further
        if text[end : end + 1] != " ":
            break
    return end


_SMALL = "org.small"
"""A body in small letters: an organisation only together with what it belongs to."""
_ALONE = re.compile(r"(?:Đảng|đảng|Nhà nước|Quốc hội|Chính phủ)$|(?i:báo|đài|hãng) ")


def _joined(text: str, found: list[Span]) -> list[Span]:
    """ "Ban Pháp chế" + "HĐND tỉnh": an organ and what it belongs to are one name."""
    out: list[Span] = []
    for span in found:
        before = out[-1] if out else None
        if (
            before
            and text[before.end : span.start] == " "
            and not _ALONE.match(text[before.start : before.end])
        ):
            out[-1] = Span(before.start, span.end, "ORG", "org.joined")
        else:
            out.append(span)
    return [span for span in out if span.rule != _SMALL]


def _organisations(text: str) -> Iterator[Span]:
    at = 0
    head = organ_head()
    while found := head.search(text, at):
        kind = cast(str, found.lastgroup)
        end = _organ_end(text, found, kind)
        if end > found.start():
            small = kind == "body" and found[0][0].islower()
            yield Span(found.start(), end, "ORG", _SMALL if small else f"org.{kind}")
            at = end
        else:
            at = found.end()


def _organ_end(text: str, found: re.Match[str], kind: str) -> int:
    """End of the organisation that begins with this head; 0 when it is none."""
    if kind in ("committee", "chain"):
        return _committee_end(text, found)
    if kind == "fixed":
        return found.end()
    if kind == "owner":
        return found.end()
    if kind == "body":
        return _with_place(text, _fields(text, found.end()))
    if kind == "state":
        return _with_place(text, found.end()) if found[0][0].isupper() else _placed_only(text, found.end())
    named_after = _NAMED_AFTER.match(text, found.end()) if found[0].startswith(("Trường", "trường")) else None
    end = named_after.end() if named_after else _fields(text, found.end())
    return _with_place(text, end) if end > found.end() else 0


_NAMED_AFTER = re.compile(rf"(?: {SYLLABLE}(?!\w)){{2,4}}(?! [{LOWER}]+ (?:{SYLLABLE}|và))")


def _committee_end(text: str, found: re.Match[str]) -> int:
    end = _with_place(text, found.end())
    small = found[0][0].islower()
    generic = re.compile(r" (?:các|cơ sở|cấp|trực thuộc|viên)(?!\w)").match(text, found.end())
    if generic or (small and end == found.end() and not re.search(r"ủy$", found[0])):
        return 0
    if end == found.end() and _SECTOR.match(text, end):
        return sector_end(text, end)
    return end if end > found.end() else _named_seat(text, end)


_SECTOR = re.compile(r" (?:Khối|khối|cơ quan|Cơ quan|Quân|Công an|Ngoài|Bộ) ")


def _named_seat(text: str, at: int) -> int:
    """ "Huyện ủy Tân Hồng": a place without unit word, unless the letters are a person's."""
    found = name_at(text, at + 1) if text[at : at + 1] == " " else None
    if found is None:
        return at
    end, letters = found
    words = letters.split(" ")
    is_person = words[0] in SURNAMES and len(words) >= 3
    return at if is_person or letters.isdigit() or not 2 <= len(words) <= 3 else end


def _fields(text: str, at: int) -> int:
    step = field_words()
    here = at
    while (more := step.match(text, here)) and place_at(text, here + 1) is None:
        here = more.end()
    return here


def _with_place(text: str, at: int) -> int:
    """The offset after a place that belongs to the organisation (unit alone included)."""
    if text[at : at + 1] != " ":
        return at
    if committee := re.compile(
        r" (?:của )?(?:[Tt]hành ủy|[Tt]ỉnh ủy|[Qq]uận ủy|[Hh]uyện ủy|[Đđ]ảng ủy|Trung ương Đảng|Trung ương)(?!\w)"
    ).match(text, at):
        return _with_place(text, committee.end())
    place = place_at(text, at + 1)
    return place.end if place else at


def _placed_only(text: str, at: int) -> int:
    end = _with_place(text, at)
    return end if end > at else 0


def _documents(text: str) -> Iterator[Span]:
    for found in DOCUMENT.finditer(text):
        yield Span(
            found.start(), found.end(), "DOC", "doc.number", search_form(found[0])[1].replace(" ", "-")
        )


def _persons(text: str) -> Iterator[Span]:
    for found in NAME.finditer(text):
        words = found[0].split(" ")
        seat = place_at(text, found.start())
        skipped = len(text[seat.start : seat.end].split(" ")) if seat and len(words) > 3 else 0
        for at, word in enumerate(words):
            rest = words[at:]
            if at >= skipped and word in SURNAMES and _is_name(rest):
                start = found.start() + sum(len(part) + 1 for part in words[:at])
                yield Span(start, found.end(), "PER", "per.surname")
                break
    for found in BYLINE.finditer(text, max(0, len(text) - 300)):
        if place_at(text, found.start()) is None and _is_name((found["name"] or found["credit"]).split(" ")):
            yield Span(*found.span("name" if found["name"] else "credit"), "PER", "per.byline")
    for found in TITLED.finditer(text):
        if found["name"].split(" ")[0] not in NEVER:
            yield Span(found.start("name"), found.end("name"), "PER", "per.titled")


def _is_name(words: list[str]) -> bool:
    shouted = any(part.isupper() and len(part) > 1 for part in words)
    return 2 <= len(words) <= 5 and not shouted and not NEVER.intersection(words)


def _places(text: str) -> Iterator[Span]:
    for found in ANYWHERE.finditer(text):
        place = place_at(text, found.start())
        if place is not None and place.name:
            start = (
                found.start()
                if text[found.start()].isupper() or place.name.isdigit()
                else place.end - len(place.name)
            )
            yield Span(start, place.end, "LOC", "loc.unit", _link(place))
    for found in bare_provinces(text):
        place = place_at(text, found.start())
        if place is not None:
            yield Span(found.start(), found.end(), "LOC", "loc.province", _link(place))
    for found in REGION.finditer(text):
        yield Span(found.start(), found.end(), "LOC", "loc.region")
    for found in STREET.finditer(text):
        yield Span(found.start("name"), found.end("name"), "LOC", "loc.feature")


def _venues(text: str) -> Iterator[Span]:
    for found in VENUE.finditer(text):
        if found[0].count(" ") > 1 or "trường" in found[0]:
            yield Span(found.start(), found.end(), "LOC", "loc.venue")


def _link(place: Place) -> str:
    if place.province is not None:
        return f"province:{place.province.code}"
    return f"place:{search_form(place.canonical)[1].replace(' ', '-')}"

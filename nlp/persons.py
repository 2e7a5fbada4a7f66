"""Persons of a clean text: by family name, by what they are called, by credit line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set

from nlp.entity_patterns import BYLINE, COUNTRY_NAMES, CREDIT, LEARNED, NAME, NEVER, SURNAMES, TITLED
from nlp.foreign import foreign_persons
from nlp.gazetteer import is_district, is_known
from nlp.letters import LOWER, SYLLABLE, UPPER
from nlp.lexicon import lexicon
from nlp.normalise import search_form
from nlp.places import place_at
from nlp.spans import Span
from nlp.starts import Opened, any_case, both_cases

_TITLE_WORD = re.compile(
    r"(?:Bí|Phó|Chủ|Tổng|Trưởng|Giám|Chánh|Ủy|Đảng|Ban|Hội|Thứ|Quốc|Sở|Đại|Ông|Bà)(?= (?i:thư|tịch|bí|giám|thủ|cục|vụ|tư|chi|hiệu|viện|chánh|biên|ban|phòng|đoàn|đốc|văn|án|viên|ủy|bộ|chủ|trưởng|nhiệm|hội|tổng|đồng|nghị|tướng|tá|biểu|[A-ZĐ]))"
)
_CALLED = re.compile(r"(?i:ông|bà|anh|chị|đồng chí|thư|tịch|viên|trưởng|đốc|tướng|tá) $")
_END_OF_NOTE = 300


def persons(text: str) -> Iterator[Span]:
    """Every person by some rule; spans may overlap (the caller chooses)."""
    given: set[str] = set()
    for found in NAME.finditer(text):
        if is_district(found[0]) and not _CALLED.search(text, max(0, found.start() - 12), found.start()):
            yield Span(found.start(), found.end(), "LOC", "loc.known")
        elif named := _by_surname(text, found):
            start, end = named
            if start > found.start() and text[found.start() : start - 1] in COUNTRY_NAMES:
                yield Span(found.start(), start - 1, "LOC", "loc.region")
            if _is_street(text, start):
                yield Span(start, end, "LOC", "loc.street")
            else:
                given.add(text[start:end].rpartition(" ")[2])
                yield Span(start, end, "PER", "per.surname")
    yield from _again(text, given)
    yield from foreign_persons(text)
    yield from _shouted(text)
    for found in BYLINE.finditer(text, max(0, len(text) - _END_OF_NOTE)):
        for group in ("name", "second"):
            if (
                found[group]
                and place_at(text, found.start(group)) is None
                and _is_name(found[group].split(" "))
            ):
                yield Span(*found.span(group), "PER", "per.byline")
    for found in CREDIT.finditer(text):
        if not found["name"].split(" ")[0].isupper() or "." in found["name"]:
            yield Span(found.start("name"), found.end("name"), "PER", "per.credit")
            if found["second"]:
                yield Span(found.start("second"), found.end("second"), "PER", "per.credit")
    for pattern in (TITLED, LEARNED):
        for found in pattern.finditer(text):
            if found.lastgroup == "uncle":
                yield Span(found.start(), found.end(), "PER", "per.titled")
                continue
            if found["name"].split(" ")[0] not in NEVER and place_at(text, found.start("name")) is None:
                yield Span(found.start("name"), found.end("name"), "PER", "per.titled")


def _by_surname(text: str, found: re.Match[str]) -> tuple[int, int] | None:
    """The part of a run of capitalised syllables that is a person's name: from a family name at
    its beginning, or behind a place; else from the first family name that leaves a name."""
    words = found[0].split(" ")
    seat = place_at(text, found.start())
    skipped = len(text[seat.start : seat.end].split(" ")) if seat and len(words) > 3 else 0
    fits: list[tuple[int, int]] = []
    start = found.start()
    for at, word in enumerate(words):
        if at >= skipped and (word in SURNAMES or _BARE.match(word)) and not (at and word in _MIDDLE):
            end = _name_end(text, start, words[at:])
            if _TITLE_WORD.match(text, start):
                end = start
            if _is_name(text[start:end].split(" ")):
                before = " ".join(words[:at])
                if at in (0, skipped) or before in COUNTRY_NAMES or is_known(before):
                    return start, end
                fits.append((start, end))
            elif at in (0, skipped):
                return None
        start += len(word) + 1
    if not fits and found[0].isascii() and words[0] in _WITHOUT_MARKS and len(words) in (3, 4):
        return found.span()
    return fits[0] if fits else None


_OFFICES = lexicon("names")["addressed"]
_OFFICE = Opened(
    both_cases(_OFFICES),
    re.compile(rf"(?<!\w)(?:{any_case(_OFFICES)}) (?P<name>[{UPPER}][{LOWER}]+)(?! {SYLLABLE})(?!\w)"),
)


def _again(text: str, given: Set[str]) -> Iterator[Span]:
    """ "Đại sứ Khôi": the given name alone behind an office, of somebody named in full elsewhere."""
    for found in _OFFICE.finditer(text):
        if found["name"] in given:
            yield Span(*found.span("name"), "PER", "per.given")


_SHOUTED = re.compile(rf"(?<![\w-])(?P<first>[{UPPER}]{{2,}})(?: [{UPPER}][{UPPER}'’]*){{1,4}}(?=,| \(|\n| ?$| [-–])")
_BEFORE_SHOUTED = re.compile(r"(?:\n|\* |[Ôô]ng |[Bb]à |[Aa]nh |[Cc]hị |chí |GS |TS |sĩ |sư |tá |tướng )$")
_TITLE_SHOUTED = re.compile(r"PHÓ (?:BÍ|CHỦ|TRƯỞNG|GIÁM)")


def _shouted(text: str) -> Iterator[Span]:
    """ "Ông QUÁCH DŨ (quận 5)": a name in capitals behind a title, or alone before brackets."""
    for found in _SHOUTED.finditer(text):
        if found["first"].capitalize() not in SURNAMES or _TITLE_SHOUTED.match(found[0]):
            continue
        name = found[0].title()
        opens = _BEFORE_SHOUTED.search(text, max(0, found.start() - 6), found.start())
        if (opens or found.start() == 0) and not is_known(name) and place_at(name, 0) is None:
            yield Span(found.start(), found.end(), "PER", "per.shouted")


_MIDDLE = frozenset(["Thi", "Thị"])
_WITHOUT_MARKS = frozenset(search_form(name)[1].capitalize() for name in SURNAMES)
_BARE = re.compile(r"[HY]['’]\w+$|Y$")
"""Ede and Mnong names: H'Yim, Y Thông."""


def _name_end(text: str, start: int, words: Sequence[str]) -> int:
    """Where the name ends: before the first word that begins a title ("Nông Đức Mạnh Chủ tịch")."""
    here = start + len(words[0])
    for word in words[1:]:
        if _TITLE_WORD.match(text, here + 1) and word in NEVER:
            break
        here += 1 + len(word)
    return here


def _is_name(words: Sequence[str]) -> bool:
    shouted = any(part.isupper() and len(part) > 1 for part in words)
    return (
        2 <= len(words) <= 5
        and not shouted
        and words[0] not in NEVER - SURNAMES
        and not NEVER.intersection(words[1:-1])
    )


_ROADS = re.compile(r"(?<!\w)(?:[Đđ]ường|phố|[Đđ]ại lộ|[Qq]uốc lộ|nút giao|ngã [tb][ưa]|[Cc]ầu|tuyến)(?!\w)")
_ON_THE_WAY = re.compile(r"(?:[;(–-] ?|, |đến |rẽ |qua |từ |ra |phố |theo |đường )$")
_LEAST_ROADS, _WITHIN = 3, 600
"""So many words for roads in the line, not more than so many characters away."""


def _is_street(text: str, start: int) -> bool:
    """Does the name stand in a list of streets, as one of them?"""
    if not _ON_THE_WAY.search(text, max(0, start - 6), start):
        return False
    line = text.rfind("\n", max(0, start - _WITHIN), start) + 1 or max(0, start - _WITHIN)
    end = text.find("\n", start, start + _WITHIN)
    return len(_ROADS.findall(text, line, end if end >= 0 else start + _WITHIN)) >= _LEAST_ROADS

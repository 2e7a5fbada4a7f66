"""Organisations of a clean text: a head from the lexicon, its field, and what it belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import cast

from nlp.cells import military, place_or_number
from nlp.entity_patterns import SURNAMES, field_words
from nlp.gazetteer import is_district, is_known
from nlp.letters import LOWER, SYLLABLE
from nlp.organ_heads import head_at, heads
from nlp.places import name_at, place_at
from nlp.sectors import sector_end
from nlp.spans import Span


def organisations(text: str) -> list[Span]:
    """Every organisation in order; organs joined with what they belong to."""
    return _joined(text, list(_organisations(text)))


def organisation_end(text: str, at: int) -> int:
    """End of the organisation that begins at this offset of a clean text; `at` when none does."""
    end = at
    while (found := head_at(text, end if end == at else end + 1)) and (
        further := _organ_end(text, found, cast(str, found.lastgroup))
    ):
        end = further
        if text[end : end + 1] != " ":
            break
    return end


def cell_end(text: str, at: int) -> int:
    """End of the name behind "Chi bộ" ("khu phố 5", "Trường Tiểu học X", "3"); `at` when there is none."""
    if text[at : at + 1] != " ":
        return at
    end = max(organisation_end(text, at + 1), military(text, at))
    return end if end > at + 1 else place_or_number(text, at)


def body_end(text: str, at: int) -> int:
    """End of a body outside the map: an organisation's, or one the grammar of sectors knows; else `at`."""
    organ = organisation_end(text, at + 1) if text[at : at + 1] == " " else at
    return max(organ if organ > at + 1 else at, sector_end(text, at))


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
    last = 0
    for found in heads(text):
        if found.start() < last:
            continue
        kind = cast(str, found.lastgroup)
        end = _organ_end(text, found, kind)
        if end > found.start():
            small = kind == "body" and found[0][0].islower()
            yield Span(found.start(), end, "ORG", _SMALL if small else f"org.{kind}")
        last = max(end, found.end())


def _organ_end(text: str, found: re.Match[str], kind: str) -> int:
    """End of the organisation that begins with this head; 0 when it is none."""
    if kind in ("committee", "chain"):
        return _committee_end(text, found)
    if kind == "cell":
        end = cell_end(text, found.end())
        return end if end > found.end() or found[0][0].isupper() else 0
    if kind == "fixed":
        return found.end()
    if kind == "owner":
        return found.end()
    if kind == "state" and _MINISTER.search(text[max(0, found.start() - 12) : found.start()]):
        return 0
    if kind == "body" and head_at(text, found.end() + 1):
        return found.end()  # "văn phòng UBND tỉnh": what follows is read, and joined
    if kind == "body":
        return _with_place(text, _fields(text, found.end()))
    if kind == "state":
        return _with_place(text, found.end()) if found[0][0].isupper() else _placed_only(text, found.end())
    if kind == "named" and is_district(_two_words(text, found.start())):
        return 0  # "Hội An" is a town
    named_after = _NAMED_AFTER.match(text, found.end()) if found[0].startswith(("Trường", "trường")) else None
    end = named_after.end() if named_after else _fields(text, found.end())
    if serving := _SERVING.match(text, end - len("phục vụ")):
        return serving.end()
    return _with_place(text, end) if end > found.end() else 0


_MINISTER = re.compile(r"[Tt]hứ trưởng $|[Bb]ộ trưởng $")
""" "Bộ trưởng Công an": a post, no organ."""
_SERVING = re.compile(r"[Pp]hục vụ [Đđ]ại hội(?: đại biểu(?= [Đđ]ảng bộ))?(?!\w)")
""" "Tiểu ban Tổ chức phục vụ Đại hội": the congress it serves is named behind."""
_NAMED_AFTER = re.compile(rf"(?: {SYLLABLE}(?!\w)){{2,4}}(?! [{LOWER}]+ (?:{SYLLABLE}|và))")


def _committee_end(text: str, found: re.Match[str]) -> int:
    end = _with_place(text, found.end())
    small = found[0][0].islower()
    if _AGENCIES.match(text, found.end()):
        return sector_end(text, found.end())
    generic = re.compile(r" (?:các|cơ sở|cấp|trực thuộc|viên)(?!\w)").match(text, found.end())
    if generic or (small and end == found.end() and not re.search(r"ủy$", found[0])):
        return 0
    if end == found.end() and _SECTOR.match(text, end):
        return sector_end(text, end)
    return end if end > found.end() else _named_seat(text, end)


_AGENCIES = re.compile(
    r" [Cc]ác [Cc]ơ quan (?:Đảng|đảng|của Đảng|Trung ương|chính quyền|Ủy ban|tỉnh|thành phố|huyện)"
)
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
    """The end of a field's name that grows word by word; a number may close it ("Lữ đoàn 146")."""
    step = field_words()
    here = at
    while (more := step.match(text, here)) and place_at(text, here + 1) is None:
        if more[0].startswith(" và ") and head_at(text, here + len(" và ")):
            break  # another organisation
        if (end := _known_end(text, at, here, more)) is not None:
            return end
        here = more.end()
    number = _NUMBER.match(text, here)
    return number.end() if number else here


_NUMBER = re.compile(
    r" [A-Z]{0,2}\d{1,3}(?![\w%/.,-]\w|\w)(?! (?:đồng chí|người|đại biểu|ủy viên|đảng viên|tháng|năm|ngày))"
)
_CAPITALS = re.compile(rf"{SYLLABLE}(?: {SYLLABLE})+$")
_LONGEST_PLACE = 40


def _known_end(text: str, at: int, here: int, more: re.Match[str]) -> int | None:
    """Where a place's name ends inside this step, if a small word behind it would be taken:
    "Buôn Ma Thuột | chặt"."""
    taken = more[0].lstrip()
    first, _, rest = taken.partition(" ")
    if not rest or not rest[0].islower() or not first[:1].isupper():
        return None
    end = more.end() - len(rest) - 1
    run = _CAPITALS.search(text, max(at, end - _LONGEST_PLACE), end)
    return end if run and here > at and is_known(run[0]) else None


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


_TWO_WORDS = re.compile(r"\w+ \w+")


def _two_words(text: str, at: int) -> str:
    words = _TWO_WORDS.match(text, at)
    return words[0] if words else ""

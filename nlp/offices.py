"""Persons in office: (person, rank, organisation, former), as the text states it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lantoa.article import Office
from nlp.entities import Span

_TOP = r"[Tt]ổng [Bb]í thư|[Cc]hủ tịch [Nn]ước|[Pp]hó [Cc]hủ tịch [Nn]ước|[Tt]hủ tướng(?: Chính phủ)?|[Pp]hó [Tt]hủ tướng(?: [Tt]hường trực)?(?: Chính phủ)?"
_MEMBER = r"(?:[Tt]hành|[Tt]ỉnh|[Qq]uận|[Hh]uyện|[Đđ]ảng) ủy viên|UVTV|UVBCT"
_RANK = re.compile(
    rf"(?<!\w)(?P<former>(?:[Nn]guyên|[Cc]ựu)(?: là)? )?(?P<rank>{_TOP}|{_MEMBER}"
    r"|(?:[Pp]hó )?[Bb]í thư(?: [Tt]hường trực| [Tt]hứ nhất)?|[Ủủ]y viên(?: dự khuyết| [Tt]hường vụ)?"
    r"|(?:[Pp]hó )?[Cc]hủ tịch(?: [Tt]hường trực)?|(?:[Pp]hó )?[Gg]iám đốc|(?:[Pp]hó )?[Cc]hủ nhiệm|(?:[Pp]hó )?[Tt]ổng [Bb]iên tập|(?:[Pp]hó )?[Hh]iệu trưởng"
    r"|[Bb]ộ trưởng|[Tt]hứ trưởng|[Tt]ư lệnh|[Cc]hính ủy|[Pp]hó [Tt]ư lệnh|[Pp]hó [Tt]rưởng(?= [Bb]an| [Tt]iểu ban| [Pp]hòng| [Đđ]oàn)|[Tt]rưởng(?= [Bb]an| [Tt]iểu ban| [Pp]hòng| [Đđ]oàn)"
    r"|(?:[Pp]hó )?[Cc]hánh(?= [Vv]ăn phòng)|[Pp]hó(?= [Bb]an )|(?:[Pp]hó )?(?:[Cc]ục|[Vv]ụ|[Tt]ổng [Cc]ục) trưởng|[Pp]hó [Tt]rưởng [Bb]an(?: [Tt]hường trực)?|[Tt]ổ trưởng|[Pp]hó)(?!\w)"
)
_HONORIFIC = re.compile(
    r"(?:,|:)? ?(?:(?:các )?đồng chí|đ/c|[Ôô]ng|[Bb]à|Đồng chí|TS|PGS\.TS|GS\.TS|Đại tướng|Thượng tướng|Trung tướng|Thiếu tướng|Đại tá)?:? ?"
)
_AFTER = re.compile(
    r"(?:,| -| –|:| \(| là| giữ chức(?: vụ)?| làm)? ?(?:nay là |hiện là |được bầu (?:giữ chức|làm) |tái đắc cử )?"
)
_LINK = re.compile(r"(?:,| và| kiêm|;| -)+ ?(?:kiêm )?")


@dataclass(frozen=True, slots=True)
class _Rank:
    start: int
    end: int
    rank: str
    organisation: str | None
    former: bool


def offices(text: str, found: list[Span]) -> tuple[Office, ...]:
    """Offices in a clean text whose names were found; each pair once, in order of the text."""
    people = {span.start: span for span in found if span.type == "PER"}
    ends = {span.end: span for span in people.values()}
    rows: list[Office] = []
    for group in _groups(text, found):
        person = _person_after(text, group[-1].end, people) or _person_before(text, group[0].start, ends)
        if person is None:
            continue
        name = text[person.start : person.end]
        rows += [Office(name, each.rank, each.organisation, each.former) for each in group]
    return tuple(dict.fromkeys(rows))


def _groups(text: str, found: list[Span]) -> Iterator[list[_Rank]]:
    """Ranks that follow each other: "Ủy viên Trung ương Đảng, Bí thư Thành ủy"."""
    group: list[_Rank] = []
    for rank in _ranks(text, found):
        if group and not _LINK.fullmatch(text[group[-1].end : rank.start]):
            yield group
            group = []
        group.append(rank)
    if group:
        yield group


def _ranks(text: str, found: list[Span]) -> Iterator[_Rank]:
    organisations = {span.start: span for span in found if span.type in ("ORG", "LOC")}
    last = 0
    for match in _RANK.finditer(text):
        if match.start() < last:
            continue
        organ = organisations.get(match.end() + 1)
        former = match["former"] is not None
        end = organ.end if organ else match.end()
        name = text[organ.start : organ.end] if organ else None
        last = end
        yield _Rank(match.start(), end, match["rank"], name, former)


def _person_after(text: str, at: int, people: dict[int, Span]) -> Span | None:
    gap = _HONORIFIC.match(text, at)
    return people.get(gap.end()) if gap and gap.end() > at else None


def _person_before(text: str, at: int, ends: dict[int, Span]) -> Span | None:
    for back in range(1, 30):
        person = ends.get(at - back)
        if person is not None:
            gap = text[person.end : at]
            return person if gap.strip(" ") and _AFTER.fullmatch(gap) else None
    return None

"""Persons in office: (person, rank, organisation, former), as the text states it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lantoa.article import Office
from nlp.entities import Span

_TOP = r"[Tt]ổng [Bb]í thư|[Cc]hủ tịch [Nn]ước|[Pp]hó [Cc]hủ tịch [Nn]ước|[Tt]hủ tướng|[Pp]hó [Tt]hủ tướng(?: [Tt]hường trực)?(?: Chính phủ)?"
_MEMBER = r"(?:[Tt]hành|[Tt]ỉnh|[Qq]uận|[Hh]uyện|[Đđ]ảng) ủy viên|UVTV|UVBCT"
_RANK = re.compile(
    rf"(?<!\w)(?P<former>(?:[Nn]guyên|[Cc]ựu|[Cc]ố)(?: là)? )?(?P<rank>{_TOP}|{_MEMBER}"
    r"|(?:[Pp]hó )?[Bb]í thư(?: [Tt]hường trực| [Tt]hứ nhất)?|[Ủủ]y viên(?: dự khuyết| [Tt]hường vụ)?"
    r"|(?:[Pp]hó )?[Cc]hủ tịch(?: [Tt]hường trực)?|(?:[Pp]hó )?[Gg]iám đốc|(?:[Pp]hó )?[Cc]hủ nhiệm|(?:[Pp]hó )?[Tt]ổng [Bb]iên tập|(?:[Pp]hó )?[Hh]iệu trưởng"
    r"|[Bb]ộ trưởng|[Tt]hứ trưởng|[Tt]ư lệnh|[Cc]hính ủy|[Pp]hó [Tt]ư lệnh|[Pp]hó [Tt]rưởng(?= [Bb]an| [Tt]iểu ban| [Pp]hòng| [Đđ]oàn)|[Tt]rưởng(?= [Bb]an| [Tt]iểu ban| [Pp]hòng| [Đđ]oàn)"
    r"|(?:[Pp]hó )?[Cc]hánh(?= [Vv]ăn phòng)|[Pp]hó(?= [Bb]an )|(?:[Pp]hó )?(?:[Cc]ục|[Vv]ụ|[Tt]ổng [Cc]ục) trưởng|[Pp]hó [Tt]rưởng [Bb]an(?: [Tt]hường trực)?|[Tt]ổ trưởng|[Tt]hường trực(?= Ban Bí thư)|[Pp]hó (?:[Tt]rưởng )?[Bb]an [Tt]hường trực|[Pp]hó)(?!\w)"
)
_HONORIFIC = re.compile(
    r"(?:,|:)? ?(?:(?:các )?đồng chí|đ/c|[Ôô]ng|[Bb]à|Đồng chí|TS|PGS\.TS|GS\.TS|Đại tướng|Thượng tướng|Trung tướng|Thiếu tướng|Đại tá)?:? ?"
)
_DIRECT = re.compile(r" (?:là )?(?:(?:đồng chí|đ/c|ông|bà) )?")
_FAR = 90
_NEEDS_ORGANISATION = re.compile(
    r"(?i:(?:phó )?trưởng|phó|(?:phó )?chánh|ủy viên.*|thường trực|(?:phó )?giám đốc|(?:phó )?chủ tịch(?: thường trực)?|bộ trưởng)"
)
_AFTER = re.compile(
    r"(?: \([^()]{1,60}\))?(?:(?:,| -| –|:| \(| hiện| nay)? ?(?:là |giữ chức(?: vụ)? |làm )?"
    r"|,? (?:(?:đã|vừa|mới|tiếp tục|chính thức|sẽ) )*(?:được|tái|trúng) (?:[Bb]ộ Chính trị |[Bb]an Bí thư )?"
    r"(?:bầu|cử|phân công|điều động|bổ nhiệm|đắc cử|phê chuẩn|bầu chọn|tín nhiệm bầu)(?: lại| bổ sung)?"
    r" ?(?:giữ |làm |là )?(?:chức (?:vụ |danh )?)?)"
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
        person = (
            _person_after(text, group[-1].end, people, _DIRECT)
            or _person_before(text, group[0].start, ends)
            or _person_after(text, group[-1].end, people, _HONORIFIC)
        )
        if person is not None and " " in text[person.start : person.end]:
            name = text[person.start : person.end]
            told = [
                each for each in group if each.organisation or not _NEEDS_ORGANISATION.fullmatch(each.rank)
            ]
            rows += [Office(name, each.rank, each.organisation, each.former) for each in told]
    return tuple(row for row in dict.fromkeys(rows) if not any(_fuller(row, other) for other in rows))


def _fuller(row: Office, other: Office) -> bool:
    """Is the same office stated more fully by the other row?"""
    same = (
        row.person == other.person and row.rank.lower() == other.rank.lower() and row.former == other.former
    )
    mine, its = row.organisation or "", other.organisation or ""
    return same and len(its) > len(mine) and its.lower().startswith(mine.lower())


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


def _person_after(text: str, at: int, people: dict[int, Span], pattern: re.Pattern[str]) -> Span | None:
    gap = pattern.match(text, at)
    return people.get(gap.end()) if gap and gap.end() > at else None


def _person_before(text: str, at: int, ends: dict[int, Span]) -> Span | None:
    for back in range(1, _FAR):
        person = ends.get(at - back)
        if person is not None:
            gap = text[person.end : at]
            return person if gap.strip(" ") and _AFTER.fullmatch(gap) else None
    return None

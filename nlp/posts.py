"""Posts named in a text: a rank and the organisation behind it, not yet a person's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from nlp.lexicon import lexicon
from nlp.spans import Span
from nlp.starts import Opened, any_case, both_cases


@dataclass(frozen=True, slots=True)
class Post:
    """start, end: offsets of rank and organisation together; rank, organisation: as written;
    former: "nguyên" stands before; whole: complete without an organisation; many: told of
    several persons ("các Phó Chủ tịch")."""

    start: int
    end: int
    rank: str
    organisation: str | None
    former: bool
    whole: bool
    many: bool


def posts(text: str, found: Iterable[Span]) -> Iterator[Post]:
    """Every post of a clean text whose names were found, in order, without overlaps."""
    found = list(found)
    seats = {span.start: span for span in found if span.type in ("ORG", "LOC")}
    people = {span.start for span in found if span.type == "PER"}
    inside = {at for span in seats.values() for at in range(span.start + 1, span.end)}
    last = 0
    for match in _ranks(text):
        start = match.start("rank")
        if start < last or start in inside or start in seats:
            continue
        end, seat = _extent(text, match, seats)
        if end and (seat or match["whole"] or end + 1 in people or _ENDS.match(text, end)):
            name = text[seat.start : seat.end] if seat else None
            last = seat.end if seat else end
            former, many = match["former"] is not None, match["many"] is not None
            yield Post(match.start(), last, text[start:end], name, former, bool(match["whole"]), many)


_ENDS = re.compile(
    r"$|[.,;:)\n”\"]| [-–(]| (?:và|kiêm|của|từ|vào|trong|khóa|nhiệm|là|đối|cho|tại|[Ôô]ng|[Bb]à|[Đđ]ồng chí|[Đđ]/c|anh|chị|thay|sau|đã|được|với|[TĐ][a-zạ]+ tướng|đại tá)(?!\w)"
)
"""What may follow a rank that names no organisation: else a name stands there that was not found."""
_OF = re.compile(r" (?:của |tại |cơ quan )?")
_MINISTERS = ("bộ trưởng", "thứ trưởng")
_AREA = re.compile(r" (?:" + "|".join(lexicon("offices")["areas"]) + r")(?!\w)")
_SEATED = re.compile(r"(?i:chủ tịch|bí thư)")


def _extent(text: str, match: re.Match[str], seats: dict[int, Span]) -> tuple[int, Span | None]:
    """End of the rank, and its organisation; (0, None) when it is no rank after all."""
    leader = match["leader"]
    if leader:
        unit = match.end("leader") + 1
        if unit in seats:
            return unit - 1, seats[unit]
        if not match["unit"]:
            return 0, None
    end = match.end("rank")
    if match["whole"]:
        return end, None
    seat = _seat(text, end, seats)
    if (
        seat
        and match["rank"].lower() in _MINISTERS
        and (field := _field().match(text, end))
        and field.end() == seat.end
    ):
        return seat.end, None  # "Bộ trưởng Công an": the field stands for the ministry
    if seat is None and _SEATED.search(match["rank"]) and (area := _AREA.match(text, end)):
        seat = seats.get(area.end() + 1)
        return (end, seat) if seat else (area.end(), None)
    if seat is None and (field := _field().match(text, end)) and match["rank"].lower().endswith("trưởng"):
        return field.end(), None
    return end, seat


def _seat(text: str, end: int, seats: dict[int, Span]) -> Span | None:
    gap = _OF.match(text, end)
    return seats.get(gap.end()) if gap else None


@cache
def _field() -> re.Pattern[str]:
    fields = sorted(lexicon("offices")["fields"], key=len, reverse=True)
    return re.compile(r" (?:" + "|".join(re.escape(field) for field in fields) + r")(?!\w)")


def _ranks(text: str) -> Iterator[re.Match[str]]:
    """Ranks without overlaps."""
    return _opened().finditer(text)


@cache
def _opened() -> Opened:
    table = lexicon("offices")
    entries = [*table["whole"], *table["heads"], *table["lone"], *table["leaders"], *_BEFORE.split(), "đại"]
    return Opened(both_cases(entries), _rank())


_BEFORE = "các hai ba bốn năm những 1 2 3 4 5 6 7 8 9 nguyên cựu cố quyền Q phó"


@cache
def _rank() -> re.Pattern[str]:
    table = lexicon("offices")
    suffix = rf"(?: (?:{any_case(table['suffixes'])})(?! trực)(?!\w))?"
    unit = rf"(?: (?P<unit>(?:{any_case(table['units'])})(?!\w)){suffix})?"
    return re.compile(
        r"(?<![\w-])(?P<many>(?:[Cc]ác|[Hh]ai|[Bb]a|[Bb]ốn|[Nn]ăm|[Nn]hững|\d) )?"
        r"(?P<former>(?:[Nn]guyên|[Cc]ựu|[Cc]ố)(?: là)? )?"
        rf"(?P<rank>(?P<whole>{any_case(table['whole'])})|(?:(?:[Qq]uyền|Q\.) )?(?:[Pp]hó )?(?:{any_case(table['heads'])}){suffix}"
        rf"|(?:{any_case(table['lone'])})|[Đđ]ại biểu(?= (?:Quốc hội|QH|HĐND))"
        rf"|(?P<leader>{any_case(table['leaders'])}){unit}{suffix})(?![\w-])"
    )

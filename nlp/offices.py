"""Persons in office: (person, rank, organisation, former), as the text states it.

Posts and persons of a sentence are read in order. A row of posts belongs to the person who
follows it at once, else to the one before it, else to the one the sentence speaks of.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from lantoa.article import Office
from nlp.letters import UPPER
from nlp.lexicon import lexicon
from nlp.normalise import search_form
from nlp.posts import Post, posts
from nlp.spans import Span

_RANKED = r"(?:[Đđ]ại tướng|[Tt]hượng tướng|[Tt]rung tướng|[Tt]hiếu tướng|[Đđ]ại tá|[Tt]hượng tá|[Tt]rung tá|[Tt]hiếu tá|[A-Z]{2,4}(?:\.[A-Z]{1,2})*\.?|[Bb]ác sĩ|[Tt]iến sĩ|[Gg]iáo sư|[Kk]iến trúc sư|[Nn]hà báo)"
_CALLED = rf"(?:(?:các |hai |ba |những )?(?:[Đđ]ồng chí|[Đđ]/c|[Ôô]ng,? [Bb]à|[Ôô]ng|[Bb]à|[Aa]nh|[Cc]hị):? )?(?:{_RANKED} ?){{0,2}}"
_DIRECT = re.compile(rf"(?: [Ss]ở| này)?:? (?:hiện nay )?(?:là |gồm:? |gồm có:? |cho |đối với |với )?{_CALLED}")
_HONORIFIC = re.compile(rf"(?:,|:| -| –)? ?{_CALLED}")
_LIST = re.compile(rf"(?: \([^()]{{1,80}}\))?(?:,? và|,|;)? {_CALLED}")
_PLURAL = re.compile(
    rf"(?:các|hai|ba|bốn|năm|những|\d) (?:[Đđ]ồng chí|[Đđ]/c|ông,? bà|ông|bà|vị|anh|chị)(?: gồm)?:? (?:{_RANKED} ?)?$|[Gg]ồm:? $"
)
_LINK = re.compile(
    r"(?: [Kk]hóa [IVX\d]+)?(?:,? \(?nhiệm kỳ [\d –-]+\)?)?(?: \([^()]{1,20}\))?(?:,| và| kiêm| rồi| đến| –| -|;| đồng thời là)* ?(?:kiêm |là )?"
)
_AFTER = re.compile(
    r"(?: \([^()]{1,60}\))?(?:(?:,| -| –|:| \(| hiện| hiện nay| nay| đang| vốn)* ?(?:là |giữ chức(?: vụ)? |làm )?)"
)
_CUE = re.compile(
    r"(?:(?<!\w)(?:là|làm|giữ|giữ thêm|chức|chức vụ|chức danh|các chức|các chức vụ|các chức danh|cương vị|vị trí|các vị trí|đảm nhiệm|đảm nhận|đảm trách|trở thành|kinh qua"
    r"|trúng cử|đắc cử|tái cử|bầu|bầu lại|bầu bổ sung|cử|bổ nhiệm|tham gia|vào|được giao|nhận nhiệm vụ|phụ trách|chỉ định)(?: như| gồm| của)?[:,]?|,) ?$"
)
_PAST = re.compile(
    r"(?<!\w)(?:từng|nguyên|trước đó|trước đây|trước khi|kinh qua|trải qua|qua các|lần lượt|khi còn|thôi|miễn nhiệm|không còn|cách chức|bãi nhiệm|nhiều năm làm"
    r"|lúc đó|khi đó|bấy giờ|hồi|đã nghỉ)(?!\w)|^[-–•*+ ]*(?:Từ|Đến|Năm|(?:Đầu|Cuối|Giữa) năm|Tháng \d+[/-]\d{4}|Tháng \d+ năm|Giai đoạn|Sau đó|Tiếp đó|\d{4} ?[-–])",
    re.IGNORECASE,
)
_OVER = re.compile(
    r"(?<!\w)(?:thôi(?: giữ)?(?: chức(?: vụ| danh)?)?|miễn nhiệm(?: chức(?: vụ| danh)?)?|cách chức|khi còn(?: là| làm)?|bãi nhiệm(?: chức(?: vụ| danh)?)?) $"
)
_SHARED = re.compile(r"(?i:phó|ủy viên|thành viên|thành ủy viên|tỉnh ủy viên|đại biểu)(?!\w)")
_DATED = re.compile(
    r" ?\((?:từ |tháng )?\d{1,2}[/-]\d{4}|(?: vào| từ)(?: tháng| năm)? \d{1,2}[/-]\d{4}| (?:vào |từ )?(?:năm|tháng \d{1,2} năm) \d{4}| \(?\d{4} ?[-–] ?\d{4}"
)
_SERIES = re.compile(
    r"(?<!\w)(?:từng|kinh qua|trải qua|lần lượt|các (?:chức|cương vị|vị trí))(?!\w)[^\n]{0,600}$"
)
_NOT_YET = re.compile(r"(?<!\w)(?:giới thiệu|đề cử|ứng cử|ứng viên|dự kiến|đề nghị|quy hoạch|đề xuất)(?!\w)")
_REPLACED = re.compile(rf"[^.;\n]{{0,60}}?(?<!\w)thay(?: thế)?(?: cho)? {_CALLED}")
_NEEDS_ORGANISATION = re.compile(
    r"(?i:(?:phó )?trưởng|phó|(?:phó )?chánh|ủy viên.*|thành viên|thường trực|tổ trưởng|đội trưởng|giảng viên|phóng viên|chuyên gia|nhà phân tích|nghiên cứu viên|trợ lý|thư ký|người phát ngôn|phát ngôn viên|huấn luyện viên|chi hội trưởng)"
)
_END = re.compile(rf"\n+|(?<!TP)(?<!T)(?<!GS)(?<!TS)(?<!Tp)(?<!ThS)[.!?…]+[\"”)]* (?=[\"“(]?[{UPPER}\d-])")
_PRONOUN = re.compile(rf"(?<!\w)(?:[Ôô]ng|[Bb]à|[Aa]nh|[Cc]hị|[Đđ]ồng chí)(?: này| ấy)?(?! [{UPPER}])(?!\w)")
_LISTED = re.compile(
    r"[-–•*+ ]*(?:Từ|Năm|Tháng|Giai đoạn|Sau|Tiếp|Trước|Đầu|Cuối|Giữa|Đến|Hiện|\d{1,2}[/-]\d{4}|\d{4})",
    re.IGNORECASE,
)
_FAR = 160


@dataclass(slots=True)
class _Reader:
    """One text. subject: the person it speaks of at this point."""

    text: str
    people: Sequence[Span]
    posts: Sequence[Post]
    subject: str | None = None
    told: list[Office] = field(default_factory=list)

    def give(self, name: str, group: Sequence[Post], past: bool, tight: bool) -> None:
        """Posts of one person. tight: name and post stand together."""
        for post in group:
            bare = post.organisation is None and not post.whole
            if bare and _NEEDS_ORGANISATION.fullmatch(post.rank):
                continue
            self.told.append(Office(name, post.rank, post.organisation, past or post.former))


def offices(text: str, found: list[Span]) -> tuple[Office, ...]:
    """Offices in a clean text whose names were found; each pair once, in order of the text."""
    people = [span for span in found if span.type == "PER"]
    named = list(posts(text, found))
    if not people or not named:
        return ()
    reader = _Reader(text, people, named)
    for start, end in _sentences(text):
        _read(reader, start, end)
    return _settled(reader.told)


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    last = 0
    for match in _END.finditer(text):
        yield last, match.start()
        last = match.end()
    yield last, len(text)


def _read(reader: _Reader, start: int, end: int) -> None:
    people = [span for span in reader.people if start <= span.start < end]
    named = [post for post in reader.posts if start <= post.start < end]
    if people and not named:
        reader.subject = _full(reader, people[0])
    if not named:
        return
    taken: set[int] = set()
    for group in _groups(reader.text, named, people):
        _attach(reader, group, people, (start, end), taken)
    if people:
        reader.subject = _full(reader, people[0])


def _groups(text: str, named: Sequence[Post], people: Sequence[Span]) -> Iterator[list[Post]]:
    """Posts that follow each other: "Ủy viên Trung ương Đảng, Bí thư Thành ủy". Former goes on."""
    group: list[Post] = []
    for post in named:
        if group and _is_alias(text, group[-1], post):
            continue
        if group and not _LINK.fullmatch(text, group[-1].end, post.start):
            yield group
            group = []
        former = post.former or bool(group and group[-1].former)
        group.append(replace(post, former=former))
    if group:
        yield group


def _is_alias(text: str, before: Post, post: Post) -> bool:
    """ "Ủy viên Bộ Chính trị (UVBCT)": the same again, shorter."""
    return text[before.end : post.start] == " (" and text[post.end : post.end + 1] == ")"


def _attach(
    reader: _Reader, group: list[Post], people: Sequence[Span], sentence: tuple[int, int], taken: set[int]
) -> None:
    text = reader.text
    first = bisect_left(people, group[-1].end, key=lambda span: span.start)
    after = first if first < len(people) else None
    last = bisect_right(people, group[0].start, key=lambda span: span.end) - 1
    before = last if last >= 0 else None
    gap_after = text[group[-1].end : people[after].start] if after is not None else None
    gap_before = text[people[before].end : group[0].start] if before is not None else None
    clause = text[_clause(text, sentence[0], group[0].start) : group[0].start]
    if _NOT_YET.search(gap_before if gap_before is not None else clause):
        return
    if after is not None and gap_after is not None and _DIRECT.fullmatch(gap_after):
        _give_following(reader, group, people, after, taken)
    elif before is not None and gap_before and _AFTER.fullmatch(gap_before):
        _give_preceding(reader, group, people, before, taken)
    elif after is not None and gap_after is not None and _HONORIFIC.fullmatch(gap_after):
        _give_following(reader, group, people, after, taken)
    elif (
        before is not None
        and gap_before is not None
        and (len(gap_before) < _FAR or _SERIES.search(gap_before))
        and _CUE.search(gap_before)
    ):
        past = bool(_PAST.search(gap_before) or _PAST.search(text[sentence[0] : people[before].start]))
        reader.give(_full(reader, people[before]), group, past or _is_dated(text, group), False)
        _replaced(reader, group, people)
    elif before is None and reader.subject and _CUE.search(clause) and _speaks_on(clause):
        reader.give(reader.subject, group, bool(_PAST.search(clause)) or _is_dated(text, group), False)


def _is_dated(text: str, group: Sequence[Post]) -> bool:
    """Told with its year: a step of a life, not what is today."""
    return _DATED.match(text, group[-1].end) is not None


def _clause(text: str, start: int, at: int) -> int:
    """Where the words begin that stand before this post in its sentence."""
    return max(start, at - 2 * _FAR)


def _speaks_on(clause: str) -> bool:
    return bool(_PRONOUN.search(clause) or _LISTED.match(clause))


def _give_following(
    reader: _Reader, group: list[Post], people: Sequence[Span], first: int, taken: set[int]
) -> None:
    """The person behind the posts; all of a list where the posts are told of several."""
    at = first
    before = reader.text[max(0, group[0].start - _FAR) : group[0].start]
    past = bool(_OVER.search(before))
    plural = (
        group[0].many
        or _PLURAL.search(reader.text[group[-1].end : people[first].start])
        or _SHARED.match(group[-1].rank)
        or group[-1].former
    )
    reader.give(_full(reader, people[at]), group, past, True)
    taken.add(at)
    while (
        plural and at + 1 < len(people) and _LIST.fullmatch(reader.text, people[at].end, people[at + 1].start)
    ):
        at += 1
        if any(post.start - people[at].end in range(1, 4) for post in reader.posts):
            break  # has posts of its own
        reader.give(_full(reader, people[at]), group, past, True)
        taken.add(at)


def _give_preceding(
    reader: _Reader, group: list[Post], people: Sequence[Span], last: int, taken: set[int]
) -> None:
    """The person before the posts; all of a list that "các đồng chí" opens."""
    first = last
    while (
        first
        and first - 1 not in taken
        and _LIST.fullmatch(reader.text, people[first - 1].end, people[first].start)
    ):
        first -= 1
    opened = _PLURAL.search(reader.text[max(0, people[first].start - 40) : people[first].start])
    if not opened or "(" in reader.text[people[last].end : group[0].start]:
        first = last
    for at in range(first, last + 1):
        reader.give(_full(reader, people[at]), group, False, True)
        taken.add(at)


def _replaced(reader: _Reader, group: list[Post], people: Sequence[Span]) -> None:
    """ "... giữ chức X thay ông Y": Y held it before."""
    gap = _REPLACED.match(reader.text, group[-1].end)
    gone = next((span for span in people if gap and span.start == gap.end()), None)
    if gone is not None:
        reader.give(_full(reader, gone), group[-1:], True, False)


def _full(reader: _Reader, person: Span) -> str:
    """The name in full, where the text gives only a part of it here: "ông Phong"."""
    name = reader.text[person.start : person.end]
    if name.count(" ") >= 2:
        return name
    before = bisect_left(reader.people, person.start, key=lambda span: span.start)
    named = (reader.text[span.start : span.end] for span in reversed(reader.people[:before]))
    return next((other for other in named if other.endswith(" " + name)), name)


@dataclass(frozen=True, slots=True)
class _Told:
    """An office with rank and organisation in one spelling, to be compared by."""

    row: Office
    rank: str
    organisation: str

    @property
    def key(self) -> tuple[str, str, str]:
        return self.row.person, self.rank, self.organisation


def _settled(told: Sequence[Office]) -> tuple[Office, ...]:
    """Each office once, in its fullest form; what is told as past gives way to what is now."""
    rows: dict[tuple[tuple[str, str, str], bool], _Told] = {}
    for row in told:
        if " " in row.person:
            one = _Told(row, _folded(row.rank), _folded(row.organisation or ""))
            rows.setdefault((one.key, row.former), one)
    kept = [one for (key, former), one in rows.items() if not former or (key, False) not in rows]
    return tuple(one.row for one in kept if not any(_is_fuller(one, other) for other in kept))


@lru_cache(maxsize=4096)
def _folded(name: str) -> str:
    return search_form(name)[1].replace("tp hcm", "tphcm").replace("thanh pho", "tp")


_AREAS = frozenset(search_form(area)[1] for area in lexicon("offices")["areas"])


def _is_fuller(one: _Told, other: _Told) -> bool:
    """Is the same office stated more fully by the other row?"""
    mine, its = one.organisation, other.organisation
    if one.row.person != other.row.person or one.row.former < other.row.former or one.key == other.key:
        return False
    if one.rank == other.rank and len(its) > len(mine):
        return its.startswith(mine) or its.endswith(" " + mine)  # "Thành ủy" and "Thành ủy Hà Nội"
    rank, _, area = one.rank.rpartition(" ")
    return not mine and bool(its) and rank == other.rank and area in _AREAS

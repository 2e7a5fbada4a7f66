"""The forms in which running text writes calendar dates: one scan, then a look at both sides."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

_D = r"(?:0?[1-9]|[12]\d|3[01])(?!\d)"
_M = r"(?:0?[1-9]|1[0-2])(?!\d)"
_Y = r"(?:1[89]|20)\d\d(?!\d)"
_CORE = re.compile(
    rf"""(?:
    # 13-17/10 · 5 đến 9-12 · 29 và 30 – 1 · 18-10 đến 6-12 · 12, 13, 14/8/2025
    (?P<first>{_D})(?:(?P<s1>[/.-])(?P<m1>{_M})(?:(?P=s1)(?P<y1>{_Y}))?)?
      (?P<more>(?:,\ ?{_D}){{0,4}})
      (?P<link>,\ ?|\ ?[-–—]\ ?|\ (?:đến|tới|và)\ )(?:hết\ )?(?:(?:sáng|trưa|chiều|tối|đêm)\ )?(?:(?:ngày|mùng|mồng)\ )?
      (?P<last>{_D})(?:\ tháng\ |(?P<s2>[/.]|(?<!-\d)(?<!-\d\d)\ ?[-–]\ ?))(?P<m2>{_M})(?:(?:\ năm\ |(?P=s2))(?P<y2>{_Y}))?
    # 2/2 · 20.10.2005 · 3 tháng 2 năm 2020
    |(?P<d>{_D})(?:\ (?P<long>[Tt]háng|THÁNG)\ |(?P<s>[/.-]|\ [-–]\ ))(?P<m>{_M})(?:(?:\ (?:năm|NĂM)\ |[/.-]|(?P=s))(?P<y>{_Y}))?
    # 4/2015
    |(?P<alone>{_M})[/-](?P<aloney>{_Y})
    # tháng 10/2025 · tháng 6 đến tháng 10-2019 · tháng Tám 1945
    |(?:[Tt]háng|THÁNG)\ (?P<mm>{_M}|(?-i:Giêng|Hai|Ba|Tư|Năm|Sáu|Bảy|Tám|Chín|Mười(?:\ (?:Một|Hai))?)(?!\w))(?:(?:\ năm\ |\ ?[/.-]\ ?|\ )(?P<my>{_Y}))?
      (?:(?:\ (?:đến|tới)\ |\ ?[-–]\ ?)(?:hết\ |cuối\ |đầu\ |giữa\ )?(?:tháng\ )?(?P<mm2>{_M})(?:(?:\ năm\ |\ ?[/.-]\ ?)(?P<my2>{_Y}))?)?
    )(?![\w%/]|[.,-]\d)""",
    re.VERBOSE,
)
_BEGIN = re.compile(  # one set of letters first: that is what makes the scan fast
    r"[0-9tT](?:(?<=[0-9])(?<!\w.)(?<![0-9][/.,].)[0-9]*|(?<=[tT])(?<!\w.)(?:háng|HÁNG)(?!\w))"
)
_NAMES = ["Giêng", "Hai", "Ba", "Tư", "Năm", "Sáu", "Bảy", "Tám", "Chín", "Mười"]
_LEAD = re.compile(
    r"(?:[Tt]ừ )?(?:(?:(?:[Ss]áng|[Tt]rưa|[Cc]hiều|[Tt]ối|[Đđ]êm)(?: (?:sớm|nay|mai|qua|tối|muộn))?,?(?: \(?(?:ngày|mùng|mồng|hôm))?"
    r"|[Nn]gày|NGÀY|[Mm]ùng|[Mm]ồng|[Hh]ôm|[Hh]ồi|[Nn]gày mùng) \(?)$"
)
_MONTH_LEAD = re.compile(r"(?:[Đđ]ầu|[Cc]uối|[Gg]iữa|[Hh]ồi|[Tt]rong|[Hh]ết|[Tt]ới|[Tt]ừ) $")
_PLACE = re.compile(  # Công viên 23/9, đường 3 tháng 2
    r"(?:[Đđ]ường|[Pp]hố|[Pp]hường|[Qq]uảng trường|[Cc]ông viên|[Tt]rường|[Nn]hà máy|[Cc]ông ty|[Xx]í nghiệp|[Bb]ệnh viện"
    r"|[Cc]hợ|[Cc]ầu|[Kk]ho|[Xx]ưởng|[Ss]ân vận động|[Kk]hách sạn|[Gg]iải(?: thưởng)?|[Bb]ến xe|[Tt]ổ|[Ss]ố|[Ll]ô|[Ll]àng"
    r"|[Nn]hà văn hóa|[Cc]ung (?:[Vv]ăn hóa|[Tt]hiếu nhi)|THCS|THPT|[Tt]iểu học|[Mm]ầm non|[Nn]ông trường|[Hh]ợp tác xã|HTX) $"
)
_OPENS = re.compile(
    r"(?:^|[\n(.…!?:;“\"–-] ?|(?:vào|từ|đến|tới|trước|sau|hết|lúc|hội),? \(?)$", re.IGNORECASE
)
_TELLS = re.compile(r"(?:nay|qua|mai|hôm|dịp|lễ|niệm|mạc|khánh|điểm|ngày),? \(?$", re.IGNORECASE)
"""Words after which nothing but a date is written so."""
_SHARE = re.compile(  # tỷ lệ 3/4, đạt 9/10
    r"(?:tỷ lệ|tỉ lệ|phiếu|trên|hơn|gần|khoảng|đạt|chiếm|có|tổng số|số|được|thứ|còn|là|hạng|\d) $",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r" (?:phiếu|đại biểu|chi bộ|chỉ tiêu|đảng bộ|xã|phường|thị trấn|quận|huyện|đồng chí|người|đảng viên|thành viên|số|nội dung"
    r"|tổ chức|diện tích|tiêu chí|đơn vị|thôn|ấp|khu phố|lần|năm|tháng|tuần|ngày|giờ|tuổi|triệu|tỷ|tỉ|ha|km|m|dân số|ủy viên"
    r"|hộ|công trình|nhiệm vụ|chức danh|cơ quan|ý kiến|mục tiêu|cấp ủy|trường|doanh nghiệp|địa phương|tỉnh|thành phố|bàn|điểm)(?!\w)",
    re.IGNORECASE,
)
_ENDS = re.compile(r"\Z|\)|[,.;:\n]| (?:tại|với|do|để|sẽ|đã|đang|ở|tới|vừa|đến|và|-|–)(?!\w)")
_NUMBERED = re.compile(
    r"(?:[Ss]ố:?|[Qq]uyết định|[Nn]ghị định|[Nn]ghị quyết|[Cc]hỉ thị|[Tt]hông tư|[Ll]uật|[Kk]ế hoạch|[Qq]u[ýí]|QĐ|NQ|NĐ) $"
)
_CLOCK_BEFORE = re.compile(r"\d{1,2}:\d\d(?::\d\d)?(?: ?(?:AM|PM|SA|CH))?[ ,|'-]*(?:ngày )?$")
_CLOCK_AFTER = re.compile(r"[ ,|–-]*(?:lúc )?\(?\d{1,2}:\d\d")
_STAMPED = re.compile(
    r"(?:cập nhật(?: lần cuối| lúc)?|ngày đăng|đăng (?:ngày|lúc|tải:)|(?:ngày )?xuất bản|đăng bởi [^\n]{1,30})"
    r"[ :,|-]*(?:\d{1,2}[:hg]\d\d[ ,|-]*)?(?:(?:thứ \w+|chủ nhật),? )?(?:ngày )?$",
    re.IGNORECASE,
)
_FRACTION = 5
"""Up to this a number behind a stroke may be a denominator: từ 1/2 nhiệm kỳ."""
_BACK = 40
"""Characters looked at before a date."""


@dataclass(frozen=True, slots=True)
class Day:
    """A day or a month (day None) as written; year None: not written."""

    year: int | None
    month: int
    day: int | None

    def of(self, year: int | None) -> Day:
        """The same in this year, where none is written."""
        return self if self.year is not None else Day(year, self.month, self.day)

    def iso(self) -> str:
        """2016-02-02, 2015-10, without a year --02-02, --10."""
        rest = f"-{self.month:02}" + ("" if self.day is None else f"-{self.day:02}")
        return (f"{self.year}" if self.year is not None else "-") + rest

    def exists(self) -> bool:
        """Is it in the calendar (29 February without a year is)?"""
        try:
            date(2000 if self.year is None else self.year, self.month, self.day or 1)
        except ValueError:
            return False
        return True


@dataclass(frozen=True, slots=True)
class Written:
    """A date expression. days: one, or the first and last of an interval; words: with what leads it."""

    start: int
    words: str
    days: tuple[Day, ...]


def written(text: str) -> Iterator[Written]:
    """Every date expression of a clean text, in order: no terms, bare years, quarters, stamps."""
    at = 0
    while begin := _BEGIN.search(text, at):
        start = begin.start()
        match = _CORE.match(text, start)
        if match is None:
            at = begin.end()
            continue
        at = match.end()
        found = list(_read(match, text[max(0, start - _BACK) : start]))
        if not found and match["first"]:
            at = match.end("first")  # a range that is none may hold a date behind its first number
        yield from found


def _read(match: re.Match[str], before: str) -> Iterator[Written]:
    if match["mm"]:
        yield from _months(match, before)
    elif match["alone"]:
        if not _NUMBERED.search(before) and ("/" in match[0] or _OPENS.search(before)):
            yield Written(match.start(), match[0], (Day(int(match["aloney"]), int(match["alone"]), None),))
    elif match["first"]:
        yield from _range(match, before)
    else:
        yield from _single(match, before)


def _single(match: re.Match[str], before: str) -> Iterator[Written]:
    day = Day(int(match["y"]) if match["y"] else None, int(match["m"]), int(match["d"]))
    lead = _LEAD.search(before)
    if not day.exists() or _PLACE.search(before) or (match[0] == "24/7" and not lead):
        return
    if match["long"]:
        if match["long"] == "Tháng" and day.year is None:
            return  # the name of a street
    elif (day.year is None and not lead and not _stands_alone(match, before)) or (
        day.year is not None and _is_stamp(match, before)
    ):
        return
    yield _led(match, before, (day,))


def _stands_alone(match: re.Match[str], before: str) -> bool:
    """2/2 without "ngày" before it: a date, not a share or "from 3 to 4"."""
    after = match.string[match.end() : match.end() + 16]
    if _TELLS.search(before):
        return True
    if _COUNTED.match(after) or _SHARE.search(before) or match["s"] == "." or " " in match["s"]:
        return False
    ends = bool(_ENDS.match(after))
    if match["s"] == "/":
        return ends or (bool(_OPENS.search(before)) and int(match["m"]) > _FRACTION)
    return ends and bool(_OPENS.search(before))


def _is_stamp(match: re.Match[str], before: str) -> bool:
    """When the page was published: beside a clock, or after the word for it."""
    if _STAMPED.search(before) or "GMT" in match.string[match.end() : match.end() + 20]:
        return True
    if _LEAD.search(before):
        return False
    return bool(_CLOCK_BEFORE.search(before) or _CLOCK_AFTER.match(match.string, match.end()))


def _range(match: re.Match[str], before: str) -> Iterator[Written]:
    last = Day(int(match["y2"]) if match["y2"] else None, int(match["m2"]), int(match["last"]))
    year = int(match["y1"]) if match["y1"] else None
    first = Day(year, int(match["m1"] or match["m2"]), int(match["first"]))
    if not first.exists() or not last.exists():
        return
    lead = _LEAD.search(before)
    rising = (first.month, first.day) < (last.month, last.day) or match["m1"] is not None
    if not rising or not (
        lead or match["y2"] or _TELLS.search(before) or _OPENS.search(before) or match["s2"] == "/"
    ):
        return
    if not lead and not match["y2"] and _COUNTED.match(match.string[match.end() : match.end() + 16]):
        return
    if first.year is not None and last.year is not None:
        yield _led(match, before, (first,), match.string[match.start() : match.end("y1")])
        yield Written(match.start("last"), match.string[match.start("last") : match.end()], (last,))
        return
    listed = [int(each) for each in re.findall(r"\d+", match["more"] or "")]
    numbers = [int(match["first"]), *listed, int(match["last"])]
    between = match["link"].strip() in ("và", ",")
    if between and (match["m1"] or any(b - a != 1 for a, b in pairwise(numbers))):
        days = [first, *(Day(None, last.month, number) for number in listed), last]
        yield from (_led(match, before, (day.of(last.year),)) for day in days if day.exists())
        return
    if last.year is not None and first.year is None:
        first = first.of(last.year if first.month <= last.month else last.year - 1)
    yield _led(match, before, (first, last))


def _months(match: re.Match[str], before: str) -> Iterator[Written]:
    named = match["mm"]
    year = int(match["my"]) if match["my"] else None
    if not named[0].isdigit() and year is None:
        return  # Cách mạng Tháng Tám, tháng Giêng of the lunar year
    first = (
        Day(year, _NAMES.index(named) + 1 if named in _NAMES else int(named), None)
        if named[:5] != "Mười "
        else None
    )
    if first is None or before.endswith(("quý ", "Quý ")) or _PLACE.search(before):
        return
    if match["mm2"]:
        last_year = int(match["my2"]) if match["my2"] else None
        last = Day(last_year, int(match["mm2"]), None)
        if first.year is not None and last.year is not None:
            yield Written(match.start(), match.string[match.start() : match.end("my")], (first,))
            yield Written(match.start("mm2"), match.string[match.start("mm2") : match.end()], (last,))
            return
        if last_year is not None:
            first = first.of(last_year if first.month <= last.month else last_year - 1)
        yield Written(match.start(), match[0], (first, last.of(first.year)))
        return
    lead = _MONTH_LEAD.search(before)
    yield Written(match.start(), (lead[0] if lead else "") + match[0], (first,))


def _led(match: re.Match[str], before: str, days: tuple[Day, ...], words: str = "") -> Written:
    """words: of the match, "" for all of it; what leads it stands before."""
    lead = _LEAD.search(before)
    return Written(match.start(), (lead[0] if lead else "") + (words or match[0]), days)

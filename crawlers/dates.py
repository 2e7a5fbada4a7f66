"""Written dates of Vietnamese sites -> instants and local days.

Formats read: ISO 8601 (also with a space before the offset), RFC 822 (two-digit years,
`+07`, `+07:00`, `GMT+7`), `06/09/2025 15:49 GMT+7`, `(12:27 26/06/2020)`,
`9/14/2026 6:44:00 PM`, `ngày 7 tháng 3 năm 2026`, `7h30 ngày 06/09/2025`.
A time without a zone is local (Asia/Ho_Chi_Minh).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Literal

from lantoa.article import UNDATED, ZONE, Moment

DateOrder = Literal["dmy", "mdy"]

SLACK = timedelta(minutes=10)
"""How far ahead of our clock a publisher's clock may be."""

EARLIEST = date(1998, 1, 1)
"""No Vietnamese site published before; older dates are defaults of machines (1970, 0001)."""

_MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), start=1
    )
}
_CLOCK = r"(?P<h>\d{1,2})\s*(?::|h|g|giờ)\s*(?P<mi>\d{2})(?:\s*(?::|p)\s*(?P<s>\d{2})(?:\.\d+)?)?(?!\d)\s*(?P<half>(?:AM|PM|SA|CH)\b)?"
_OFFSET = (
    r"(?P<zone>Z\b|(?:GMT|UTC)\s*(?:[+-]\s*\d{1,2}(?::?\d{2})?)?|ICT\b|[+-]\d{2}:?\d{2}|[+-]\d{2}(?!\d))?"
)

_ISO = re.compile(
    r"(?<!\d)(?P<y>(?:19|20|00)\d{2})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?!\d)"
    rf"(?:[T\s,]+{_CLOCK}\s*\(?{_OFFSET})?",
    re.IGNORECASE,
)
_RFC = re.compile(
    r"(?<!\d)(?P<d>\d{1,2})[\s-]+(?P<mon>[A-Za-z]{3})[a-z]*\.?,?[\s-]+(?P<y>\d{4}|\d{2})(?!\d)"
    rf"(?:,?\s+{_CLOCK}\s*\(?{_OFFSET})?",
    re.IGNORECASE,
)
_ENGLISH = re.compile(
    rf"(?P<mon>[A-Za-z]{{3}})[a-z]*\.?\s+(?P<d>\d{{1,2}}),?\s+(?P<y>\d{{4}})(?:[\s,|-]+(?:at\s+)?{_CLOCK}\s*\(?{_OFFSET})?",
    re.IGNORECASE,
)
_NUMBERS = re.compile(
    r"(?<![\d/.-])(?P<a>\d{1,2})\s*(?P<sep>[-/.])\s*(?P<b>\d{1,2})\s*(?P=sep)\s*(?P<y>\d{4})(?!\d)"
)
_VIETNAMESE = {
    name: number
    for number, names in enumerate(
        (
            "một giêng",
            "hai",
            "ba",
            "tư bốn",
            "năm",
            "sáu",
            "bảy",
            "tám",
            "chín",
            "mười",
            "mười_một",
            "mười_hai chạp",
        ),
        start=1,
    )
    for name in names.replace("_", "-").split()
}
_WORDS = re.compile(
    r"(?:ngày\s+)?(?<!\d)(?P<a>\d{1,2})\s+tháng\s+(?P<b>\d{1,2}|mười[ -](?:một|hai)|[^\W\d]{2,5})(?:\s+năm\s+|,?\s+)(?P<y>\d{4})(?!\d)",
    re.IGNORECASE,
)
_TIME_AFTER = re.compile(rf"^\s*[,|–-]?\s*(?:lúc|vào lúc)?\s*{_CLOCK}\s*\(?\s*{_OFFSET}", re.IGNORECASE)
_TIME_BEFORE = re.compile(
    rf"{_CLOCK}\s*\(?{_OFFSET}\)?\s*[,|–-]?\s*(?:(?:thứ\s+\w+|chủ nhật)\s*,?\s*)?(?:ngày)?\s*$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Stamp:
    """One date as written: local day, instant when a time was written, and what was read.

    zoned: the writer named a zone; swapped: the same numbers read in the other order, None
    when only one order makes a date; start, end: where in the text.
    """

    day: date
    at: datetime | None = None
    zoned: bool = False
    swapped: Stamp | None = None
    start: int = 0
    end: int = 0

    def moment(self, provenance: str, confidence: float) -> Moment:
        """This stamp as a Moment."""
        if self.at is None:
            return Moment(None, self.day, provenance, confidence)
        return Moment.of(self.at.astimezone(UTC), provenance, confidence)

    @property
    def plausible(self) -> bool:
        """Not a machine's default."""
        return self.day >= EARLIEST


def read_stamp(text: str, order: DateOrder = "dmy") -> Stamp | None:
    """The first date in a short text, or None. `order` decides where both are possible."""
    for pattern in (_ISO, _RFC, _ENGLISH):
        found = pattern.search(text)
        if found and (stamp := _from_named(found)):
            return stamp
    return _from_numbers(text, _NUMBERS.search(text) or _WORDS.search(text), order)


def _from_numbers(text: str, found: re.Match[str] | None, order: DateOrder) -> Stamp | None:
    """A day written in numbers, with the time behind or before it."""
    if found is None:
        return None
    clock = _TIME_AFTER.match(text[found.end() :])
    start, end = found.start(), found.end() + (clock.end() if clock else 0)
    if clock is None and (clock := _TIME_BEFORE.search(text[: found.start()])):
        start = clock.start()
    worded = found.re is _WORDS
    month = found["b"].lower().replace(" ", "-")
    first, year = int(found["a"]), int(found["y"])
    second = int(month) if month.isdigit() else _VIETNAMESE.get(month, 0)
    dmy = _make(year, second, first, clock, (start, end))
    mdy = None if worded or first == second else _make(year, first, second, clock, (start, end))
    chosen, other = (mdy, dmy) if order == "mdy" else (dmy, mdy)
    if chosen is None or other is None:
        return chosen or other
    return Stamp(chosen.day, chosen.at, chosen.zoned, other, start, end)


def in_reach(stamp: Stamp, now: datetime) -> bool:
    """Neither before 1998 nor after `now` (+ 10 minutes)."""
    limit = now + SLACK
    if stamp.at is not None:
        return stamp.plausible and stamp.at <= limit
    return stamp.plausible and stamp.day <= limit.astimezone(ZONE).date()


def decide(stamp: Stamp | None, now: datetime, near: date | None = None) -> Stamp | None:
    """The reading of a stamp that can be: in reach, and nearer to `near` when that is known."""
    if stamp is None:
        return None
    readings = [each for each in (stamp, stamp.swapped) if each and in_reach(each, now)]
    if (
        near is not None
        and len(readings) == 2
        and abs((readings[1].day - near).days) <= 2 < abs((readings[0].day - near).days)
    ):
        return readings[1]
    return readings[0] if readings else None


_AROUND = re.compile(
    r"thứ\s+\w+|chủ nhật|gmt|utc|ngày|được|đăng|cập nhật|lúc|tháng|năm|xuất bản|lượt (?:xem|đọc)|views?|\W|\d|\b(?:am|pm|sa|ch|h)\b",
    re.IGNORECASE,
)


def is_date_line(line: str) -> bool:
    """A line that says when (and how often read) and nothing else (`06/09/2025 15:49 GMT+7`)."""
    return len(line) <= 80 and read_stamp(line) is not None and len(_AROUND.sub("", line)) <= 6


def stated_moment(text: str) -> Moment:
    """A date somebody stated to us; UNDATED when it cannot be read."""
    stamp = read_stamp(text)
    return stamp.moment("stated", 1.0) if stamp and stamp.plausible else UNDATED


_LONG_STAMP = re.compile(
    r"(?<!\d)(?P<y>20\d{2})(?P<m>\d{2})(?P<d>\d{2})(?P<h>\d{2})(?P<mi>\d{2})(?P<s>\d{2})\d{0,4}(?!\d)"
)
_SHORT_STAMP = re.compile(
    r"(?<!\d)\d{3}(?P<y>[012]\d)(?P<m>\d{2})(?P<d>\d{2})(?P<h>\d{2})(?P<mi>\d{2})(?P<s>\d{2})\d{2,3}(?!\d)"
)
_CAPTURE = re.compile(r"/\d{14}\w*/https?:/", re.IGNORECASE)
"""A web archive's address says when it was captured, not when it was published."""
_PATH_DAY = re.compile(r"/(?P<y>(?:19|20)\d{2})[/-]?(?P<m>\d{2})[/-]?(?P<d>\d{2})(?=[/-])")


def url_stamp(url: str) -> Stamp | None:
    """When the address was made, as many content systems write it into the address itself."""
    path = url.split("?", 1)[0]
    if _CAPTURE.search(path):
        return None
    for pattern in (_LONG_STAMP, _SHORT_STAMP):
        for found in pattern.finditer(path):
            year = int(found["y"])
            stamp = _make(
                year if year > 99 else 2000 + year, int(found["m"]), int(found["d"]), found, found.span()
            )
            if stamp and stamp.at:
                return stamp
    day = _PATH_DAY.search(path)
    return _make(int(day["y"]), int(day["m"]), int(day["d"]), None, day.span()) if day else None


def _from_named(found: re.Match[str]) -> Stamp | None:
    groups = found.groupdict()
    month = int(groups["m"]) if groups.get("m") else _MONTHS.get(groups["mon"].lower())
    if month is None:
        return None
    year = int(groups["y"])
    if len(groups["y"]) == 2:
        year += 2000 if year < 70 else 1900
    clock = found if groups.get("h") else None
    return _make(year, month, int(groups["d"]), clock, found.span())


def _make(
    year: int, month: int, day: int, clock: re.Match[str] | None, span: tuple[int, int]
) -> Stamp | None:
    try:
        local = date(year, month, day)
    except ValueError:
        return None
    if clock is None:
        return Stamp(local, start=span[0], end=span[1])
    of_day = _clock(clock)
    if of_day is None:
        return Stamp(local, start=span[0], end=span[1])
    zone = _zone(clock.groupdict().get("zone") or "")
    at = datetime.combine(local, of_day, tzinfo=zone or ZONE)
    if not 1 < year < 9999:
        return None
    return Stamp(at.astimezone(ZONE).date(), at.astimezone(UTC), zone is not None, start=span[0], end=span[1])


def _clock(found: re.Match[str]) -> time | None:
    groups = found.groupdict()
    hour, half = int(groups["h"]), (groups.get("half") or "").upper()
    if half in ("PM", "CH") and hour < 12:
        hour += 12
    elif half in ("AM", "SA") and hour == 12:
        hour = 0
    try:
        return time(hour, int(groups["mi"]), min(int(groups.get("s") or 0), 59))
    except ValueError:
        return None


def _zone(text: str) -> timezone | None:
    compact = re.sub(r"\s", "", text.upper())
    if not compact:
        return None
    if compact == "ICT":
        return timezone(timedelta(hours=7))
    found = re.search(r"([+-])(\d{1,2}):?(\d{2})?$", compact)
    if not found:
        return UTC
    minutes = int(found[2]) * 60 + int(found[3] or 0)
    if minutes > 14 * 60:
        return None
    return timezone(timedelta(minutes=minutes if found[1] == "+" else -minutes))

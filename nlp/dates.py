"""Calendar dates named in a text: what they say alone, and with the article's day."""

from __future__ import annotations

import re
from datetime import date

from lantoa.article import EventDate

_PART = r"(?:(?:[Ss]áng|[Tt]rưa|[Cc]hiều|[Tt]ối|[Đđ]êm|[Rr]ạng sáng)(?: (?:ngày|mùng|mồng))?|[Nn]gày|[Mm]ùng|[Mm]ồng|[Hh]ôm)"
_SEPARATOR = r"[/.\-]"
_RANGE = re.compile(
    rf"(?<![\w/.-])(?P<lead>(?:từ )?{_PART} )?(?P<d1>[0-3]?\d)(?:{_SEPARATOR}(?P<m1>[01]?\d))? ?(?:-|–|đến(?: ngày)?|và(?: ngày)?) ?"
    rf"(?P<d2>[0-3]?\d){_SEPARATOR}(?P<m2>[01]?\d)(?:{_SEPARATOR}(?P<y>(?:19|20)\d\d))?(?![\w%])"
)
_DAY = re.compile(
    rf"(?<![\w/.,-])(?P<lead>{_PART} )?\(?(?P<d>[0-3]?\d)(?P<sep>{_SEPARATOR})(?P<m>[01]?\d)(?:(?P=sep)(?P<y>(?:19|20)\d\d))?(?![\w%/]|[.,]\d)"
)
_LONG = re.compile(
    rf"(?:{_PART} )?(?<!\d)(?P<d>[0-3]?\d) tháng (?P<m>[01]?\d)(?:(?: năm |[/.-])(?P<y>(?:19|20)\d\d))?(?!\w)"
)
_MONTH = re.compile(
    r"(?P<lead>(?:[Đđ]ầu |[Cc]uối |[Gg]iữa )?[Tt]háng )(?P<m>[01]?\d)(?: năm |[/.-])(?P<y>(?:19|20)\d\d)(?!\w)"
)
_NEVER_ALONE = 12


def dates(text: str, day: date | None) -> tuple[EventDate, ...]:
    """Every date expression of a clean text once, in order; terms and bare years are none."""
    found: dict[str, EventDate] = {}
    busy: set[int] = set()
    for pattern, read in ((_LONG, _day), (_RANGE, _range), (_DAY, _day), (_MONTH, _month)):
        for match in pattern.finditer(text):
            if not busy.isdisjoint(range(*match.span())):
                continue
            value = read(match)
            if value is None:
                continue
            busy.update(range(*match.span()))
            found.setdefault(
                f"{match.start():09}", EventDate(match[0].strip(" ("), value, _resolved(value, day))
            )
    rows = [each for _, each in sorted(found.items())]
    return tuple({(each.text, each.value): each for each in rows}.values())


def _day(match: re.Match[str]) -> str | None:
    groups = match.groupdict()
    if match[0].strip() == "24/7":
        return None  # around the clock
    day, month, year = int(groups["d"]), int(groups["m"]), groups["y"]
    if (
        "sep" in groups
        and year is None
        and (groups["sep"] == "." or groups["sep"] == "-")
        and not groups["lead"]
    ):
        return None  # 1.5 and 3-4 are numbers
    if "sep" in groups and year is None and not groups["lead"] and month > _NEVER_ALONE:
        return None
    return _iso(day, month, year)


def _range(match: re.Match[str]) -> str | None:
    groups = match.groupdict()
    rising = int(groups["d1"]) < int(groups["d2"])
    if not groups["lead"] and not groups["m1"] and not groups["y"] and not rising:
        return None
    month = int(groups["m1"] or groups["m2"])
    first, last = (
        _iso(int(groups["d1"]), month, groups["y"]),
        _iso(int(groups["d2"]), int(groups["m2"]), groups["y"]),
    )
    return f"{first}/{last}" if first and last else None


def _month(match: re.Match[str]) -> str | None:
    month = int(match["m"])
    return f"{match['y']}-{month:02}" if 1 <= month <= 12 else None


def _iso(day: int, month: int, year: str | None) -> str | None:
    try:
        date(int(year or 2000), month, day)
    except ValueError:
        return None
    return f"{year or '-'}-{month:02}-{day:02}"


def _resolved(value: str, published: date | None) -> str | None:
    """The value with its year: of the day nearest to publication."""
    if not value.startswith("--"):
        return value
    if published is None:
        return None
    return "/".join(_nearest(part, published) for part in value.split("/"))


def _nearest(value: str, published: date) -> str:
    month, day = int(value[2:4]), int(value[5:7])
    years = [published.year + step for step in (-1, 0, 1)]
    fits = [date(year, month, day) for year in years if not (month == 2 and day == 29 and year % 4)]
    return min(fits, key=lambda each: abs(each - published), default=published).isoformat()


__all__ = ["dates"]

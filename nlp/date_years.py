"""The year that a text gives to its dates without one, as its annotators read it.

A text says it by another full date, by the year it works for ("nhiệm vụ năm 2006", "quý I/2019"),
or by the term that its congress opens ("nhiệm kỳ 2015 - 2020": 2015). Dates then lie nearest to
that anchor. The terms of the national congress and of the councils open no year: texts of years
before and after name them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nlp.date_grammar import Day, Written

_EARLIEST = 2000
"""Years before are told of, not lived in: a biography's dates anchor nothing."""
_TERM = re.compile(
    r"(?<!sau )(?<!nghị quyết )đại hội[^.\n]{0,80}nhiệm kỳ[ :]{0,2}\(?(20\d\d) ?[-–—] ?20\d\d", re.IGNORECASE
)
_CYCLE = 5
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d| ?[-–—] ?\d)")
_WORKED_FOR = re.compile(
    r"(?:quý (?:[1-4]|I{1,3}|IV)(?: năm | ?[/-] ?| )|(?:nhiệm vụ|kế hoạch|chỉ tiêu|công tác|triển khai|thường niên|trong|khẳng định"
    r"|(?:lần )?thứ \w{1,5}|tháng đầu|dự toán|ngân sách) năm |[Tt]ết [^\n.,\d]{2,12} )$"
)
_BEFORE = 24
"""Characters in which such words stand."""
_OF_OLD = re.compile(  # of a person born then, of a document
    r"(?:[Ss]inh [^\n.,]{0,8}|(?:[Ss]ố \S{1,20}|[Nn]ghị định \d+|[Nn]ghị quyết \d+|[Cc]hỉ thị \d+)[ ,(]{1,3}(?:ra )?(?:[Nn]gày )?)$"
)
_AHEAD = re.compile(r"(?:sẽ|dự kiến|đến|trước|từ nay|hết|chuẩn bị)[^.\n]{0,30}$")
_MIDDLE = 0.6
"""Local congresses sit from spring to autumn: of the first year of their term, this far in."""
_HALF_SEASON = 0.45


@dataclass(frozen=True, slots=True)
class Anchor:
    """A point of time in years (2015.5 is the middle of 2015); reach: how far from it it speaks."""

    at: float
    reach: float = 1.0

    def year_of(self, day: Day) -> int | None:
        """The year in which a day without one lies nearest; None when that is out of reach."""
        within = _within(day)
        year = min(range(int(self.at) - 1, int(self.at) + 2), key=lambda each: abs(each + within - self.at))
        return year if abs(year + within - self.at) <= self.reach else None


def dated(text: str, found: Sequence[Written]) -> tuple[Written, ...]:
    """The expressions with the years that the text entails for them."""
    if all(one.days[0].year is not None for one in found):
        return tuple(found)
    anchor = _anchor(text, found)
    return tuple(_in_year(one, anchor) for one in found) if anchor else tuple(found)


def _in_year(one: Written, anchor: Anchor) -> Written:
    year = None if one.days[0].year is not None else anchor.year_of(one.days[0])
    if year is None:
        return one
    turns = len(one.days) > 1 and _within(one.days[1]) < _within(one.days[0])
    return Written(
        one.start, one.words, (one.days[0].of(year), *(each.of(year + turns) for each in one.days[1:]))
    )


def _within(day: Day) -> float:
    return (day.month - 1 + (0.5 if day.day is None else day.day / 31)) / 12


def _anchor(text: str, found: Iterable[Written]) -> Anchor | None:
    full = [
        (day.year + _within(day), day.day is not None, one.start)
        for one in found
        for day in one.days
        if day.year is not None
        and day.year >= _EARLIEST
        and not _OF_OLD.search(text[max(0, one.start - 40) : one.start])
    ]
    years = [
        int(year[0])
        for year in _YEAR.finditer(text)
        if _WORKED_FOR.search(text, max(0, year.start() - _BEFORE), year.start())
    ]
    exact = [at for at, is_day, start in full if is_day or _AHEAD.search(text[max(0, start - 36) : start])]
    if exact and int(max(exact)) >= max(years, default=0) - 1:
        return Anchor(max(exact))
    terms = [int(year) for year in _TERM.findall(text) if int(year) % _CYCLE != 1]
    if years and max(years) >= max(terms, default=0) - 1:
        return Anchor(max(years) + 0.4)
    if terms:
        return Anchor(max(terms) + _MIDDLE, _HALF_SEASON)
    return None

"""What any value of a campaign must be: an id, a line of text, a day within the calendar. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from campaigns.problems import Problem
from lantoa.words import word

YEARS = range(1930, 2100)
"""Years that days of a campaign may lie in: reckoning with them never leaves the calendar."""
LARGEST = 1_000_000_000
LONGEST = 500
"""Characters of one line."""
LONGEST_TEXT = 5000


def in_years(key: str, day: date | None) -> Iterator[Problem]:
    """A day outside of the years that can be reckoned with."""
    if day is not None and day.year not in YEARS:
        text = word("definition.year", value=day, first=YEARS[0], last=YEARS[-1])
        yield Problem((key,), text)


def plain_id(value: str) -> bool:
    """Whether it may stand in an address and a file name: Latin letters, digits, "-", "_", "."."""
    return re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,79}", value) is not None


def id_problems(key: str, value: str) -> Iterator[Problem]:
    """A plain id."""
    if not plain_id(value):
        yield Problem((key,), word("definition.id", value=value))


def line_problems(key: str, value: str) -> Iterator[Problem]:
    """One line of text, not empty."""
    if not value.strip() or not value.isprintable() or len(value) > LONGEST:
        yield Problem((key,), word("definition.line", value=value[:60]))


def text_problems(key: str, value: str) -> Iterator[Problem]:
    """Text of any number of lines, also none."""
    if len(value) > LONGEST_TEXT or not all(one.isprintable() for one in re.split(r"[\n\t\u00a0]", value)):
        yield Problem((key,), word("definition.prose", value=value[:60], most=LONGEST_TEXT))


def lines_problems(key: str, values: Sequence[str]) -> Iterator[Problem]:
    """Lines of text, each once."""
    for value in values:
        yield from line_problems(key, value)
    for twice in sorted({one for one in values if values.count(one) > 1}):
        yield Problem((key,), word("definition.twice", value=twice))

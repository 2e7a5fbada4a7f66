"""Days as they are typed: a day, a month, a year, or from one to another."""

from __future__ import annotations

import calendar
import re
from datetime import date

from lantoa.words import word
from search_api.query_lexer import Piece, QueryError


def span(piece: Piece) -> tuple[date | None, date | None]:
    """First and last day of a filter; None is open. Raises QueryError for what are no days, or
    days that run backwards."""
    if piece.field == "from":
        return _days(piece, piece.text)[0], None
    if piece.field == "to":
        return None, _days(piece, piece.text)[1]
    start, dots, end = piece.text.replace("…", "..").partition("..")
    if not dots:
        return _days(piece, start)
    if not start.strip() and not end.strip():
        raise QueryError(word("search.query.date_wrong", value=piece.text), piece.at)
    first = _days(piece, start)[0] if start.strip() else None
    last = _days(piece, end)[1] if end.strip() else None
    if first and last and first > last:
        raise QueryError(word("page.days_backwards", start=first.isoformat(), end=last.isoformat()), piece.at)
    return first, last


def _days(piece: Piece, text: str) -> tuple[date, date]:
    """First and last day meant: a day, a month (2025-09, 9/2025) or a year."""
    for pattern in _DATES:
        found = pattern.fullmatch(text.strip())
        if found:
            parts = {name: int(number) for name, number in found.groupdict().items()}
            year, month, day = parts["year"], parts.get("month"), parts.get("day")
            try:
                last = month or 12
                end = day or calendar.monthrange(year, last)[1]
                return date(year, month or 1, day or 1), date(year, last, end)
            except (ValueError, calendar.IllegalMonthError):
                break
    raise QueryError(word("search.query.date_wrong", value=text), piece.at)


_DATES = tuple(
    re.compile(pattern, re.ASCII)
    for pattern in (
        r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})",
        r"(?P<day>\d{1,2})[-/.](?P<month>\d{1,2})[-/.](?P<year>\d{4})",
        r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})",
        r"(?P<month>\d{1,2})[-/.](?P<year>\d{4})",
        r"(?P<year>[1-9]\d{3})",
    )
)

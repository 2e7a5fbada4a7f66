"""ISO weeks as figures name them: 2025-W36, Monday to Sunday, local days."""

from __future__ import annotations

from datetime import date

from campaigns.periods import period_of
from lantoa.errors import Misuse
from lantoa.words import word


def week_span(period: str) -> tuple[date, date]:
    """Monday and Sunday of "2025-W36" (1900 to 2099). Raises Misuse for what is no week."""
    try:
        found = period_of(period)
    except Misuse:
        found = None
    if found is None or found.kind != "week":
        raise Misuse(word("report.week", value=period))
    return found.first, found.last

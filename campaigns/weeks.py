"""ISO weeks as reports name them: 2025-W36, Monday to Sunday, local days."""

from __future__ import annotations

import re
from datetime import date, timedelta

from lantoa.errors import Misuse
from lantoa.words import word


def week_span(period: str) -> tuple[date, date]:
    """Monday and Sunday of "2025-W36" (1900 to 2099). Raises Misuse for what is no week."""
    match = re.fullmatch(r"((?:19|20)[0-9]{2})-W([0-9]{2})", period)
    try:
        if match is None:
            raise ValueError(period)
        monday = date.fromisocalendar(int(match[1]), int(match[2]), 1)
    except ValueError:
        raise Misuse(word("report.week", value=period)) from None
    return monday, monday + timedelta(days=6)

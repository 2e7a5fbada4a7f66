"""Which congress is meant: number and term from the body and the date.

Local congresses come every five years (2020, 2025 ...), the national one a year later.
Provinces merged in July 2025, and the wards and communes made then, count from I again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from lantoa.article import CongressKey, Level
from nlp.lexicon import lexicon
from nlp.places import Province

_CYCLE = 5
_REORGANISED = date(2025, 6, 16)
"""The day the law on today's communes came into force (first day of their party bodies' work: 1 July)."""
_COUNTED_FROM = 2000
_AFTERMATH = timedelta(days=240)
_NATIONAL_PREPARATION = timedelta(days=600)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a reference: body, stated number and term, the article's day.

    looking_back: the text speaks of a congress that is over ("nghị quyết đại hội").
    """

    level: Level
    province: Province | None = None
    ordinal: int | None = None
    term: tuple[int, int] | None = None
    day: date | None = None
    looking_back: bool = False


def resolve(known: Known) -> tuple[int | None, tuple[int, int] | None]:
    """(ordinal, term) as far as they follow; what was stated is never changed."""
    if known.level == "national":
        return _national(known)
    if known.level in ("generic", "cell"):
        return known.ordinal, known.term
    term = known.term or _term_of(known)
    return known.ordinal or _ordinal_of(known, term), term


def is_over(key: CongressKey, day: date | None) -> bool:
    """Did the congress lie more than eight months back on this day? False when not known."""
    if day is None or key.term is None:
        return False
    opened = date(key.term[0], 10, 31)
    if key.level == "national" and key.ordinal in _national_table():
        opened = _national_table()[key.ordinal][1]
    return day > opened + _AFTERMATH


@cache
def _national_table() -> dict[int, tuple[tuple[int, int], date]]:
    return {
        row["ordinal"]: ((row["term"][0], row["term"][1]), row["opened"])
        for row in lexicon("congresses")["national"]
    }


def _national(known: Known) -> tuple[int | None, tuple[int, int] | None]:
    table = _national_table()
    if known.ordinal is not None:
        return known.ordinal, table[known.ordinal][0] if known.ordinal in table else known.term
    if known.term is not None:
        found = [number for number, (term, _) in table.items() if term[0] == known.term[0]]
        return (found[0] if found else None), known.term
    if known.day is None:
        return None, None
    return _national_by_day(table, known.day, known.looking_back)


def _national_by_day(
    table: dict[int, tuple[tuple[int, int], date]], day: date, looking_back: bool
) -> tuple[int | None, tuple[int, int] | None]:
    lead = timedelta(0) if looking_back else _NATIONAL_PREPARATION
    begun = [number for number, (_, opened) in table.items() if opened - lead <= day]
    number = max(begun, default=None)
    return number, table[number][0] if number else None


def _term_of(known: Known) -> tuple[int, int] | None:
    start = _start_of(known)
    return (start, start + _CYCLE) if start is not None else None


def _start_of(known: Known) -> int | None:
    province, ordinal = known.province, known.ordinal
    if known.level == "province" and province is not None and ordinal is not None:
        if province.merged and ordinal == 1:
            return 2025
        start = 2020 + _CYCLE * (ordinal - province.ordinal_2020)
        return start if _COUNTED_FROM <= start <= 2025 else None
    if known.level in ("commune", "province") and ordinal == 1:
        return 2025
    return _start_by_day(known)


def _start_by_day(known: Known) -> int | None:
    if known.day is None:
        return None
    year = known.day.year
    running = year - year % _CYCLE
    if known.looking_back:
        over = year % _CYCLE != 0 or known.day.month > 9
        return running if over else running - _CYCLE
    return running + _CYCLE if year % _CYCLE == _CYCLE - 1 else running


def _ordinal_of(known: Known, term: tuple[int, int] | None) -> int | None:
    if term is None or term[0] % _CYCLE:
        return None
    reorganised = known.day is None or known.day >= _REORGANISED
    if known.level == "commune":
        return 1 if term[0] == 2025 and reorganised and known.day is not None else None
    if known.level != "province":
        return None
    if known.province is None:  # a city the map of 2025 does not know is a new one
        return 1 if term[0] == 2025 else None
    if term[0] == 2025 and known.province.merged:
        return 1 if reorganised else None
    ordinal = known.province.ordinal_2020 + (term[0] - 2020) // _CYCLE
    return ordinal if ordinal > 0 else None


__all__ = ["Known", "is_over", "resolve"]

"""Calendar dates named in a text: what they say alone, and with the article's day."""

from __future__ import annotations

from datetime import date

from lantoa.article import EventDate
from nlp.date_grammar import Day, written
from nlp.date_years import dated


def dates(text: str, day: date | None) -> tuple[EventDate, ...]:
    """Every date expression of a clean text once, in order.

    value: what the text alone gives: 2016-02-02, 2015-10, --02-02 where it gives no year, first/last
    for an interval; resolved: with the year nearest to `day` (None: not known). Terms, bare years,
    quarters, "hôm nay" and the page's own stamp of publication are no dates.
    """
    rows = [_row(one.words, one.days, day) for one in dated(text, list(written(text)))]
    return tuple({(each.text, each.value): each for each in rows}.values())


def _row(words: str, days: tuple[Day, ...], published: date | None) -> EventDate:
    value = "/".join(each.iso() for each in days)
    return EventDate(words.strip(" ("), value, _resolved(days, published))


def _resolved(days: tuple[Day, ...], published: date | None) -> str | None:
    """The value with its year: of the day nearest to publication; an interval does not run backwards."""
    if days[0].year is not None:
        return "/".join(each.iso() for each in days)
    if published is None:
        return None
    first = days[0].of(_nearest(days[0], published))
    rest = [each.of(first.year) for each in days[1:]]
    turned = [
        Day((each.year or 0) + 1, each.month, each.day) if each.iso() < first.iso() else each for each in rest
    ]
    return "/".join(each.iso() for each in (first, *turned))


def _nearest(one: Day, published: date) -> int:
    years = [published.year + step for step in (0, -1, 1, -2, 2, -3, 3, -4, 4)]
    fits = [year for year in years if one.of(year).exists()]
    return min(fits, key=lambda year: abs(date(year, one.month, one.day or 15) - published))


__all__ = ["dates"]

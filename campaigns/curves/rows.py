"""From the index to a curve, and the query behind each of its figures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal

import numpy as np

from campaigns.campaign import Campaign
from campaigns.columns import coded
from campaigns.counted import Counted, found_rows
from campaigns.curves.curve import Curve, Within, codes, curve
from campaigns.desk import Desk
from campaigns.reach import Measured
from campaigns.windows import Window
from search_api.index import And, Not, Or, Query, Range, SearchIndex, Terms, day_number, day_of

Scope = Literal["all", "members"]
"""Every article that the query finds, or those about a congress of the campaign."""
Figure = Literal["all", "undated", "share", "window-before", "window-during", "window-after"]
"""Which figure a list is of; "all": the query itself, bound by its own days."""

COLUMNS = ("id", "day", "source", "is_original")
"""What a curve counts by; the other columns cost as much again, reprint groups more."""
TIMES = ("day", "week", "month", "published", "sort_key")


def curve_of(desk: Desk, campaign: Campaign, query: Query) -> Curve:
    """The curve of a query (with its scope) over a campaign. Raises Later when the index does not
    answer, Misuse for a query that it refuses."""
    return _curve(desk, desk.measured(campaign), query)


def scoped(desk: Desk, campaign: Campaign, query: Query, scope: Scope) -> Query:
    """What the scope leaves of a query."""
    return And((query, desk.member_query(campaign))) if scope == "members" else query


def _curve(desk: Desk, measured: Measured, query: Query) -> Curve:
    found = rows_of(measured.campaign, desk.index, query)
    return curve(measured, found, asked_days(query), desk.today())


def rows_of(campaign: Campaign, index: SearchIndex, query: Query) -> Counted:
    """Every article of a query, once; phase: as `curve.codes` gives it."""
    columns = index.export(query, COLUMNS)
    ids, days = (np.asarray(columns[name], dtype=np.int64) for name in ("id", "day"))
    original = coded(columns["is_original"]).among(("yes",))
    return found_rows(ids, days, coded(columns["source"]), original, codes(campaign, days))


def figure_query(desk: Desk, campaign: Campaign, query: Query, figure: Figure) -> Query:
    """What the list of a figure holds; query: with its scope."""
    match figure:
        case "all":
            return query
        case "undated":
            return And((query, Terms("day", (0,))))
        case "share":
            return And((query, desk.member_query(campaign), _dated(campaign), Terms("is_original", ("yes",))))
        case _:
            measured = desk.measured(campaign)
            windows = _curve(desk, measured, query).windows or ()
            days = next((_days(one) for one in windows if figure == f"window-{one.phase}"), ())
            return And((query, Terms("day", days), _kept(measured), Terms("is_original", ("yes",))))


def asked_days(query: Query) -> Within | None:
    """First and last day that the whole query is bound to; None where days stand in it in any other
    way (within OR, NOT, or by week and hour): its windows cannot be cut to fit."""
    low, high = 0, day_number(date.max)
    for part in _parts(query):
        if isinstance(part, Range) and part.field == "day":
            low, high = max(low, part.low or 0), min(high, high if part.high is None else part.high)
        elif _timed(part):
            return None
    return (day_of(low) if low > 1 else None, day_of(high) if high < day_number(date.max) else None)


def _parts(query: Query) -> Iterator[Query]:
    if isinstance(query, And):
        for part in query.parts:
            yield from _parts(part)
    else:
        yield query


def _timed(query: Query) -> bool:
    match query:
        case And(parts=parts) | Or(parts=parts):
            return any(_timed(part) for part in parts)
        case Not(part=part):
            return _timed(part)
        case Range(field=name) | Terms(field=name):
            return name in TIMES
        case _:
            return False


def _dated(campaign: Campaign) -> Query:
    """Not outside the campaign's days."""
    last = day_number(campaign.end) if campaign.end else None
    return Or((Range("day", day_number(campaign.start), last), Terms("day", (0,))))


def _kept(measured: Measured) -> Query:
    """As `Measured.kept`: of the panel, and not on outlet-days that were not completely collected."""
    if measured.by_days:
        return Terms("source", measured.panel)
    gone: dict[str, list[int]] = {}
    for day, outlet in measured.left_out:
        gone.setdefault(outlet, []).append(day_number(day))
    panel = tuple(one for one in measured.panel if one not in measured.uncollected)
    broken = (And((Terms("source", (outlet,)), Terms("day", tuple(days)))) for outlet, days in gone.items())
    return And((Terms("source", panel), Not(Or(tuple(broken)))))


def _days(window: Window) -> tuple[int, ...]:
    return tuple(day_number(day) for day in window.days)

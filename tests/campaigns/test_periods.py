"""Periods partition the days; what falls due falls due once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.periods import (
    DAY,
    KINDS,
    Kind,
    Period,
    due_at,
    due_periods,
    period_around,
    period_of,
    periods_between,
    previous_period,
    range_of,
)
from lantoa.article import ZONE
from lantoa.errors import Misuse

DAYS = st.dates(date(1901, 1, 1), date(2098, 12, 31))
SPANS = st.tuples(DAYS, st.integers(0, 800)).map(lambda pair: (pair[0], pair[0] + timedelta(days=pair[1])))


@dataclass(frozen=True)
class Ordered:
    period: Kind
    at: time = time(7)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE).astimezone(UTC)


@given(st.sampled_from(KINDS), DAYS)
def test_every_day_lies_in_exactly_one_period_of_a_kind(kind: Kind, day: date) -> None:
    period = period_around(kind, day)
    assert day in period
    assert period_around(kind, period.first) == period_around(kind, period.last) == period
    assert period_around(kind, period.last + DAY).first == period.last + DAY
    assert previous_period(period).last == period.first - DAY


@given(st.sampled_from(KINDS), DAYS)
def test_a_name_is_read_as_the_period_it_names(kind: Kind, day: date) -> None:
    period = period_around(kind, day)
    assert period_of(str(period)) == period


@given(SPANS)
def test_a_range_is_read_and_preceded_by_as_many_days(span: tuple[date, date]) -> None:
    period = range_of(*span)
    assert period_of(str(period)) == period
    before = previous_period(period)
    assert (before.days, before.last) == (period.days, period.first - DAY)


@given(st.sampled_from(KINDS), SPANS)
def test_periods_of_a_stretch_follow_each_other_and_cover_it(kind: Kind, span: tuple[date, date]) -> None:
    found = list(periods_between(kind, *span))
    assert span[0] in found[0]
    assert span[1] in found[-1]
    assert all(later.first == earlier.last + DAY for earlier, later in pairwise(found))


@given(st.sampled_from(KINDS), SPANS, st.integers(0, 800))
def test_looking_often_or_once_finds_the_same_periods(kind: Kind, span: tuple[date, date], between: int) -> None:
    order = Ordered(kind)
    start, end = (datetime.combine(day, time(12), ZONE) for day in span)
    middle = min(start + timedelta(days=between), end)
    once = due_periods(order, start, end)
    assert due_periods(order, start, middle) + due_periods(order, middle, end) == once
    assert all(start < due_at(one, order.at) <= end for one in once)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026-W53", date(2026, 12, 28), date(2027, 1, 3)),
        ("2025-W01", date(2024, 12, 30), date(2025, 1, 5)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2025-Q4", date(2025, 10, 1), date(2025, 12, 31)),
        ("2025", date(2025, 1, 1), date(2025, 12, 31)),
        ("2025-09-01..2025-09-20", date(2025, 9, 1), date(2025, 9, 20)),
    ],
)
def test_periods_have_the_days_of_the_calendar(text: str, first: date, last: date) -> None:
    period = period_of(text)
    assert (period.first, period.last, str(period)) == (first, last, text)


@pytest.mark.parametrize(
    "text",
    ["", "2025-W54", "2025-W00", "2025-13", "2025-Q5", "25", "1850", "2025-09-31..2025-10-01", "2025-09-01", "..", "٢٠٢٥"],
)
def test_what_is_no_period_is_refused_by_name(text: str) -> None:
    with pytest.raises(Misuse, match="2025-W36"):
        period_of(text)


def test_a_range_that_runs_backwards_is_refused() -> None:
    with pytest.raises(Misuse, match="ngược"):
        period_of("2025-09-20..2025-09-01")


def test_a_weekly_report_is_due_on_monday_at_its_hour() -> None:
    order = Ordered("week", time(7, 30))
    sunday, before, at = local("2025-09-07T23:00"), local("2025-09-08T07:29"), local("2025-09-08T07:30")
    assert due_periods(order, sunday, before) == []
    assert due_periods(order, sunday, at) == [Period("week", date(2025, 9, 1), date(2025, 9, 7))]
    assert due_periods(order, at, at + timedelta(hours=1)) == []


def test_what_was_missed_over_the_turn_of_the_year_is_due_in_order() -> None:
    found = due_periods(Ordered("week"), local("2026-12-21T08:00"), local("2027-01-11T08:00"))
    assert [str(one) for one in found] == ["2026-W52", "2026-W53", "2027-W01"]
    assert [str(one) for one in due_periods(Ordered("year"), local("2026-12-21T08:00"), local("2027-01-11T08:00"))] == ["2026"]


def test_a_clock_that_went_back_makes_nothing_due() -> None:
    assert due_periods(Ordered("week"), local("2026-12-21T08:00"), local("2026-11-11T08:00")) == []

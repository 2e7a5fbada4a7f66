"""Deadlines: written, kept and expanded to the days on which they fall due."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.plan.dates import (
    UNDECIDED,
    Deadline,
    deadline_code,
    deadline_from,
    deadline_text,
    deadline_typed,
    occurrences,
)

DAYS = st.dates(date(1931, 1, 1), date(2120, 12, 31))
SPANS = st.builds(lambda first, length: (first, first + timedelta(days=length)), DAYS, st.integers(0, 1800))
DEADLINES = st.one_of(
    st.just(UNDECIDED),
    st.builds(lambda day: Deadline("day", day), DAYS),
    st.builds(lambda day: Deadline("month", day.replace(day=1)), DAYS),
    st.builds(lambda span, every: Deadline("weekly", *span, every=every), SPANS, st.integers(1, 7)),
    st.builds(lambda span, every: Deadline("monthly", *span, every=every), SPANS, st.integers(1, 31)),
    st.builds(lambda offset: Deadline("opening", offset=offset), st.integers(-400, 400)),
    st.builds(lambda offset: Deadline("closing", offset=offset), st.integers(-400, 400)),
)
OPENING, CLOSING = date(2025, 9, 24), date(2025, 9, 26)


@settings(max_examples=60, deadline=None)
@given(DEADLINES)
def test_what_is_shown_can_be_typed_and_what_is_kept_can_be_read(deadline: Deadline) -> None:
    assert deadline_typed(deadline_text(deadline)) == deadline
    assert deadline_from(deadline_code(deadline)) == deadline


@settings(max_examples=60, deadline=None)
@given(DEADLINES)
def test_the_days_are_in_order_and_within_the_span(deadline: Deadline) -> None:
    days = occurrences(deadline, OPENING, CLOSING)
    assert list(days) == sorted(set(days))
    if deadline.recurs:
        assert deadline.first is not None
        assert deadline.last is not None
        assert all(deadline.first <= day <= deadline.last for day in days)
        step = 7 if deadline.kind == "weekly" else 31
        assert len(days) >= (deadline.last - deadline.first).days // step


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("15/9/2025", [date(2025, 9, 15)]),
        ("2025-09-15", [date(2025, 9, 15)]),
        ("Tháng 2/2024", [date(2024, 2, 29)]),
        ("thứ sáu hằng tuần từ 01/09/2025 đến 19/09/2025", [date(2025, 9, 5), date(2025, 9, 12), date(2025, 9, 19)]),
        ("ngày 31 hàng tháng từ 15/01/2025 đến 31/03/2025", [date(2025, 1, 31), date(2025, 2, 28), date(2025, 3, 31)]),
        ("khai mạc", [OPENING]),
        ("trước khai mạc 7 ngày", [date(2025, 9, 17)]),
        ("sau bế mạc 5 ngày", [date(2025, 10, 1)]),
        ("chưa định", []),
        ("", []),
    ],
)
def test_deadlines_as_people_write_them(typed: str, days: list[date]) -> None:
    assert list(occurrences(deadline_typed(typed), OPENING, CLOSING)) == days


def test_without_the_days_of_the_congress_nothing_is_guessed() -> None:
    assert occurrences(deadline_typed("trước khai mạc 7 ngày"), None, None) == ()


@pytest.mark.parametrize(
    "typed", ["mai", "32/1/2025", "15/9/25", "tháng 13/2025", "sau bế mạc", "khai mạc 3 ngày", "trước khai mạc 999 ngày",
              "thứ sáu hằng tuần", "thứ sáu hằng tuần từ 10/09/2025 đến 01/09/2025", "ngày 40 hằng tháng từ 01/01/2025 đến 01/03/2025",
              "chủ nhật hằng tuần từ 01/01/2020 đến 01/01/2030", "1/1/1200"],
)  # fmt: skip
def test_what_is_no_deadline_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        deadline_typed(typed)

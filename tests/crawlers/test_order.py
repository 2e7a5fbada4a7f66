"""In what order one host is asked."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from crawlers.order import Lane, first_weight, mix, place

NOW = datetime(2025, 9, 1, tzinfo=UTC)
ages = st.timedeltas(timedelta(0), timedelta(days=20_000))


@given(ages, ages, st.integers(1, 30))
def test_what_is_likely_comes_before_all_else_however_old(old: timedelta, new: timedelta, page: int) -> None:
    likely = first_weight(NOW - old, NOW, page, likely=True)
    assert likely < first_weight(NOW - new, NOW, 1, likely=False)


@given(ages, ages)
def test_of_two_alike_the_newer_comes_first(one: timedelta, other: timedelta) -> None:
    newer, older = sorted((one, other))
    assert first_weight(NOW - newer, NOW, 1, False) <= first_weight(NOW - older, NOW, 1, False)


def test_a_date_in_the_future_gains_nothing() -> None:
    assert first_weight(NOW + timedelta(days=9), NOW, 1, False) == first_weight(None, NOW, 1, False)


def test_what_is_not_due_stands_nowhere_and_revisits_go_by_time() -> None:
    assert place(None, polled=True, stored=False, first=1) == (None, None)
    assert place(NOW, polled=False, stored=False, first=7) == (Lane.FIRST, 7)
    lane, weight = place(NOW, polled=False, stored=True, first=7)
    assert (lane, weight) == (Lane.REVISIT, NOW.timestamp() * 1_000_000)


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 40))
def test_neither_kind_starves_and_no_place_stays_empty(firsts: int, revisits: int, room: int) -> None:
    chosen = mix([("first", n) for n in range(firsts)], [("again", n) for n in range(revisits)], room)
    assert len(chosen) == min(room, firsts + revisits)
    assert chosen == sorted(set(chosen), key=chosen.index)
    kinds = [kind for kind, _ in chosen]
    assert kinds.count("again") >= min(revisits, room // 4)
    assert kinds.count("first") >= min(firsts, room * 3 // 4)

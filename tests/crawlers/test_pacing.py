"""How often a channel is looked at: bounded, and by what it brings."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from crawlers.pacing import WANTED, Bounds, Reading, interval, new_rate

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
BOUNDS = Bounds(15 * MINUTE, 6 * HOUR)
spans = st.timedeltas(MINUTE, timedelta(days=3))
rates = st.none() | st.floats(0, 500)
readings = st.builds(
    lambda elapsed, fresh, more: Reading(elapsed, fresh, fresh + more), spans, st.integers(0, 200), st.integers(0, 200)
)


def after(held: float | None, stated: timedelta, reading: Reading, closer: timedelta | None = None) -> timedelta:
    least, most = BOUNDS.around(stated, closer)
    return interval(new_rate(held, stated, reading), stated, reading, least, most)


@given(rates, spans, readings, st.none() | spans)
def test_it_stays_within_its_bounds(
    held: float | None, stated: timedelta, reading: Reading, closer: timedelta | None
) -> None:
    wait = after(held, stated, reading, closer)
    assert BOUNDS.soonest <= wait <= max(BOUNDS.latest, stated)
    assert closer is None or wait <= max(closer, BOUNDS.soonest)


@given(rates, spans, readings, st.integers(1, 50))
def test_what_brings_more_is_never_read_later(
    held: float | None, stated: timedelta, reading: Reading, more: int
) -> None:
    assume(reading.fresh + more <= reading.shown)
    livelier = Reading(reading.elapsed, reading.fresh + more, reading.shown)
    assert after(held, stated, livelier) <= after(held, stated, reading)


@given(st.floats(0, 500), st.floats(0, 500), spans, readings)
def test_what_brought_more_is_never_read_later(one: float, other: float, stated: timedelta, reading: Reading) -> None:
    assert after(max(one, other), stated, reading) <= after(min(one, other), stated, reading)


@given(spans, readings)
def test_of_what_it_shows_less_than_half_scrolls_by_before_the_next_read(stated: timedelta, reading: Reading) -> None:
    assume(reading.shown > 0)
    least, _ = BOUNDS.around(stated)
    rate = new_rate(None, stated, reading)
    wait = after(None, stated, reading)
    assert wait <= least or rate * (wait / HOUR) <= max(WANTED, reading.shown / 2) + 1e-6


def settle(per_hour: float, stated: timedelta = 30 * MINUTE) -> timedelta:
    """The interval that a steady channel of twenty items ends at."""
    rate, wait = None, stated
    for _ in range(200):
        reading = Reading(wait, round(per_hour * (wait / HOUR)), 20)
        rate = new_rate(rate, stated, reading)
        wait = interval(rate, stated, reading, *BOUNDS.around(stated))
    return wait


@pytest.mark.parametrize(("per_hour", "expected"), [(0, 6 * HOUR), (2, 2 * HOUR), (8, 30 * MINUTE), (60, 15 * MINUTE)])
def test_a_steady_channel_is_read_about_every_four_new_addresses(per_hour: float, expected: timedelta) -> None:
    assert expected / 1.5 <= settle(per_hour) <= expected * 1.5


def test_it_grows_by_doubling_at_most_and_shrinks_at_once() -> None:
    quiet = Reading(30 * MINUTE, 0, 20)
    assert after(0.0, 30 * MINUTE, quiet) == HOUR
    burst = Reading(6 * HOUR, 20, 20)
    assert after(0.0, 30 * MINUTE, burst) <= 30 * MINUTE


def test_a_rare_stated_rhythm_is_kept_and_a_closer_look_overrules_it() -> None:
    assert BOUNDS.around(timedelta(days=1)) == (8 * HOUR, timedelta(days=1))
    assert BOUNDS.around(3 * HOUR, 20 * MINUTE) == (20 * MINUTE, 20 * MINUTE)
    assert BOUNDS.around(3 * HOUR, MINUTE) == (15 * MINUTE, 15 * MINUTE)

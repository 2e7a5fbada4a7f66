"""A spike is a stated test: as its rule says, never for fewer than five, never less so for more."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.statistics.spike import LEAST_ORIGINALS, LIMIT, spike, upper_tail

histories = st.lists(st.integers(0, 60), min_size=0, max_size=12)


@settings(deadline=None)
@given(histories, st.integers(0, 200))
def test_more_today_is_never_less_of_a_spike(history: list[int], today: int) -> None:
    now, more = spike(history, today), spike(history, today + 1)
    assert more.fires >= now.fires
    if now.p is not None and more.p is not None:
        assert more.p <= now.p + 1e-12
        assert 0 <= more.p <= now.p <= 1


@settings(deadline=None)
@given(histories, st.integers(0, LEAST_ORIGINALS - 1))
def test_fewer_than_five_never_fire(history: list[int], today: int) -> None:
    assert not spike(history, today).fires


@settings(deadline=None)
@given(st.lists(st.integers(0, 60), max_size=3), st.integers(0, 1000))
def test_less_than_four_weeks_never_fire_and_say_so(history: list[int], today: int) -> None:
    found = spike(history, today)
    assert found.p is None
    assert not found.fires
    assert str(len(history)) in found.rule


@settings(deadline=None)
@given(histories, st.integers(0, 200))
def test_it_fires_exactly_by_its_rule(history: list[int], today: int) -> None:
    found = spike(history, today)
    assert found.fires == (found.p is not None and found.p < LIMIT and today >= LEAST_ORIGINALS)


def test_only_the_last_eight_weeks_count() -> None:
    assert spike([90] * 5 + [2, 3, 1, 2, 2, 3, 1, 2], 12) == spike([2, 3, 1, 2, 2, 3, 1, 2], 12)


def test_a_quiet_weekday_and_a_loud_one() -> None:
    assert spike([1, 2, 1, 0, 2, 1], 12).fires
    assert not spike([1, 20, 3, 14, 0, 9], 22).fires


def test_a_steady_history_by_chance_does_not_make_a_little_more_a_spike() -> None:
    assert upper_tail(20, 20, 36) < LIMIT
    assert not spike([20, 20, 20, 20], 36).fires
    assert spike([20, 20, 20, 20], 90).fires


def test_the_tails_are_those_of_the_distributions() -> None:
    poisson = 1 - sum(math.exp(-2.5) * 2.5**k / math.factorial(k) for k in range(4))
    assert upper_tail(2.5, 2.0, 4) == pytest.approx(poisson)
    size, chance = 2.5**2 / (6 - 2.5), 2.5 / 6  # negative binomial of mean 2.5, variance 6
    terms = [math.gamma(k + size) / math.gamma(size) / math.factorial(k) * chance**size * (1 - chance) ** k for k in range(4)]
    assert upper_tail(2.5, 6.0, 4) == pytest.approx(1 - sum(terms))


def test_a_count_below_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        spike([1, 2, 3, -1], 5)

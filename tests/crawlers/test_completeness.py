"""What was missed is estimated from two kinds of channels, with an interval that holds."""

from __future__ import annotations

from math import ceil, floor
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.completeness import LEAST, Estimate, Sighted, estimate, refused, together

ROUNDS = 400


def drawn(random: Random, there: int, feeds: float, lists: float) -> Sighted:
    """So many articles, each shown by either kind with its own chance, independently."""
    shown = [(random.random() < feeds, random.random() < lists) for _ in range(there)]
    return Sighted(sum(a for a, _ in shown), sum(b for _, b in shown), sum(a and b for a, b in shown))


def covers(found: Estimate, there: int) -> bool:
    """Articles are whole: so is the interval."""
    return floor(found.low) <= there <= ceil(found.high)


def test_the_estimate_is_chapman_s() -> None:
    found = estimate(Sighted(feeds=80, lists=60, both=50))
    assert found.total == pytest.approx(81 * 61 / 51 - 1)
    assert (found.seen, found.outlets) == (90, 1)
    assert found.recall == pytest.approx(90 / found.total)


@pytest.mark.parametrize(
    ("counts", "reason"),
    [
        (Sighted(40, 0, 0), "one_kind"),
        (Sighted(0, 40, 0), "one_kind"),
        (Sighted(40, 40, LEAST - 1), "few"),
        (Sighted(40, 40, LEAST), None),
    ],
)
def test_without_a_second_kind_or_with_little_in_common_there_is_none(counts: Sighted, reason: str | None) -> None:
    assert refused(counts) == reason
    if reason:
        with pytest.raises(ValueError, match=reason):
            estimate(counts)


@given(st.integers(LEAST, 500), st.integers(0, 2000), st.integers(0, 2000))
def test_the_interval_holds_the_estimate_and_never_falls_under_what_was_seen(both: int, feeds: int, lists: int) -> None:
    found = estimate(Sighted(both + feeds, both + lists, both))
    assert found.seen <= found.low <= found.total + 1e-9
    assert found.total <= found.high
    assert 0 < found.recall_low <= found.recall <= found.recall_high + 1e-9
    assert found.recall_high <= 1


@pytest.mark.parametrize(
    ("there", "feeds", "lists"),
    [(30, 0.6, 0.6), (30, 0.9, 0.5), (100, 0.3, 0.5), (100, 0.9, 0.9), (500, 0.2, 0.2), (500, 0.6, 0.4)],
)
def test_of_independent_channels_the_interval_covers_as_often_as_it_says(there: int, feeds: float, lists: float) -> None:
    random = Random(f"{there}/{feeds}/{lists}")
    found = [estimate(one) for _ in range(ROUNDS) if not refused(one := drawn(random, there, feeds, lists))]
    assert len(found) > 0.9 * ROUNDS
    assert sum(covers(each, there) for each in found) / len(found) >= 0.93


def test_a_panel_is_the_sum_of_its_outlets_and_its_interval_covers_too() -> None:
    random = Random(7)
    sizes = [(40, 0.8, 0.7), (120, 0.4, 0.6), (300, 0.9, 0.3), (80, 0.5, 0.5)]
    covered = 0
    for _ in range(ROUNDS):
        whole = together(estimate(drawn(random, *each)) for each in sizes)
        assert whole is not None
        assert whole.outlets == len(sizes)
        covered += covers(whole, sum(there for there, _, _ in sizes))
    assert covered / ROUNDS >= 0.93


def test_channels_that_show_the_same_pieces_make_it_a_lower_bound() -> None:
    """Half of the articles are prominent: the other half either channel rarely shows."""
    random = Random(11)
    shown = [((p := 0.9 if number % 2 else 0.15), random.random() < p, random.random() < p) for number in range(2000)]
    found = estimate(Sighted(sum(a for _, a, _ in shown), sum(b for _, _, b in shown), sum(a and b for _, a, b in shown)))
    assert found.seen < found.total < 2000


def test_an_outlet_that_one_channel_shows_whole_is_still_not_proven_complete() -> None:
    found = estimate(Sighted(feeds=20, lists=50, both=20))
    assert found.total == pytest.approx(found.seen)
    assert found.high > found.seen + 5


def test_nothing_to_add_up_is_no_estimate() -> None:
    assert together([]) is None

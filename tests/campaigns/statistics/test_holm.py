"""Many comparisons at once: Holm's adjustment."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.statistics.holm import holm, two_sided

chances = st.lists(st.floats(0, 1), max_size=20)


def test_the_adjustment_of_four() -> None:
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])


@given(chances)
def test_an_adjusted_p_is_never_smaller_and_keeps_the_order(values: list[float]) -> None:
    adjusted = holm(values)
    assert all(one <= other <= 1 for one, other in zip(values, adjusted, strict=True))
    pairs = sorted(zip(values, adjusted, strict=True))
    assert [other for _, other in pairs] == sorted(adjusted)


@given(chances)
def test_it_is_never_stricter_than_bonferroni(values: list[float]) -> None:
    assert all(
        other <= min(1.0, one * len(values)) + 1e-12 for one, other in zip(values, holm(values), strict=True)
    )


@given(st.floats(0, 1))
def test_a_probability_of_increase_is_as_strong_either_way(increase: float) -> None:
    assert 0 <= two_sided(increase) <= 1
    assert two_sided(increase) == pytest.approx(two_sided(1 - increase))

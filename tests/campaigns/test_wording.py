"""Ratios in words: a direction only where the interval leaves no other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.wording import factor_text


@pytest.mark.parametrize(
    ("figures", "text"),
    [
        ((3.0, 1.7, 5.4), "tăng 3,0 lần (1,7–5,4)"),
        ((0.4, 0.2, 0.8), "giảm còn 0,4 lần (0,2–0,8)"),
        ((1.3, 0.7, 2.4), "chưa rõ tăng hay giảm: bằng 1,3 lần (0,7–2,4)"),
        ((1.2, 1.04, 1.4), "tăng 1,20 lần (1,04–1,40)"),
        ((0.9, 0.82, 0.97), "giảm còn 0,90 lần (0,82–0,97)"),
        ((0.08, 0.02, 0.3), "giảm còn 0,1 lần (0,02–0,3)"),
        ((9.33, 0.004, 51.8), "chưa rõ tăng hay giảm: bằng 9,3 lần (dưới 0,01–51,8)"),
        ((1250.0, 400.0, 3900.0), "tăng 1.250 lần (400–3.900)"),
    ],
)
def test_a_ratio_is_worded_as_its_interval_allows(figures: tuple[float, float, float], text: str) -> None:
    assert factor_text(*figures) == text


def test_days_are_said_to_be_what_was_compared() -> None:
    assert factor_text(3.0, 1.7, 5.4, by_days=True).startswith("tăng 3,0 lần (1,7–5,4), tính theo ngày")


@given(st.floats(0.01, 500), st.floats(1, 20), st.floats(1, 20))
def test_the_words_never_claim_what_the_interval_does_not(factor: float, below: float, above: float) -> None:
    low, high = factor / below, factor * above
    text = factor_text(factor, low, high)
    assert text.startswith("tăng") == (low > 1)
    assert text.startswith("giảm còn") == (high < 1)

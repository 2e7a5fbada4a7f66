"""Segmented regression of long series: level and trend, refused in words where they cannot be had."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import get_args

import numpy as np
import pytest

from campaigns.comparing.segmented import Refusal, Segmented, segmented
from campaigns.statistics.compare import Series
from campaigns.windows import Comparison
from lantoa.words import word


def season(before: int, after: int, level: float = 0.0, slope: float = 0.0, base: float = 6.0, seed: int = 3) -> Comparison:
    """A level (logarithm) that jumps at the congress, and a slope a week; quiet weekends, noise without memory."""
    chance = np.random.default_rng(seed)
    length = before + 3 + after
    days = tuple(date(2025, 6, 2) + timedelta(days=at) for at in range(length))
    phase = np.repeat([0, 1, 2], [before, 3, after])
    since = np.where(phase == 2, np.arange(length) - before - 3, 0) / 7
    weekend = np.where([day.weekday() >= 5 for day in days], 0.6, 1.0)
    mean = base * weekend * np.exp(level * (phase == 2) + slope * since + 0.3 * chance.normal(size=length))
    return Comparison(days, Series(np.arange(float(length)), phase, chance.poisson(mean).astype(float), np.full(length, 800.0)), False)


def found(compared: Comparison | None) -> Segmented:
    result = segmented(compared)
    assert isinstance(result, Segmented)
    return result


def test_a_jump_and_a_turn_are_found_with_their_intervals() -> None:
    """Of 20 seasons, fewer than 15 held at nominal .95 would have a probability under .001."""
    results = [found(season(84, 56, level=0.7, slope=-0.15, seed=seed)) for seed in range(20)]
    assert sum(one.level.low < np.exp(0.7) < one.level.high for one in results) >= 15
    assert sum(one.slope.low < np.exp(-0.15) < one.slope.high for one in results) >= 15
    assert sum(one.level.low > 1 for one in results) >= 15
    assert sum(one.slope.high < 1 for one in results) >= 15


def test_growth_after_is_growth_before_times_the_turn() -> None:
    result = found(season(84, 56, level=0.7, slope=-0.15))
    assert result.days == (84, 56)
    assert result.after.factor == pytest.approx(result.before.factor * result.slope.factor)


def test_no_change_is_one_within_the_interval() -> None:
    result = found(season(60, 40))
    assert result.level.low < 1 < result.level.high
    assert result.slope.low < 1 < result.slope.high


def test_twice_the_panel_changes_no_factor() -> None:
    once = season(40, 40)
    twice = replace(once, series=replace(once.series, exposure=once.series.exposure * 2))
    assert found(twice).level.factor == pytest.approx(found(once).level.factor)
    assert found(twice).level.high == pytest.approx(found(once).level.high)


@pytest.mark.parametrize(
    ("compared", "why"),
    [(None, "dates"), (season(27, 60), "short"), (season(60, 27), "short"), (season(40, 40, base=0.1), "few")],
)
def test_what_cannot_be_fitted_is_refused_in_words(compared: Comparison | None, why: Refusal) -> None:
    assert segmented(compared) == why
    assert word(f"compare.segmented_{why}", least=28)


def test_every_refusal_has_its_words() -> None:
    assert all(word(f"compare.segmented_{one}", least=28) for one in get_args(Refusal))


def test_a_day_without_exposure_is_not_a_day() -> None:
    compared = season(40, 30)
    exposure = compared.series.exposure.copy()
    exposure[-3:] = 0
    assert segmented(replace(compared, series=replace(compared.series, exposure=exposure))) == "short"


def test_a_regression_that_does_not_settle_is_said_to_be_one() -> None:
    compared = season(40, 40)
    count = np.zeros_like(compared.series.count)
    count[20:23], count[60] = 4.0, 1e160
    assert segmented(replace(compared, series=replace(compared.series, count=count))) == "unsettled"

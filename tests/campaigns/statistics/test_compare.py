"""Rate ratios: as the design states them, day by day and matrix by matrix."""

from __future__ import annotations

from itertools import product
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.statistics.compare import Series, dispersion, rate_ratio
from campaigns.statistics.noise import RHO, SIGMA


def season(seed: int, quiet: int = 0) -> Series:
    """45 days with gaps; quiet: first days without a count."""
    chance = np.random.default_rng(seed)
    phase = np.repeat([0, 1, 2], [28, 3, 14])
    exposure = np.where(chance.random(45) < 0.15, 0.0, chance.integers(300, 900, 45))
    count = chance.poisson(np.where(phase == 1, 7, 2) * np.exp(0.5 * chance.normal(size=45))).astype(float)
    count[:quiet] = 0
    return Series(np.arange(45.0), phase, count, exposure)


def stated(series: Series, phase: int, phi: float, share: float) -> float:
    """The quantile of the log ratio, written down as the design has it, with dense matrices."""
    kept = series.exposure > 0
    day, phases, y, n = series.day[kept], series.phase[kept], series.count[kept], series.exposure[kept]
    totals = {one: y[phases == one].sum() + 0.5 for one in (0, 1, 2)}
    times = {one: n[phases == one].sum() for one in (0, 1, 2)}
    mu = np.array([totals[one] / times[one] for one in phases.tolist()]) * n
    z, x = (y - mu) / mu, np.stack([phases == one for one in (0, 1, 2)], axis=1).astype(float)
    parts = []
    for rho, s in product(RHO, SIGMA):
        distance = np.abs(day[:, None] - day[None, :])
        v = (np.exp(s * s) - 1) * (np.where(distance == 0, 1.0, 0.0) if rho == 0 else rho**distance) + np.diag(phi / mu)
        inverse = np.linalg.inv(v)
        c = np.linalg.inv(x.T @ inverse @ x)
        delta = c @ x.T @ inverse @ z
        rest = z - x @ delta
        fit = -0.5 * (np.linalg.slogdet(v)[1] + np.linalg.slogdet(x.T @ inverse @ x)[1] + rest @ inverse @ rest)
        one = np.array([-1.0, phase == 1, phase == 2])
        parts.append((fit, one @ delta, (one @ c @ one) ** 0.5))
    best = max(fit for fit, _, _ in parts)
    weights = [np.exp(fit - best) for fit, _, _ in parts]
    raw = np.log(totals[phase] / times[phase]) - np.log(totals[0] / times[0])
    low, high = -20.0, 20.0
    for _ in range(60):
        middle = (low + high) / 2
        mass = sum(w * NormalDist(raw + m, d).cdf(middle) for w, (_, m, d) in zip(weights, parts, strict=True))
        low, high = (middle, high) if mass / sum(weights) < share else (low, middle)
    return float(np.exp(middle))


@pytest.mark.parametrize(("seed", "phase", "sizes"), [(1, 1, ()), (2, 2, ()), (3, 1, (5, 1, 1, 9))])
def test_the_interval_is_the_one_of_the_design(seed: int, phase: int, sizes: tuple[int, ...]) -> None:
    series, phi = season(seed), dispersion(sizes)
    found = rate_ratio(series, phase, sizes)
    assert found is not None
    assert found.ratio is not None
    assert min(stated(series, phase, phi, 0.025), found.ratio) == pytest.approx(found.low, rel=1e-6)
    assert max(stated(series, phase, phi, 0.975), found.ratio) == pytest.approx(found.high, rel=1e-6)


def test_the_ratio_is_of_rates_with_half_an_original_added() -> None:
    series = season(4)
    found = rate_ratio(series, 1)
    assert found is not None
    rates = [
        (series.count[mask].sum() + 0.5) / series.exposure[mask].sum()
        for mask in ((series.phase == one) & (series.exposure > 0) for one in (0, 1))
    ]
    assert found.ratio == pytest.approx(rates[1] / rates[0])


def test_nothing_before_gives_a_bound_and_no_ratio() -> None:
    series = season(5, quiet=28)
    found = rate_ratio(series, 1)
    assert found is not None
    assert found.ratio is None
    assert found.low == pytest.approx(stated(series, 1, 1.0, 0.05), rel=1e-6)
    assert np.isinf(found.high)


def test_a_day_without_exposure_is_as_if_it_had_not_been_counted_but_time_goes_on() -> None:
    series = season(6)
    empty = series.exposure == 0
    assert empty.any()
    other = Series(series.day, series.phase, np.where(empty, 99.0, series.count), series.exposure)
    assert rate_ratio(series, 1) == rate_ratio(other, 1)
    close = Series(np.arange(float((~empty).sum())), series.phase[~empty], series.count[~empty], series.exposure[~empty])
    apart, joined = rate_ratio(series, 1), rate_ratio(close, 1)
    assert apart is not None
    assert joined is not None
    assert apart.ratio == joined.ratio
    assert apart.low != joined.low


def test_a_phase_without_exposure_has_no_ratio() -> None:
    series = season(7)
    for phase in (0, 1):
        hidden = Series(series.day, series.phase, series.count, np.where(series.phase == phase, 0.0, series.exposure))
        assert rate_ratio(hidden, 1) is None
        assert (rate_ratio(hidden, 2) is None) == (phase == 0)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 30), min_size=24, max_size=24), st.integers(1, 1000))
def test_an_interval_holds_its_ratio_and_exposure_has_no_unit(counts: list[int], scale: int) -> None:
    phase = np.repeat([0, 1, 2], [14, 3, 7])
    found, scaled = (
        rate_ratio(Series(np.arange(24.0), phase, np.array(counts, dtype=float), np.full(24, over)), 1)
        for over in (1.0, float(scale))
    )
    assert found is not None
    assert scaled is not None
    assert 0 < found.low < found.high
    assert 0 <= found.increase <= 1
    if found.ratio is None:
        assert sum(counts[:14]) == 0
    else:
        assert found.low <= found.ratio <= found.high
    assert found.low == pytest.approx(scaled.low, rel=1e-6)


@given(st.lists(st.integers(1, 50), min_size=1, max_size=30))
def test_articles_of_groups_vary_more_than_single_ones(sizes: list[int]) -> None:
    assert dispersion([1] * len(sizes)) == 1
    assert 1 <= dispersion(sizes) <= max(sizes)

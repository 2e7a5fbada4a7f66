"""Simulated seasons: the intervals hold the true ratio as often as they say; naive Poisson does not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from campaigns.statistics.compare import wilson
from campaigns.statistics.simulation import (
    FAST,
    GRID,
    Cell,
    fails,
    measured_cell,
    measured_part,
    parts,
    seasons,
    shares,
    together,
)
from lantoa.bench import Options, benches
from lantoa.errors import Misuse
from lantoa.pool import open_pool

CELL = Cell((28, 3, 14), 3, 0.4, 8, 0.35)


def test_the_grid_is_the_one_of_the_design() -> None:
    assert len(GRID) == len(set(GRID)) == 216
    assert len(FAST) == len(set(FAST)) == 24
    assert set(FAST) <= set(GRID)
    assert CELL in GRID
    assert CELL.name == "28-3-14.rr3.rho0.4.base8.sd0.35"


def test_the_fast_grid_meets_every_value_of_the_whole_one() -> None:
    for name in ("days", "ratio", "memory", "base", "deviation"):
        assert {getattr(one, name) for one in FAST} == {getattr(one, name) for one in GRID}


def test_a_seed_gives_the_same_seasons_and_another_seed_others() -> None:
    assert measured_cell(CELL, 20, 5) == measured_cell(CELL, 20, 5)
    drawn = [seasons(CELL, 20, np.random.default_rng(seed))[0].tolist() for seed in (5, 6)]
    assert drawn[0] != drawn[1]


def test_the_parts_of_a_cell_make_it_up_in_any_order() -> None:
    tasks = parts([CELL, FAST[2]], 250, 5)
    assert [one.runs for one in tasks] == [100, 100, 50] * 2
    small = parts([CELL], 20, 5)
    assert together(map(measured_part, small)) == [measured_cell(CELL, 20, 5)]
    found = [measured_part(replace(one, runs=5)) for one in tasks]
    assert set(together(found)) == set(together(reversed(found)))
    assert [one.runs for one in together(found)] == [15, 15]


def test_a_season_is_what_the_cell_says() -> None:
    """Over 4,000 seasons, within six deviations of its means."""
    originals, articles, phi = seasons(replace(CELL, memory=0.0), 4000, np.random.default_rng(1))
    before, during = originals[:, :28].mean(), originals[:, 28:31].mean()
    assert before == pytest.approx(8 * (5 + 2 * 0.6) / 7, rel=0.01)
    assert during / before == pytest.approx(3, rel=0.03)
    assert articles.sum() / originals.sum() == pytest.approx(3, rel=0.03)
    assert np.median(phi) == pytest.approx(7.5, rel=0.1)
    assert (articles >= originals).all()


def test_a_cell_fails_only_when_chance_does_not_explain_it() -> None:
    assert not fails(269, 300)
    assert fails(200, 300)
    lowest = next(held for held in range(1000) if not fails(held, 1000))
    assert wilson(lowest, 1000, 0.98)[1] >= 0.9 > lowest / 1000


def test_intervals_of_some_cells_hold_and_naive_ones_do_not() -> None:
    """100 seasons of each of three cells; the whole fast grid below."""
    held = [measured_cell(cell, 100, 1930) for cell in (CELL, FAST[2], FAST[14])]
    assert not any(fails(one.originals, one.runs) or fails(one.articles, one.runs) for one in held)
    assert all(fails(one.naive_articles, one.runs) for one in held)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1930, 20251015])
def test_no_cell_of_the_fast_grid_fails(seed: int) -> None:
    with open_pool("processes", 2) as pool:
        held = together(pool.map(measured_part, parts(FAST, 300, seed)))
    for counts in ([one.originals for one in held], [one.articles for one in held]):
        mean, least, failed = shares(counts, 300)
        assert failed == 0
        assert mean > 0.93
        assert least > 0.86
    assert shares([one.naive_articles for one in held], 300)[2] == len(FAST)


@pytest.mark.slow
def test_the_benchmark_has_a_row_a_cell_and_the_sums() -> None:
    found = benches()["intervals"].run(Options(fast=True, runs=2, seed=8))
    names = [row.name for row in found.rows]
    assert names[:3] == ["coverage_mean", "coverage_min", "cells_failed"]
    assert "naive_poisson.coverage_mean" in names
    assert [name for name in names if name.startswith("cell.")] == [f"cell.{cell.name}" for cell in FAST]
    assert found.context == {"seed": 8, "runs": 2, "cells": 24}


def test_options_of_other_benchmarks_are_refused() -> None:
    with pytest.raises(Misuse, match="--docs"):
        benches()["intervals"].checked("intervals", Options(docs=5))
    with pytest.raises(Misuse, match="--seed"):
        benches()["run"].checked("run", Options(seed=5))

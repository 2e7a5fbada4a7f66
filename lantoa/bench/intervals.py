"""bench intervals: how often the intervals of rate ratios hold the truth, over simulated seasons."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from concurrent.futures import Executor

from rich.console import Console
from rich.progress import track

from campaigns.statistics.compare import wilson
from campaigns.statistics.simulation import (
    CERTAIN,
    FAST,
    GRID,
    LEAST,
    Cell,
    Held,
    fails,
    measured_part,
    parts,
    shares,
    together,
)
from lantoa.bench.options import Options
from lantoa.bench.table import Bench, Row
from lantoa.pool import open_pool
from lantoa.words import word

SEED, RUNS, FAST_RUNS = 1930, 1000, 300


def bench_intervals(options: Options) -> Bench:
    """The whole grid, 1,000 seasons a cell, on every core; `fast`: 24 cells of 300.

    A cell row is the share of seasons whose interval, of originals during against before, held the
    true ratio; the rows above sum them up, beside those of articles, of the phase after, and of
    naive Poisson intervals on articles.
    """
    cells = FAST if options.fast else GRID
    runs = options.runs or (FAST_RUNS if options.fast else RUNS)
    seed = SEED if options.seed is None else options.seed
    cores = len(os.sched_getaffinity(0))
    with open_pool("processes", cores) as pool:
        held = _measured(pool, cells, runs, seed)
    context = {"seed": seed, "runs": runs, "cells": len(cells)}
    return Bench("intervals", context, (*summary_rows(held), *(_cell_row(one) for one in held)))


def _measured(pool: Executor, cells: Sequence[Cell], runs: int, seed: int) -> list[Held]:
    tasks = parts(cells, runs, seed)
    found = track(
        pool.map(measured_part, tasks), word("interval.bar"), total=len(tasks), console=Console(stderr=True),
        disable=not sys.stderr.isatty(),
    )  # fmt: skip
    return together(found)


def summary_rows(held: Sequence[Held]) -> list[Row]:
    """What all cells say together."""
    runs = held[0].runs
    rows = []
    for prefix, counts in (
        ("", [one.originals for one in held]),
        ("articles.", [one.articles for one in held]),
        ("after.", [one.originals_after for one in held]),
        ("articles_after.", [one.articles_after for one in held]),
    ):
        mean, least, failed = shares(counts, runs)
        rows += [
            Row(f"{prefix}coverage_mean", round(mean, 4), "", note=word("interval.mean", cells=len(held), runs=runs)),
            Row(f"{prefix}coverage_min", least, "", note=_lowest(held, counts)),
            Row(f"{prefix}cells_failed", failed, "", "<= 0", word("interval.failed", least=LEAST, certain=CERTAIN)),
        ]
    naive = (("naive_poisson.", [one.naive_articles for one in held]), ("naive_poisson.originals.", [one.naive_originals for one in held]))
    for prefix, counts in naive:
        mean, least, failed = shares(counts, runs)
        note = word("interval.naive", least=least, failed=failed)
        rows.append(Row(f"{prefix}coverage_mean", round(mean, 4), "", note=note))
    return rows


def _lowest(held: Sequence[Held], counts: Sequence[int]) -> str:
    return held[counts.index(min(counts))].cell.name


def _cell_row(one: Held) -> Row:
    low, high = wilson(one.originals, one.runs, 2 * CERTAIN - 1)
    state = word("interval.cell_fails") if fails(one.originals, one.runs) else ""
    note = word(
        "interval.cell", low=f"{low:.3f}", high=f"{high:.3f}", articles=f"{one.articles / one.runs:.3f}",
        naive=f"{one.naive_articles / one.runs:.3f}", state=state,
    )  # fmt: skip
    return Row(f"cell.{one.cell.name}", one.originals / one.runs, "", note=note.strip())

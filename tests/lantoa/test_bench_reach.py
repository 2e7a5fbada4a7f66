"""bench reach: its rows are a contract, and its hand-written scan counts what reach counts."""

from __future__ import annotations

import numpy as np

from campaigns.counted import PHASE_ORDER, counted_columns
from campaigns.measured import Measured
from campaigns.overlay import Overlay
from campaigns.reach import reach
from lantoa.bench.options import Options
from lantoa.bench.reach import bench_reach, numpy_scan
from lantoa.bench.reach_world import END, world


def test_the_rows_have_the_agreed_names_and_goals() -> None:
    found = bench_reach(Options(articles=400))
    goals = {row.name: row.goal for row in found.rows}
    assert goals["report_s"] == "<= 1"
    assert goals["count.ratio_to_numpy"] == "<= 3"
    assert {"memory_mb", "export_s", "columns_s"} <= set(goals)
    assert found.context["articles"] == 400


def test_the_scan_counts_what_reach_counts() -> None:
    drawn = world(500, seed=3)
    counted = counted_columns(drawn.campaign, drawn.columns, Overlay(), False)
    articles, originals, _ = numpy_scan(counted)
    rows = reach(Measured(drawn.campaign, counted, drawn.panel, {}, (None, END), drawn.outlets), ("source",))
    for table, name in ((articles, "articles"), (originals, "originals")):
        by_phase = table.reshape(len(PHASE_ORDER), -1).sum(axis=1)
        told = [sum(getattr(row, name) for row in rows if row.phase is phase) for phase in PHASE_ORDER]
        assert np.array_equal(by_phase, told)

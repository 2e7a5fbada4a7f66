"""bench reach: every number of a weekly report over a million articles."""

from __future__ import annotations

import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import fields
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from campaigns.cards import cards
from campaigns.columns import Coded
from campaigns.counted import PHASE_ORDER, Counted, counted_columns, members
from campaigns.desk import ListedBy, select
from campaigns.gaps import gaps
from campaigns.measured import Measured
from campaigns.overlay import Overlay
from campaigns.reach import daily, reach
from campaigns.splits import DIMENSIONS, split
from campaigns.stories import largest
from campaigns.tally import Table, tally
from lantoa.bench.options import Options
from lantoa.bench.reach_world import END, TOPICS, World, world
from lantoa.bench.table import Bench, Row
from lantoa.words import word
from search_api.embedded import EmbeddedIndex
from search_api.index import Document, sort_key

ARTICLES = 1_000_000
EXPORTED = 50_000
"""Articles of the real index whose export is timed: building it is what takes long."""
ROUNDS = 5
WEEK, BEFORE = "2025-W39", "2025-W38"
TOP = 10


def bench_reach(options: Options) -> Bench:
    """The rows of docs/decisions.md. articles: members of the campaign (ARTICLES); seed: of the draw.

    Seconds are CPU time of one process, the median of the rounds; every round begins with bare columns.
    """
    drawn = world(options.articles or ARTICLES, 7 if options.seed is None else options.seed)
    spent, counted = _timed(lambda: counted_columns(drawn.campaign, drawn.columns, Overlay(), False), 1)
    report, _ = _timed(lambda: report_numbers(_measured(drawn, counted)))
    count, _ = _timed(lambda: count_of(_measured(drawn, counted)))
    scan, _ = _timed(lambda: numpy_scan(counted))
    every, _ = _timed(lambda: reach(_measured(drawn, counted), DIMENSIONS))
    size = len(drawn.columns["id"])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    rows = [
        Row("report_s", round(report, 3), "s", "<= 1", word("reach.bench.report", count=size)),
        Row("count.ratio_to_numpy", round(count / scan, 2), "x", "<= 3", word("reach.bench.count")),
        Row("memory_mb", round(peak), "MB", "", word("reach.bench.memory")),
        Row("columns_mb", round(_bytes(counted) / 1e6), "MB", "", word("reach.bench.kept")),
        Row("columns_s", round(spent, 3), "s", "", word("reach.bench.columns")),
        Row("count_ms", round(count * 1000, 1), "ms", "", word("reach.bench.count_ms")),
        Row("numpy_ms", round(scan * 1000, 1), "ms", "", word("reach.bench.numpy")),
        Row("dimensions_s", round(every, 3), "s", "", word("reach.bench.dimensions", count=len(DIMENSIONS))),
        *_export_rows(drawn, min(size, EXPORTED)),
    ]
    return Bench("reach", {"articles": size, "rows": len(counted), "congresses": len(drawn.campaign.congresses), "outlets": len(drawn.outlets)}, rows)


def report_numbers(measured: Measured) -> list[object]:
    """Whatever a weekly report counts: the week against the one before, phases with their intervals,
    the curve, every table, top stories, gaps, and the cards of the headline figures."""
    weeks = [select(measured, ListedBy(dimension="week", value=week)) for week in (WEEK, BEFORE)]
    tables = ("all", "kind", "level", "channel", "source", "topic", "form", "province", "locality", "congress", "message", "week")
    return [
        [(len(rows), int(rows.original.sum()), len(rows.source.present())) for rows in weeks],
        reach(measured, tables),
        daily(measured),
        largest(measured, weeks[0], TOP),
        gaps(measured, TOPICS, END),
        cards(measured),
    ]


def count_of(measured: Measured) -> Table:
    """The table by outlet and phase: articles, originals, which outlets, and those that may stand in a
    rate (of the panel, on outlet-days that were completely collected)."""
    return tally(measured, split(measured, "source"))


def numpy_scan(counted: Counted) -> list[Any]:
    """Articles and originals by outlet and phase, as one writes it by hand over ready numbers: a pass for
    each of the two, and one for which outlets are there. Nothing is left out, nothing is named."""
    width = len(counted.source.values)
    key = counted.phase * width + counted.source.codes
    articles = np.bincount(key[counted.primary], minlength=width * len(PHASE_ORDER))
    originals = np.bincount(key[counted.primary & counted.original], minlength=width * len(PHASE_ORDER))
    return [articles, originals, (articles.reshape(len(PHASE_ORDER), width) > 0).sum(axis=1)]


def _measured(drawn: World, counted: Counted) -> Measured:
    """Bare: nothing of it was counted yet."""
    one = drawn.collected
    return Measured(
        drawn.campaign, counted, drawn.panel, one.per_day, (None, END), drawn.outlets, one.incomplete, one.since,
        drawn.messages, panel_version=1,
    )  # fmt: skip


def _export_rows(drawn: World, size: int) -> Iterator[Row]:
    """Of a real embedded index with the first so many articles."""
    with tempfile.TemporaryDirectory() as folder:
        index = EmbeddedIndex(Path(folder))
        index.ensure()
        index.upsert(_documents(drawn, size))
        index.commit("1")
        spent, counted = _timed(lambda: members(drawn.campaign, index), 3)
        index.close()
    yield Row("export_s", round(spent, 3), "s", "", word("reach.bench.export", count=size, rows=len(counted)))
    yield Row("export_us_per_article", round(spent / size * 1e6, 2), "us", "", word("reach.bench.export_each"))


def _documents(drawn: World, size: int) -> Iterator[Document]:
    """Without texts: they are no column."""
    columns: Any = drawn.columns
    for at in range(size):
        path, day = str(columns["congress_path"][at]), int(columns["day"][at])
        number = int(columns["id"][at])
        yield Document(
            id=number, title="", body="", title_fold="", body_fold="", source=columns["source"][at], source_kind="",
            source_level="", source_province="", reprint_group=columns["reprint_group"][at], event_group="",
            is_original=columns["is_original"][at], status="live", published=None, day=day,
            week=int(columns["week"][at]), month=day // 100, audience=0, sort_key=sort_key(day, number),
            congress=tuple(sorted(path.split(";"))), congress_path=path, prominence=columns["prominence"][at],
            topics=columns["topics"][at], form=columns["form"][at],
        )  # fmt: skip


def _timed(work: Callable[[], Any], rounds: int = ROUNDS) -> tuple[float, Any]:
    """Median CPU seconds of so many rounds, and what the last one gave."""
    spent, found = [], None
    for _ in range(rounds):
        start = time.process_time()
        found = work()
        spent.append(time.process_time() - start)
    return median(spent), found


def _bytes(counted: Counted) -> int:
    columns = (getattr(counted, one.name) for one in fields(counted))
    return sum(one.codes.nbytes if isinstance(one, Coded) else one.nbytes for one in columns)

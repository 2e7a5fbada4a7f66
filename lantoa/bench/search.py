"""bench search: how long a question takes, beside SQLite's FTS5; how much a reader holds in memory."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import timedelta
from itertools import count
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
import numpy.typing as npt

from lantoa.bench.child import child
from lantoa.bench.elastic import elastic_search_rows, elastic_url
from lantoa.bench.full_text import FullText
from lantoa.bench.options import Options
from lantoa.bench.questions import APART, DAWN, ROUNDS, Times, percentile, questions, searched, timed
from lantoa.bench.shelf import DOCS, context, corpus_of, fill_store, opened
from lantoa.bench.table import Bench, Row
from lantoa.words import word
from search_api.asked import Asked
from search_api.fill import rebuild
from search_api.finding import FACETS, find, query_of
from search_api.index import All, DaysAgg, SearchIndex
from search_api.services import Services

COUNTED = {name: agg for name, agg in FACETS.items() if not isinstance(agg, DaysAgg)}
"""The five facets of terms; days are zero-filled in Python whoever counts them."""


def bench_search(options: Options) -> Bench:
    """The rows that docs/search.md explains.

    docs: articles in the index (DOCS); corpus: their texts (those beside the project by default,
    else our own); elastic: URL of an Elasticsearch that is asked as well. Raises Misuse for
    texts that cannot be read, Later when that Elasticsearch does not answer.
    """
    docs, corpus = options.docs or DOCS, corpus_of(options)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        filled = fill_store(folder, corpus, docs)
        with opened(folder) as ours:
            rebuild(ours.store, ours.outlets.all(), ours.index)
            other = FullText(folder / "fts5.db")
            other.fill(ours)
            rows = [*_time_rows(ours, other), _facets_row(ours.index, docs), _memory_row(folder), *_more_rows(ours, docs)]
            other.close()
        rows += elastic_search_rows(folder, elastic_url(options), docs)
    return Bench("search", context(corpus, docs, filled), rows)


def _time_rows(ours: Services, other: FullText) -> Iterator[Row]:
    took = timed(lambda typed: searched(ours, typed))
    theirs = timed(lambda typed: other.search(query_of(ours, Asked(q=typed))), rounds=1)
    asked = sum(len(typed) for name, typed in questions().items() if name != APART)
    note = word("bench_search.asked", questions=asked, rounds=ROUNDS)
    yield Row("p50_ms", percentile(took, 50), "ms", "<= 5", note)
    yield Row("p95_ms", percentile(took, 95), "ms", "<= 25", note)
    note = word("bench_search.fts5")
    yield Row("fts5.p50_ms", percentile(theirs, 50), "ms", "", note)
    yield Row("fts5.p95_ms", percentile(theirs, 95), "ms", "", note)
    yield Row(f"{APART}.p95_ms", percentile(took, 95, of=APART), "ms", "<= 150", _shares(ours))
    yield from _class_rows(took, theirs)


def _class_rows(took: Times, theirs: Times) -> Iterator[Row]:
    for name in questions():
        note = word("bench_search.class", p95=percentile(took, 95, of=name), fts5=percentile(theirs, 50, of=name))
        yield Row(f"p50_ms.{name}", percentile(took, 50, of=name), "ms", "", note)


def _shares(ours: Services) -> str:
    """In how many of the articles the phrases of APART stand."""
    whole = max(1, ours.index.info().documents)
    found = [ours.index.search(query_of(ours, Asked(q=typed)), limit=1).total / whole for typed in questions()[APART]]
    return word("bench_search.frequent", least=round(100 * min(found)), most=round(100 * max(found)))


def _facets_row(index: SearchIndex, docs: int) -> Row:
    """The five facets over everything, divided by NumPy's bincount of the same values as numbers."""
    names = {name: agg.field for name, agg in COUNTED.items() if hasattr(agg, "field")}
    columns = index.export(All(), list(names.values()))
    codes = [_codes(columns[field]) for field in names.values()]
    turns = count()  # under other names each time: counts are kept
    ours = _least(lambda: index.aggregate(All(), {f"{name} {next(turns)}": agg for name, agg in COUNTED.items()}))
    theirs = _least(lambda: [np.bincount(one) for one in codes])
    note = word("bench_search.facets", ours=round(ours * 1000, 1), numpy=round(theirs * 1000, 1), docs=docs)
    return Row("facets.ratio_to_numpy", round(ours / theirs, 2), "x", "<= 8", note)


def _codes(column: Any) -> npt.NDArray[np.int64]:
    """Every value of a column as the number of its place among them, one after the other."""
    flat = [value for row in column for value in (row if isinstance(row, tuple) else (row,)) if value]
    return np.unique(np.array(flat, dtype=object), return_inverse=True)[1].astype(np.int64)


def _least(work: Any) -> float:
    """Seconds of the fastest of some runs."""
    best = float("inf")
    for _ in range(ROUNDS):
        start = perf_counter()
        work()
        best = min(best, perf_counter() - start)
    return best


def _memory_row(folder: Path) -> Row:
    typed = [one for each in questions().values() for one in each]
    with child("lantoa.bench.reader", str(folder)) as reader:
        held = reader.answer({"ask": typed})["memory"]
    return Row("reader_memory_mb", round(held / 1e6), "MB", "<= 300", word("bench_search.memory", questions=len(typed)))


def _more_rows(ours: Services, docs: int) -> Iterator[Row]:
    days = (DAWN + timedelta(days=number) for number in count())  # another question each time: counts are kept
    took = timed(lambda typed: find(ours, Asked(q=typed, start=next(days))), rounds=2)
    yield Row("find.p50_ms", percentile(took, 50), "ms", "", word("bench_search.find", p95=percentile(took, 95), docs=docs))

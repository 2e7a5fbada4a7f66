"""bench index: how fast the index is built from the store, how large it is, how fast it takes more."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from lantoa.bench.child import child
from lantoa.bench.elastic import elastic_build_rows, elastic_url
from lantoa.bench.options import Options
from lantoa.bench.raw import MOST, raw_rate
from lantoa.bench.shelf import DOCS, Filled, context, corpus_of, fill_store, opened, release
from lantoa.bench.table import Bench, Row
from lantoa.words import word
from search_api.fill import fill, rebuild
from search_api.services import Services

MORE = 1000
"""Articles that come to a finished index."""


def bench_index(options: Options) -> Bench:
    """The rows that docs/search.md explains.

    docs: articles in the index (DOCS); corpus: their texts (those beside the project by default,
    else our own); elastic: URL of an Elasticsearch to build in as well. Raises Misuse for texts
    that cannot be read, Later when that Elasticsearch does not answer.
    """
    docs, corpus = options.docs or DOCS, corpus_of(options)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        filled = fill_store(folder, corpus, docs, MORE)
        with opened(folder) as ours:
            rows = [*_build_rows(ours, folder, docs, filled), *_commit_rows(ours, folder, docs)]
        rows += elastic_build_rows(folder, elastic_url(options), docs)
    return Bench("index", context(corpus, docs, filled), rows)


def _build_rows(ours: Services, folder: Path, docs: int, filled: Filled) -> Iterator[Row]:
    raw = raw_rate(ours, folder / "raw", docs)
    start = time.monotonic()
    done = rebuild(ours.store, ours.outlets.all(), ours.index)
    rate = done / (time.monotonic() - start)
    size = sum(one.stat().st_size for one in (folder / "index").rglob("*") if one.is_file())
    yield Row("build.ratio_to_raw", round(rate / raw, 3), "x", ">= 0.45", word("bench_search.ratio", docs=min(docs, MOST)))
    yield Row("build.docs_per_s", round(rate), "1/s", ">= 4000", word("bench_search.build", docs=done))
    yield Row("size.ratio_to_text", round(size / filled.size, 3), "x", "<= 0.75", word("bench_search.size", size=round(filled.size / 1e6)))
    yield Row("build.raw_docs_per_s", round(raw), "1/s", "", word("bench_search.raw", docs=min(docs, MOST)))


def _commit_rows(ours: Services, folder: Path, docs: int) -> Iterator[Row]:
    release(ours.store.database, docs)
    last = {"total": docs + MORE}
    with child("lantoa.bench.reader", str(folder)) as reader:
        reader.answer(last)  # the index is open, and this article not in it
        start = time.monotonic()
        done = fill(ours.store, ours.outlets.all(), ours.index)
        took = time.monotonic() - start
        start = time.monotonic()
        while not reader.answer(last)["total"]:
            pass
        visible = time.monotonic() - start
    yield Row("commit_1000_s", round(took, 3), "s", "<= 1", word("bench_search.commit", more=done, docs=docs))
    yield Row("visible_ms", round(visible * 1000, 1), "ms", "<= 50", word("bench_search.visible"))

"""The same with an Elasticsearch, where one was named or is what this folder's settings say.

What is measured stands in indices of their own (prefix lantoa-bench), gone afterwards.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lantoa.bench.options import Options
from lantoa.bench.questions import percentile, searched, timed
from lantoa.bench.shelf import opened
from lantoa.bench.table import Row
from lantoa.settings import load_settings
from lantoa.words import word
from search_api.elastic import ElasticIndex, open_elastic
from search_api.fill import rebuild
from search_api.services import Services

PREFIX = "lantoa-bench"


def elastic_url(options: Options) -> str:
    """Of the Elasticsearch that is measured; "" for none."""
    url = options.elastic or load_settings().index_url
    return url if url.startswith(("http:", "https:")) else ""


def elastic_build_rows(folder: Path, url: str, docs: int) -> list[Row]:
    """`elastic.docs_per_s`: the store of this folder, rebuilt there."""
    if not url:
        return []
    with _built(folder, url) as (_, index, rate):
        return [Row("elastic.docs_per_s", round(rate), "1/s", "", word("bench_search.elastic", where=index.where, docs=docs))]


def elastic_search_rows(folder: Path, url: str, docs: int) -> list[Row]:
    """`elastic.p50_ms`: the same questions, asked there."""
    if not url:
        return []
    with _built(folder, url) as (ours, index, _):
        took = timed(lambda typed: searched(ours, typed), rounds=1)
        note = word("bench_search.elastic", where=index.where, docs=docs)
        return [Row("elastic.p50_ms", percentile(took, 50), "ms", "", note)]


@contextmanager
def _built(folder: Path, url: str) -> Iterator[tuple[Services, ElasticIndex, float]]:
    """(services over it, the index, documents a second). Raises Later when it does not answer."""
    index = open_elastic(_with_prefix(url))
    index.ensure()
    with opened(folder, index) as ours:
        try:
            start = time.monotonic()
            done = rebuild(ours.store, ours.outlets.all(), index)
            yield ours, index, done / (time.monotonic() - start)
        finally:
            index.drop()


def _with_prefix(url: str) -> str:
    """A prefix that the URL has is taken out: what stands under it is not ours to touch."""
    where, _, options = url.partition("?")
    kept = [one for one in options.split("&") if one and not one.startswith("prefix=")]
    return f"{where}?{'&'.join([*kept, f'prefix={PREFIX}'])}"

"""tantivy alone: documents that lie ready, into an index of the same schema."""

from __future__ import annotations

import time
from itertools import islice
from pathlib import Path

import tantivy

from lantoa.articles import Due
from search_api import ledger
from search_api.documents import document_of
from search_api.embedded import HEAP, THREADS
from search_api.embedded_rows import ANALYZER, analyzer, row, schema
from search_api.services import Services

MOST = 50_000
"""Documents that lie ready in memory: some 10 kB each."""


def raw_rate(ours: Services, folder: Path, docs: int) -> float:
    """Documents a second of the first `docs` articles, MOST at most: handing over, commit, merges."""
    outlets = ours.outlets.all()
    due: list[Due] = ledger.grouped(ours.store.database, 0, min(docs, MOST))
    ready = [row(document_of(one.stored, outlets.get(one.stored.source))) for one in islice(due, MOST)]
    del due
    folder.mkdir()
    shape = schema()
    start = time.monotonic()
    index = tantivy.Index(shape, str(folder))
    index.register_tokenizer(ANALYZER, analyzer())
    writer = index.writer(HEAP, THREADS)
    for one in ready:
        writer.add_document(tantivy.Document.from_dict(one, shape))
    writer.commit()
    writer.wait_merging_threads()
    return len(ready) / (time.monotonic() - start)

"""bench tag: how fast the language stage is, how much memory it takes, and how right it is."""

from __future__ import annotations

import secrets
import sys
import tempfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from lantoa.bench.joined import fill_for_joining, join_row
from lantoa.bench.likened import likeness_rows
from lantoa.bench.options import BARE, Options
from lantoa.bench.pages import PROJECT
from lantoa.bench.segmented import SENTENCES, segmentation_rows
from lantoa.bench.table import Bench, Row
from lantoa.bench.tag_reference import ner_row
from lantoa.bench.tag_scores import gold_rows, own_rows
from lantoa.bench.tag_speed import memory_row, stage_rows, step_rows, two_processes_row
from lantoa.bench.texts import CORPUS, SIZE, corpus_articles, own_articles, sized
from lantoa.bench.unrelated import false_rows
from lantoa.pool import open_pool
from lantoa.words import word
from nlp.gold import read_gold

TIMED, REMEMBERED = 40, 200
"""Texts by which speed is measured, and memory."""
CUT = 1_000
"""Texts of the corpus that are segmented: some 14,000 lines."""
STORED = 100_000
"""Articles in the store when joining is timed."""
CLUSTERS = PROJECT.parent / "shared" / "data" / "clusters" / "mds.jsonl.gz"
GOLD = PROJECT.parent / "shared" / "data" / "gold"
"""Annotated texts, where they stand beside the project: scored with a bare `--gold`."""


def bench_tag(options: Options) -> Bench:
    """The rows that docs/tagging.md explains.

    corpus: unrelated texts (those beside the project by default; where there are none, our own
    and the demonstration's are timed, and no false congress is sought); gold: annotated texts
    to be scored; list: false congresses are named on standard error. Raises Misuse for texts
    that cannot be read.
    """
    corpus = options.corpus or (CORPUS if CORPUS.is_file() else None)
    gold = GOLD if options.gold == BARE else options.gold
    if gold is not None:
        read_gold(gold)  # what is wrong with it is said before minutes are spent
    rows = list(_speed(corpus))
    seed = secrets.randbelow(1_000_000)
    with tempfile.TemporaryDirectory() as name, open_pool("processes", 1) as beside:
        folder = Path(name)
        likeness = beside.submit(likeness_rows, corpus, CLUSTERS if CLUSTERS.is_file() else None, seed)
        stored = beside.submit(fill_for_joining, corpus, folder, STORED, seed) if corpus else None
        rows += own_rows()
        if corpus is not None:
            rows += false_rows(corpus_articles(corpus), sys.stderr if options.list else None)
        if gold is not None:
            rows += gold_rows(gold)
        rows += likeness.result()
        if corpus is not None and stored is not None:
            stored.result()
            rows.append(beside.submit(join_row, corpus, folder, STORED, seed).result())  # nothing beside it now
    return Bench("tag", {"corpus": str(corpus) if corpus else word("bench.tag_no_corpus"), "size": SIZE}, rows)


def _speed(corpus: Path | None) -> Iterator[Row]:
    own = sized(own_articles(), TIMED)
    unrelated = sized(corpus_articles(corpus), REMEMBERED) if corpus else ()
    yield from stage_rows(unrelated[:TIMED], own)
    yield two_processes_row(unrelated[:TIMED] or own)
    yield memory_row(unrelated or own)
    yield from step_rows(own)
    words = [one.text for one in islice(corpus_articles(corpus), CUT)] if corpus else [one.text for one in own]
    yield from segmentation_rows(words, SENTENCES)
    yield ner_row(own)

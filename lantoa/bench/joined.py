"""How fast a new article finds its group among a hundred thousand."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from lantoa.article import Article, Kind
from lantoa.articles import ArticleStore
from lantoa.bench.likened import fill, numbered_texts, store_in
from lantoa.bench.table import Row
from lantoa.database import Database
from lantoa.words import word
from nlp.group import BATCH, GROUPER, Batch, group_due

JOINED = 1000


def fill_for_joining(corpus: Path, folder: Path, docs: int, seed: int) -> None:
    """So many grouped articles in the scratch store of this folder: minutes of work. corpus:
    corpus40k.jsonl.xz."""
    store, database = store_in(folder)
    fill(store, _varied(list(numbered_texts(corpus, docs)), docs, random.Random(seed)))
    group_due(database, store)
    database.close()


def join_row(corpus: Path, folder: Path, docs: int, seed: int) -> Row:
    """CPU milliseconds of one more article, alone; of many, in the note. To be timed on a quiet machine."""
    texts, chance = list(numbered_texts(corpus, docs)), random.Random(seed + 1)
    kinds = len(texts)
    warm, one_by_one, together = (
        [_mixed(texts, f"{name}{at}", chance) for at in range(size)]
        for name, size in (("w", BATCH), ("a", JOINED // 5), ("b", JOINED))
    )
    del texts  # who groups does not hold them
    store, database = store_in(folder)
    _joining(store, database, warm, BATCH)
    alone = _joining(store, database, one_by_one, 1)
    many = _joining(store, database, together, BATCH)
    database.close()
    note = word("likened.join", docs=docs, texts=kinds, batch=BATCH, many=f"{many:.2f}")
    return Row("join_ms_at_100k", alone, "ms", "<= 5", note)


def _joining(store: ArticleStore, database: Database, texts: Sequence[Article], batch: int) -> float:
    """CPU milliseconds an article."""
    fill(store, texts)
    start = time.process_time()
    while due := store.ungrouped(GROUPER, batch):
        Batch(database, due).run(store)
    return (time.process_time() - start) * 1000 / len(texts)


def _varied(texts: Sequence[Article], docs: int, chance: random.Random) -> Iterator[Article]:
    """So many articles: each text once, then mixtures of them."""
    yield from texts
    for number in range(len(texts), docs):
        yield _mixed(texts, f"m{number}", chance)


def _mixed(texts: Sequence[Article], url: str, chance: random.Random) -> Article:
    """A third of the paragraphs of each of three texts: like none of them."""
    parts = [chance.choice(texts).text.split("\n") for _ in range(3)]
    lines = [line for part in parts for line in chance.sample(part, max(1, len(part) // 3))]
    return Article(url, Kind.ARTICLE, url, "", "\n".join(lines))

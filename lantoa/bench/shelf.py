"""A store and an index of a size, in a folder of their own, for the search benchmarks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any
from unicodedata import normalize

import sqlalchemy as sa

from lantoa.article import Article
from lantoa.article_rows import articles
from lantoa.bench.likened import store_in
from lantoa.bench.options import Options
from lantoa.bench.texts import CORPUS, corpus_articles, own_articles
from lantoa.bench.varied import outlets, rows
from lantoa.clock import SystemClock
from lantoa.database import Database
from lantoa.outlets import OutletStore
from lantoa.words import word
from search_api.embedded import EmbeddedIndex
from search_api.fill import rebuild
from search_api.index import SearchIndex
from search_api.services import Services

DOCS = 20_000
SEED = 20250906
BATCH = 1000


@dataclass(frozen=True, slots=True)
class Filled:
    """texts: different ones the articles are made of; size: bytes (UTF-8) of all titles and texts."""

    texts: int
    size: int


def corpus_of(options: Options) -> Path | None:
    """The corpus that was named, or that beside the project; None: our own texts."""
    return options.corpus or (CORPUS if CORPUS.is_file() else None)


def context(corpus: Path | None, docs: int, filled: Filled) -> dict[str, Any]:
    """What the articles are, for the table."""
    varied = word("bench_search.varied" if docs > filled.texts else "bench_search.as_they_are", texts=filled.texts)
    return {"docs": docs, "corpus": str(corpus or word("bench.tag_no_corpus")), "texts": varied, "seed": SEED}


def fill_store(folder: Path, corpus: Path | None, docs: int, more: int = 0) -> Filled:
    """Articles 1 to `docs`, as they come from grouping, and `more` that wait to be grouped."""
    texts = [_composed(one) for one in islice(corpus_articles(corpus) if corpus else own_articles(), docs)]
    store, database = store_in(folder)
    OutletStore(database).save(outlets().values())
    size, made = 0, rows(texts, docs + more, SEED)
    while some := list(islice(made, BATCH)):
        size += sum(len(f"{one['title']} {one['text']}".encode()) for one in some if one["id"] <= docs)
        waiting = [one | {"grouped_v": 0} for one in some if one["id"] > docs]
        with store.database.write() as connection:
            for part in ([one for one in some if one["id"] <= docs], waiting):
                if part:
                    connection.execute(sa.insert(articles), part)
    database.close()
    return Filled(len(texts), size)


def _composed(article: Article) -> Article:
    """As extraction gives it: in NFC."""
    title, sapo, text = (normalize("NFC", one) for one in (article.title, article.sapo, article.text))
    return replace(article, title=title, sapo=sapo, text=text)


def release(database: Database, docs: int) -> None:
    """Group what `fill_store` put after the first `docs`: it is due for the index then."""
    with database.write() as connection:
        connection.execute(sa.update(articles).where(articles.c.id > docs).values(grouped_v=1))


def index_store(folder: Path) -> None:
    """The index of this folder, from its store."""
    with opened(folder) as ours:
        rebuild(ours.store, ours.outlets.all(), ours.index)


@contextmanager
def opened(folder: Path, index: SearchIndex | None = None) -> Iterator[Services]:
    """The store of this folder, and its index unless another one is given; closed at the end."""
    store, database = store_in(folder)
    index = index or EmbeddedIndex(folder / "index")
    try:
        yield Services(store, OutletStore(database), index, lambda _: (), lambda *_: (), SystemClock())
    finally:
        index.close()
        database.close()


__all__ = ["DOCS", "Filled", "context", "corpus_of", "fill_store", "index_store", "opened", "release"]

"""Put what is grouped and not indexed; rebuild beside and swap; compare counts with the store.

A batch is committed in the index before the store notes it: a crash between the two puts the
same articles once more, under the same ids.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice

from lantoa.article import Outlet
from lantoa.articles import ArticleStore
from lantoa.progress import Progress, Silent
from search_api.documents import document_of
from search_api.index import SCHEMA, All, SearchIndex

BATCH = 1000
_ALL_VERSIONS = 2**30


@dataclass(frozen=True, slots=True)
class Difference:
    """A local day (None: undated) and source whose articles are not as many in the index."""

    day: date | None
    source: str
    stored: int
    indexed: int


def fill(
    store: ArticleStore, outlets: Mapping[str, Outlet], index: SearchIndex, progress: Progress | None = None
) -> int:
    """Put every article that is due; how many were put. An index that holds nothing is filled
    whole (another index, or a deleted one). Raises Later when the index does not answer; what was
    committed stays."""
    progress = progress or Silent()
    index.ensure()
    if index.info().documents == 0 and store.counts_by_day_and_source():
        return rebuild(store, outlets, index, progress)
    waiting = store.due_counts(0, 0, SCHEMA)["index"]
    progress.total(waiting)
    done = 0
    while due := store.unindexed(SCHEMA, BATCH):
        index.upsert(document_of(one.stored, outlets.get(one.stored.source)) for one in due)
        index.commit(f"{due[-1].stored.id}:{due[-1].stamp}")
        store.mark_indexed(SCHEMA, due)
        done += len(due)
        progress.advance(len(due))
    return done


def rebuild(
    store: ArticleStore, outlets: Mapping[str, Outlet], index: SearchIndex, progress: Progress | None = None
) -> int:
    """A new index from the store beside the old one, checked, then put in its place; how many
    articles it holds. Questions go on meanwhile. Articles that change while it runs stay due."""
    progress = progress or Silent()
    index.ensure()
    progress.total(sum(store.counts_by_day_and_source().values()))
    fresh = index.replacement()
    fresh.ensure()
    rows = (one for one in store.everything(BATCH, counted=True) if one.reprint_group is not None)
    done = 0
    while batch := list(islice(rows, BATCH)):
        fresh.upsert(document_of(one, outlets.get(one.source)) for one in batch)
        fresh.commit(f"{batch[-1].id}:rebuilt")
        done += len(batch)
        progress.advance(len(batch))
    index.replace(fresh)
    return done


def check(store: ArticleStore, index: SearchIndex) -> list[Difference]:
    """Days and sources where store and index do not hold as many articles; empty: all is well."""
    wanted = {
        (_number(day), source): count for (day, source), count in store.counts_by_day_and_source().items()
    }
    columns = index.export(All(), ["day", "source"])
    held = Counter(zip((int(day) for day in columns["day"]), columns["source"], strict=True))
    different = sorted(key for key in wanted.keys() | held.keys() if wanted.get(key, 0) != held[key])
    return [
        Difference(_day(day), source, wanted.get((day, source), 0), held[day, source])
        for day, source in different
    ]


def _number(day: date | None) -> int:
    return 0 if day is None else day.year * 10_000 + day.month * 100 + day.day


def _day(number: int) -> date | None:
    return None if number == 0 else date(number // 10_000, number // 100 % 100, number % 100)

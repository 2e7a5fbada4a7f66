"""Put what is grouped and not indexed; rebuild beside and swap; compare counts with the store.

What is put is committed in the index before the store notes it: a crash between the two puts the
same articles once more, under the same ids.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from lantoa.article import Outlet
from lantoa.articles import ArticleStore, Due
from lantoa.errors import Later
from lantoa.progress import Progress, Silent
from lantoa.words import word
from search_api import ledger
from search_api.documents import document_of
from search_api.index import SCHEMA, All, OtherSchema, SearchIndex, day_number, day_of

BATCH = 1000
COMMITTED = 10_000
"""Articles of one commit, about: a commit takes as long as indexing some hundreds."""
Waiting = Callable[[int], Sequence[Due]]
"""Id -> the next articles behind it, BATCH at most."""
Outlets = Mapping[str, Outlet]


@dataclass(frozen=True, slots=True)
class Difference:
    """A local day (None: undated) and source whose articles are not as many in the index."""

    day: date | None
    source: str
    stored: int
    indexed: int


def fill(store: ArticleStore, outlets: Outlets, index: SearchIndex, progress: Progress | None = None) -> int:
    """Take out what is no article any more, put every article that is due; how many were put.

    Into an index that holds nothing (deleted, or another one than before) all are put, and the
    index of an older release is built anew. Raises OtherSchema for the index of a newer one,
    Later when the index does not answer, or another one took its place meanwhile; what was
    committed stays.
    """
    progress = progress or Silent()
    try:
        index.ensure()
    except OtherSchema as other:
        if other.held > SCHEMA:
            raise
        return rebuild(store, outlets, index, progress)
    if index.info().documents == 0:
        ledger.forget(store.database)
    if gone := ledger.withdrawn(store.database):
        index.delete(gone)
        index.commit(str(gone[-1]))
        ledger.forgotten(store.database, gone)
    progress.total(store.due_counts(0, 0, SCHEMA)["index"])
    done, rebuilds = 0, ledger.rebuilds(store.database)
    while held := _put(index, lambda after: store.unindexed(SCHEMA, BATCH, after), outlets, progress, COMMITTED):
        store.mark_indexed(SCHEMA, held)
        if ledger.rebuilds(store.database) != rebuilds:  # put into the one that is gone, perhaps
            ledger.again(store.database, [one for one, _stamp in held])
            raise Later(word("elastic.rebuilt_meanwhile"))
        done += len(held)
    return done


def rebuild(
    store: ArticleStore, outlets: Outlets, index: SearchIndex, progress: Progress | None = None
) -> int:
    """A new index from the store beside the old one, then in its place; how many articles it holds.

    Questions go to the old one meanwhile. Articles that change while it runs stay due, and a
    crash leaves the old one in place. The old one may be broken, or not there. Raises Later
    where the new one does not hold all that was put, and leaves the old one in place.
    """
    progress = progress or Silent()
    progress.total(sum(store.counts_by_day_and_source().values()))
    fresh = index.replacement()
    fresh.ensure()
    held = _put(fresh, lambda after: ledger.grouped(store.database, after, BATCH), outlets, progress)
    if (count := fresh.info().documents) != len(held):
        raise Later(word("elastic.rebuild_short", put=len(held), count=count))
    ledger.forget(store.database)  # first: after a crash here all is put again, and nothing missed
    index.replace(fresh)
    ledger.rebuilt(store.database)
    store.mark_indexed(SCHEMA, held)
    return len(held)


def _put(
    index: SearchIndex, waiting: Waiting, outlets: Outlets, progress: Progress, most: int | None = None
) -> list[tuple[int, int]]:
    """Put what waits, about `most` articles at most, and commit it all at once: what was put."""
    held: list[tuple[int, int]] = []
    while (most is None or len(held) < most) and (rows := waiting(held[-1][0] if held else 0)):
        index.upsert(document_of(one.stored, outlets.get(one.stored.source)) for one in rows)
        held += [one.seen for one in rows]
        progress.advance(len(rows))
    if held:
        index.commit("{}.{}".format(*held[-1]))  # of a later change another one
    return held


def check(store: ArticleStore, index: SearchIndex) -> list[Difference]:
    """Days and sources of which store and index do not hold as many; empty: all is well."""
    wanted = {
        (day_number(day), source): count for (day, source), count in store.counts_by_day_and_source().items()
    }
    columns = index.export(All(), ["day", "source"])
    held = Counter(zip(map(int, list(columns["day"])), columns["source"], strict=True))
    different = sorted(key for key in wanted.keys() | held.keys() if wanted.get(key, 0) != held[key])
    return [
        Difference(day_of(day) if day else None, source, wanted.get((day, source), 0), held[day, source])
        for day, source in different
    ]

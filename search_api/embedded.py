"""The index in a folder of this machine: tantivy, in this process.

FOLDER/CURRENT names the build in force (vSCHEMA-1, vSCHEMA-2 ...), each a tantivy directory. Many
processes may read; one writes, from its first upsert until it closes.
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import tantivy

from lantoa.errors import Later
from lantoa.words import word
from search_api import agg_body, counting
from search_api.cursors import page_limit, read_cursor, written_cursor
from search_api.embedded_builds import CURRENT, build_in_force, next_build, write_whole
from search_api.embedded_query import compiled
from search_api.embedded_rows import ANALYZER, Dictionary, analyzer, column, row, schema
from search_api.index import (
    FIELDS,
    SCHEMA,
    Agg,
    Aggregated,
    And,
    Columns,
    Document,
    Hit,
    IndexInfo,
    Query,
    Range,
    SearchIndex,
    SearchResult,
    Sort,
    WrongIndex,
)
from search_api.query import check_columns, check_query
from search_api.remembered import Remembered

HEAP = 64_000_000
"""Bytes of the writer's arena, shared by its threads."""
THREADS = 2
Stamp = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class _View:
    """What was committed at one moment, the dictionaries read and the counts made of it so far."""

    stamp: Stamp
    searcher: tantivy.Searcher
    dictionaries: dict[str, Dictionary] = field(default_factory=dict)
    remembered: Remembered = field(default_factory=Remembered)


class EmbeddedIndex:
    """See SearchIndex. build: a build that is not in force yet (of `replacement`)."""

    def __init__(self, folder: Path, build: str = "") -> None:
        self.folder = folder
        self._build = build
        self._open: tuple[str, tantivy.Index] | None = None
        self._writer: tantivy.IndexWriter | None = None
        self._view: _View | None = None
        self._uncommitted = False
        self._current: tuple[Stamp | None, str] = (None, "")
        self._lock = threading.RLock()
        self._schema = schema()

    def ensure(self) -> None:
        self._index()

    def info(self) -> IndexInfo:
        searcher = self._seen().searcher
        token = self._path(self._index()[0]) / "TOKEN"
        held = token.read_text(encoding="utf-8") if token.exists() else ""
        return IndexInfo("embedded", str(self.folder), SCHEMA, searcher.num_docs, held)

    def upsert(self, documents: Iterable[Document]) -> None:
        rows = [row(document) for document in documents]
        with self._writing() as writer:
            self._uncommitted = True
            for one in rows:
                writer.delete_documents_by_term("id", one["id"])
                writer.add_document(tantivy.Document.from_dict(one, self._schema))

    def delete(self, ids: Iterable[int]) -> None:
        with self._writing() as writer:
            self._uncommitted = True
            for one in ids:
                writer.delete_documents_by_term("id", one)

    def commit(self, token: str) -> None:
        with self._writing() as writer:
            writer.commit()
            self._uncommitted = False
            write_whole(self._path(self._index()[0]) / "TOKEN", token)

    def search(
        self, query: Query, *, sort: Sort = "newest", limit: int = 20, after: str | None = None
    ) -> SearchResult:
        check_query(query)
        start = read_cursor(sort, after)
        limit = page_limit(limit, sort, start)
        searcher = self._seen().searcher
        asked = compiled(self._schema, query)
        if sort == "relevance":
            found: Any = searcher.search(asked, limit=limit, offset=start or 0)
            total = found.count
            more = (start or 0) + limit < total
        else:
            rest = asked if start is None else compiled(self._schema, And((query, _beyond(sort, start))))
            order = tantivy.Order.Asc if sort == "oldest" else tantivy.Order.Desc
            found = searcher.search(rest, limit=limit, order_by_field="sort_key", order=order)
            total = found.count if start is None else _total(searcher, asked)
            more = found.count > limit
        hits = _hits(searcher, sort, found.hits)
        return SearchResult(hits, total, written_cursor(sort, start, hits, more))

    def aggregate(self, query: Query, aggs: Mapping[str, Agg]) -> dict[str, Aggregated]:
        count = partial(counting.aggregate, query, aggs, self._native, self.export)
        return self._seen().remembered.counted(query, aggs, count)

    def export(self, query: Query, columns: Sequence[str]) -> Columns:
        check_query(query)
        check_columns(columns)
        view = self._seen()
        asked = compiled(self._schema, query)
        total = _total(view.searcher, asked)
        addresses: list[tantivy.DocAddress] = []
        if total:
            found = view.searcher.search(
                asked, limit=total, count=False, order_by_field="sort_key", order=tantivy.Order.Asc
            )
            addresses = [address for _key, address in found.hits]
        return {
            name: column(view.searcher, name, addresses, self._dictionary(view, name)) for name in columns
        }

    def replacement(self) -> SearchIndex:
        return EmbeddedIndex(self.folder, next_build(self.folder))

    def replace(self, replacement: SearchIndex) -> None:
        assert isinstance(replacement, EmbeddedIndex)
        build = replacement._build
        replacement.close()
        self.close()
        write_whole(self.folder / CURRENT, build)
        for path in self.folder.glob("v*-*"):
            if path.name != build:
                shutil.rmtree(path, ignore_errors=True)
        self.ensure()

    def close(self) -> None:
        with self._lock:
            if self._writer is not None:
                if self._uncommitted:  # only then: it breaks off merges and leaves what they have written
                    self._writer.rollback()
                self._writer.wait_merging_threads()
            self._writer = self._view = self._open = None
            self._uncommitted = False

    # -- opening -----------------------------------------------------------------------------

    def _name(self) -> str:
        return self._build or build_in_force(self.folder)

    def _path(self, name: str) -> Path:
        return self.folder / name

    def _index(self) -> tuple[str, tantivy.Index]:
        with self._lock:
            name = self._name()
            if self._open is None or (self._open[0] != name and self._writer is None):
                self._open, self._view = (name, self._opened(self._path(name))), None
            return self._open

    def _opened(self, path: Path) -> tantivy.Index:
        try:
            path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise WrongIndex(word("search.engine.folder_unusable", where=path, why=error.strerror)) from None
        try:
            index = tantivy.Index(self._schema, str(path), reuse=True)
        except (ValueError, OSError) as error:
            raise WrongIndex(word("search.engine.index_broken", where=path, why=error)) from None
        index.register_tokenizer(ANALYZER, analyzer())
        index.config_reader("manual")
        return index

    def _seen(self) -> _View:
        """The last commit, of whichever process: its meta.json is another file then."""
        with self._lock:
            name, index = self._index()
            stamp = _stamp(self._path(name) / "meta.json")
            if stamp is None:
                raise Later(word("search.engine.index_broken", where=self.folder, why="meta.json"))
            if self._view is None or self._view.stamp != stamp:
                try:
                    index.reload()
                    self._view = _View(stamp, index.searcher())
                except (ValueError, OSError) as error:
                    raise Later(word("search.engine.index_broken", where=self.folder, why=error)) from None
            return self._view

    @contextmanager
    def _writing(self) -> Iterator[tantivy.IndexWriter]:
        with self._lock:
            _name, index = self._index()
            try:
                if self._writer is None:
                    self._writer = index.writer(HEAP, THREADS)
                    self._writer.garbage_collect_files()
                yield self._writer
            except (ValueError, OSError) as error:
                self._give_up()
                if "LockBusy" in str(error):
                    raise Later(word("search.engine.writer_busy", where=self.folder)) from None
                raise Later(word("search.engine.index_broken", where=self.folder, why=error)) from None

    def _give_up(self) -> None:
        """After a failure nothing uncommitted is kept; the caller puts its batch again."""
        if self._writer is not None:
            self._writer.rollback()

    # -- asking ------------------------------------------------------------------------------

    def _native(self, query: Query, aggs: Mapping[str, Agg]) -> dict[str, Aggregated] | None:
        searcher = self._seen().searcher
        try:
            answer = searcher.aggregate(compiled(self._schema, query), agg_body.body(aggs))
            return agg_body.read(aggs, answer)
        except agg_body.TooMany:
            return None
        except ValueError as error:
            if "bucket" in str(error):
                return None
            raise

    def _dictionary(self, view: _View, name: str) -> Dictionary | None:
        if FIELDS[name] == "int":
            return None
        if name not in view.dictionaries:
            view.dictionaries[name] = Dictionary(view.searcher, name)
        return view.dictionaries[name]


def _stamp(file: Path) -> Stamp | None:
    """Another one for every file that takes this one's place; None where there is none."""
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size


def _total(searcher: tantivy.Searcher, asked: tantivy.Query) -> int:
    found: Any = searcher.search(asked, limit=1)
    return int(found.count)


def _beyond(sort: Sort, start: int) -> Range:
    return Range("sort_key", None, start - 1) if sort == "newest" else Range("sort_key", start + 1)


def _hits(searcher: tantivy.Searcher, sort: Sort, found: list[tuple[Any, Any]]) -> tuple[Hit, ...]:
    addresses = [address for _score, address in found]
    ids: list[Any] = searcher.fast_field_values("id", addresses)
    keys: list[Any] = searcher.fast_field_values("sort_key", addresses)
    scores = [float(score) if sort == "relevance" else 0.0 for score, _address in found]
    return tuple(Hit(int(one), score, int(key)) for one, score, key in zip(ids, scores, keys, strict=True))


__all__ = ["EmbeddedIndex"]

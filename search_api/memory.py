"""The index in plain Python, written to be obviously right: the oracle of the tests."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields
from functools import cached_property

import numpy as np

from search_api.counting import count
from search_api.cursors import page_limit, read_cursor, written_cursor
from search_api.index import (
    FIELDS,
    NO_TIME,
    SCHEMA,
    Agg,
    Aggregated,
    All,
    And,
    Column,
    Columns,
    Document,
    Hit,
    Ids,
    IndexInfo,
    Not,
    Or,
    Query,
    Range,
    SearchIndex,
    SearchResult,
    Sort,
    Terms,
    Text,
)
from search_api.query import check_aggs, check_columns, check_query

Value = str | int


class _Held:
    """A document with what matching needs of it."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.values = {one.name: _values(document, one.name) for one in fields(document)}

    @cached_property
    def words(self) -> dict[str, list[str]]:
        return {name: getattr(self.document, name).split() for name, kind in FIELDS.items() if kind == "text"}


class MemoryIndex:
    """A dictionary of documents. Nothing survives the process."""

    def __init__(self) -> None:
        self._held: dict[int, _Held] = {}
        self._pending: list[tuple[int, _Held | None]] = []
        self._token = ""

    def ensure(self) -> None:
        return

    def info(self) -> IndexInfo:
        return IndexInfo("memory", "memory:", SCHEMA, len(self._held), self._token)

    def upsert(self, documents: Iterable[Document]) -> None:
        self._pending += [(one.id, _Held(one)) for one in documents]

    def delete(self, ids: Iterable[int]) -> None:
        self._pending += [(one, None) for one in ids]

    def commit(self, token: str) -> None:
        held = dict(self._held)
        for article_id, document in self._pending:
            if document is None:
                held.pop(article_id, None)
            else:
                held[article_id] = document
        self._held, self._pending, self._token = held, [], token

    def search(
        self, query: Query, *, sort: Sort = "newest", limit: int = 20, after: str | None = None
    ) -> SearchResult:
        check_query(query)
        start = read_cursor(sort, after)
        limit = page_limit(limit, sort, start)
        hits = [
            Hit(one.document.id, _score(one, query, sort), one.document.sort_key)
            for one in self._found(query)
        ]
        hits.sort(key=lambda hit: hit.sort_key, reverse=sort != "oldest")
        total = len(hits)
        if sort == "relevance":
            hits.sort(key=lambda hit: -hit.score)
            rest = hits[start or 0 :]
        else:
            rest = [hit for hit in hits if start is None or _beyond(hit.sort_key, start, sort)]
        page = tuple(rest[:limit])
        return SearchResult(page, total, written_cursor(sort, start, page, len(rest) > limit))

    def aggregate(self, query: Query, aggs: Mapping[str, Agg]) -> dict[str, Aggregated]:
        check_query(query)
        check_aggs(aggs)
        found = self._found(query)
        return count(_HeldRows(found), range(len(found)), aggs)

    def export(self, query: Query, columns: Sequence[str]) -> Columns:
        check_query(query)
        check_columns(columns)
        found = sorted(self._found(query), key=lambda one: one.document.sort_key)
        return {name: _column([getattr(one.document, name) for one in found], name) for name in columns}

    def replacement(self) -> SearchIndex:
        return MemoryIndex()

    def replace(self, replacement: SearchIndex) -> None:
        assert isinstance(replacement, MemoryIndex)
        self._held, self._token, self._pending = replacement._held, replacement._token, []

    def close(self) -> None:
        self._pending = []

    def _found(self, query: Query) -> list[_Held]:
        return [one for one in self._held.values() if _matches(one, query)]


class _HeldRows:
    def __init__(self, held: Sequence[_Held]) -> None:
        self._held = held

    def values(self, row: int, field: str) -> Sequence[Value]:
        return self._held[row].values[field]

    def matches(self, row: int, query: Query) -> bool:
        return _matches(self._held[row], query)


def _values(document: Document, name: str) -> tuple[Value, ...]:
    value = getattr(document, name)
    if isinstance(value, tuple):
        return value
    return () if value is None or value == "" else (value,)


def _matches(held: _Held, query: Query) -> bool:
    match query:
        case All():
            return True
        case Ids(ids=ids):
            return held.document.id in ids
        case Terms(field=name, values=values):
            return any(value in values for value in held.values[name])
        case Range(field=name, low=low, high=high):
            numbers = [value for value in held.values[name] if isinstance(value, int)]
            return any((low is None or low <= one) and (high is None or one <= high) for one in numbers)
        case And(parts=parts):
            return all(_matches(held, part) for part in parts)
        case Or(parts=parts):
            return any(_matches(held, part) for part in parts)
        case Not(part=part):
            return not _matches(held, part)
        case Text():
            return _has_text(held, query)


def _has_text(held: _Held, text: Text) -> bool:
    names, words = text.resolved()
    if not words:
        return False
    if text.mode == "phrase":
        return any(_has_phrase(held.words[name], words, text.slop) for name in names)
    among: Callable[[Iterable[bool]], bool] = any if text.mode == "any" else all
    if text.mode == "prefix":
        return among(any(_begins(held.words[name], one) for name in names) for one in words)
    return among(any(one in held.words[name] for name in names) for one in words)


def _begins(words: Iterable[str], beginning: str) -> bool:
    return any(one.startswith(beginning) for one in words)


def _has_phrase(words: Sequence[str], wanted: Sequence[str], slop: int) -> bool:
    """In order, with at most `slop` other words between the first and the last."""
    ends = {at: at for at, one in enumerate(words) if one == wanted[0]}  # end -> latest start
    for target in wanted[1:]:
        step: dict[int, int] = {}
        for at, one in enumerate(words):
            starts = [start for end, start in ends.items() if end < at]
            if one == target and starts:
                step[at] = max(starts)
        ends = step
    return any(end - start + 1 - len(wanted) <= slop for end, start in ends.items())


def _score(held: _Held, query: Query, sort: Sort) -> float:
    """How often the words stand in it; only a rough stand-in for the engines' BM25."""
    if sort != "relevance":
        return 0.0
    match query:
        case Text():
            names, words = query.resolved()
            return float(sum(held.words[name].count(one) for name in names for one in words))
        case And(parts=parts) | Or(parts=parts):
            return sum(_score(held, part, sort) for part in parts)
        case _:
            return 0.0


def _beyond(key: int, start: int, sort: Sort) -> bool:
    return key < start if sort == "newest" else key > start


def _column(values: list[object], name: str) -> Column:
    if FIELDS[name] == "int":
        return np.array([NO_TIME if value is None else value for value in values], dtype=np.int64)
    if FIELDS[name] == "keyword":
        return np.array(values, dtype=object)
    return [value for value in values if isinstance(value, tuple)]

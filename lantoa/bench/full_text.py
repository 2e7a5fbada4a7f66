"""SQLite's FTS5 over the same articles: what a newcomer would take.

Its table holds the same forms of title and text, and no copy of them; what is filtered by
stands in a table beside it. A question is answered with the number of all that match and the
ids of the twenty newest; texts and highlights, which ours are timed with, it is spared.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from search_api import ledger
from search_api.documents import document_of
from search_api.index import All, And, Document, Not, Or, Query, Range, Terms, Text
from search_api.services import Services

BATCH = 1000
TEXTS = ("title", "body", "title_fold", "body_fold")
FACTS = ("source_kind", "day", "sort_key")


class FullText:
    """A database of its own in this file."""

    def __init__(self, file: Path) -> None:
        self._database = sqlite3.connect(file)
        self._database.executescript(
            "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;"
            "CREATE VIRTUAL TABLE texts USING fts5("
            f"{', '.join(TEXTS)}, content='', tokenize='unicode61 remove_diacritics 0');"
            f"CREATE TABLE facts (id INTEGER PRIMARY KEY, {', '.join(FACTS)});"
            "CREATE TABLE topics (topic, id, PRIMARY KEY (topic, id)) WITHOUT ROWID;"
        )

    def fill(self, ours: Services) -> None:
        """Everything of the store that belongs into an index."""
        outlets, last = ours.outlets.all(), 0
        while due := ledger.grouped(ours.store.database, last, BATCH):
            last = due[-1].stored.id
            self._put([document_of(one.stored, outlets.get(one.stored.source)) for one in due])
        self._database.executescript(
            "CREATE INDEX kinds ON facts (source_kind); CREATE INDEX days ON facts (day);"
            "CREATE INDEX keys ON facts (sort_key); ANALYZE;"
        )

    def _put(self, documents: Sequence[Document]) -> None:
        with self._database as database:
            _insert(database, "texts (rowid, title, body, title_fold, body_fold)", 5, ((one.id, *_values(one, TEXTS)) for one in documents))
            _insert(database, "facts", 4, ((one.id, *_values(one, FACTS)) for one in documents))
            _insert(database, "topics", 2, ((topic, one.id) for one in documents for topic in one.topics))

    def search(self, query: Query, limit: int = 20) -> tuple[int, list[int]]:
        """(how many match, ids of the newest)."""
        where, values = _where(query)
        total = self._database.execute(f"SELECT count(*) FROM facts WHERE {where}", values).fetchone()[0]
        newest = f"SELECT id FROM facts WHERE {where} ORDER BY sort_key DESC LIMIT {limit}"
        return total, [row[0] for row in self._database.execute(newest, values)]

    def close(self) -> None:
        """Release the file."""
        self._database.close()


def _values(document: Document, names: Iterable[str]) -> Iterator[object]:
    return (getattr(document, name) for name in names)


def _insert(database: sqlite3.Connection, table: str, columns: int, rows: Iterable[tuple[object, ...]]) -> None:
    database.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * columns)})", rows)


def _where(query: Query) -> tuple[str, list[object]]:
    """The condition of a row of `facts`, and its values."""
    match query:
        case All():
            return "1", []
        case Text():
            return "id IN (SELECT rowid FROM texts WHERE texts MATCH ?)", [_matching(query)]
        case Terms(field="topics", values=values):
            return f"id IN (SELECT id FROM topics WHERE topic IN ({', '.join('?' * len(values))}))", [*values]
        case Terms(field=name, values=values) if name in FACTS:
            return f"{name} IN ({', '.join('?' * len(values))})", [*values]
        case Range(field="day", low=low, high=high):
            return "day BETWEEN ? AND ?", [low or 0, high or 99_999_999]
        case Not(part=part):
            where, inside = _where(part)
            return f"NOT ({where})", inside
        case And(parts=parts) | Or(parts=parts):
            both = [_where(part) for part in parts]
            joint = " AND " if isinstance(query, And) else " OR "
            return joint.join(f"({where})" for where, _ in both), [one for _, values in both for one in values]
        case _:
            raise TypeError(f"no question of the benchmark: {query!r}")


def _matching(text: Text) -> str:
    fields, words = text.resolved()
    columns = "{" + " ".join(fields) + "}"
    if text.mode == "phrase":
        return f'{columns}: "{" ".join(words)}"'
    joint = " AND " if text.mode == "all" else " OR "
    return joint.join(f'({columns}: "{one}")' for one in words)

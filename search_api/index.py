"""The index as the rest of the house sees it: one protocol, and all the nouns it speaks.

Queries and aggregations stand in query.py, the schema in schema.py; both are handed on here.
The engines (memory, embedded, elastic) answer alike: tests/search_api/test_conformance.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

from lantoa.errors import Misuse
from lantoa.words import word
from search_api.congress_token import congress_token
from search_api.query import (
    Agg,
    Aggregated,
    All,
    And,
    Bucket,
    Count,
    DaysAgg,
    FiltersAgg,
    Ids,
    Max,
    Min,
    Not,
    Or,
    Query,
    Range,
    Sum,
    Terms,
    TermsAgg,
    Text,
    Unique,
)
from search_api.schema import FIELDS, NO_TIME, SCHEMA, Document, day_number, day_of, sort_key, week_number

Sort = Literal["newest", "oldest", "relevance"]


@dataclass(frozen=True, slots=True)
class Hit:
    """A found article. score compares only within one answer; 0.0 when ordered by date."""

    id: int
    score: float
    sort_key: int


@dataclass(frozen=True, slots=True)
class SearchResult:
    """hits: this page; total: all that match, exactly; cursor: hand it in as `after` for the
    next page, None at the end."""

    hits: tuple[Hit, ...]
    total: int
    cursor: str | None


Column: TypeAlias = npt.NDArray[np.int64] | npt.NDArray[np.object_] | list[tuple[str, ...]]
Columns: TypeAlias = dict[str, Column]
"""int: int64 array (published: NO_TIME when undated); keyword: object array of str ("" = none);
keywords: list of sorted tuples."""


@dataclass(frozen=True, slots=True)
class IndexInfo:
    """engine: memory, embedded or elasticsearch; where: without credentials; token: of the last commit."""

    engine: str
    where: str
    schema: int
    documents: int
    token: str


class WrongIndex(Misuse):
    """The index itself cannot be asked (settings, a permission, another release); no question of
    a person is to blame."""

    status = 503


class OtherSchema(WrongIndex):
    """The index is there, in the schema of another release; held: its number."""

    def __init__(self, where: str, held: int) -> None:
        self.held = held
        key = "elastic.older_schema" if held < SCHEMA else "elastic.newer_schema"
        super().__init__(word(key, where=where, held=held, ours=SCHEMA))


class SearchIndex(Protocol):
    """An index of `Document`s. What is put is seen after `commit`, by every process.

    Every method may raise Later (the engine does not answer); those that take a query Misuse
    (unknown field, wrong kind of field, impossible cursor).
    """

    def ensure(self) -> None:
        """Make it when it is not there. Raises OtherSchema, as every method but `replacement`,
        `replace` and `close` does, where another release made it."""
        ...

    def info(self) -> IndexInfo:
        """Facts about what is committed."""
        ...

    def upsert(self, documents: Iterable[Document]) -> None:
        """Put, replacing what stands under the same ids."""
        ...

    def delete(self, ids: Iterable[int]) -> None:
        """Take out; unknown ids are no error."""
        ...

    def commit(self, token: str) -> None:
        """Make durable and visible everything put so far. token: kept with it, for `info`."""
        ...

    def search(
        self, query: Query, *, sort: Sort = "newest", limit: int = 20, after: str | None = None
    ) -> SearchResult:
        """One page of hits. By relevance at most the first 10,000 can be reached."""
        ...

    def aggregate(self, query: Query, aggs: Mapping[str, Agg]) -> dict[str, Aggregated]:
        """Exact figures and buckets by the names given."""
        ...

    def export(self, query: Query, columns: Sequence[str]) -> Columns:
        """The named columns of all that match, oldest first (undated before all)."""
        ...

    def replacement(self) -> SearchIndex:
        """A new, empty index beside this one; questions still go to this one."""
        ...

    def replace(self, replacement: SearchIndex) -> None:
        """From now on questions go to the replacement's content; the old content is gone."""
        ...

    def close(self) -> None:
        """Release files and connections; nothing uncommitted is kept."""
        ...


__all__ = [
    "FIELDS",
    "NO_TIME",
    "SCHEMA",
    "Agg",
    "Aggregated",
    "All",
    "And",
    "Bucket",
    "Column",
    "Columns",
    "Count",
    "DaysAgg",
    "Document",
    "FiltersAgg",
    "Hit",
    "Ids",
    "IndexInfo",
    "Max",
    "Min",
    "Not",
    "Or",
    "OtherSchema",
    "Query",
    "Range",
    "SearchIndex",
    "SearchResult",
    "Sort",
    "Sum",
    "Terms",
    "TermsAgg",
    "Text",
    "Unique",
    "WrongIndex",
    "congress_token",
    "day_number",
    "day_of",
    "sort_key",
    "week_number",
]

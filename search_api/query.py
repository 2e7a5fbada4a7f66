"""What can be asked and counted: plain frozen values, checked against the schema."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as inside
from math import comb
from types import MappingProxyType
from typing import Literal, NamedTuple, TypeAlias

from lantoa.errors import Misuse
from lantoa.words import word
from search_api.schema import FIELDS, TEXTS, FieldType, index_form


@dataclass(frozen=True, slots=True)
class All:
    """Everything."""


@dataclass(frozen=True, slots=True)
class Text:
    """Words in title and body. Typed with any mark it is never answered with other words;
    without marks, or `loose`, it looks in the folded texts.

    all: each word stands in one of the fields; any: one of them does; phrase: in this order in
    one field, with at most `slop` other words between; prefix: each is the beginning of a word.
    Without a single word: nothing. fields: of schema.TEXTS.
    exact: look in the marked texts though typed without marks (part of a query that has some).
    """

    text: str
    mode: Literal["all", "any", "phrase", "prefix"] = "all"
    fields: tuple[str, ...] = ("title", "body")
    slop: int = 0
    loose: bool = False
    exact: bool = False

    def resolved(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """(names of the indexed fields, words to look for)."""
        marked, folded = index_form(self.text)
        if self.loose or (marked == folded and not self.exact):
            return tuple(f"{name}_fold" for name in self.fields), tuple(folded.split())
        return self.fields, tuple(marked.split())


@dataclass(frozen=True, slots=True)
class Terms:
    """Any of these values, exactly (a keyword or a number)."""

    field: str
    values: tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Range:
    """A number between low and high, both included; None is open."""

    field: str
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True)
class Ids:
    """These articles."""

    ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class And:
    """Every part; without parts: everything."""

    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """One of the parts; without parts: nothing."""

    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """All but these."""

    part: Query


Query: TypeAlias = All | Text | Terms | Range | Ids | And | Or | Not


@dataclass(frozen=True, slots=True)
class TermsAgg:
    """A bucket a value: most articles first, then by value. top: only the first so many."""

    field: str
    top: int | None = None
    inner: Mapping[str, Agg] = inside(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DaysAgg:
    """A bucket a local day, in order, days without articles included between `low` and `high`
    (20250906; when not given: the first and last day found). Undated articles (day 0) are in none."""

    low: int | None = None
    high: int | None = None
    inner: Mapping[str, Agg] = inside(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FiltersAgg:
    """A bucket a query, in the order given; an article may stand in several."""

    filters: Mapping[str, Query]
    inner: Mapping[str, Agg] = inside(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sum:
    """Sum of a number field; 0 over nothing."""

    field: str


@dataclass(frozen=True, slots=True)
class Min:
    """Least value; None over nothing."""

    field: str


@dataclass(frozen=True, slots=True)
class Max:
    """Greatest value; None over nothing."""

    field: str


@dataclass(frozen=True, slots=True)
class Count:
    """Number of articles."""


@dataclass(frozen=True, slots=True)
class Unique:
    """Number of different values of a keyword or number field; exact."""

    field: str


BucketAgg: TypeAlias = TermsAgg | DaysAgg | FiltersAgg
FigureAgg: TypeAlias = Sum | Min | Max | Count | Unique
Agg: TypeAlias = BucketAgg | FigureAgg


NOTHING: Mapping[str, Aggregated] = MappingProxyType({})
"""Inside a bucket of which nothing more is asked."""


class Bucket(NamedTuple):
    """key: the value, the day, or the filter's name; count: articles in it.

    Thousands of them stand in an answer, and a frozen dataclass takes three times as long to make.
    """

    key: str | int
    count: int  # type: ignore[assignment]  # a tuple's own `count` is not missed
    inner: Mapping[str, Aggregated] = NOTHING


Aggregated: TypeAlias = tuple[Bucket, ...] | int | None
"""Buckets of a bucket aggregation, the figure of the others (None: Min, Max over nothing)."""


BOUND = 2**63
"""Numbers of the index are 64 bits with a sign."""


def check_query(query: Query) -> None:
    """Raises Misuse naming an unknown field, or one that cannot be asked this way."""
    match query:
        case Text():
            _check_text(query)
        case Terms(field=name, values=values):
            check_field(name, "keyword", "keywords", "int")
            wanted = int if FIELDS[name] == "int" else str
            for value in values:
                if not isinstance(value, wanted) or (isinstance(value, int) and abs(value) >= BOUND):
                    raise Misuse(word("search.engine.value_wrong", field=name, value=value))
        case Range(field=name, low=low, high=high):
            check_field(name, "int")
            for bound in (low, high):
                if bound is not None and abs(bound) >= BOUND:
                    raise Misuse(word("search.engine.value_wrong", field=name, value=bound))
        case And(parts=parts) | Or(parts=parts):
            for part in parts:
                check_query(part)
        case Not(part=part):
            check_query(part)
        case All() | Ids():
            pass


def _check_text(text: Text) -> None:
    for name in text.fields:
        if name not in TEXTS:
            raise Misuse(word("search.engine.field_not_text", field=name))
    if text.slop and comb(max(len(text.resolved()[1]) - 1, 0) + text.slop, text.slop) > MOST_SPACINGS:
        raise Misuse(word("search.engine.slop_too_wide", text=text.text, slop=text.slop))


MOST_SPACINGS = 500
"""An engine may have to ask for each way in which the words of a phrase can be spaced."""


def check_aggs(aggs: Mapping[str, Agg]) -> None:
    """Raises Misuse naming an unknown field, or one that cannot be counted this way."""
    for agg in aggs.values():
        match agg:
            case TermsAgg(field=name) | Unique(field=name):
                check_field(name, "keyword", "keywords", "int")
            case Sum(field=name) | Min(field=name) | Max(field=name):
                check_field(name, "int")
            case FiltersAgg(filters=filters):
                for query in filters.values():
                    check_query(query)
            case DaysAgg() | Count():
                pass
        if isinstance(agg, TermsAgg | DaysAgg | FiltersAgg):
            check_aggs(agg.inner)


def check_columns(columns: Sequence[str]) -> None:
    """Raises Misuse for an unknown column or a text field: texts live in the article store."""
    for name in columns:
        check_field(name, "keyword", "keywords", "int")


def check_field(name: str, *allowed: FieldType) -> None:
    """Raises Misuse unless the schema has this field with one of these types."""
    if name not in FIELDS:
        raise Misuse(word("search.engine.field_unknown", field=name))
    if FIELDS[name] not in allowed:
        raise Misuse(word("search.engine.field_wrong_type", field=name))

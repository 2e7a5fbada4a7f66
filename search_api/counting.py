"""Aggregations: counted row by row in Python (exact, slow), and the shape every engine's answer gets.

An engine counts what it counts exactly; whatever would overflow its limits or would be
approximate is counted here over exported rows instead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta
from functools import lru_cache
from typing import Any, Protocol

from search_api.query import (
    Agg,
    Aggregated,
    And,
    Bucket,
    Count,
    DaysAgg,
    FiltersAgg,
    Max,
    Min,
    Query,
    Sum,
    TermsAgg,
    Unique,
    check_aggs,
    check_query,
)
from search_api.schema import FIELDS, NO_TIME, day_number, day_of

Value = str | int


class Rows(Protocol):
    """Articles by position, seen through the fields that are counted."""

    def values(self, row: int, field: str) -> Sequence[Value]:
        """The values of one row; none where the field is empty."""
        ...

    def matches(self, row: int, query: Query) -> bool:
        """Whether a row is found by one of the filters that are counted."""
        ...


def count(rows: Rows, chosen: Sequence[int], aggs: Mapping[str, Agg]) -> dict[str, Aggregated]:
    """The aggregations over the chosen rows."""
    return {name: _one(rows, chosen, agg) for name, agg in aggs.items()}


def _one(rows: Rows, chosen: Sequence[int], agg: Agg) -> Aggregated:
    match agg:
        case Count():
            return len(chosen)
        case FiltersAgg(filters=filters, inner=inner):
            found = {
                name: [row for row in chosen if rows.matches(row, query)] for name, query in filters.items()
            }
            return tuple(Bucket(name, len(part), count(rows, part, inner)) for name, part in found.items())
        case TermsAgg(field=name) | Unique(field=name):
            groups = _grouped(rows, chosen, name)
            if isinstance(agg, Unique):
                return len(groups)
            return by_count((_bucket(rows, key, part, agg.inner) for key, part in groups.items()), agg.top)
        case DaysAgg(inner=inner):
            groups = _grouped(rows, chosen, "day")
            return by_day((_bucket(rows, key, part, inner) for key, part in groups.items()), agg)
        case Sum(field=name) | Min(field=name) | Max(field=name):
            numbers = [int(value) for row in chosen for value in rows.values(row, name)]
            if isinstance(agg, Sum):
                return sum(numbers)
            return (min if isinstance(agg, Min) else max)(numbers, default=None)


def _grouped(rows: Rows, chosen: Sequence[int], field: str) -> dict[Value, list[int]]:
    groups: dict[Value, list[int]] = {}
    for row in chosen:
        for value in rows.values(row, field):
            groups.setdefault(value, []).append(row)
    return groups


def _bucket(rows: Rows, key: Value, part: Sequence[int], inner: Mapping[str, Agg]) -> Bucket:
    return Bucket(key, len(part), count(rows, part, inner))


def by_count(buckets: Iterable[Bucket], top: int | None) -> tuple[Bucket, ...]:
    """Most first, then by key (numbers as numbers)."""
    return tuple(sorted(buckets, key=lambda one: (-one.count, one.key)))[:top]


def by_day(buckets: Iterable[Bucket], agg: DaysAgg) -> tuple[Bucket, ...]:
    """In order of days, with the empty days between; without the undated."""
    found = {int(one.key): one for one in buckets if one.key != 0}
    low = agg.low if agg.low is not None else min(found, default=None)
    high = agg.high if agg.high is not None else max(found, default=None)
    if low is None or high is None:
        return ()
    keys = _days(low, high)
    if not agg.inner:
        return tuple([found[key] if key in found else _empty(key) for key in keys])
    return tuple(found[key] if key in found else Bucket(key, 0, nothing(agg.inner)) for key in keys)


YEARS = 20_000
"""Days that are kept ready: charts of years are made of the same ones again and again."""


@lru_cache(maxsize=256)
def _days(low: int, high: int) -> tuple[int, ...]:
    first, last = day_of(low), day_of(high)
    return tuple(day_number(first + timedelta(days=n)) for n in range((last - first).days + 1))


@lru_cache(maxsize=YEARS)
def _empty(day: int) -> Bucket:
    return Bucket(day, 0)


def nothing(aggs: Mapping[str, Agg]) -> dict[str, Aggregated]:
    """What the aggregations are over no article at all."""
    return count(_NoRows(), (), aggs)


class _NoRows:
    def values(self, row: int, field: str) -> Sequence[Value]:
        return ()

    def matches(self, row: int, query: Query) -> bool:
        return False


# -- engines ---------------------------------------------------------------------------------

Native = Callable[[Query, Mapping[str, Agg]], dict[str, Aggregated] | None]
"""An engine's own count; None when it would not be exact."""
Export = Callable[[Query, Sequence[str]], Mapping[str, Any]]


def aggregate(query: Query, aggs: Mapping[str, Agg], native: Native, export: Export) -> dict[str, Aggregated]:
    """What the engine counts exactly from the engine, filters as queries, the rest from its rows."""
    check_query(query)
    check_aggs(aggs)
    plain = {name: agg for name, agg in aggs.items() if _exact(agg)}
    answer: dict[str, Aggregated] = {}
    if plain:
        answer = native(query, plain) or {}
    rest: dict[str, Agg] = {}
    for name, agg in aggs.items():
        if isinstance(agg, FiltersAgg):
            answer[name] = tuple(
                _filter_bucket(query, key, part, agg, native, export) for key, part in agg.filters.items()
            )
        elif name not in answer:
            rest[name] = agg
    if rest:
        rows = _exported(query, rest, export)
        answer |= count(rows, range(rows.length), rest)
    return {name: answer[name] for name in aggs}


def _filter_bucket(
    query: Query, key: str, part: Query, agg: FiltersAgg, native: Native, export: Export
) -> Bucket:
    inner = aggregate(And((query, part)), {**agg.inner, _WHOLE: Count()}, native, export)
    whole = inner.pop(_WHOLE)
    return Bucket(key, whole if isinstance(whole, int) else 0, inner)


_WHOLE = "\x00"
"""A name no caller gives."""


def _exact(agg: Agg) -> bool:
    """Engines count in doubles: sort_key has more digits; and none of them nests filters alike."""
    match agg:
        case FiltersAgg():
            return False
        case Sum(field=name) | Min(field=name) | Max(field=name) | Unique(field=name):
            return name != "sort_key"
        case TermsAgg(inner=inner) | DaysAgg(inner=inner):
            return all(_exact(one) for one in inner.values())
        case Count():
            return True


class _Exported:
    """Exported columns as rows; filters as sets of ids."""

    def __init__(
        self, columns: Mapping[str, Any], found: Sequence[tuple[Query, frozenset[int]]]
    ) -> None:
        self._columns = columns
        self._found = found
        self.length = len(columns["id"])

    def values(self, row: int, field: str) -> Sequence[Value]:
        value = self._columns[field][row]
        if isinstance(value, tuple):
            return value
        if isinstance(value, str):
            return (value,) if value else ()
        number = int(value)
        return () if number == NO_TIME else (number,)

    def matches(self, row: int, query: Query) -> bool:
        wanted = self._columns["id"][row]
        return any(wanted in ids for one, ids in self._found if one == query)


def _exported(query: Query, aggs: Mapping[str, Agg], export: Export) -> _Exported:
    fields, filters = {"id"}, list[Query]()
    _needs(aggs, fields, filters)
    columns = export(query, [name for name in FIELDS if name in fields])
    found = [(one, frozenset(map(int, export(And((query, one)), ["id"])["id"]))) for one in filters]
    return _Exported(columns, found)


def _needs(aggs: Mapping[str, Agg], fields: set[str], filters: list[Query]) -> None:
    for agg in aggs.values():
        match agg:
            case FiltersAgg(filters=queries):
                filters += [one for one in queries.values() if one not in filters]
            case DaysAgg():
                fields.add("day")
            case (
                TermsAgg(field=name)
                | Unique(field=name)
                | Sum(field=name)
                | Min(field=name)
                | Max(field=name)
            ):
                fields.add(name)
            case Count():
                pass
        if isinstance(agg, TermsAgg | DaysAgg | FiltersAgg):
            _needs(agg.inner, fields, filters)

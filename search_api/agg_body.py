"""The JSON of aggregations, which tantivy and Elasticsearch have in common, there and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from search_api.counting import by_count, by_day
from search_api.query import (
    Agg,
    Aggregated,
    Bucket,
    Count,
    DaysAgg,
    FiltersAgg,
    Max,
    Min,
    Sum,
    TermsAgg,
    Unique,
)

MOST = 60_000
"""Both engines give up at about 65,000 buckets; an answer cut here is no answer."""


class TooMany(Exception):
    """A bucket list was cut: the engine's answer is not exact."""


def body(aggs: Mapping[str, Agg]) -> dict[str, Any]:
    """The `aggs` part of a request. FiltersAgg is not for engines (see counting)."""
    return {name: _request(agg) for name, agg in aggs.items()}


def _request(agg: Agg) -> dict[str, Any]:
    match agg:
        case Count():
            return {"value_count": {"field": "id"}}
        case Sum(field=name) | Min(field=name) | Max(field=name):
            return {type(agg).__name__.lower(): {"field": name}}
        case Unique(field=name):
            return _terms(name, {})
        case TermsAgg(field=name, inner=inner):
            return _terms(name, inner)
        case DaysAgg(inner=inner):
            return _terms("day", inner)
        case FiltersAgg():
            raise TypeError("filters are asked one by one")


def _terms(field: str, inner: Mapping[str, Agg]) -> dict[str, Any]:
    request: dict[str, Any] = {"terms": {"field": field, "size": MOST}}
    return request | {"aggs": body(inner)} if inner else request


def read(aggs: Mapping[str, Agg], answer: Mapping[str, Any]) -> dict[str, Aggregated]:
    """The engine's answer in our shape. Raises TooMany when a list of buckets was cut."""
    return {name: _answer(agg, answer[name]) for name, agg in aggs.items()}


def _answer(agg: Agg, answer: Mapping[str, Any]) -> Aggregated:
    match agg:
        case Count() | Sum():
            return int(answer["value"] or 0)
        case Min() | Max():
            return None if answer["value"] is None else int(answer["value"])
        case Unique():
            return len(_buckets(answer, {}))
        case TermsAgg(inner=inner, top=top):
            return by_count(_buckets(answer, inner, top), top)
        case DaysAgg(inner=inner):
            return by_day(_buckets(answer, inner), agg)
        case FiltersAgg():
            raise TypeError("filters are asked one by one")


def _reaches(answer: Mapping[str, Any], top: int | None) -> bool:
    """Whether a list that was cut holds the first `top`, ties included: the last of them counts more
    than the last of the list."""
    counts = [one["doc_count"] for one in answer["buckets"]]
    return top is not None and len(counts) > top > 0 and counts[top - 1] > counts[-1]


def _buckets(answer: Mapping[str, Any], inner: Mapping[str, Agg], top: int | None = None) -> list[Bucket]:
    if answer.get("doc_count_error_upper_bound") or (answer["sum_other_doc_count"] and not _reaches(answer, top)):
        raise TooMany
    if not inner:
        return [Bucket(key if type(key := one["key"]) is str else int(key), one["doc_count"]) for one in answer["buckets"]]
    return [
        Bucket(
            one["key"] if isinstance(one["key"], str) else int(one["key"]), one["doc_count"], read(inner, one)
        )
        for one in answer["buckets"]
    ]

"""Queries and the mapping as Elasticsearch understands them. The mapping lives here and nowhere else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from search_api.query import All, And, Ids, Not, Or, Query, Range, Terms, Text
from search_api.schema import FIELDS, SCHEMA, Document

TITLE_WEIGHT = 2.0
CHUNK = 50_000
"""Elasticsearch takes 65,536 values in one list."""
NOTHING: dict[str, Any] = {"match_none": {}}
_TYPES: dict[str, dict[str, Any]] = {
    "text": {"type": "text", "analyzer": "whitespace"},
    "keyword": {"type": "keyword"},
    "keywords": {"type": "keyword"},
    "int": {"type": "long"},
}

SETTINGS: dict[str, Any] = {
    "number_of_shards": 1,
    "auto_expand_replicas": "0-1",
    "refresh_interval": "-1",
}
"""What is put is seen after `commit`, which refreshes, and not before."""


def mappings() -> dict[str, Any]:
    """Strict, and without the documents themselves: results are ids."""
    return {
        "dynamic": "strict",
        "_source": {"enabled": False},
        "_meta": {"lantoa": SCHEMA, "token": ""},
        "properties": {name: _TYPES[kind] for name, kind in FIELDS.items()},
    }


def source(document: Document) -> dict[str, Any]:
    """What Elasticsearch is given; empty values are left out."""
    values = {name: getattr(document, name) for name in FIELDS}
    return {
        name: value for name, value in values.items() if value is not None and value != "" and value != ()
    }


def compiled(query: Query) -> dict[str, Any]:
    """The same question for Elasticsearch; one that was checked."""
    match query:
        case All():
            return {"match_all": {}}
        case Text():
            return _text(query)
        case Ids(ids=ids):
            return _terms("id", ids)
        case Terms(field=name, values=values):
            return _terms(name, values)
        case Range(field=name, low=None, high=None):
            return _unscored({"exists": {"field": name}})
        case Range(field=name, low=low, high=high):
            bounds = {"gte": low, "lte": high}
            return _unscored(
                {"range": {name: {key: value for key, value in bounds.items() if value is not None}}}
            )
        case And(parts=parts):
            return {"bool": {"must": [compiled(part) for part in parts]}} if parts else {"match_all": {}}
        case Or(parts=parts):
            return _any([compiled(part) for part in parts])
        case Not(part=part):
            return {"bool": {"must_not": [compiled(part)]}}


def _any(parts: Sequence[dict[str, Any]]) -> dict[str, Any]:
    return {"bool": {"should": list(parts), "minimum_should_match": 1}} if parts else NOTHING


def _unscored(query: dict[str, Any]) -> dict[str, Any]:
    return {"bool": {"filter": [query]}}


def _terms(field: str, values: Sequence[str | int]) -> dict[str, Any]:
    chunks = [list(values[at : at + CHUNK]) for at in range(0, len(values), CHUNK)]
    return _any([_unscored({"terms": {field: chunk}}) for chunk in chunks])


def _text(text: Text) -> dict[str, Any]:
    names, words = text.resolved()
    if not words:
        return NOTHING
    if text.mode == "phrase" and len(words) > 1:
        return _any([_phrase(name, words, text.slop) for name in names])
    kind = "prefix" if text.mode == "prefix" else "term"
    each = [
        _any([{kind: {name: {"value": one, "boost": _weight(name)}}} for name in names]) for one in words
    ]
    return _any(each) if text.mode == "any" else {"bool": {"must": each}}


def _phrase(field: str, words: Sequence[str], slop: int) -> dict[str, Any]:
    typed = " ".join(words)
    if slop:  # match_phrase would also take the words in another order
        near = {"query": typed, "max_gaps": slop, "ordered": True}
        return {"intervals": {field: {"match": near, "boost": _weight(field)}}}
    return {"match_phrase": {field: {"query": typed, "boost": _weight(field)}}}


def _weight(field: str) -> float:
    return TITLE_WEIGHT if field.startswith("title") else 1.0

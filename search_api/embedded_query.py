"""Queries as tantivy understands them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

import tantivy

from search_api.query import All, And, Ids, Not, Or, Query, Range, Terms, Text

TITLE_WEIGHT = 2.0
LOWEST = -(2**63)

Must, Should, MustNot = tantivy.Occur.Must, tantivy.Occur.Should, tantivy.Occur.MustNot


def compiled(schema: tantivy.Schema, query: Query) -> tantivy.Query:
    """The same question for tantivy; one that was checked."""
    match query:
        case All():
            return tantivy.Query.all_query()
        case Text():
            return _text(schema, query)
        case Ids(ids=ids):
            return _terms(schema, "id", ids)
        case Terms(field=name, values=values):
            return _terms(schema, name, values)
        case Range(field=name, low=low, high=high):
            low = LOWEST if low is None and high is None else low
            return tantivy.Query.range_query(schema, name, tantivy.FieldType.Integer, low, high)
        case And(parts=parts):
            return _all([compiled(schema, part) for part in parts])
        case Or(parts=parts):
            return _any([compiled(schema, part) for part in parts])
        case Not(part=part):
            everything = tantivy.Query.all_query()
            return tantivy.Query.boolean_query([(Must, everything), (MustNot, compiled(schema, part))])


def _all(parts: Sequence[tantivy.Query]) -> tantivy.Query:
    if not parts:
        return tantivy.Query.all_query()
    return parts[0] if len(parts) == 1 else tantivy.Query.boolean_query([(Must, part) for part in parts])


def _any(parts: Sequence[tantivy.Query]) -> tantivy.Query:
    if not parts:
        return tantivy.Query.empty_query()
    return parts[0] if len(parts) == 1 else tantivy.Query.boolean_query([(Should, part) for part in parts])


def _terms(schema: tantivy.Schema, field: str, values: Sequence[str | int]) -> tantivy.Query:
    if not values:
        return tantivy.Query.empty_query()
    query = tantivy.Query.term_set_query(schema, field, list(values))
    return tantivy.Query.const_score_query(query, 0.0)


def _text(schema: tantivy.Schema, text: Text) -> tantivy.Query:
    names, words = text.resolved()
    if not words:
        return tantivy.Query.empty_query()
    if text.mode == "phrase" and len(words) > 1:
        return _any([_phrase(schema, name, words, text) for name in names])
    one_word = _beginning if text.mode == "prefix" else _word
    each = [_any([one_word(schema, name, one) for name in names]) for one in dict.fromkeys(words)]
    return _any(each) if text.mode == "any" else _all(each)


def _word(schema: tantivy.Schema, field: str, one: str) -> tantivy.Query:
    return _weighed(field, tantivy.Query.term_query(schema, field, one))


def _beginning(schema: tantivy.Schema, field: str, one: str) -> tantivy.Query:
    """Indexed words are letters and digits: nothing in them means anything else in a pattern."""
    return _weighed(field, tantivy.Query.regex_query(schema, field, f"{one}.*"))


def _weighed(field: str, query: tantivy.Query) -> tantivy.Query:
    return tantivy.Query.boost_query(query, TITLE_WEIGHT) if field.startswith("title") else query


def _phrase(schema: tantivy.Schema, field: str, words: Sequence[str], text: Text) -> tantivy.Query:
    """tantivy's own slop also takes words in another order: each spacing is asked for instead."""
    asked = [
        tantivy.Query.phrase_query(schema, field, list(zip(places, words, strict=True)))
        for places in _spacings(len(words), text.slop)
    ]
    return _weighed(field, _any(asked))


def _spacings(count: int, slop: int) -> Iterator[tuple[int, ...]]:
    """Rising positions from 0 for `count` words with at most `slop` free places between them."""
    for places in combinations(range(1, count + slop), count - 1):
        yield (0, *places)

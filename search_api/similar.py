"""Articles like one: those that share with it what few articles have.

Engine-independent: what the article is about and the phrases of its title are looked up one by
one (exact counts, no engine's own "more like this"), so every engine answers alike.

    score = sum of WEIGHTS[kind] * ln(articles / articles that have it), over all that is shared

What few articles have (see `_bound`) leads to candidates; what is more common only adds to the
score of the best of them. Of a reprint group one article stands for all, its original where that
is known; the article's own group is left out, for reprints are shown as such.
"""

from __future__ import annotations

import itertools
import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType
from typing import Literal

from lantoa.article import StoredArticle, Tags
from lantoa.web.labels import congress_name, label
from lantoa.words import word
from nlp.normalise import search_form
from search_api.congress_token import congress_token
from search_api.documents import entity_value, holder_value
from search_api.index import All, And, Hit, Ids, Query, Range, SearchIndex, Terms, Text, day_number
from search_api.services import Services

Kind = Literal["event", "congress", "mention", "office", "name", "topic", "phrase", "near"]

WEIGHTS: Mapping[Kind, float] = MappingProxyType(
    {
        "event": 1.0,
        "congress": 1.0,
        "mention": 0.5,
        "office": 0.7,
        "name": 0.7,
        "topic": 0.3,
        "phrase": 0.5,
        "near": 0.7,
    }
)
"""What sharing a thing of this kind says, beside how rare it is: tried on stories of the press
(docs/search.md). Pairs of words overlap, topics are broad."""

NEAR = timedelta(days=1)
"""Articles published so close to one another may well tell the same; by itself that says nothing."""

MOST_NAMES, MOST_PHRASES = 24, 24
"""So many names of an article are looked up, the most often named first, and phrases of its title."""
WEIGHED = 100
"""Candidates that are also compared by what is common."""
ALWAYS = 3
"""So many of the rarest things lead to candidates, however common they are."""
SHOWN = 6
"""Things told of what is shared, the most telling first."""


@dataclass(frozen=True, slots=True)
class SimilarArticle:
    """outlet_name: its id when no name is known; shared: what both have, in words for a reader,
    the most telling first; score: compares only within one answer."""

    stored: StoredArticle
    outlet_name: str
    shared: tuple[str, ...]
    score: float


@dataclass(frozen=True, slots=True)
class Feature:
    """Something of an article that others may have: how it is found, what it is called.

    at: where a phrase stands in the title.
    """

    kind: Kind
    query: Query
    name: str
    at: int = 0


@dataclass(frozen=True, slots=True)
class _Known:
    """A feature looked up: how many articles have it, what that is worth, the newest of them."""

    feature: Feature
    count: int
    worth: float
    hits: tuple[Hit, ...]

    @property
    def rare(self) -> bool:
        return self.count == len(self.hits)


def similar_articles(ours: Services, stored: StoredArticle, limit: int) -> list[SimilarArticle]:
    """The most similar first, equally similar ones newest first; at most `limit`, and fewer where
    nothing more is shared.

    Raises Later when the index does not answer.
    """
    known = _looked_up(ours.index, features(stored))
    telling = [one for one in known if one.feature.kind != "near"]
    leading = telling[:ALWAYS] + [one for one in telling[ALWAYS:] if one.rare]
    shared: dict[int, list[_Known]] = {}
    keys: dict[int, int] = {}
    for one in leading:
        for hit in one.hits:
            shared.setdefault(hit.id, []).append(one)
            keys[hit.id] = hit.sort_key
    for own in _own(ours.index, stored):
        shared.pop(own, None)

    def rank(article: int) -> tuple[float, int]:
        return -_score(shared[article]), -keys[article]

    best = sorted(shared, key=rank)[:WEIGHED]
    led = {one.feature for one in leading if one.rare}
    for one in known:
        if one.feature not in led:
            for article in _having(ours.index, one.feature, best):
                if one not in shared[article]:
                    shared[article].append(one)
    return _shown(ours, {article: shared[article] for article in sorted(best, key=rank)}, limit)


def features(stored: StoredArticle) -> list[Feature]:
    """What of an article is looked up: its event, congresses, offices, names, topics, title."""
    tags = stored.tags or Tags(0)
    found: list[Feature] = []
    if stored.event_group is not None:
        found.append(Feature("event", Terms("event_group", (str(stored.event_group),)), word("similar.event")))
    for one in tags.congresses:
        key = one.resolved or one.stated
        token, name = (congress_token(key),), congress_name(key)
        if one.about:
            found.append(Feature("congress", Terms("congress", token), name))
        else:
            found.append(Feature("mention", Terms("congress_mention", token), name))
    found += _names(tags)
    found += [Feature("topic", Terms("topics", (one,)), label("topic", one)) for one in tags.topics]
    found += _phrases(stored.article.title)
    day = stored.article.published.day
    if day is not None:
        near = Range("day", day_number(day - NEAR), day_number(day + NEAR))
        found.append(Feature("near", near, word("similar.near")))
    return list({one.query: one for one in reversed(found)}.values())[::-1]


def _names(tags: Tags) -> Iterator[Feature]:
    """Office-holders; organisations, places and documents, the most often named first."""
    for one in tags.offices:
        yield Feature("office", Terms("entities", (holder_value(one),)), one.person)
    named = [one for one in tags.entities if one.type != "PER"]
    called = {entity_value(one): one.text for one in reversed(named)}
    for value, _count in Counter(map(entity_value, named)).most_common(MOST_NAMES):
        yield Feature("name", Terms("entities", (value,)), called[value])


def _phrases(title: str) -> Iterator[Feature]:
    """Every two neighbouring words of the title."""
    words = _WORD.findall(title)[: MOST_PHRASES + 1]
    for at, pair in enumerate(itertools.pairwise(words)):
        phrase = " ".join(pair)
        if len(search_form(phrase)[0].split()) == 2:
            yield Feature("phrase", Text(phrase, "phrase", ("title",), exact=True), phrase, at)


def _looked_up(index: SearchIndex, wanted: Sequence[Feature]) -> list[_Known]:
    """The rarest first; what the article alone has, or every article, is left out."""
    whole = index.search(All(), limit=1).total
    known = []
    for one in wanted:
        result = index.search(one.query, limit=_bound(whole))
        if 1 < result.total < whole:
            worth = WEIGHTS[one.kind] * math.log(whole / result.total)
            known.append(_Known(one, result.total, worth, result.hits))
    return sorted(known, key=lambda one: (one.count, -one.worth, one.feature.name))


def _bound(whole: int) -> int:
    """So many articles at most have what counts as rare: a fiftieth of all, but 20 to 200."""
    return min(200, max(20, whole // 50))


def _having(index: SearchIndex, feature: Feature, articles: Sequence[int]) -> list[int]:
    asked = And((Ids(tuple(articles)), feature.query))
    return [hit.id for hit in index.search(asked, limit=WEIGHED).hits]


def _own(index: SearchIndex, stored: StoredArticle) -> set[int]:
    """The article and its reprints."""
    if stored.reprint_group is None:
        return {stored.id}
    group = index.search(Terms("reprint_group", (str(stored.reprint_group),)), limit=1000)
    return {stored.id, *(hit.id for hit in group.hits)}


def _score(shared: Sequence[_Known]) -> float:
    return math.fsum(one.worth for one in shared)


def _shown(ours: Services, ranked: Mapping[int, Sequence[_Known]], limit: int) -> list[SimilarArticle]:
    """One article a reprint group, in the order given."""
    outlets = ours.outlets.all()
    chosen: dict[int, tuple[int, StoredArticle]] = {}
    waiting = list(ranked)
    while waiting and len(chosen) < limit:
        some, waiting = waiting[: 2 * limit], waiting[2 * limit :]
        for stored in ours.store.shown(some):
            group = stored.id if stored.reprint_group is None else stored.reprint_group
            chosen.setdefault(group, (stored.id, stored))
    first = list(chosen.items())[:limit]
    originals = _originals(ours, [group for group, (_, stored) in first if not stored.is_original])
    out = []
    for group, (found, stored) in first:
        shown = originals.get(group, stored)
        outlet = outlets.get(shown.source)
        name = outlet.name if outlet else shown.source
        out.append(SimilarArticle(shown, name, _told(ranked[found]), _score(ranked[found])))
    return out


def _told(shared: Sequence[_Known]) -> tuple[str, ...]:
    """What is shared, in words; pairs of words that follow one another as one phrase."""
    worths = {one.feature.name: one.worth for one in shared if one.feature.kind != "phrase"}
    phrases = sorted((one for one in shared if one.feature.kind == "phrase"), key=lambda one: one.feature.at)
    runs: list[list[_Known]] = []
    for one in phrases:
        if runs and runs[-1][-1].feature.at == one.feature.at - 1:
            runs[-1].append(one)
        else:
            runs.append([one])
    for run in runs:
        text = " ".join([run[0].feature.name, *(one.feature.name.split()[1] for one in run[1:])])
        worths[word("similar.phrase", text=text)] = _score(run)
    return tuple(sorted(worths, key=lambda name: (-worths[name], name)))[:SHOWN]


def _originals(ours: Services, groups: Sequence[int]) -> dict[int, StoredArticle]:
    """The original of each reprint group that has one in the index."""
    if not groups:
        return {}
    asked = And((Terms("reprint_group", tuple(map(str, groups))), Terms("is_original", ("yes",))))
    hits = ours.index.search(asked, limit=len(groups)).hits
    found = ours.store.shown([hit.id for hit in hits])
    return {one.reprint_group: one for one in found if one.reprint_group is not None}


_WORD = re.compile(r"[^\W_]+")

"""What an article is about in its 64 heaviest words: two reports of one event share some of them.

Weight of a term: root of how often it stands in the article (title three times) by its rarity in
the press; similarity: cosine. Measured: docs/decisions.md, "Events by rare words".
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from lantoa.article import Article
from nlp.rarity import Hashes, Weights, hashed, rarity, terms_of

KEPT = 64
KEYS = 12
"""Heaviest terms by which candidates are found."""
TITLE = 3


@dataclass(frozen=True, slots=True)
class EventTerms:
    """hashes: sorted; weights: beside them, of length 1 together; keys: the heaviest."""

    hashes: Hashes
    weights: Weights
    keys: tuple[int, ...]

    def like(self, other: EventTerms) -> float:
        """Cosine, 0..1."""
        _, mine, its = np.intersect1d(self.hashes, other.hashes, assume_unique=True, return_indices=True)
        return float(np.dot(self.weights[mine], other.weights[its]))


EMPTY = EventTerms(np.empty(0, np.uint32), np.empty(0, np.float32), ())


def event_terms(article: Article) -> EventTerms:
    """Those of an article; EMPTY for one without words."""
    counts = Counter(terms_of(article.text))
    for term in terms_of(article.title):
        counts[term] += TITLE
    if not counts:
        return EMPTY
    hashes, at = np.unique(hashed(list(counts)), return_index=True)
    often = np.sqrt(np.array(list(counts.values()), dtype=np.float32))[at]
    weights = often * rarity().of(hashes)
    heaviest = np.argsort(-weights, kind="stable")[:KEPT]
    keys = tuple(int(term) for term in hashes[heaviest[:KEYS]])
    kept = np.sort(heaviest)
    chosen = weights[kept]
    return EventTerms(hashes[kept], (chosen / np.linalg.norm(chosen)).astype(np.float32), keys)


def packed(terms: EventTerms) -> bytes:
    """For the database: hashes, then weights, little-endian."""
    return terms.hashes.astype("<u4").tobytes() + terms.weights.astype("<f4").tobytes()


def unpacked(blob: bytes) -> EventTerms:
    """Back from the database, without keys."""
    half = len(blob) // 2
    return EventTerms(np.frombuffer(blob[:half], "<u4"), np.frombuffer(blob[half:], "<f4"), ())

"""How strongly each token goes on the word before it: sums of the weights around it, by tables.

Tokens are numbered as they are met, and runs of them are found by their numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from threading import Lock
from typing import NamedTuple

import numpy as np
from underthesea_core import CRFFeaturizer

from nlp.segmentation.grams import PAIRS, SINGLE, TRIPLES, Grams, Numbers, Runs, Scores
from nlp.segmentation.weights import Weights, weights

BOS, EOS = "\x00B", "\x00E"
_BEGIN, _END = 0, 1
"""Their numbers."""
_MOST = 30_000
"""Tokens remembered; a process that meets more begins again."""


class _Row(NamedTuple):
    """Tokens in a row: their numbers; the scores of each alone; whether they are titles (0, 1); and
    their numbers in the tables of runs, 0 where those lack them."""

    numbers: Numbers
    scores: Scores
    title: Numbers
    lower: Numbers
    raw: Numbers


class _Tokens:
    """What is known of each token met."""

    def __init__(self, known: Weights, lower: dict[str, int], raw: dict[str, int]) -> None:
        self._grams = Grams(known, SINGLE)
        self._listed = frozenset(entry for entry in known.dictionary if " " not in entry)
        self._runs = lower, raw
        self._featurizer = CRFFeaturizer(["T[0].lower", "T[0].isdigit", "T[0].istitle"], set())
        self._lock = Lock()
        self.forget()

    def forget(self) -> None:
        """Begin again: only the edges are known."""
        self._numbers = {BOS: _BEGIN, EOS: _END}
        self._scores: Scores = np.array([self._grams.begin, self._grams.end])
        self._said: Numbers = np.zeros((3, 2), dtype=np.int64)

    def row(self, tokens: Sequence[str]) -> _Row:
        """All that is known of these tokens."""
        with self._lock:
            if new := sorted(set(tokens).difference(self._numbers)):
                if len(self._numbers) + len(new) > _MOST:
                    self.forget()
                    new = sorted(set(tokens).difference(self._numbers))
                self._learn(new)
            numbers = np.array(list(map(self._numbers.__getitem__, tokens)), dtype=np.int64)
            return _Row(numbers, self._scores[numbers], *self._said[:, numbers])

    def _learn(self, new: Sequence[str]) -> None:
        """What the model's own featurizer says of the letters of these tokens, and their scores."""
        found = self._featurizer.process([[[token] for token in new]])[0]
        flags = [[feature.split("=", 1)[1] for feature in features] for features in found]
        grams, (lower_runs, raw_runs) = self._grams, self._runs
        rows = [
            grams.raw.get(token, grams.none)
            + grams.lower.get(lower, grams.none)
            + grams.digit[int(digit == "True")]
            + grams.title[int(title == "True")]
            + grams.listed[int(lower in self._listed)]
            for token, (lower, digit, title) in zip(new, flags, strict=True)
        ]
        said = [
            (int(title == "True"), lower_runs.get(lower, 0), raw_runs.get(token, 0))
            for token, (lower, _, title) in zip(new, flags, strict=True)
        ]
        self._scores = np.concatenate([self._scores, rows])
        self._said = np.concatenate([self._said, np.array(said, dtype=np.int64).T], axis=1)
        self._numbers |= {token: at for at, token in enumerate(new, len(self._numbers))}


class _Index:
    """The scores of runs of one length."""

    def __init__(self, grams: Grams, runs: tuple[Runs, Runs], size: int) -> None:
        self._size = size
        self._lower, self._raw = runs
        self._title = grams.title
        self._begin, self._end = grams.begin, grams.end

    def add(self, total: Scores, row: _Row) -> None:
        """Add what every run says to all places that look at it. total: of the tokens of the row,
        and of two places on both sides."""
        size = self._size
        count = len(row.numbers) - size + 1
        said = self._lower.rows([row.lower[at : at + count] for at in range(size)])
        said += self._raw.rows([row.raw[at : at + count] for at in range(size)])
        said += self._title[np.minimum.reduce([row.title[at : at + count] for at in range(size)])]
        said[row.numbers[size - 1 :] == _END] = self._end
        said[row.numbers[:count] == _BEGIN] = self._begin
        for column in range(said.shape[1]):
            start = size - 1 + column
            total[start : start + count] += said[:, column]


class Tables:
    """Everything that is looked up, built once (in half a second) from the weights."""

    def __init__(self, known: Weights) -> None:
        """Of these weights, which are not kept."""
        self.transitions = known.transitions
        grams = {2: Grams(known, PAIRS), 3: Grams(known, TRIPLES)}
        lower = {size: one.in_small_letters(known.dictionary, size) for size, one in grams.items()}
        raw = {size: one.as_written(size) for size, one in grams.items()}
        lower_numbers, raw_numbers = _numbered(lower.values()), _numbered(raw.values())
        self.tokens = _Tokens(known, lower_numbers, raw_numbers)
        self._indexes = [
            _Index(
                one,
                (
                    Runs(lower[size], one.listed[0], lower_numbers),
                    Runs(raw[size], one.none, raw_numbers),
                ),
                size,
            )
            for size, one in grams.items()
        ]

    def scores(self, tokens: Sequence[str]) -> Scores:
        """For each token (sentences apart by two BOS before and two EOS behind) the sum of the
        weights of going on, less those of beginning a word."""
        row = self.tokens.row(tokens)
        total = np.zeros(len(tokens) + 4)
        for column in range(len(SINGLE)):  # looked at from two to the left ... two to the right
            total[column : column + len(tokens)] += row.scores[:, column]
        for index in self._indexes:
            index.add(total, row)
        return total[2 : 2 + len(tokens)]


def _numbered(tables: Iterable[Iterable[str]]) -> dict[str, int]:
    """A number, from 1, for every token of these runs."""
    parts = {part for runs in tables for run in runs for part in run.split(" ")}
    return {part: at for at, part in enumerate(sorted(parts), 1)}


@cache
def tables() -> Tables:
    """Those of the installed weights. Raises Misuse naming what is missing or of another kind."""
    return Tables(weights())

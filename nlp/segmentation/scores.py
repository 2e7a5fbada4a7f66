"""How strongly each token goes on the word before it: sums of the weights around it, by tables.

With two labels only the difference of their weights matters. Every feature is one of a token, of
two or of three neighbours; each kind has one table with a column for each place it is looked at from.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from underthesea_core import CRFFeaturizer

from nlp.segmentation.weights import TEMPLATES, Weights, weights

BOS, EOS = "\x00B", "\x00E"
Scores = npt.NDArray[np.float64]

_ONE = ("T[2]", "T[1]", "T[0]", "T[-1]", "T[-2]")
_TWO = ("T[1,2]", "T[0,1]", "T[-1,0]", "T[-2,-1]")
_THREE = ("T[0,2]", "T[-1,1]", "T[-2,0]")
"""By where they are looked at from: the first column belongs to the token furthest to the left."""


class _Token(NamedTuple):
    lower: str
    title: bool
    row: tuple[float, ...]


class _Grams:
    """Neighbours of one length: a row of scores for each way they are written."""

    def __init__(self, known: Weights, templates: Sequence[str]) -> None:
        self.templates = templates
        self.raw = _table(known, templates, "")
        self.lower = _table(known, templates, ".lower")
        self.title = {flag: _row(known, templates, ".istitle", flag) for flag in ("True", "False")}
        self.listed = {flag: _row(known, templates, ".is_in_dict", flag) for flag in ("True", "False")}
        self.edges = {edge: _edge(known, templates, edge) for edge in ("BOS", "EOS")}


def _names(templates: Sequence[str], function: str) -> list[str]:
    return [f"{template}{function}=" if template + function in TEMPLATES else "" for template in templates]


def _row(known: Weights, templates: Sequence[str], function: str, value: str) -> npt.NDArray[np.float64]:
    return np.array(
        [known.inside.get(name + value, 0.0) if name else 0.0 for name in _names(templates, function)]
    )


def _edge(known: Weights, templates: Sequence[str], edge: str) -> npt.NDArray[np.float64]:
    """All functions of a template see the same edge of the sentence."""
    return sum(
        (
            _row(known, templates, function, edge)
            for function in ("", ".lower", ".isdigit", ".istitle", ".is_in_dict")
        ),
        np.zeros(len(templates)),
    )


def _table(known: Weights, templates: Sequence[str], function: str) -> dict[str, npt.NDArray[np.float64]]:
    """Value -> row, for all values that the model knows in one of these templates."""
    found: dict[str, npt.NDArray[np.float64]] = {}
    for column, name in enumerate(_names(templates, function)):
        for attribute, weight in known.inside.items() if name else ():
            if attribute.startswith(name):
                row = found.setdefault(attribute[len(name) :], np.zeros(len(templates)))
                row[column] += weight
    return found


class Tables:
    """Everything that is looked up, built once (about a second) from the weights."""

    def __init__(self, known: Weights) -> None:
        self.weights = known
        self.one, self.two, self.three = (_Grams(known, templates) for templates in (_ONE, _TWO, _THREE))
        self.digit = {flag: _row(known, _ONE, ".isdigit", flag) for flag in ("True", "False")}
        self.featurizer = CRFFeaturizer(["T[0].lower", "T[0].isdigit", "T[0].istitle"], set())
        self.pairs = _Index(self.two, 2, known.dictionary)
        self.triples = _Index(self.three, 3, known.dictionary)

    def token(self, token: str) -> _Token:
        """One token: what the model's own featurizer says of its letters, and its scores."""
        if token in (BOS, EOS):
            return _Token(token, False, tuple(self.one.edges["BOS" if token == BOS else "EOS"].tolist()))
        said = [value.split("=", 1)[1] for value in self.featurizer.process([[[token]]])[0][0]]
        lower, digit, title = said
        row = (
            self.one.raw.get(token, 0.0)
            + self.one.lower.get(lower, 0.0)
            + self.digit[digit]
            + self.one.title[title]
            + self.one.listed[str(lower in self.weights.dictionary)]
        )
        return _Token(lower, title == "True", tuple(row.tolist()))


class _Index:
    """Rows of one length as two arrays: by the lower-case form (with the dictionary), and as written."""

    def __init__(self, grams: _Grams, size: int, dictionary: frozenset[str]) -> None:
        listed = {entry for entry in dictionary if entry.count(" ") == size - 1}
        keys = sorted(set(grams.lower) | listed)
        self.lower = {key: at for at, key in enumerate(keys, 1)}
        zero = np.zeros(len(grams.templates))
        rows = [grams.listed["False"]]
        rows += [grams.lower.get(key, zero) + grams.listed[str(key in dictionary)] for key in keys]
        self.lower_rows = np.array(rows)
        raw = sorted(grams.raw)
        self.raw = {key: at for at, key in enumerate(raw, 1)}
        self.raw_rows = np.array([zero, *(grams.raw[key] for key in raw)])
        self.titles = np.array([grams.title["False"], grams.title["True"]])
        self.edges = np.array([grams.edges["BOS"], grams.edges["EOS"]])

    def rows(self, written: list[str], lowered: list[str], titles: npt.NDArray[np.bool_]) -> Scores:
        """One row of scores for each run of neighbours."""
        lower, raw = self.lower, self.raw
        rows: Scores = self.lower_rows[[lower.get(key, 0) for key in lowered]]
        rows += self.raw_rows[[raw.get(key, 0) for key in written]]
        rows += self.titles[titles.astype(np.intp)]
        return rows


@cache
def tables() -> Tables:
    """Those of the installed weights."""
    return Tables(weights())


@lru_cache(maxsize=30_000)
def _token(token: str) -> _Token:
    return tables().token(token)


def forget_tokens() -> None:
    """Drop what is remembered of single tokens: for those who measure a first reading."""
    _token.cache_clear()


def scores(tokens: Sequence[str]) -> Scores:
    """For each token (sentences apart by two BOS before and two EOS behind) the sum of the weights
    of going on, less those of beginning a word."""
    ready = tables()
    known = [_token(token) for token in tokens]
    lowered = [one.lower for one in known]
    titles = np.array([one.title for one in known])
    begins = np.array([token == BOS for token in tokens])
    ends = np.array([token == EOS for token in tokens])
    total = np.zeros(len(tokens) + 4)
    single = np.array([one.row for one in known])
    for column in range(5):  # looked at from two to the left ... two to the right
        total[column : column + len(tokens)] += single[:, column]
    for index, size in ((ready.pairs, 2), (ready.triples, 3)):
        _add(total, index, size, (tokens, lowered, titles, begins, ends))
    return total[2 : 2 + len(tokens)]


_Line = tuple[Sequence[str], list[str], npt.NDArray[np.bool_], npt.NDArray[np.bool_], npt.NDArray[np.bool_]]


def _add(total: Scores, index: _Index, size: int, line: _Line) -> None:
    """Adds what runs of two or three neighbours say, each run to all places that look at it."""
    tokens, lowered, titles, begins, ends = line
    count = len(tokens) - size + 1
    written = [" ".join(part) for part in zip(*(tokens[at:] for at in range(size)), strict=False)]
    small = [" ".join(part) for part in zip(*(lowered[at:] for at in range(size)), strict=False)]
    all_titles = titles[:count].copy()
    for at in range(1, size):
        all_titles &= titles[at : at + count]
    rows = index.rows(written, small, all_titles)
    rows[ends[size - 1 :]] = index.edges[1]
    rows[begins[:count]] = index.edges[0]
    for column in range(rows.shape[1]):
        start = size - 1 + column
        total[start : start + count] += rows[:, column]

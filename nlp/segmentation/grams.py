"""The model's weights as rows of scores: by what a token, or a run of two or three, looks like.

With two labels only the difference of their weights matters. Each row has a column for each place
that a run is looked at from; the first belongs to the token furthest to the left.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from nlp.segmentation.weights import TEMPLATES, Weights

Scores = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.int64]

SINGLE = ("T[2]", "T[1]", "T[0]", "T[-1]", "T[-2]")
PAIRS = ("T[1,2]", "T[0,1]", "T[-1,0]", "T[-2,-1]")
TRIPLES = ("T[0,2]", "T[-1,1]", "T[-2,0]")
_FUNCTIONS = ("", ".lower", ".isdigit", ".istitle", ".is_in_dict")


class Grams:
    """Rows of the runs of one length. raw, lower: as written, in small letters; digit, title,
    listed: [no, yes]; begin, end: of runs that touch an edge of the sentence."""

    def __init__(self, known: Weights, templates: Sequence[str]) -> None:
        self.none = np.zeros(len(templates))
        self.raw = _table(known, templates, "")
        self.lower = _table(known, templates, ".lower")
        self.digit, self.title, self.listed = (
            np.array([_row(known, templates, function, flag) for flag in ("False", "True")])
            for function in (".isdigit", ".istitle", ".is_in_dict")
        )
        self.begin, self.end = (  # all functions of a template see the same edge
            np.sum([_row(known, templates, function, edge) for function in _FUNCTIONS], axis=0)
            for edge in ("BOS", "EOS")
        )

    def in_small_letters(self, entries: frozenset[str], size: int) -> dict[str, Scores]:
        """Rows of the runs of so many tokens that the model or the dictionary knows, with what it
        means to be in the dictionary."""
        runs = [run for run in entries.union(self.lower) if run.count(" ") == size - 1]
        return {run: self.lower.get(run, self.none) + self.listed[int(run in entries)] for run in runs}

    def as_written(self, size: int) -> dict[str, Scores]:
        """Rows of the runs of so many tokens that the model knows."""
        return {run: row for run, row in self.raw.items() if run.count(" ") == size - 1}


class Runs:
    """A row for each known run, and one for all others. numbers: of every token in a known run,
    from 1."""

    def __init__(self, known: Mapping[str, Scores], other: Scores, numbers: Mapping[str, int]) -> None:
        self._base = len(numbers) + 1
        parts = np.array([[numbers[part] for part in run.split(" ")] for run in known], dtype=np.int64)
        codes = self._coded(list(parts.T))
        order = np.argsort(codes)
        self._codes = np.append(codes[order], np.iinfo(np.int64).max)
        self._rows = np.concatenate([np.array(list(known.values()))[order], [other]])

    def rows(self, parts: Sequence[Numbers]) -> Scores:
        """Rows of runs, given the numbers of their first tokens, of their second ...; 0 is unknown."""
        wanted = self._coded(parts)
        at = np.searchsorted(self._codes, wanted)
        at[self._codes[at] != wanted] = -1
        rows: Scores = self._rows[at]
        return rows

    def _coded(self, parts: Sequence[Numbers]) -> Numbers:
        code = parts[0]
        for part in parts[1:]:
            code = code * self._base + part
        return code


def _names(templates: Sequence[str], function: str) -> list[str]:
    return [f"{template}{function}=" if template + function in TEMPLATES else "" for template in templates]


def _row(known: Weights, templates: Sequence[str], function: str, value: str) -> Scores:
    names = _names(templates, function)
    return np.array([known.inside.get(name + value, 0.0) if name else 0.0 for name in names])


def _table(known: Weights, templates: Sequence[str], function: str) -> dict[str, Scores]:
    """Value -> row, for all values that the model knows in one of these templates."""
    found: dict[str, Scores] = {}
    for column, name in enumerate(_names(templates, function)):
        for attribute, weight in known.inside.items() if name else ():
            if attribute.startswith(name):
                row = found.setdefault(attribute[len(name) :], np.zeros(len(templates)))
                row[column] += weight
    return found

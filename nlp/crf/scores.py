"""Scores of every label at every token, by tables instead of text: what a model is compiled to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nlp.crf.columns import Columns
from nlp.crf.model import STEP, Model
from nlp.crf.templates import EDGE, PAIRS, SEPARATOR, SINGLE

Scores = npt.NDArray[np.float32]
Ids = npt.NDArray[np.int64]
Vocabulary = dict[str, int]

_REACH = max(abs(offset) for offsets in SINGLE.values() for offset in offsets)
_DENSE = 60_000
"""Pairs of values up to which all of them get a cell."""


@dataclass(frozen=True, slots=True)
class _Pair:
    """codes: sorted numbers of the known pairs, or, dense, the row of every pair; weights: their
    rows, the last one zero."""

    codes: Ids
    dense: bool
    width: int
    weights: Scores

    def rows(self, left: Ids, right: Ids) -> Scores:
        wanted = left * self.width + right
        if self.dense:
            at = self.codes[wanted]
        else:
            at = np.searchsorted(self.codes, wanted)
            at[self.codes[np.minimum(at, len(self.codes) - 1)] != wanted] = len(self.codes)
        rows: Scores = self.weights[at]
        return rows


class Tables:
    """A model, compiled. Values it never saw have no weight."""

    def __init__(self, model: Model) -> None:
        self.labels = model.labels
        self._width = len(model.labels)
        weights = model.weights.astype(np.float32) * np.float32(STEP)
        split = [name.split(SEPARATOR) for name in model.names]
        self._known: dict[str, Vocabulary] = {name: {EDGE: 1} for name in SINGLE}
        self._single = self._singles(split, weights)
        self._pairs = self._pairings(split, weights)
        self._forms: dict[tuple[str, str, str, str], tuple[int, int, int, int]] = {}

    def scores(self, columns: Columns) -> Scores:
        """[token, label]."""
        size = len(columns.forms)
        ids = self._ids(columns)
        total = np.zeros((size, self._width), dtype=np.float32)
        for name, offsets in SINGLE.items():
            rows = self._single[name][ids[name]]
            for at, offset in enumerate(offsets):
                total += rows[_REACH + offset : _REACH + offset + size, at]
        for (one, first, other, second), pair in zip(PAIRS, self._pairs, strict=True):
            left = ids[one][_REACH + first : _REACH + first + size]
            total += pair.rows(left, ids[other][_REACH + second : _REACH + second + size])
        return total

    def _ids(self, columns: Columns) -> dict[str, Ids]:
        """Numbers of the values of each column, with the edges on both sides."""
        size = len(columns.forms)
        out = {name: np.ones(size + 2 * _REACH, dtype=np.int64) for name in SINGLE}
        inner = slice(_REACH, _REACH + size)
        known = self._forms
        for form in set(columns.forms) - known.keys():
            known[form] = self._form_ids(form)
        forms = np.array([known[form] for form in columns.forms], dtype=np.int64).reshape(size, 4)
        for at, name in enumerate("lwsk"):
            out[name][inner] = forms[:, at]
        for name, column in zip(
            "grdc", (columns.grammar, columns.rule, columns.elsewhere, columns.capitals), strict=True
        ):
            known_values = self._known[name]
            out[name][inner] = [known_values.get(value, 0) for value in column]
        return out

    def _form_ids(self, form: tuple[str, str, str, str]) -> tuple[int, int, int, int]:
        low, written, shape, kinds = form
        return (
            self._known["l"].get(low, 0), self._known["w"].get(written, 0),
            self._known["s"].get(shape, 0), self._known["k"].get(kinds, 0),
        )  # fmt: skip

    def _id(self, column: str, value: str) -> int:
        known = self._known[column]
        return known.setdefault(value, len(known) + 1)

    def _singles(self, split: Iterable[Sequence[str]], weights: Scores) -> dict[str, Scores]:
        cells = [(parts[0][0], int(parts[0][1:]), self._id(parts[0][0], parts[1]), row)
                 for parts, row in zip(split, weights, strict=True) if len(parts) == 2]  # fmt: skip
        for parts in split:
            if len(parts) == 3:
                self._id(*_sides(parts)[0])
                self._id(*_sides(parts)[1])
        tables = {
            name: np.zeros((len(self._known[name]) + 1, len(offsets), self._width), dtype=np.float32)
            for name, offsets in SINGLE.items()
        }
        for name, offset, value, row in cells:
            tables[name][value, SINGLE[name].index(offset)] = row
        return tables

    def _pairings(self, split: Iterable[Sequence[str]], weights: Scores) -> list[_Pair]:
        found: defaultdict[str, list[tuple[int, int, Scores]]] = defaultdict(list)
        for parts, row in zip(split, weights, strict=True):
            if len(parts) == 3:
                left, right = _sides(parts)
                found[parts[0]].append((self._id(*left), self._id(*right), row))
        return [self._pair(found[f"{a}{i}{b}{j}"], a, b) for a, i, b, j in PAIRS]

    def _pair(self, cells: list[tuple[int, int, Scores]], left: str, right: str) -> _Pair:
        width = len(self._known[right]) + 1
        cells.sort(key=lambda cell: (cell[0], cell[1]))
        codes = np.array([one * width + other for one, other, _ in cells], dtype=np.int64)
        rows = np.array([*(row for _, _, row in cells), np.zeros(self._width)], dtype=np.float32)
        size = (len(self._known[left]) + 1) * width
        if size > _DENSE and len(codes):
            return _Pair(codes, False, width, rows)
        dense = np.full(size, len(codes), dtype=np.int64)
        dense[codes] = np.arange(len(codes))
        return _Pair(dense, True, width, rows)


def _sides(parts: Sequence[str]) -> tuple[tuple[str, str], tuple[str, str]]:
    """The two (column, value) of a pair; its head is like "r0l-1"."""
    other = next(char for char in parts[0][1:] if char.isalpha())
    return (parts[0][0], parts[1]), (other, parts[2])

"""Scores of every label at every token, by tables instead of text: what a model is compiled to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from threading import Lock

import numpy as np
import numpy.typing as npt

from nlp.crf.columns import Columns, grammar_type, of_form
from nlp.crf.model import STEP, Model
from nlp.crf.templates import EDGE, PAIRS, SEPARATOR, SINGLE, pair_name

Scores = npt.NDArray[np.float32]
Ids = npt.NDArray[np.int64]
Vocabulary = dict[str, int]

REACH = max(abs(offset) for offsets in SINGLE.values() for offset in offsets)
_DENSE = 60_000
"""Pairs of values up to which all of them get a cell."""
_MOST = 30_000
"""Forms remembered; a process that meets more begins again."""


def tables(model: Model) -> Tables:
    """Compile a model. Values that it never saw have no weight."""
    weights = model.weights.astype(np.float32) * np.float32(STEP)
    cells = [(tuple(name.split(SEPARATOR)), row) for name, row in zip(model.names, weights, strict=True)]
    known = _vocabularies(parts for parts, _ in cells)
    width = len(model.labels)
    single = {
        name: np.zeros((len(known[name]) + 1, 2 * REACH + 1, width), dtype=np.float32) for name in SINGLE
    }
    paired: defaultdict[str, list[tuple[str, str, Scores]]] = defaultdict(list)
    for parts, row in cells:
        if len(parts) == 2:
            name, offset = parts[0][0], int(parts[0][1:])
            single[name][known[name][parts[1]], REACH + offset] = row
        else:
            paired[parts[0]].append((parts[1], parts[2], row))
    return Tables(
        width,
        [
            _Group("lwsk", of_form, known, single),
            _Group("rg", lambda rule: (rule, grammar_type(rule)), known, single),
            _Group("d", lambda value: (value,), known, single),
            _Group("c", lambda value: (value,), known, single),
        ],
        [_pair(kind, paired, known, width) for kind in PAIRS],
    )


def _vocabularies(features: Iterable[Sequence[str]]) -> dict[str, Vocabulary]:
    """Number of every value of every column; 0 is left for values never seen."""
    known: dict[str, Vocabulary] = {name: {EDGE: 1} for name in SINGLE}
    for head, *values in features:
        for name, value in zip(filter(str.isalpha, head), values, strict=True):
            known[name].setdefault(value, len(known[name]) + 1)
    return known


class _Group:
    """Columns that follow from one value, with the scores of all their single templates together.

    Values are numbered as they are met, and what is known of each is kept; 0 is the edge.
    """

    def __init__(
        self,
        names: str,
        split: Callable[[str], tuple[str, ...]],
        known: dict[str, Vocabulary],
        single: dict[str, Scores],
    ) -> None:
        self.names = names
        self._split = split
        self._known = [known[name] for name in names]
        self._single = [single[name] for name in names]
        self._lock = Lock()
        self._forget()

    def _forget(self) -> None:
        self.numbers: Vocabulary = {EDGE: 0}
        self.ids = np.ones((len(self.names), 1), dtype=np.int64)
        self.rows: Scores = self._rows(np.ones((len(self.names), 1), dtype=np.int64))

    def number(self, values: Sequence[str]) -> Ids:
        """Numbers of the values of a text, with the edges on both sides."""
        found = np.zeros(len(values) + 2 * REACH, dtype=np.int64)
        with self._lock:
            try:
                found[REACH:-REACH] = list(map(self.numbers.__getitem__, values))
            except KeyError:
                self._learn(sorted(set(values).difference(self.numbers)), values)
                found[REACH:-REACH] = list(map(self.numbers.__getitem__, values))
        return found

    def _learn(self, new: Sequence[str], values: Sequence[str]) -> None:
        if len(self.numbers) + len(new) > _MOST:
            self._forget()
            new = sorted(set(values))
        parts = zip(*map(self._split, new), strict=True)
        ids = np.array(
            [
                [known.get(part, 0) for part in column]
                for known, column in zip(self._known, parts, strict=True)
            ]
        )
        self.numbers |= {value: at for at, value in enumerate(new, len(self.numbers))}
        self.ids = np.concatenate([self.ids, ids], axis=1)
        self.rows = np.concatenate([self.rows, self._rows(ids)])

    def _rows(self, ids: Ids) -> Scores:
        found: Scores = np.sum([table[each] for table, each in zip(self._single, ids, strict=True)], axis=0)
        return found


@dataclass(frozen=True, slots=True)
class _Pair:
    """codes: sorted numbers of the known pairs, or, dense, the row of every pair; weights: [row,
    offset, label], the last row zero."""

    left: str
    right: str
    gap: int
    offsets: tuple[int, ...]
    codes: Ids
    dense: bool
    width: int
    weights: Scores

    def add(self, total: Scores, left: Ids, right: Ids) -> None:
        """Add the scores of a text to its total. left, right: ids with edges."""
        first, last = REACH + self.offsets[0], len(left) - REACH + self.offsets[-1]
        wanted = left[first:last] * self.width + right[first + self.gap : last + self.gap]
        if self.dense:
            at = self.codes[wanted]
        else:
            at = np.searchsorted(self.codes, wanted)
            at[self.codes[np.minimum(at, len(self.codes) - 1)] != wanted] = len(self.codes)
        rows = self.weights[at]
        for nth, offset in enumerate(self.offsets):
            start = offset - self.offsets[0]
            total += rows[start : start + len(total), nth]


def _pair(
    kind: tuple[str, str, int, tuple[int, ...]],
    paired: dict[str, list[tuple[str, str, Scores]]],
    known: dict[str, Vocabulary],
    labels: int,
) -> _Pair:
    left, right, gap, offsets = kind
    width = len(known[right]) + 1
    rows: dict[int, Scores] = {}
    for nth, offset in enumerate(offsets):
        for one, other, weights in paired[pair_name(left, right, gap, offset)]:
            code = known[left][one] * width + known[right][other]
            rows.setdefault(code, np.zeros((len(offsets), labels), dtype=np.float32))[nth] = weights
    codes = np.array(sorted(rows), dtype=np.int64)
    table = np.zeros((len(rows) + 1, len(offsets), labels), dtype=np.float32)
    for at, code in enumerate(codes.tolist()):
        table[at] = rows[code]
    size = (len(known[left]) + 1) * width
    if size > _DENSE and len(codes):
        return _Pair(left, right, gap, offsets, codes, False, width, table)
    dense = np.full(size, len(codes), dtype=np.int64)
    dense[codes] = np.arange(len(codes))
    return _Pair(left, right, gap, offsets, dense, True, width, table)


@dataclass(frozen=True, slots=True)
class Tables:
    """A compiled model. labels: how many."""

    labels: int
    groups: list[_Group]
    pairs: list[_Pair]

    def scores(self, columns: Columns) -> Scores:
        """[token, label]."""
        size = len(columns.tokens.forms)
        total = np.zeros((size, self.labels), dtype=np.float32)
        ids: dict[str, Ids] = {}
        values = (columns.tokens.forms, columns.rule, columns.elsewhere, columns.capitals)
        for group, column in zip(self.groups, values, strict=True):
            numbers = group.number(column)
            rows = group.rows[numbers]
            for offset in sorted({offset for name in group.names for offset in SINGLE[name]}):
                total += rows[REACH + offset : REACH + offset + size, REACH + offset]
            ids |= {name: group.ids[at][numbers] for at, name in enumerate(group.names)}
        for pair in self.pairs:
            pair.add(total, ids[pair.left], ids[pair.right])
        return total

"""Columns of texts as numbers: a value is looked up once, and counted as fast as numbers are."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Codes = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Coded:
    """A column of texts. codes: of each row, its place in `values`, which are different ones."""

    codes: Codes
    values: tuple[str, ...]

    def take(self, places: Codes) -> Coded:
        """The rows at these places."""
        return Coded(self.codes.take(places), self.values)

    def tolist(self) -> list[str]:
        """The text of each row."""
        return np.array(self.values, dtype=np.object_)[self.codes].tolist() if self.values else []

    def among(self, wanted: Collection[str]) -> Mask:
        """Which rows have one of these values."""
        return self.mapped(lambda value: value in wanted).astype(np.bool_)

    def mapped(self, number: Any) -> Codes:
        """A number a row, asked once a value."""
        return np.array([number(value) for value in self.values] or [0], dtype=np.int64)[self.codes]

    def counts(self, mask: Mask | None = None) -> Codes:
        """Rows by value, of those that `mask` selects."""
        return np.bincount(self.codes if mask is None else self.codes[mask], minlength=len(self.values))

    def present(self) -> set[str]:
        """The values that a row has."""
        return {self.values[place] for place in np.flatnonzero(self.counts()).tolist()}

    def __len__(self) -> int:
        return len(self.codes)


def coded(column: Iterable[Any]) -> Coded:
    """A column of texts, or of tuples of texts (joined by ";"), in the order of first sight."""
    rows = column.tolist() if isinstance(column, np.ndarray) else list(column)
    places = {value: place for place, value in enumerate(dict.fromkeys(rows))}
    codes = np.fromiter(map(places.__getitem__, rows), dtype=np.int64, count=len(rows))
    return Coded(codes, tuple(value if isinstance(value, str) else ";".join(value) for value in places))


def repeated(value: str, count: int) -> Coded:
    """One value in every row."""
    return Coded(np.zeros(count, dtype=np.int64), (value,))

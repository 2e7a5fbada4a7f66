"""Documents as tantivy keeps them, and their columns back.

tantivy hands out whole columns of numbers but not of texts. So every keyword field has a
number column beside it, the code of the row's value (or of its sorted values together), and
its dictionary of terms tells which value has which code.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
import tantivy

from search_api.index import FIELDS, NO_TIME, Column, Document

ANALYZER = "words"
_BETWEEN = "\x1f"


def schema() -> tantivy.Schema:
    """The schema of schema.py in tantivy's terms. Nothing is stored: results are ids."""
    builder = tantivy.SchemaBuilder()
    for name, kind in FIELDS.items():
        if kind == "text":
            builder.add_text_field(name, tokenizer_name=ANALYZER, index_option="position")
        elif kind == "int":
            builder.add_integer_field(name, indexed=True, fast=True)
        else:
            builder.add_text_field(name, tokenizer_name="raw", fast=True, index_option="basic")
            builder.add_integer_field(_code_field(name), fast=True)
            if kind == "keywords":
                builder.add_text_field(_set_field(name), tokenizer_name="raw", index_option="basic")
    return builder.build()


def analyzer() -> tantivy.TextAnalyzer:
    """Bare words; it has to be registered at every opening."""
    return tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()


def row(document: Document) -> dict[str, Any]:
    """What tantivy is given; empty values are left out."""
    values: dict[str, Any] = {}
    for name, kind in FIELDS.items():
        value = getattr(document, name)
        if value is None or value == "" or value == ():
            continue
        values[name] = list(value) if kind == "keywords" else value
        if kind == "keyword":
            values[_code_field(name)] = _code(value)
        elif kind == "keywords":
            together = _BETWEEN.join(value)
            values[_set_field(name)] = together
            values[_code_field(name)] = _code(together)
    return values


class Dictionary:
    """The values of one keyword field, in order of their codes."""

    def __init__(self, searcher: tantivy.Searcher, name: str) -> None:
        source = _set_field(name) if FIELDS[name] == "keywords" else name
        values = [value for value, _count in searcher.terms_with_prefix(source, "")]
        codes = np.array([_code(value) for value in values], dtype=np.int64)
        order = np.argsort(codes)
        self._codes: npt.NDArray[np.int64] = codes[order]
        if len(np.unique(codes)) != len(codes):
            raise ValueError(f"two values of {name} have one code")
        self.values: npt.NDArray[np.object_] = np.array(values, dtype=object)[order]

    def places(self, codes: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """Where each code's value stands in `values`."""
        return np.searchsorted(self._codes, codes)


def column(
    searcher: tantivy.Searcher, name: str, addresses: list[tantivy.DocAddress], dictionary: Dictionary | None
) -> Column:
    """One column of the given rows; dictionary: of this field when it is a keyword."""
    if dictionary is None:
        return _numbers(searcher.fast_field_values(name, addresses), NO_TIME)
    codes = _numbers(searcher.fast_field_values(_code_field(name), addresses), _NONE)
    there = codes != _NONE
    places = dictionary.places(codes[there])
    if FIELDS[name] == "keyword":
        texts = np.full(len(codes), "", dtype=object)
        texts[there] = dictionary.values[places]
        return texts
    sets: list[tuple[str, ...]] = [() for _ in codes]
    split = lru_cache(maxsize=None)(lambda place: tuple(str(dictionary.values[place]).split(_BETWEEN)))
    for at, place in zip(np.flatnonzero(there), places, strict=True):
        sets[at] = split(int(place))
    return sets


_NONE = -1


def _numbers(values: Sequence[Any], instead: int) -> npt.NDArray[np.int64]:
    if None in values:
        values = [instead if value is None else value for value in values]
    return np.array(values, dtype=np.int64)


@lru_cache(maxsize=65_536)
def _code(value: str) -> int:
    """63 bits: two of a million values meet with a chance of one in ten million."""
    return int.from_bytes(hashlib.blake2b(value.encode(), digest_size=8).digest(), "big") >> 1


def _code_field(name: str) -> str:
    return f"{name}_code"


def _set_field(name: str) -> str:
    return f"{name}_set"

"""The weights of the installed segmenter: a CRFsuite model file, its dictionary and its features."""

from __future__ import annotations

import importlib.util
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import joblib

from lantoa.errors import Misuse
from lantoa.words import word

_MODEL = Path("pipeline/word_tokenize/models/ws_crf_vlsp2013_20230727")
TEMPLATES = [
    "T[-2]",
    "T[-1]",
    "T[0]",
    "T[1]",
    "T[2]",
    "T[-2,-1]",
    "T[-1,0]",
    "T[0,1]",
    "T[1,2]",
    "T[-2,0]",
    "T[-1,1]",
    "T[0,2]",
    "T[-2].lower",
    "T[-1].lower",
    "T[0].lower",
    "T[1].lower",
    "T[2].lower",
    "T[-2,-1].lower",
    "T[-1,0].lower",
    "T[0,1].lower",
    "T[1,2].lower",
    "T[-1].isdigit",
    "T[0].isdigit",
    "T[1].isdigit",
    "T[-2].istitle",
    "T[-1].istitle",
    "T[0].istitle",
    "T[1].istitle",
    "T[2].istitle",
    "T[0,1].istitle",
    "T[0,2].istitle",
    "T[-2].is_in_dict",
    "T[-1].is_in_dict",
    "T[0].is_in_dict",
    "T[1].is_in_dict",
    "T[2].is_in_dict",
    "T[-2,-1].is_in_dict",
    "T[-1,0].is_in_dict",
    "T[0,1].is_in_dict",
    "T[1,2].is_in_dict",
    "T[-2,0].is_in_dict",
    "T[-1,1].is_in_dict",
    "T[0,2].is_in_dict",
]
"""The features that the tables of `scores` know how to build. Another list is another model."""


Transitions = tuple[tuple[float, float], tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Weights:
    """inside: attribute -> weight of going on a word, less that of beginning one; transitions:
    the same two labels, from row to column (0: a word begins, 1: it goes on)."""

    inside: dict[str, float]
    transitions: Transitions
    dictionary: frozenset[str]


def weights() -> Weights:
    """Those of the installed package. Raises Misuse naming what is missing or of another kind."""
    folder = _folder()
    if list(joblib.load(folder / "features.bin")) != TEMPLATES:
        raise Misuse(word("nlp.other_segmenter", file=folder))
    inside, transitions = _read((folder / "models.bin").read_bytes(), folder)
    return Weights(inside, transitions, frozenset(joblib.load(folder / "dictionary.bin")))


def _folder() -> Path:
    package = importlib.util.find_spec("underthesea")
    folders = list(package.submodule_search_locations or ()) if package else []
    found = [Path(folder) / _MODEL for folder in folders if (Path(folder) / _MODEL).is_dir()]
    if not found:
        raise Misuse(word("nlp.no_segmenter", file=_MODEL))
    return found[0]


_HEADER = struct.Struct("<4sI4s8I")
_FEATURE = struct.Struct("<IIId")
_LABELS = 2


def _read(data: bytes, folder: Path) -> tuple[dict[str, float], Transitions]:
    """State weights by attribute, and the transitions (format: chokkan's CRFsuite, `lCRF`)."""
    magic, _, _, version, _, labels, _, at_features, at_labels, at_attributes, _ = _HEADER.unpack_from(data)
    if (magic, version, labels) != (b"lCRF", 100, _LABELS):
        raise Misuse(word("nlp.other_segmenter", file=folder))
    names = dict(_strings(data, at_labels))
    begin, inner = (next(key for key, name in names.items() if name == wanted) for wanted in ("B-W", "I-W"))
    sign = {begin: -1.0, inner: 1.0}
    attributes = dict(_strings(data, at_attributes))
    inside: dict[str, float] = {}
    moves = [[0.0, 0.0], [0.0, 0.0]]
    order = {begin: 0, inner: 1}
    (count,) = struct.unpack_from("<I", data, at_features + 8)
    for at in range(count):
        kind, source, target, weight = _FEATURE.unpack_from(data, at_features + 12 + at * _FEATURE.size)
        if kind == 0:
            name = attributes[source]
            inside[name] = inside.get(name, 0.0) + sign[target] * weight
        else:
            moves[order[source]][order[target]] = weight
    (from_begin, from_inner) = moves
    return inside, ((from_begin[0], from_begin[1]), (from_inner[0], from_inner[1]))


def _strings(data: bytes, start: int) -> Iterator[tuple[int, str]]:
    """(id, string) of a constant database `CQDB`."""
    count, table = struct.unpack_from("<II", data, start + 16)
    for at in range(count):
        (offset,) = struct.unpack_from("<I", data, start + table + 4 * at)
        key, size = struct.unpack_from("<II", data, start + offset)
        text = data[start + offset + 8 : start + offset + 8 + size]
        yield key, text.rstrip(b"\0").decode()

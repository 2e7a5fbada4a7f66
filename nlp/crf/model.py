"""The trained weights as a small file: one line of JSON that says what it is, then the weights.

The same weights give the same bytes. The weights are whole multiples of STEP.
"""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from lantoa.errors import Misuse
from lantoa.words import word
from nlp.crf.templates import FEATURES

SHIPPED = Path(__file__).parents[1] / "model" / "shipped.crf"
"""The model that comes with the project."""

FORMAT = 2
STEP = 1 / 1024

Weights = npt.NDArray[np.int16]


@dataclass(frozen=True, eq=False)
class Model:
    """labels: O, B-PER ...; names: features as text; weights: [names, labels] and transitions:
    [label before, label], in multiples of STEP; trained_on: sha-256 of what it learned from;
    texts: how many those were."""

    labels: tuple[str, ...]
    names: tuple[str, ...]
    weights: Weights
    transitions: Weights
    trained_on: str
    texts: int

    def to_bytes(self) -> bytes:
        """The file."""
        payload = zlib.compress(
            "\n".join(self.names).encode() + b"\x00" + _bytes(self.weights.T) + _bytes(self.transitions), 9
        )
        head = {
            "lantoa": "crf", "format": FORMAT, "features": FEATURES, "trained_on": self.trained_on,
            "texts": self.texts, "labels": list(self.labels), "names": len(self.names),
        }  # fmt: skip
        return json.dumps(head, ensure_ascii=False).encode() + b"\n" + payload


def read_model(data: bytes, name: object) -> Model:
    """A model from the bytes of its file. name: what to call the file in an error.

    Raises Misuse for anything that is no model, and for one of another format or of other
    features than this version computes.
    """
    line, _, payload = data.partition(b"\n")
    try:
        head = json.loads(line)
        mine = head["lantoa"] == "crf"
    except (ValueError, KeyError, TypeError):
        mine = False
    if not mine:
        raise Misuse(word("training.no_model", file=name))
    if (head.get("format"), head.get("features")) != (FORMAT, FEATURES):
        raise Misuse(
            word("training.other_version", file=name, found=_version(head), wanted=f"{FORMAT}.{FEATURES}")
        )
    try:
        return _unpacked(head, zlib.decompress(payload))
    except (zlib.error, KeyError, TypeError, ValueError) as error:
        raise Misuse(word("training.broken_model", file=name, why=error)) from None


def load_model(file: Path) -> Model:
    """The model in a file. Raises Misuse as `read_model` does, and for a file that cannot be read."""
    try:
        return read_model(file.read_bytes(), file)
    except OSError as error:
        raise Misuse(word("training.unreadable", file=file, why=error.strerror)) from None


@cache
def shipped() -> Model:
    """The model in SHIPPED, trained on texts of our own; read once."""
    return load_model(SHIPPED)


def _version(head: dict[str, Any]) -> str:
    return f"{head.get('format')}.{head.get('features')}"


def _bytes(weights: Weights) -> bytes:
    return np.ascontiguousarray(weights, dtype="<i2").tobytes()


def _unpacked(head: dict[str, Any], raw: bytes) -> Model:
    text, _, numbers = raw.partition(b"\x00")
    names, labels = tuple(text.decode().split("\n")), tuple(head["labels"])
    table = np.frombuffer(numbers, dtype="<i2").astype(np.int16)
    rows, width = len(names), len(labels)
    if rows != head["names"] or len(table) != (rows + width) * width:
        raise ValueError(f"{rows} / {len(table)}")
    return Model(
        labels,
        names,
        np.ascontiguousarray(table[: rows * width].reshape(width, rows).T),
        table[rows * width :].reshape(width, width),
        head["trained_on"],
        head["texts"],
    )

"""From annotated texts to a model."""

from __future__ import annotations

import hashlib
import random
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from nlp.crf.columns import aligned, columns
from nlp.crf.model import STEP, Model
from nlp.crf.templates import FEATURES, features
from nlp.crf.tokens import Tokens, tokens
from nlp.entities import spans
from nlp.gold import Annotated
from nlp.normalise import clean_with_map
from nlp.spans import Span

Rows = list[list[str]]

UNSAID = 0.3
"""Share of the grammar's names that the second reading of a text is not told."""

L1, L2, ROUNDS = 0.02, 0.3, 150
"""Strength of the two penalties, and how many steps the search makes at most."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """What is learned from one text: its sentences, read twice, as features of tokens, and their labels."""

    id: str
    features: list[Rows]
    labels: list[list[str]]


def lesson(text: Annotated) -> Lesson:
    """The features that the code of today computes, and the labels the readers gave.

    Each text is read twice, the second time without some of the grammar's names: the model
    learns to find those that the grammar misses, which on new texts are more than on known ones.
    """
    plain, offsets = clean_with_map(text.text)
    cut = tokens(plain)
    found = spans(plain)
    chance = random.Random(plain)
    heard = [span for span in found if chance.random() >= UNSAID]
    rows = [features(columns(cut, told)) for told in (found, heard)]
    labels = _labels(cut, text, offsets)
    return Lesson(
        text.id,
        [read[start:end] for read in rows for start, end in cut.sentences],
        [labels[start:end] for start, end in cut.sentences] * 2,
    )


def _labels(cut: Tokens, text: Annotated, offsets: Sequence[int]) -> list[str]:
    """What the readers said of each token of the clean text."""
    back = {offset: at for at, offset in reversed(list(enumerate(offsets)))}
    wanted = [Span(back[span.start], back[span.end - 1] + 1, span.type, "") for span in text.spans
              if span.start in back and span.end - 1 in back]  # fmt: skip
    labels = ["O"] * len(cut.forms)
    for first, end, span in aligned(cut, wanted):
        labels[first:end] = [f"B-{span.type}", *[f"I-{span.type}"] * (end - first - 1)]
    return labels


def fingerprint(lessons: Iterable[Lesson]) -> str:
    """sha-256 (hex) of all features and labels: of texts, annotations, grammar and lexicons alike."""
    digest = hashlib.sha256(f"features {FEATURES}".encode())
    for one in lessons:
        for rows, labels in zip(one.features, one.labels, strict=True):
            for row, label in zip(rows, labels, strict=True):
                digest.update("\x1f".join((label, *row)).encode())
                digest.update(b"\x1e")
    return digest.hexdigest()


def train(lessons: Sequence[Lesson]) -> Model:
    """A model of these lessons; the same lessons give the same model."""
    numbers: dict[str, int] = {}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "weights"
        fit(lessons, numbers, file)
        return _model(file, list(numbers), fingerprint(lessons), len(lessons))


def fit(lessons: Iterable[Lesson], numbers: dict[str, int], file: Path) -> None:
    """Train with crfsuite into its own file; `numbers` gets the number of every feature."""
    import pycrfsuite  # only who trains needs it

    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params({
        "c1": L1, "c2": L2, "max_iterations": ROUNDS, "feature.possible_transitions": True,
    })  # fmt: skip
    for one in lessons:
        for rows, labels in zip(one.features, one.labels, strict=True):
            trainer.append([numbered(row, numbers) for row in rows], labels)
    trainer.train(str(file))


def numbered(row: Iterable[str], numbers: dict[str, int]) -> list[str]:
    """Features by number: any text may stand in a feature, but not in crfsuite's listing."""
    return [str(numbers.setdefault(feature, len(numbers))) for feature in row]


def _model(file: Path, names: list[str], trained_on: str, texts: int) -> Model:
    import pycrfsuite

    tagger = pycrfsuite.Tagger()
    with tagger.open(str(file)):
        info = tagger.info()
    labels = sorted(info.labels, key=lambda label: (label != "O", label))
    place = {label: at for at, label in enumerate(labels)}
    table = np.zeros((len(names), len(labels)))
    for (feature, label), weight in info.state_features.items():
        table[int(feature), place[label]] = weight
    moves = np.zeros((len(labels), len(labels)))
    for (before, label), weight in info.transitions.items():
        moves[place[before], place[label]] = weight
    stepped = np.rint(table / STEP)
    kept = sorted((name, at) for at, name in enumerate(names) if stepped[at].any())
    return Model(
        tuple(labels),
        tuple(name for name, _ in kept),
        stepped[[at for _, at in kept]].astype(np.int16),
        np.rint(moves / STEP).astype(np.int16),
        trained_on,
        texts,
    )

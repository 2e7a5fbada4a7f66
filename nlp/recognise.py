"""Names of a text: what the grammar found, corrected by the trained model.

The model reads the grammar's names as features and decides; a name both agree on keeps its
rule and its link. Document numbers are the grammar's alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

import numpy as np

from lantoa.article import EntityType
from nlp.crf.columns import Columns, columns
from nlp.crf.model import STEP, Model
from nlp.crf.scores import Scores, tables
from nlp.crf.tokens import tokens
from nlp.crf.viterbi import Labels, best_labels
from nlp.entities import Span, spans

CRF = "crf"
"""The rule of names that only the model found."""


def recognise(text: str, model: Model | None) -> list[Span]:
    """Names in a clean text, in order, without overlaps. model: None for the grammar alone."""
    found = spans(text)
    return found if model is None else corrected(text, found, model)


def corrected(text: str, found: list[Span], model: Model) -> list[Span]:
    """The grammar's names of a clean text as the model would have them."""
    cut = tokens(text)
    if not cut.forms:
        return found
    return _joined(found, list(_read(columns(cut, found), _compiled(model))))


class _Compiled:
    def __init__(self, model: Model) -> None:
        self.tables = tables(model)
        self.transitions: Scores = model.transitions.astype(np.float32) * np.float32(STEP)
        kinds: dict[str, EntityType] = {"PER": "PER", "ORG": "ORG", "LOC": "LOC"}
        self.kinds = [kinds.get(label[2:]) for label in model.labels]
        self.begins = [label.startswith("B") for label in model.labels]


@lru_cache(maxsize=4)
def _compiled(model: Model) -> _Compiled:
    return _Compiled(model)


def _joined(found: Sequence[Span], read: Sequence[Span]) -> list[Span]:
    """The model's names, those the grammar has too as it has them, and its document numbers."""
    mine = {(span.start, span.end, span.type): span for span in found}
    numbers = [span for span in found if span.type == "DOC"]
    kept = [
        replace(known, score=span.score) if (known := mine.get((span.start, span.end, span.type))) else span
        for span in read
        if not any(span.start < number.end and number.start < span.end for number in numbers)
    ]
    return sorted([*numbers, *kept], key=lambda span: span.start)


def _read(known: Columns, compiled: _Compiled) -> Iterator[Span]:
    scores = compiled.tables.scores(known)
    labels = best_labels(scores, compiled.transitions, known.tokens.sentences)
    sure = _certainty(scores, compiled.transitions, labels)
    first_of_sentence = {start for start, _ in known.tokens.sentences}
    numbers = labels.tolist()
    at, size = 0, len(numbers)
    while at < size:
        kind = compiled.kinds[numbers[at]]
        first, at = at, at + 1
        if kind is None:
            continue
        while at < size and compiled.kinds[numbers[at]] == kind and not compiled.begins[numbers[at]]:
            if at in first_of_sentence:
                break
            at += 1
        if not any(form[0].isalpha() for form in known.tokens.forms[first:at]):
            continue  # brackets and numbers alone are no name
        certain = float(sure[first:at].min())
        yield Span(known.tokens.starts[first], known.tokens.ends[at - 1], kind, CRF, score=round(certain, 4))


def _certainty(scores: Scores, transitions: Scores, labels: Labels) -> Scores:
    """For each token the probability of its label, its neighbours' labels taken as right."""
    total = scores.copy()
    total[1:] += transitions[labels[:-1]]
    total[:-1] += transitions.T[labels[1:]]
    total -= total.max(axis=1, keepdims=True)
    weights = np.exp(total)
    chosen: Scores = weights[np.arange(len(labels)), labels] / weights.sum(axis=1)
    return chosen

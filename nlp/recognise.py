"""Names of a text: what the grammar found, corrected by the trained model.

The model reads the grammar's names as features and decides; a name both agree on keeps its
rule and its link. Document numbers are the grammar's alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

import numpy as np

from lantoa.article import EntityType
from nlp.amended import amended
from nlp.crf.columns import Columns, columns
from nlp.crf.model import STEP, Model
from nlp.crf.scores import Scores, tables
from nlp.crf.tokens import tokens
from nlp.crf.viterbi import Labels, best_labels
from nlp.entities import spans
from nlp.spans import Span

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
    return _joined(text, found, list(_read(columns(cut, found), _compiled(model))))


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


SETTLED = frozenset(["loc.way", "loc.street", "loc.number", "loc.leader", "loc.pair", "per.shouted", "per.given"])
"""Rules of the grammar that are right more often than the model where the two differ."""
_NO_NAME = frozenset(
    ["tp", "thành phố", "tỉnh", "quận", "huyện", "phường", "xã", "khối", "sở", "ban", "phòng", "bộ", "tiểu ban"]
)
"""Words for a kind of unit that stand alone: which one is meant is not said."""


_LED = re.compile(r"[Bb]í thư(?: [Tt]hường trực)? $")
_BACK = len("bí thư thường trực ")


def _is_settled(text: str, span: Span) -> bool:
    if span.type == "ORG":
        led = span.rule == "org.committee" and _LED.search(text, max(0, span.start - _BACK), span.start)
        return " (" in text[span.start : span.end] or bool(led)
    return span.type == "DOC" or span.rule in SETTLED


def _joined(text: str, found: Sequence[Span], read: Sequence[Span]) -> list[Span]:
    """The model's names, amended, those the grammar has too as it has them; its document numbers and
    what it settles."""
    mine = {(span.start, span.end, span.type): span for span in found}
    scores = {(span.start, span.end, span.type): span.score for span in read}
    settled = [
        replace(span, score=scores.get((span.start, span.end, span.type), span.score))
        for span in found
        if _is_settled(text, span)
    ]
    kept = []
    for span in read:
        if any(span.start < one.end and one.start < span.end for one in settled):
            continue
        if known := mine.get((span.start, span.end, span.type)):
            kept.append(Span(known.start, known.end, known.type, known.rule, known.link, span.score))
        elif text[span.start : span.end].lower() not in _NO_NAME:
            within = [one for one in found if span.start <= one.start and one.end <= span.end]
            kept += amended(text, span, within)
    return sorted([*settled, *kept], key=lambda span: span.start)


def _read(known: Columns, compiled: _Compiled) -> Iterator[Span]:
    """The model's names, in order."""
    cut = known.tokens
    scores = compiled.tables.scores(known)
    labels = best_labels(scores, compiled.transitions, cut.sentences)
    sure = _certainty(scores, compiled.transitions, labels)
    for first, end in _runs(labels.tolist(), compiled, {start for start, _ in cut.sentences}):
        kind = compiled.kinds[labels[first]]
        if kind is not None and any(form[0].isalpha() for form in cut.forms[first:end]):
            yield Span(
                cut.starts[first], cut.ends[end - 1], kind, CRF, score=round(float(sure[first:end].min()), 4)
            )


def _runs(labels: list[int], compiled: _Compiled, starts: set[int]) -> Iterator[tuple[int, int]]:
    """(first, behind last) token of every run of labels that makes one name of one sentence."""
    named = [at for at, label in enumerate(labels) if compiled.kinds[label] is not None]
    first, last = -1, -2
    for at in named:
        goes_on = at == last + 1 and at not in starts and not compiled.begins[labels[at]]
        if not (goes_on and compiled.kinds[labels[at]] == compiled.kinds[labels[last]]):
            if first >= 0:
                yield first, last + 1
            first = at
        last = at
    if first >= 0:
        yield first, last + 1


def _certainty(scores: Scores, transitions: Scores, labels: Labels) -> Scores:
    """For each token of a name the probability of its label, its neighbours' labels taken as right;
    1 for the others."""
    inner = np.flatnonzero(labels)
    own = labels[inner]
    total = scores[inner]
    total[inner > 0] += transitions[labels[inner[inner > 0] - 1]]
    before_last = inner < len(labels) - 1
    total[before_last] += transitions.T[labels[inner[before_last] + 1]]
    sure = np.ones(len(labels), dtype=np.float32)
    sure[inner] = 1 / np.exp(total - total[np.arange(len(inner)), own][:, None]).sum(axis=1)
    return sure

"""How nlp/lexicon/topic_weights.toml was made: one logistic regression over all topics of the annotated texts.

`python -m tests.support.topic_weights GOLD [MORE ...]` prints the file, fitted to the training texts of GOLD (held-out
ones are never looked at), to all of MORE (the shipped file: 51 fresh texts annotated for development, kept by nobody)
and, with less weight, to our own. All topics share the weights of SIGNS; a topic has a base and
an own weight for how much is said of a congress.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from lantoa.article import Article, Kind
from nlp.gold import OWN, Annotated, parted, read_gold
from nlp.headline import headed
from nlp.lexicon import lexicon
from nlp.tag import about, congresses_of, topic_parts
from nlp.topics import SIGNS, signs

OWN_WEIGHT, STEPS, PACE = 0.3, 500, 0.05
SHARED_PENALTY, TOPIC_PENALTY = 1.0, 2.0
BAR = 0.33
"""The probability from which a topic is given: chosen by cross-validation."""
UNREAD = frozenset({"consultation", "transport_environment"})
"""The shared texts were annotated before these were topics: where a congress is the subject, their absence says nothing."""

_Table = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Lessons:
    """x: (texts and topics that have a sign, SIGNS); topic: its index; y: given or not; weight: of the lesson."""

    x: _Table
    topic: npt.NDArray[np.int64]
    y: _Table
    weight: _Table


def lessons(texts: Sequence[Annotated], weight: float, unread: frozenset[str] = frozenset()) -> Lessons:
    """Topics on which the readers of a text differ are no lesson."""
    names = list(lexicon("topics"))
    rows = [
        (row, names.index(name), float(name in text.topics_both))
        for text in texts
        for name, row in _signs(text).items()
        if not (name in unread and text.about == "congress")
        and (name in text.topics_either) == (name in text.topics_both)
    ]
    x, topic, y = zip(*rows, strict=True)
    return Lessons(np.array(x), np.array(topic), np.array(y), np.full(len(rows), weight))


def _signs(text: Annotated) -> dict[str, tuple[float, ...]]:
    """As tagging sees them: with what it takes the text to be, none where that is no concern of a congress."""
    top = headed(Article("https://bao.test/1", Kind.ARTICLE, "", "", text.text))
    concern = about(congresses_of(top))
    return {} if concern == "none" else signs(*topic_parts(top.article), concern)


def fit(all_of: Lessons) -> tuple[_Table, _Table, _Table]:
    """(weights of SIGNS, bases, congress weights) by gradient descent, deterministic."""
    size = len(lexicon("topics"))
    mean, spread = all_of.x.mean(0), all_of.x.std(0) + 1e-9
    z = (all_of.x - mean) / spread
    hot = np.eye(size)[all_of.topic]
    design = np.hstack([z, np.ones((len(z), 1)), hot, hot * z[:, -1:]])
    penalty = np.array([SHARED_PENALTY] * len(SIGNS) + [0.0] + [TOPIC_PENALTY] * (2 * size))
    found = _descended(design, all_of, penalty)
    shared, base, bases, slopes = np.split(found, [len(SIGNS), len(SIGNS) + 1, len(SIGNS) + 1 + size])
    weights = shared / spread
    return weights, base + bases - weights @ mean - slopes * mean[-1] / spread[-1], slopes / spread[-1]


def _descended(design: _Table, all_of: Lessons, penalty: _Table) -> _Table:
    found = np.zeros(design.shape[1])
    first, second = np.zeros_like(found), np.zeros_like(found)
    for step in range(1, STEPS + 1):
        wrong = (1 / (1 + np.exp(-design @ found)) - all_of.y) * all_of.weight
        slope = design.T @ wrong + penalty * found
        first = 0.9 * first + 0.1 * slope
        second = 0.999 * second + 0.001 * slope**2
        found = found - PACE * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
    return found


def both(one: Lessons, other: Lessons) -> Lessons:
    """The lessons of two."""
    return Lessons(
        *(
            np.concatenate([getattr(one, part), getattr(other, part)])
            for part in ("x", "topic", "y", "weight")
        )
    )


def written(weights: _Table, bases: _Table, slopes: _Table) -> str:
    """The .toml file."""
    head = "# Made by tests/support/topic_weights.py from annotated texts; what each sign is, nlp/topics.py says.\n"
    lines = [head + f"bar = {np.log(BAR / (1 - BAR)):.3f}", "\n[signs]"]
    lines += [f"{name} = {value:.3f}" for name, value in zip(SIGNS, weights, strict=True)]
    lines.append("\n[topics]")
    for name, base, slope in zip(lexicon("topics"), bases, slopes, strict=True):
        lines.append(f"{name} = {{ base = {base:.3f}, congress = {slope:.3f} }}")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    total = both(
        lessons(parted(read_gold(Path(sys.argv[1])))[0], 1.0, UNREAD), lessons(read_gold(OWN), OWN_WEIGHT)
    )
    for folder in sys.argv[2:]:
        total = both(total, lessons(read_gold(Path(folder)), 1.0, UNREAD))
    print(written(*fit(total)), end="")

"""The best labels of all sentences of a text at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from nlp.crf.scores import Scores

Labels = npt.NDArray[np.int64]


def best_labels(scores: Scores, transitions: Scores, sentences: Sequence[tuple[int, int]]) -> Labels:
    """The label of every token (its number), 0 outside of the sentences.

    scores: [token, label]; transitions: [label before, label]; sentences: (first, behind
    last), none empty.
    """
    out = np.zeros(len(scores), dtype=np.int64)
    if not sentences:
        return out
    order = sorted(sentences, key=lambda each: each[0] - each[1])
    first = np.array([start for start, _ in order])
    sizes = np.array([end - start for start, end in order])
    live = [int(np.searchsorted(-sizes, -step, side="left")) for step in range(int(sizes[0]))]
    best = scores[first]
    into = transitions.T[None]
    before: list[Labels] = []
    finals = np.zeros(len(order), dtype=np.int64)
    for step in range(1, int(sizes[0])):
        count = live[step]
        finals[count : len(best)] = best[count:].argmax(axis=1)
        ways = best[:count, None, :] + into
        before.append(ways.argmax(axis=2))
        best = ways.max(axis=2) + scores[first[:count] + step]
    finals[: len(best)] = best.argmax(axis=1)
    return _followed(out, first, sizes, finals, before, live)


def _followed(
    out: Labels, first: Labels, sizes: Labels, finals: Labels, before: list[Labels], live: list[int]
) -> Labels:
    """Back from the last labels."""
    label = finals.copy()
    for step in range(int(sizes[0]) - 1, 0, -1):
        count = live[step]
        out[first[:count] + step] = label[:count]
        label[:count] = before[step - 1][np.arange(count), label[:count]]
    out[first] = label
    return out

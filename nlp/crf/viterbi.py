"""The best labels of all sentences of a text at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from nlp.crf.scores import Scores

Labels = npt.NDArray[np.int64]


def best_labels(scores: Scores, transitions: Scores, sentences: Sequence[tuple[int, int]]) -> Labels:
    """The label of every token (its number).

    scores: [token, label]; transitions: [label before, label]; sentences: (first, behind
    last), none empty, together all tokens.

    All sentences take a step together, the longest first: step by step fewer are left. What
    led to a best score is looked up on the way back, along the one way that is taken.
    """
    order = sorted(sentences, key=lambda each: each[0] - each[1])
    sizes = np.array([end - start for start, end in order])
    steps, width = int(sizes[0]), scores.shape[1]
    live = np.searchsorted(-sizes, -np.arange(steps), side="left").tolist()
    at = np.array([start for start, _ in order]) + np.arange(steps)[:, None]
    padded = np.ascontiguousarray(scores[np.minimum(at, len(scores) - 1)].transpose(0, 2, 1))
    moves = np.ascontiguousarray(np.broadcast_to(transitions[:, :, None], (width, width, len(order))))
    for step in range(1, steps):
        count = live[step]
        ways = padded[step - 1, :, None, :count] + moves[:, :, :count]
        padded[step, :, :count] += ways.max(axis=0)
    return _followed(padded, transitions, at, live, len(scores))


def _followed(best: Scores, transitions: Scores, at: Labels, live: list[int], size: int) -> Labels:
    """Back from the last labels. best: [step, label, sentence]; at: the token of each step."""
    out = np.zeros(size, dtype=np.int64)
    into = np.ascontiguousarray(transitions.T)
    label = np.zeros(at.shape[1], dtype=np.int64)
    going = 0
    for step in range(len(at) - 1, -1, -1):
        here = best[step].T
        count = live[step]
        if going:
            label[:going] = (here[:going] + into[label[:going]]).argmax(axis=1)
        if count > going:
            label[going:count] = here[going:count].argmax(axis=1)
        out[at[step, :count]] = label[:count]
        going = count
    return out

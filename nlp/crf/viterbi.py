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

    Each sentence is walked from both ends to its middle, and all of them take a step together,
    the longest first: few steps for numpy, each over many sentences. What led to a best score
    is looked up on the way back, along the one way that is taken.
    """
    order = sorted(sentences, key=lambda each: each[0] - each[1])
    first, behind = np.array(order).T
    half = (behind - first + 1) // 2
    steps = np.arange(half[0])
    at = np.stack([first + steps[:, None], behind - 1 - steps[:, None]], axis=2)
    live = np.searchsorted(-half, -steps, side="left").tolist()
    best = scores[np.clip(at, 0, len(scores) - 1)].transpose(0, 3, 2, 1).copy()
    moves = np.stack([transitions, transitions.T], axis=2)[:, :, :, None]
    moves = np.broadcast_to(moves, (*moves.shape[:3], len(order))).copy()
    for step in range(1, len(steps)):
        count = live[step]
        ways = best[step - 1, :, None, :, :count] + moves[..., :count]
        best[step, :, :, :count] += ways.max(axis=0)
    middle = _met(best, scores[first + half - 1], transitions, half, (behind - first) % 2 == 1)
    return _followed(best, transitions, at, live, middle, len(scores))


def _met(
    best: Scores, shared: Scores, transitions: Scores, half: Labels, odd: npt.NDArray[np.bool_]
) -> Labels:
    """[sentence, side]: the labels where the two walks meet, in odd sentences at one token.

    shared: [sentence, label], what that token scores in both walks.
    """
    forward, backward = best[half - 1, :, :, np.arange(len(half))].transpose(2, 0, 1)
    pairs = (forward[:, :, None] + transitions + backward[:, None, :]).reshape(len(half), -1)
    two = np.stack(np.divmod(pairs.argmax(axis=1), len(transitions)), axis=1)
    one = (forward + backward - shared).argmax(axis=1)
    met: Labels = np.where(odd[:, None], one[:, None], two)
    return met


def _followed(
    best: Scores, transitions: Scores, at: Labels, live: list[int], middle: Labels, size: int
) -> Labels:
    """Back from the middle to both ends. best: [step, label, side, sentence]; at: [step,
    sentence, side] tokens."""
    out = np.zeros(size, dtype=np.int64)
    into = np.stack([transitions.T, transitions])
    sides = np.arange(2)
    label = middle.copy()
    going = 0
    for step in range(len(at) - 1, -1, -1):
        if going:
            here = best[step, :, :, :going].transpose(2, 1, 0) + into[sides, label[:going]]
            label[:going] = here.argmax(axis=2)
        going = live[step]
        out[at[step, :going]] = label[:going]
    return out

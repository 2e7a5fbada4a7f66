"""Lines of a text -> their words: scores of all lines at once, then the best way through each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from typing import cast

import numpy as np

from nlp.segmentation.scores import BOS, EOS, tables
from nlp.segmentation.tokens import cut
from nlp.segmentation.weights import Transitions


def segmented_lines(lines: Sequence[str]) -> list[list[str]]:
    """Words of each line, equal to `underthesea.word_tokenize` of it. Raises Misuse when the
    installed model is missing or of another kind."""
    cuts = [cut(line) for line in lines]
    full = [tokens for tokens in cuts if tokens]
    if not full:
        return [[] for _ in lines]
    ready = tables()
    goes_on: list[float] = ready.scores(
        [one for tokens in full for one in (BOS, BOS, *tokens, EOS, EOS)]
    ).tolist()
    ways = _ways(goes_on, [len(tokens) for tokens in full], ready.transitions)
    return [
        _words(line, tokens, next(ways)) if tokens else [] for line, tokens in zip(lines, cuts, strict=True)
    ]


_TIE = 1e-9
_EDGES = 4
"""Scores of edges between those of two lines."""


def _ways(goes_on: Sequence[float], sizes: Sequence[int], moves: Transitions) -> Iterator[list[bool] | None]:
    """For each line, which of its tokens go on a word (Viterbi over two labels, of which only the
    difference is kept); None where two ways are worth the same."""
    leads: list[float] = []
    start = _EDGES // 2
    for size in sizes:
        leads += _leads(goes_on[start : start + size], moves)
        start += size + _EDGES
    (bb, bi), (ib, ii) = moves
    lead = np.array(leads)
    to_begin, to_inside = lead + (ib - bb), lead + (ii - bi)
    ends = list(accumulate(sizes))
    last = np.array(ends) - 1  # behind it there is no move
    to_begin[last] = to_inside[last] = lead[last]
    close = np.minimum(np.abs(to_begin), np.abs(to_inside)) < _TIE
    from_begin, from_inside = (to_begin > 0).tolist(), (to_inside > 0).tolist()
    labels = []
    inside = False
    for at in range(len(leads) - 1, -1, -1):
        inside = from_inside[at] if inside else from_begin[at]
        labels.append(inside)
    labels.reverse()
    for size, end in zip(sizes, ends, strict=True):
        yield None if close[end - size : end].any() else labels[end - size : end]


def _leads(goes_on: Sequence[float], moves: Transitions) -> list[float]:
    """For each token of a line by how much the best way that goes on there leads the best that begins."""
    (bb, bi), (ib, ii) = moves
    begin, inside, stay = ib - bb, ii - bi, bi - bb
    lead = goes_on[0]
    found = [lead]
    for score in goes_on[1:]:
        score += stay
        if lead + inside > 0:
            score += lead + inside
        if lead + begin > 0:
            score -= lead + begin
        lead = score
        found.append(lead)
    return found


def _words(line: str, tokens: Sequence[str], way: Sequence[bool] | None) -> list[str]:
    """Tokens joined where a word goes on. Where two ways are worth the same, rounding decides, and
    only the package itself rounds as it does."""
    if way is None:
        return reference(line)
    words: list[str] = []
    for token, goes_on in zip(tokens, way, strict=True):
        if goes_on and words:
            words[-1] += " " + token
        else:
            words.append(token)
    return words


def reference(line: str) -> list[str]:
    """The package's own words of a line."""
    from underthesea import word_tokenize  # slow to import: for ties, and for those who choose it

    return list(cast("Callable[[str], list[str]]", word_tokenize)(line))

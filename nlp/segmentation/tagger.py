"""Lines of a text -> their words: scores of all lines at once, then the best way through each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import cast

from nlp.segmentation.scores import BOS, EOS, scores
from nlp.segmentation.tokens import cut
from nlp.segmentation.weights import weights


def segmented_lines(lines: Sequence[str]) -> list[list[str]]:
    """Words of each line, equal to `underthesea.word_tokenize` of it. Raises Misuse when the
    installed model is missing or of another kind."""
    cuts = [cut(line) for line in lines]
    row: list[str] = []
    places = []
    for tokens in cuts:
        places.append(len(row) + 2)
        row += [BOS, BOS, *tokens, EOS, EOS]
    if not row:
        return []
    goes_on: list[float] = scores(row).tolist()
    found = zip(lines, cuts, places, strict=True)
    return [_words(line, tokens, goes_on[at : at + len(tokens)]) for line, tokens, at in found]


_TIE = 1e-9


def _words(line: str, tokens: list[str], goes_on: list[float]) -> list[str]:
    """Tokens joined where the best way through the line goes on a word (Viterbi over two labels,
    of which only the difference is kept). Where two ways are worth the same, rounding decides,
    and only the package itself rounds as it does."""
    if not tokens:
        return []
    (bb, bi), (ib, ii) = weights().transitions
    lead = goes_on[0]
    after: list[tuple[bool, bool]] = []
    closest = 1.0
    for score in goes_on[1:]:
        to_begin, to_inside = lead + ib - bb, lead + ii - bi
        closest = min(closest, abs(to_begin), abs(to_inside))
        after.append((to_begin > 0, to_inside > 0))
        lead = score + (bi - bb) + max(0.0, to_inside) - max(0.0, to_begin)
    if min(closest, abs(lead)) < _TIE:
        return reference(line)
    inside = lead > 0
    labels = [inside]
    for from_begin, from_inside in reversed(after):
        inside = from_inside if inside else from_begin
        labels.append(inside)
    labels.reverse()
    return _joined(tokens, labels)


def _joined(tokens: list[str], labels: list[bool]) -> list[str]:
    words: list[str] = []
    for token, goes_on in zip(tokens, labels, strict=True):
        if goes_on and words:
            words[-1] += " " + token
        else:
            words.append(token)
    return words


def reference(line: str) -> list[str]:
    """The package's own words of a line."""
    from underthesea import word_tokenize  # slow to import: for ties, and for those who choose it

    return list(cast("Callable[[str], list[str]]", word_tokenize)(line))

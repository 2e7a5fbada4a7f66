"""Word segmentation on underthesea's weights, with its known traps stepped around.

Lines are segmented one by one (a newline does not end a sentence there), headlines in
capitals in ordinary case, and words that belong together in this domain are joined again.
Costs about 15-20 ms a text of 4 kB, so `tag` does not use it: the grammar works on
syllables. It serves those who count words.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Protocol, cast

from nlp.letters import truecased
from nlp.lexicon import lexicon
from nlp.normalise import clean


class Segmenter(Protocol):
    """Splits one line of clean text into words; a word may contain blanks."""

    def __call__(self, line: str) -> list[str]: ...


def words(text: str, segmenter: Segmenter | None = None) -> list[str]:
    """Words of a text in order, in clean spelling and as cased in the text.

    Joined, the words give the text without its blanks: nothing is added or lost.
    """
    cut = segmenter or _underthesea()
    whole = clean(text)
    found: list[str] = []
    for line, cased in zip(whole.split("\n"), truecased(whole).split("\n"), strict=True):
        if line.strip():
            found += _cased(line, [word for word in _merged(cut(cased)) if word.strip()])
    return found


@cache
def _underthesea() -> Segmenter:
    from underthesea import word_tokenize  # slow to import: only when words are asked for

    tokenize = cast("Callable[[str], list[str]]", word_tokenize)
    return lambda line: tokenize(line)


@cache
def _together() -> dict[tuple[str, ...], None]:
    return {tuple(entry.lower().split(" ")): None for entry in lexicon("words")["together"]}


def _merged(found: list[str]) -> list[str]:
    """Neighbours that make one word of the list, joined."""
    out: list[str] = []
    at = 0
    longest = max(len(entry) for entry in _together())
    while at < len(found):
        for size in range(min(longest, len(found) - at), 1, -1):
            group = " ".join(found[at : at + size])
            if tuple(group.lower().split(" ")) in _together():
                out.append(group)
                at += size
                break
        else:
            out.append(found[at])
            at += 1
    return out


def _cased(line: str, found: list[str]) -> list[str]:
    """The same words with the letters the line itself has; as they are when letters were changed."""
    places = [at for at, char in enumerate(line) if not char.isspace()]
    sizes = [sum(not char.isspace() for char in word) for word in found]
    if sum(sizes) != len(places):
        return found
    out, done = [], 0
    for size in sizes:
        start, end = places[done], places[done + size - 1] + 1
        out.append(" ".join(line[start:end].split()))
        done += size
    return out

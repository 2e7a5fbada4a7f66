"""Word segmentation on underthesea's weights, with its known traps stepped around.

Lines are segmented one by one (a newline does not end a sentence there), headlines in
capitals in ordinary case, and words that belong together in this domain are joined again.
`tag` does not need words: the grammar and the model of names work on syllables, and words as
features made neither better. They serve those who count words.
"""

from __future__ import annotations

from functools import cache
from typing import Literal, Protocol

from nlp.letters import truecased
from nlp.lexicon import lexicon
from nlp.normalise import clean
from nlp.segmentation.tagger import reference, segmented_lines


class Segmenter(Protocol):
    """Splits one line of clean text into words; a word may contain blanks."""

    def __call__(self, line: str) -> list[str]: ...


def words(
    text: str, segmenter: Segmenter | None = None, *, merged: bool = True, truecase: bool = True
) -> list[str]:
    """Words of a text in order, in clean spelling and as cased in the text.

    Joined, the words give the text without its blanks: nothing is added or lost.
    merged: words of our domain that the segmenter splits are joined; truecase: headlines in
    capitals are cut as ordinary text. Without both, the words are the segmenter's own.
    """
    whole = clean(text)
    lines = whole.split("\n")
    cased = truecased(whole).split("\n") if truecase else lines
    kept = [(line, other) for line, other in zip(lines, cased, strict=True) if line.strip()]
    cuts = _cut([other for _, other in kept], segmenter)
    found: list[str] = []
    for (line, _), cut in zip(kept, cuts, strict=True):
        joined = _merged(cut) if merged else cut
        found += _cased(line, [one for one in joined if one.strip()])
    return found


def segmenter_named(name: Literal["fast", "underthesea"]) -> Segmenter | None:
    """The segmenter of a setting: None for our own tables, else the package's own function."""
    return reference if name == "underthesea" else None


def _cut(lines: list[str], segmenter: Segmenter | None) -> list[list[str]]:
    return [segmenter(line) for line in lines] if segmenter else segmented_lines(lines)


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

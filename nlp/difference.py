"""What changed between two versions of a text, word by word. Pure.

Paragraphs are matched first, so that a moved or inserted one does not tear the others apart;
only paragraphs that resemble each other are compared by words. A unit is a syllable, a number,
a date, a name with its dots, or a mark of punctuation, with the blank before it. White space
and the composition of letters make no difference.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Literal

from lantoa.changes import Piece

_UNIT = re.compile(r" ?(?:\w+(?:[.,:/’'&-]\w+)*%?|[^\w\s])")
RESEMBLE = 0.4
"""Paragraphs with fewer words in common, as a share of the longer one, are two paragraphs."""
MOST_PAIRS = 2_500
"""More pairs of paragraphs are not weighed against each other, but taken in their order."""
MOST_UNITS = 400
"""A paragraph longer than this is compared by its sentences first."""

Change = Literal["kept", "removed", "added"]
Run = tuple[Change, Sequence[str]]
_MIRROR: dict[Change, Change] = {"kept": "kept", "removed": "added", "added": "removed"}
_SENTENCE = re.compile(r"(?<=[.!?…;]) ")


def differences(before: str, after: str) -> tuple[Piece, ...]:
    """Pieces in the order of reading, what was removed before what was added in its place.

    The kept and added ones give `plain(after)` when put together, the kept and removed ones
    `plain(before)`. Equal texts are one kept piece, empty ones none. Looked at from the other
    side it is the same, with removed and added exchanged.
    """
    one, other = plain(before), plain(after)
    if one == other:
        return (Piece("kept", one),) if one else ()
    if one > other:  # one direction is computed, so that both agree
        return _pieces((_MIRROR[change], units) for change, units in _texts(other, one))
    return _pieces(_texts(one, other))


def plain(text: str) -> str:
    """The text as it is compared: NFC, single blanks, no empty lines."""
    lines = (" ".join(line.split()) for line in unicodedata.normalize("NFC", text).splitlines())
    return "\n".join(line for line in lines if line)


def _texts(before: str, after: str) -> Iterator[Run]:
    one, other = before.splitlines(keepends=True), after.splitlines(keepends=True)
    for tag, i, j, k, m in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if tag == "equal":
            yield "kept", one[i:j]
        else:
            yield from _blocks(one[i:j], other[k:m])


def _blocks(before: Sequence[str], after: Sequence[str]) -> Iterator[Run]:
    """Differing paragraphs: those that resemble each other by words, the others as a whole."""
    for left, right in _paired(before, after):
        if not left or not right:
            yield ("removed", [left]) if left else ("added", [right])
        else:
            yield from _lines(left, right)


def _lines(before: str, after: str) -> Iterator[Run]:
    one, other = _units(before), _units(after)
    if max(len(one), len(other)) <= MOST_UNITS:
        yield from _words(one, other)
        return
    one, other = _SENTENCE.split(before), _SENTENCE.split(after)
    if len(one) == 1 and len(other) == 1:
        yield from (("removed", [before]), ("added", [after]))
        return
    one, other = _glued(one), _glued(other)
    for tag, i, j, k, m in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if tag == "equal":
            yield "kept", one[i:j]
        else:
            yield from _blocks(one[i:j], other[k:m])


def _glued(sentences: Sequence[str]) -> list[str]:
    """The blank between two sentences belongs to the second one."""
    return [sentences[0], *(f" {each}" for each in sentences[1:])]


def _words(before: Sequence[str], after: Sequence[str]) -> Iterator[Run]:
    for tag, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            yield "kept", before[i:j]
        else:
            yield "removed", before[i:j]
            yield "added", after[k:m]


def _units(line: str) -> list[str]:
    """The line in units; whatever is none of them stands by itself, so that nothing is lost."""
    units: list[str] = []
    end = 0
    for found in _UNIT.finditer(line):
        if found.start() > end:
            units.append(line[end : found.start()])
        units.append(found[0])
        end = found.end()
    return [*units, line[end:]] if end < len(line) else units


def _paired(before: Sequence[str], after: Sequence[str]) -> list[tuple[str, str]]:
    """The lines in order, the resembling ones in pairs, the others with "" beside them."""
    if len(before) * len(after) > MOST_PAIRS:
        return [(left, right) for left, right in zip_longest(before, after, fillvalue="")]
    bags = [Counter(line.split()) for line in before], [Counter(line.split()) for line in after]
    alike = [[_resemblance(left, right) for right in bags[1]] for left in bags[0]]
    rows, columns = len(before), len(after)
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for i in reversed(range(rows)):
        for j in reversed(range(columns)):
            paired = alike[i][j] + best[i + 1][j + 1] if alike[i][j] >= RESEMBLE else 0.0
            best[i][j] = max(paired, best[i + 1][j], best[i][j + 1])
    pairs: list[tuple[str, str]] = []
    i = j = 0
    while i < rows or j < columns:
        if i < rows and j < columns and alike[i][j] >= RESEMBLE and best[i][j] == alike[i][j] + best[i + 1][j + 1]:
            pairs.append((before[i], after[j]))
            i, j = i + 1, j + 1
        elif i < rows and (j == columns or best[i][j] == best[i + 1][j]):
            pairs.append((before[i], ""))
            i += 1
        else:
            pairs.append(("", after[j]))
            j += 1
    return pairs


def _resemblance(one: Counter[str], other: Counter[str]) -> float:
    most = max(one.total(), other.total())
    return (one & other).total() / most if most else 0.0


def _pieces(runs: Iterator[Run]) -> tuple[Piece, ...]:
    """Runs joined: one piece for what was removed in a place, one for what was added. A mark of
    punctuation alone between two changes is part of both."""
    pieces: list[Piece] = []
    kept, removed, added = "", "", ""
    for change, units in (*runs, ("kept", ("",))):
        text = "".join(units)
        if change == "kept":
            kept += text
            continue
        if kept and (removed or added) and not any(each.isalnum() for each in kept) and "\n" not in kept:
            removed, added, kept = removed + kept, added + kept, ""
        elif kept:
            pieces += _flushed(removed, added)
            pieces.append(Piece("kept", kept))
            kept, removed, added = "", "", ""
        if change == "removed":
            removed += text
        else:
            added += text
    pieces += _flushed(removed, added)
    return (*pieces, Piece("kept", kept)) if kept else tuple(pieces)


def _flushed(removed: str, added: str) -> list[Piece]:
    found: tuple[tuple[Change, str], ...] = (("removed", removed), ("added", added))
    return [Piece(change, text) for change, text in found if text]

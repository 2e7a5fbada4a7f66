"""Syllables, marks and line ends of a clean text, and its sentences."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import accumulate

_TOKEN = re.compile(r"(\w+(?:['’]\w+)*|[^\w\s]|\n(?:\s*\n)*)")
_STOPS = frozenset(".!?;…:")
_CLOSING = frozenset(')”"')

LINE_END = "↵"
"""The form of a line's end."""

LONGEST = 120
"""Tokens of a sentence; a longer one is cut there, so that no text costs more than its length."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """forms as written, a line's end as LINE_END; starts, ends: offsets into the text;
    sentences: (first, behind last) token, together all tokens."""

    forms: list[str]
    starts: list[int]
    ends: list[int]
    sentences: list[tuple[int, int]]


def tokens(text: str) -> Tokens:
    """A clean text in tokens; empty for blank text."""
    parts = _TOKEN.split(text)  # what stands between, a token, what stands between, ...
    offsets = list(accumulate(map(len, parts)))
    forms, starts, ends = parts[1::2], offsets[:-1:2], offsets[1::2]
    breaks = []
    for at, form in enumerate(forms):
        if form in _STOPS:
            if (
                at
                and text[ends[at] : ends[at] + 1] == " "
                and (len(forms[at - 1]) > 2 or forms[at - 1] in _CLOSING)
            ):
                breaks.append(at + 1)
        elif form[0] == "\n":
            forms[at] = LINE_END
            breaks.append(at + 1)
    return Tokens(forms, starts, ends, _sentences([*breaks, len(forms)]))


def _sentences(breaks: list[int]) -> list[tuple[int, int]]:
    found = []
    start = 0
    for end in breaks:
        while start < end:
            cut = min(end, start + LONGEST)
            found.append((start, cut))
            start = cut
    return found

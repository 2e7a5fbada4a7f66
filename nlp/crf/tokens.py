"""Syllables, marks and line ends of a clean text, and its sentences."""

from __future__ import annotations

import re
from dataclasses import dataclass

_TOKEN = re.compile(r"\w+(?:['’]\w+)*|[^\w\s]|\n(?:\s*\n)*")
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
    found = list(_TOKEN.finditer(text))
    forms = [each[0] for each in found]
    ends = [each.end() for each in found]
    breaks = []
    for at, form in enumerate(forms):
        if form[0] == "\n":
            forms[at] = LINE_END
            breaks.append(at + 1)
        elif form in _STOPS and at and text[ends[at] : ends[at] + 1] == " ":
            before = forms[at - 1]
            if len(before) > 2 or before in _CLOSING:
                breaks.append(at + 1)
    return Tokens(forms, [each.start() for each in found], ends, _sentences([*breaks, len(forms)]))


def _sentences(breaks: list[int]) -> list[tuple[int, int]]:
    found = []
    start = 0
    for end in breaks:
        while start < end:
            cut = min(end, start + LONGEST)
            found.append((start, cut))
            start = cut
    return found

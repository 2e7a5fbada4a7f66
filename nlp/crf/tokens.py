"""Syllables, marks and line ends of a clean text, and its sentences."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

_TOKEN = re.compile(r"\w+(?:['’]\w+)*|[^\w\s]|\n(?:\s*\n)*")
_BREAK = re.compile(r"\n|(?<=\w\w\w[.!?;…:]) |(?<=[)”\"][.!?;]) ")

LINE_END = "↵"
"""The form of a line's end."""

LONGEST = 120
"""Tokens of a sentence; a longer one is cut there, so that no text costs more than its length."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """forms as written, a line's end as LINE_END; starts, ends: offsets into the text; sentences: (first, behind last) token."""

    forms: list[str]
    starts: list[int]
    ends: list[int]
    sentences: list[tuple[int, int]]


def tokens(text: str) -> Tokens:
    """A clean text in tokens; empty for blank text."""
    spans = [found.span() for found in _TOKEN.finditer(text)]
    if not spans:
        return Tokens([], [], [], [])
    starts, ends = (list(side) for side in zip(*spans, strict=True))
    forms = [LINE_END if text[start] == "\n" else text[start:end] for start, end in spans]
    breaks = np.searchsorted(starts, [found.end() for found in _BREAK.finditer(text)])
    return Tokens(forms, starts, ends, _sentences([*breaks.tolist(), len(forms)]))


def _sentences(breaks: list[int]) -> list[tuple[int, int]]:
    found = []
    start = 0
    for end in breaks:
        while start < end:
            cut = min(end, start + LONGEST)
            found.append((start, cut))
            start = cut
    return found

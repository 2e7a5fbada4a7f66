"""The tokens of one line, as underthesea cuts them; plain words without its long pattern."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_ACROSS = re.compile("Th.[Ss]")
"""The package's abbreviation of a master's degree takes any character for its full stop, a blank
too ("Th sao" gives "Th s", "ao"): lines that hold it are cut by its pattern alone."""
_LONGEST_MENDED = 6
_MOST = 30_000
"""Chunks remembered; a process that meets more begins again."""


class _Rules:
    """The pattern and the tables of the installed package (importing it takes 0.6 s: at first use)."""

    def __init__(self) -> None:
        from underthesea.pipeline.text_normalize.text_normalizer import character_map, token_map
        from underthesea.pipeline.word_tokenize import regex_tokenize

        self._pattern = re.compile(
            "(" + "|".join(regex_tokenize.regex_patterns) + ")", re.VERBOSE | re.UNICODE
        )
        self._letters = dict(character_map)
        self._mended = {token: other for token, other in token_map.items() if len(token) <= _LONGEST_MENDED}
        self._chunks: dict[str, list[str]] = {}

    def forget(self) -> None:
        """Begin again with no chunk known."""
        self._chunks = {}

    def normal(self, line: str) -> str:
        """A line in the letters that are cut."""
        text = unicodedata.normalize("NFC", line)
        for letter, other in self._letters.items():
            text = text.replace(letter, other)
        return text

    def by_pattern(self, text: str) -> list[str]:
        """The package's own way."""
        found = [match[0] for match in self._pattern.finditer(text)]
        return [self._mended.get(token, token) for token in found]

    def inner(self, chunk: str) -> list[str]:
        """Tokens of what stands between blanks, when more follows it in the line: no pattern looks
        further than the first of them."""
        known = self._chunks
        if chunk not in known:
            if len(known) >= _MOST:
                known = self._chunks = {}
            known[chunk] = self.by_pattern(chunk + " ")
        return known[chunk]


@cache
def rules() -> _Rules:
    """Those of the installed package."""
    return _Rules()


def cut(line: str) -> list[str]:
    """Tokens of a line, equal to underthesea's `tokenize`."""
    ready = rules()
    text = ready.normal(line)
    if _ACROSS.search(text):
        return ready.by_pattern(text)
    chunks = text.split()
    if not chunks:
        return []
    last = chunks.pop()
    found: list[str] = []
    for chunk in chunks:
        found += ready.inner(chunk)
    return found + ready.by_pattern(text[text.rindex(last) :])

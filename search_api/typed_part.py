"""The part of the box that is being typed: its last filter, phrase or words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from search_api.query_lexer import CLOSING, OPERATORS, filter_at

LONGEST = 6
"""Words before the end that may be the beginning of one name."""


@dataclass(frozen=True, slots=True)
class Part:
    """field: of the filter, "" outside of filters; before: what stands in the box before it;
    typed: of the name so far."""

    field: str
    before: str
    typed: str


def parts(box: str) -> Iterator[Part]:
    """What the end of the box may be, the longest first; none at its very beginning, after an
    operator, a bracket or a quote that is closed."""
    text = unicodedata.normalize("NFC", box)
    begun = _Begun()
    at = 0
    while at < len(text):
        at = _step(text, at, begun)
    if begun.filter is not None:
        name, start, value = begun.filter
        yield Part(name, text[:start], text[value:])
    if begun.phrase is not None:
        yield Part("", text[: begun.phrase], text[begun.phrase + 1 :])
    for start in begun.words[-LONGEST:]:
        yield Part("", text[:start], text[start:])


class _Begun:
    """What has begun and not ended: (field, start, start of its value) of a filter; the quote of a
    phrase; the words since."""

    def __init__(self) -> None:
        self.ended()

    def ended(self) -> None:
        self.filter: tuple[str, int, int] | None = None
        self.phrase: int | None = None
        self.words: list[int] = []


def _step(text: str, at: int, begun: _Begun) -> int:
    """Goes over one piece; where the next one begins."""
    char = text[at]
    if char.isspace():
        return at + 1
    if char in "()":
        begun.ended()
        return at + 1
    if char in CLOSING:
        begun.ended()
        end = _closed(text, at)
        if end is None:
            begun.phrase = at
        return len(text) if end is None else end
    named = filter_at(text, at)
    if named is None:
        return _word(text, at, begun)
    begun.ended()
    field, value = named
    quoted = value < len(text) and text[value] in CLOSING
    end = _closed(text, value) if quoted else None
    if end is not None:
        return end
    begun.filter = (field, at, value + quoted)
    found = _WORD.match(text, value)
    return len(text) if quoted else found.end() if found else value


def _word(text: str, at: int, begun: _Begun) -> int:
    found = _WORD.match(text, at)
    end = found.end() if found else at + 1
    if text[at:end] in OPERATORS:
        begun.ended()
        return end
    if text[at] in "-−" and (at == 0 or text[at - 1].isspace() or text[at - 1] == "("):
        begun.ended()
        return at + 1
    begun.words.append(at)
    return end


def _closed(text: str, at: int) -> int | None:
    """Behind the quote that closes the one here; None where none does."""
    ends = [end for end in (text.find(CLOSING[text[at]], at + 1), text.find('"', at + 1)) if end >= 0]
    return min(ends) + 1 if ends else None


_WORD = re.compile(r"[^\s()\"“”„«»]+")

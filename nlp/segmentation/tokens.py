"""The tokens of one line, as underthesea cuts them; plain words without its long pattern."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import NamedTuple


class _Rules(NamedTuple):
    pattern: re.Pattern[str]
    letters: dict[int, str]
    tokens: dict[str, str]


_CHUNK = re.compile(r"\S+")
_PLAIN = re.compile(r"(?:([^\W\d_]+)|\d+)(,)?")
_CLOSED = re.compile(r"(?!(?:Tp|Mrs?|Ms|Dr|ThS)\.)([^\W\d_]*[^\W\d_A-ZĐ][^\W\d_]*)\.")
"""A word in small letters with a full stop: no abbreviation."""
_ACROSS = re.compile("Th.[Ss]")
"""The package's abbreviation of a master's degree takes any character for its full stop, a blank
too ("Th sao" gives "Th s", "ao"): lines that hold it are cut by its pattern alone."""
_LONGEST_MENDED = 6


@cache
def _rules() -> _Rules:
    """The pattern and the tables of the installed package (importing it takes 0.6 s: at first use)."""
    from underthesea.pipeline.text_normalize.text_normalizer import character_map, token_map
    from underthesea.pipeline.word_tokenize import regex_tokenize

    whole = "(" + "|".join(regex_tokenize.regex_patterns) + ")"
    return _Rules(
        re.compile(whole, re.VERBOSE | re.UNICODE),
        {ord(one): other for one, other in character_map.items()},
        dict(token_map),
    )


def cut(line: str) -> list[str]:
    """Tokens of a line, equal to underthesea's `tokenize`."""
    rules = _rules()
    text = unicodedata.normalize("NFC", line).translate(rules.letters)
    whole = _ACROSS.search(text) is not None
    found = [match[0] for match in rules.pattern.finditer(text)] if whole else _by_chunks(rules.pattern, text)
    mended = rules.tokens
    return [mended.get(token, token) if len(token) <= _LONGEST_MENDED else token for token in found]


def _by_chunks(pattern: re.Pattern[str], text: str) -> list[str]:
    found: list[str] = []
    for chunk in _CHUNK.finditer(text):
        part = chunk[0]
        if plain := _PLAIN.fullmatch(part):
            found.append(part[:-1] if plain[2] else part)
            if plain[2]:
                found.append(",")
        elif _CLOSED.fullmatch(part):
            found += [part[:-1], "."]
        else:
            found += _by_pattern(pattern, text, chunk.start(), chunk.end())
    return found


def _by_pattern(pattern: re.Pattern[str], text: str, start: int, end: int) -> list[str]:
    """Tokens hold no blanks, but for `_ACROSS`: what begins in a chunk ends in it."""
    found = []
    at = start
    while at < end and (match := pattern.search(text, at)) and match.start() < end:
        found.append(match[0])
        at = match.end()
    return found

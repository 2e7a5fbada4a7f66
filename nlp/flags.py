"""What was wrong with a text, so that an empty result is never a silent one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from nlp.lexicon import lexicon
from nlp.normalise import search_form

EMPTY = "empty"
CUT = "cut"
CONTROL = "control characters"
ENCODING = "broken encoding"
NO_MARKS = "no marks"
FOREIGN = "other language"
LABELS = "labels"
FLAGS = (EMPTY, CUT, CONTROL, ENCODING, NO_MARKS, FOREIGN, LABELS)
"""Every flag of a tagged article, with names that stay."""

_SAMPLE = 4000
"""Characters by which the language is judged."""
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_BROKEN = re.compile("\ufffd|[\ud800-\udfff]")
_MISREAD = re.compile(  # UTF-8 read as Latin, and fonts of the time before Unicode
    r"á[º»][\x80-\xff\u2018-\u203a\u20ac\u0152-\u017e]|Æ[°¡]|Ä[‘\x91\x83]|Ã[\x80-\xbf]"
    r"|[a-zA-Z][µ¶¸¹»¼½¾®§]|[µ¶¸¹»¼½¾®§][a-z]"
)
_MISREADINGS = 4
_LETTERS = re.compile(r"[^\W\d_]")
_OURS = re.compile(r"[ăđĩũơưạ-ỹ]")
"""Letters that hardly another language has; names of few words may do without them."""
_ANY_MARK = re.compile(r"[à-öø-ÿ]")
_FEW_MARKS = 0.02
_SURE = 80
"""Letters from which on a text without marks is certain to be none of ours."""
_SHARE, _LEAST = 0.25, 4
"""Of the words of a text without marks, and how many, are frequent syllables."""


def flags(text: str, longest: int) -> tuple[str, ...]:
    """What is wrong with a text of which `longest` characters are read."""
    return tuple(_flags(text, longest))


def _flags(text: str, longest: int) -> Iterator[str]:
    if not _LETTERS.search(text):
        yield EMPTY
    if len(text) > longest:
        yield CUT
    if _CONTROLS.search(text):
        yield CONTROL
    if _BROKEN.search(text):
        yield ENCODING
    elif found := _language(text[:_SAMPLE]):
        yield found


def _language(sample: str) -> str:
    """What the letters are, if not Vietnamese; "" for that, and for what is too short to judge."""
    if len(_OURS.findall(sample.lower())) >= len(sample) * _FEW_MARKS:
        return ""
    if len(_MISREAD.findall(sample)) >= _MISREADINGS:
        return ENCODING
    marked, folded = search_form(sample)
    letters = sum(map(str.isalpha, marked))
    if not letters or len(_OURS.findall(marked)) >= letters * _FEW_MARKS:
        return ""
    words = folded.split()
    frequent = sum(one in _syllables() for one in words)
    if frequent >= _LEAST and frequent >= _SHARE * len(words):
        return "" if len(_ANY_MARK.findall(marked)) >= letters * _FEW_MARKS else NO_MARKS
    return FOREIGN if letters > _SURE else ""


@cache
def _syllables() -> frozenset[str]:
    return frozenset(lexicon("language")["unmarked"])

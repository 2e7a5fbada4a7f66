"""What people type when they mean an operator or a wildcard that this language does not have."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from nlp.normalise import search_form

SYMBOLS: Mapping[str, str] = MappingProxyType({"&&": "VÀ", "||": "HOẶC", "|": "HOẶC"})
WORDS = ("VÀ", "HOẶC", "KHÔNG", "AND", "NOT")
MARKED = frozenset({"HOẶC", "KHÔNG"})
"""Long and rare enough that a word one letter away is a slip."""
TRUE_WORDS = frozenset({"ADN", "KHỔNG", "KHỐNG"})
"""One letter away from an operator, and a word of its own."""
SHORTEST = 3
"""So many letters a word must have before its *."""


def meant_operator(token: str, query: str) -> str | None:
    """The operator that a word in capitals seems to be a slip of; None when it is a word.

    query: the whole one; in a query that is all capitals they say nothing.
    """
    if token in SYMBOLS:
        return SYMBOLS[token]
    if token.startswith("!") and token[1:2].isalpha():
        return "KHÔNG"
    if not token.isalpha() or token != token.upper() or len(token) < 2 or token in (*WORDS, "OR", *TRUE_WORDS):
        return None
    if not re.search(r"[^\W\d_]", query.replace(token, "")) or query == query.upper():
        return None
    return next((word for word in WORDS if _slip(token, word)), None)


def _slip(token: str, word: str) -> bool:
    """Without its marks, two letters changed round, one doubled, or (with marks) one wrong."""
    bare, wanted = search_form(token)[1], search_form(word)[1]
    if bare == token.lower():
        return bare == wanted or bare in _disordered(wanted) or bare in _doubled(wanted)
    typed, right = search_form(token)[0], search_form(word)[0]
    return word in MARKED and (typed in _doubled(right) or _differs_once(typed, right))


def _disordered(word: str) -> set[str]:
    return {word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1)} - {word}


def _doubled(word: str) -> set[str]:
    return {word[:at] + word[at] + word[at:] for at in range(len(word))}


def _differs_once(one: str, other: str) -> bool:
    if len(one) == len(other):
        return sum(a != b for a, b in zip(one, other, strict=True)) == 1
    short, long = sorted((one, other), key=len)
    return len(long) - len(short) == 1 and any(long[:at] + long[at + 1 :] == short for at in range(len(long)))


def wildcard(token: str, quoted: bool = False) -> bool | None:
    """True: the beginning of a word with its *; False: a wildcard that cannot be answered;
    None: none at all. Within quotes none can."""
    if "://" in token:
        return None
    if re.search(r"\w\?\w", token):
        return False
    if "*" not in token:
        return None
    if quoted:
        return False if re.search(r"\w\*|\*\w", token) else None
    bare = search_form(token)[1]
    whole = token.endswith("*") and token.count("*") == 1 and " " not in bare
    return whole and len(bare) >= SHORTEST

"""Where the words of a text begin, found once and shared by the rules that look for first words."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache

_WORD = re.compile(r"\w+")

Start = tuple[int, str]


@lru_cache(maxsize=8)
def starts(text: str) -> tuple[Start, ...]:
    """(offset, word) of every run of letters and digits, in order."""
    return tuple((word.start(), word[0]) for word in _WORD.finditer(text))


def starting(text: str, firsts: Collection[str]) -> Iterator[Start]:
    """Those words of a text that are among these."""
    return (start for start in starts(text) if start[1] in firsts)


def matches(text: str, firsts: Collection[str], pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """Matches of a pattern that begins with one of these words, in order, without overlaps."""
    last = 0
    for at, _ in starting(text, firsts):
        if at >= last and (found := pattern.match(text, at)):
            yield found
            last = found.end()


def first_word(phrase: str) -> str:
    """The first word of a phrase, as `starts` gives it."""
    found = _WORD.search(phrase)
    return found[0] if found else phrase


def both_cases(phrases: Iterable[str]) -> frozenset[str]:
    """First words of these phrases, with a small and with a capital first letter."""
    firsts = {first_word(phrase) for phrase in phrases}
    return frozenset(
        form for first in firsts for form in (first[0].lower() + first[1:], first[0].upper() + first[1:])
    )

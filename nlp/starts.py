"""Where the words of a text begin, found once and shared by the rules that look for first words."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, islice

_WORD = re.compile(r"(\w+)")


@lru_cache(maxsize=8)
def _places(text: str) -> dict[str, list[int]]:
    """Each word of a text with the offsets where it stands."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    parts = _WORD.split(text)  # what stands between, a word, what stands between, ...
    offsets = accumulate(map(len, parts))
    for word, at in zip(parts[1::2], islice(offsets, 0, None, 2), strict=False):
        found[word].append(at)
    return found


def starting(text: str, firsts: Set[str]) -> list[tuple[int, str]]:
    """(offset, word) of those words of a text that are among these, in order."""
    places = _places(text)
    return sorted((at, word) for word in places.keys() & firsts for at in places[word])


@dataclass(frozen=True, slots=True)
class Opened:
    """A pattern that begins with one of some words: tried only where one of them stands."""

    firsts: frozenset[str]
    pattern: re.Pattern[str]

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Matches in order, without overlaps."""
        last = 0
        for at, _ in starting(text, self.firsts):
            if at >= last and (found := self.pattern.match(text, at)):
                yield found
                last = found.end()


def first_word(phrase: str) -> str:
    """The first word of a phrase, as `starting` gives it."""
    found = _WORD.search(phrase)
    return found[0] if found else phrase


def both_cases(phrases: Iterable[str]) -> frozenset[str]:
    """First words of these phrases, with a small and with a capital first letter."""
    firsts = {first_word(phrase) for phrase in phrases}
    return frozenset(
        form for first in firsts for form in (first[0].lower() + first[1:], first[0].upper() + first[1:])
    )


def any_case(phrases: Iterable[str]) -> str:
    """A pattern of any of these, the longest first; each word with a capital or small first letter."""
    return "|".join(
        " ".join(
            f"[{word[0].upper()}{word[0].lower()}]{re.escape(word[1:])}"
            if word[0].isalpha()
            else re.escape(word)
            for word in phrase.split(" ")
        )
        for phrase in sorted(set(phrases), key=len, reverse=True)
    )


def exactly(phrases: Iterable[str]) -> str:
    """A pattern of any of these as they are, the longest first."""
    return "|".join(re.escape(phrase) for phrase in sorted(set(phrases), key=len, reverse=True))

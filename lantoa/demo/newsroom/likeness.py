"""The newsroom's own guard: no two of its stories may look like copies of each other.

Containment of 3-syllable shingles, |A & B| / min(|A|, |B|), over lower-cased tokens
without punctuation. Deliberately apart from the language room, whose measure it checks.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from itertools import chain

_TOKEN = re.compile(r"[^\W_]+")


Shingles = frozenset[tuple[str, str, str]]


def shingles(texts: Iterable[str]) -> Shingles:
    """The set of 3-syllable shingles of the texts joined."""
    tokens = _TOKEN.findall(" ".join(texts).lower())
    return frozenset(zip(tokens, tokens[1:], tokens[2:], strict=False))


def containment(one: Shingles, other: Shingles) -> float:
    """|one & other| / min(|one|, |other|); 0 when either is empty."""
    smaller = min(len(one), len(other))
    return len(one & other) / smaller if smaller else 0.0


class Shelf:
    """All stories so far by shingle: how near does a new one come to any of them?"""

    def __init__(self) -> None:
        self._sizes: list[int] = []
        self._holders: dict[tuple[str, str, str], list[int]] = {}

    def nearest(self, story: Shingles) -> float:
        """The greatest containment of the story with one on the shelf; 0 on an empty shelf."""
        known = story & self._holders.keys()
        shared = Counter(chain.from_iterable(self._holders[shingle] for shingle in known))
        return max((count / min(self._sizes[at], len(story)) for at, count in shared.items()), default=0.0)

    def put(self, story: Shingles) -> None:
        """Remember the story."""
        for shingle in story:
            self._holders.setdefault(shingle, []).append(len(self._sizes))
        self._sizes.append(len(story))

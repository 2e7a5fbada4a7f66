"""The words that a tag stands on, and what stands around them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lantoa.article import Article, Congress

ROOM = 70
"""Characters of context on each side of an evidence."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words that a tag stands on, and what stands around them."""

    before: str
    words: str
    after: str


def evidence(article: Article, one: Congress) -> Evidence | None:
    """The stretch of title and text that names the congress; None when it names no stretch."""
    return _around(f"{article.title}\n{article.text}", one.start, one.end)


def phrase_evidence(article: Article, phrase: str) -> Evidence | None:
    """Where a phrase stands first in title and text, as it is written or in small letters; None
    where it does not stand so (it was found without its marks)."""
    whole = f"{article.title}\n{article.text}"
    found = re.search(r"\s+".join(map(re.escape, phrase.split())), whole, re.IGNORECASE)
    return _around(whole, *found.span()) if found else None


def _around(whole: str, start: int, end: int) -> Evidence | None:
    if not 0 <= start < end <= len(whole):
        return None
    left = max(0, start - ROOM)
    right = min(len(whole), end + ROOM)
    before = whole[left:start]
    after = whole[end:right]
    if left > 0:
        before = "… " + before.partition(" ")[2]
    if right < len(whole):
        after = after.rpartition(" ")[0] + " …"
    return Evidence(before, whole[start:end], after)

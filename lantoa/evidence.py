"""The words that a tag stands on, and what stands around them."""

from __future__ import annotations

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
    whole = f"{article.title}\n{article.text}"
    if not 0 <= one.start < one.end <= len(whole):
        return None
    left = max(0, one.start - ROOM)
    right = min(len(whole), one.end + ROOM)
    before = whole[left : one.start]
    after = whole[one.end : right]
    if left > 0:
        before = "… " + before.partition(" ")[2]
    if right < len(whole):
        after = after.rpartition(" ")[0] + " …"
    return Evidence(before, whole[one.start : one.end], after)

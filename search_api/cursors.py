"""Places between two pages of hits, as a browser may keep them."""

from __future__ import annotations

from collections.abc import Sequence

from lantoa.errors import Misuse
from lantoa.words import word
from search_api.index import Hit, Sort

MOST = 1_000
"""Hits of one page; who wants all of them exports."""
DEEPEST = 10_000
"""Elasticsearch skips no more hits than these; by date there is no such end."""


def page_limit(limit: int, sort: Sort, start: int | None) -> int:
    """How many hits this page can have. Raises Misuse for a size that no engine takes."""
    if not 1 <= limit <= MOST:
        raise Misuse(word("search.engine.limit_wrong", limit=limit))
    return min(limit, DEEPEST - (start or 0)) if sort == "relevance" else limit


def read_cursor(sort: Sort, after: str | None) -> int | None:
    """By date: the sort_key before which we go on; by relevance: how many were shown.

    Raises Misuse for a cursor of another sort, or no cursor at all.
    """
    if after is None:
        return None
    mark, number = after[:1], after[1:]
    if mark != sort[0] or not number.isascii() or not number.isdigit() or len(number) > 19:
        raise Misuse(word("search.engine.cursor_wrong", cursor=after))
    if sort == "relevance" and int(number) >= DEEPEST:
        raise Misuse(word("search.engine.page_too_deep"))
    if int(number) >= 2**63:
        raise Misuse(word("search.engine.cursor_wrong", cursor=after))
    return int(number)


def written_cursor(sort: Sort, start: int | None, page: Sequence[Hit], more: bool) -> str | None:
    """The cursor after this page; None when nothing follows."""
    if not more or not page:
        return None
    return sort[0] + str((start or 0) + len(page) if sort == "relevance" else page[-1].sort_key)

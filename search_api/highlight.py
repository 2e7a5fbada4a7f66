"""Where a query's words stand in title and text: marked as they were looked for, marks or not.

The texts come from the article store; the engines keep none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from search_api.index import And, Or, Query, Text
from search_api.spotting import spans

WIDTH = 220
"""Characters of a fragment, about."""
MOST = 3


@dataclass(frozen=True, slots=True)
class Fragment:
    """A stretch of a text. spans: (start, end) of the found words in it; before, after: whether
    the text goes on there."""

    text: str
    spans: tuple[tuple[int, int], ...]
    before: bool = False
    after: bool = False


@dataclass(frozen=True, slots=True)
class Highlight:
    """The whole title, and the best fragments of the text in order (its beginning when the query
    names no word that stands in it)."""

    title: Fragment
    text: tuple[Fragment, ...]


def highlight(query: Query, title: str, text: str, *, width: int = WIDTH, most: int = MOST) -> Highlight:
    """What a found article shows. Texts are NFC, as the store keeps them."""
    wanted = list(_texts(query))
    titles = [one for one in wanted if "title" in one.fields]
    bodies = [one for one in wanted if "body" in one.fields]
    return Highlight(
        Fragment(title, tuple(spans(titles, title))), tuple(_fragments(text, spans(bodies, text), width, most))
    )


def _texts(query: Query) -> Iterator[Text]:
    """What is looked for, leaving out what must not be there."""
    match query:
        case Text():
            yield query
        case And(parts=parts) | Or(parts=parts):
            for part in parts:
                yield from _texts(part)
        case _:
            return


@dataclass(slots=True)
class _Window:
    start: int
    end: int
    spans: list[tuple[int, int]]


def _fragments(text: str, found: Sequence[tuple[int, int]], width: int, most: int) -> list[Fragment]:
    """Windows around the spans, none over another: the fullest, in order of the text."""
    windows: list[_Window] = []
    for span in found:
        last = windows[-1] if windows else None
        if last and span[1] <= last.end:
            last.spans.append(span)
            continue
        start = max(span[0] - width // 4, last.spans[-1][1] if last else 0)
        if last:
            last.end = min(last.end, start)
        windows.append(_Window(start, max(start + width, span[1]), [span]))
    best = sorted(windows, key=lambda one: -len(one.spans))[:most]
    if not best:
        return [_cut(text, 0, width, ())] if text else []
    return [_cut(text, one.start, one.end, one.spans) for one in sorted(best, key=lambda one: one.start)]


def _cut(text: str, start: int, end: int, found: Sequence[tuple[int, int]]) -> Fragment:
    """A stretch cut at blanks, never inside a word or a span."""
    first = found[0][0] if found else end
    last = found[-1][1] if found else start
    if start > 0:
        blank = _BLANK.search(text, start, first)
        start = blank.end() if blank else first
    if end < len(text):
        blanks = list(_BLANK.finditer(text, last, end + 1))
        end = blanks[-1].start() if blanks else max(last, end)
    shown = text[start:end]
    return Fragment(shown, tuple((a - start, b - start) for a, b in found), start > 0, end < len(text))


_BLANK = re.compile(r"\s+")

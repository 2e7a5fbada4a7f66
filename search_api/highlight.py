"""Where a query's words stand in title and text: marked as they were looked for, marks or not.

The texts come from the article store; the engines keep none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from nlp.normalise import clean_with_map, search_form
from search_api.index import And, Or, Query, Text
from search_api.schema import LONGEST_WORD

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


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    marked: str
    folded: str


def highlight(query: Query, title: str, text: str, *, width: int = WIDTH, most: int = MOST) -> Highlight:
    """What a found article shows. Texts are NFC, as the store keeps them."""
    wanted = list(_texts(query))
    titles = [one for one in wanted if "title" in one.fields]
    bodies = [one for one in wanted if "body" in one.fields]
    spans = _spans(titles, title)
    return Highlight(
        Fragment(title, tuple(spans)), tuple(_fragments(text, _spans(bodies, text), width, most))
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


def _spans(wanted: Sequence[Text], text: str) -> list[tuple[int, int]]:
    """Found words in order, neighbours of one phrase as one span, none overlapping."""
    found: set[tuple[int, int]] = set()
    tokens = list(tokens_of(text)) if wanted else []
    for one in wanted:
        names, words = one.resolved()
        form: Callable[[_Token], str] = _folded if names and names[0].endswith("_fold") else _marked
        if one.mode == "phrase":
            found.update(_phrases(tokens, form, words, one.slop))
        else:
            among = set(words)
            found.update((token.start, token.end) for token in tokens if form(token) in among)
    return _merged(sorted(found))


def _phrases(
    tokens: Sequence[_Token], form: Callable[[_Token], str], words: Sequence[str], slop: int
) -> Iterator[tuple[int, int]]:
    if not words:
        return
    forms = [form(token) for token in tokens]
    for at, one in enumerate(forms):
        if one != words[0]:
            continue
        last, room = at, slop
        for target in words[1:]:
            near = forms[last + 1 : last + 2 + room]
            if target not in near:
                break
            room -= near.index(target)
            last += near.index(target) + 1
        else:
            yield tokens[at].start, tokens[last].end


def _merged(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


@dataclass(slots=True)
class _Window:
    start: int
    end: int
    spans: list[tuple[int, int]]


def _fragments(text: str, spans: Sequence[tuple[int, int]], width: int, most: int) -> list[Fragment]:
    """Windows around the spans, none over another: the fullest, in order of the text."""
    windows: list[_Window] = []
    for span in spans:
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


def _cut(text: str, start: int, end: int, spans: Sequence[tuple[int, int]]) -> Fragment:
    """A stretch cut at blanks, never inside a word or a span."""
    first = spans[0][0] if spans else end
    last = spans[-1][1] if spans else start
    if start > 0:
        blank = _BLANK.search(text, start, first)
        start = blank.end() if blank else first
    if end < len(text):
        blanks = list(_BLANK.finditer(text, last, end + 1))
        end = blanks[-1].start() if blanks else max(last, end)
    shown = text[start:end]
    return Fragment(shown, tuple((a - start, b - start) for a, b in spans), start > 0, end < len(text))


def tokens_of(text: str) -> Iterator[_Token]:
    """The words of `index_form(text)`, one by one, with their places in the text."""
    cleaned, offsets = clean_with_map(text)
    for found in _TOKEN.finditer(cleaned):
        marked, folded = _forms(found[0])
        if marked:
            yield _Token(offsets[found.start()], offsets[found.end()], marked, folded)


@lru_cache(maxsize=50_000)
def _forms(token: str) -> tuple[str, str]:
    marked, folded = search_form(token)
    return marked[:LONGEST_WORD], folded[:LONGEST_WORD]


def _marked(token: _Token) -> str:
    return token.marked


def _folded(token: _Token) -> str:
    return token.folded


_BLANK = re.compile(r"\s+")
_MARKS = "\u0300-\u036f"
_TOKEN = re.compile(rf"(?:[^\W_\U00010000-\U0010ffff]|[{_MARKS}])+")

"""Where a query's words stand in title and text: marked as they were looked for, marks or not.

The texts come from the article store; the engines keep none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from nlp.normalise import clean_with_map
from search_api.index import And, Or, Query, Text
from search_api.schema import index_form

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
class Words:
    """The words of a text as they are indexed: places in it, marked and folded forms, in step."""

    places: list[tuple[int, int]]
    marked: list[str]
    folded: list[str]


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
    if not wanted or not text:
        return []
    found: set[tuple[int, int]] = set()
    words = words_of(text)
    for one in wanted:
        names, looked_for = _resolved(one)
        forms = words.folded if names and names[0].endswith("_fold") else words.marked
        if one.mode == "phrase":
            found.update(_phrases(words.places, forms, looked_for, one.slop))
        else:
            among = set(looked_for)
            found.update(place for place, form in zip(words.places, forms, strict=True) if form in among)
    return _merged(sorted(found))


@lru_cache(maxsize=256)
def _resolved(text: Text) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Once for all hits of a page."""
    return text.resolved()


def _phrases(
    places: Sequence[tuple[int, int]], forms: Sequence[str], words: Sequence[str], slop: int
) -> Iterator[tuple[int, int]]:
    for at in [at for at, form in enumerate(forms) if words and form == words[0]]:
        last, room = at, slop
        for target in words[1:]:
            near = forms[last + 1 : last + 2 + room]
            if target not in near:
                break
            room -= near.index(target)
            last += near.index(target) + 1
        else:
            yield places[at][0], places[last][1]


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


def words_of(text: str) -> Words:
    """The words of `index_form(text)` with their places in the text."""
    cleaned, offsets = clean_with_map(text)
    places = [found.span() for found in _TOKEN.finditer(cleaned)]
    marked, folded = (form.split() for form in index_form(text))
    if len(places) != len(marked):  # runs of marks without a letter are no words
        places = [place for place in places if index_form(cleaned[slice(*place)])[0]]
    if not isinstance(offsets, range):
        places = [(offsets[start], offsets[end]) for start, end in places]
    return Words(places, marked, folded)


_BLANK = re.compile(r"\s+")
_MARKS = "\u0300-\u036f"
_TOKEN = re.compile(rf"(?:[^\W_\U00010000-\U0010ffff]|[{_MARKS}])+")

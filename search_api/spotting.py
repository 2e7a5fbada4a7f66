"""Where the words of a query stand in a text, as the index sees both.

Nearly every text keeps its letters at their places when it is folded, so its folded letters are
scanned; the few others are cut into the words that were indexed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from nlp.normalise import clean_with_map, folded_in_place
from search_api.query import Text
from search_api.schema import LONGEST_WORD, index_form

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text as they are indexed: places in it, marked and folded forms, in step."""

    places: list[Span]
    marked: list[str]
    folded: list[str]


def spans(wanted: Sequence[Text], text: str) -> list[Span]:
    """Found words in order, a phrase as one span, none overlapping. The text is NFC."""
    if not wanted or not text:
        return []
    folded = folded_in_place(text)
    scanned = [_scan(one) for one in wanted]
    if folded is not None and all(one is not None for one in scanned):
        found = {span for one in scanned if one is not None for span in one.spans(text, f" {folded} ")}
    else:
        words = words_of(text)
        found = {span for one in wanted for span in _among(one, words)}
    return _merged(sorted(found))


# -- texts whose letters stay at their places ------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Scan:
    """patterns: of one word each, or of one phrase, over folded text between blanks; marked: the
    words as they have to be spelt, in step with the words of each pattern, none where any will do;
    prefix: they are only begun so."""

    patterns: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]
    prefix: bool = False

    def spans(self, text: str, folded: str) -> Iterator[Span]:
        """folded: with a blank before and behind, which moves nothing: a match begins with its blank."""
        for pattern, marked in self.patterns:
            found = pattern.search(folded)
            while found:
                start, end = found.start(), found.end() - 1
                if not marked or self._spelt(text[start:end], marked):
                    yield start, end
                found = pattern.search(folded, start + 1)  # phrases may overlap

    def _spelt(self, found: str, marked: tuple[str, ...]) -> bool:
        spelt = _spelt(found)
        return spelt[0].startswith(marked[0]) if self.prefix else spelt == marked


@lru_cache(maxsize=256)
def _scan(text: Text) -> _Scan | None:
    """None where words may stand between, or are longer than the index keeps them."""
    names, words = text.resolved()
    if (text.mode == "phrase" and text.slop) or max(map(len, words), default=0) >= LONGEST_WORD:
        return None
    asked = [words] if text.mode == "phrase" and words else [(one,) for one in dict.fromkeys(words)]
    exact = bool(names) and not names[0].endswith("_fold")
    prefix = text.mode == "prefix"
    return _Scan(tuple((_pattern(one, prefix), one if exact else ()) for one in asked), prefix)


def _pattern(words: Iterable[str], prefix: bool) -> re.Pattern[str]:
    folded = (index_form(one)[1] for one in words)
    return re.compile(" " + " +".join(map(re.escape, folded)) + ("[^ ]*(?= )" if prefix else "(?= )"))


@lru_cache(maxsize=4096)
def _spelt(found: str) -> tuple[str, ...]:
    return tuple(index_form(found)[0].split())


# -- all others --------------------------------------------------------------------------------


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


def _among(one: Text, words: Words) -> Iterator[Span]:
    names, looked_for = one.resolved()
    forms = words.folded if names and names[0].endswith("_fold") else words.marked
    if one.mode == "phrase":
        yield from _phrases(words.places, forms, looked_for, one.slop)
    elif one.mode == "prefix":
        pairs = zip(words.places, forms, strict=True)
        yield from (place for place, form in pairs if form.startswith(looked_for))
    else:
        among = set(looked_for)
        yield from (place for place, form in zip(words.places, forms, strict=True) if form in among)


def _phrases(places: Sequence[Span], forms: Sequence[str], words: Sequence[str], slop: int) -> Iterator[Span]:
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


def _merged(found: Sequence[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in found:
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


_MARKS = "\u0300-\u036f"
_TOKEN = re.compile(rf"(?:[^\W_\U00010000-\U0010ffff]|[{_MARKS}])+")

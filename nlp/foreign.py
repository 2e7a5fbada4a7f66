"""Persons with foreign names: "Hillary Clinton", and "Clinton" where the full name stands elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from nlp.entity_patterns import COUNTRY_NAMES
from nlp.letters import LOWER, SYLLABLE, UPPER
from nlp.lexicon import lexicon
from nlp.spans import Span

_VOWELS = "".join(letter for letter in LOWER.replace("a-z", "aeiouy") if letter != "đ")
_VIETNAMESE = re.compile(
    rf"(?:ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdđghklmnprstvx])?[{_VOWELS}]{{1,3}}(?:ch|ng|nh|[cmnpt])?", re.I
)
_SMALL = LOWER + "à-öø-ÿšžčćęłńśźżışğő"
_PART = rf"[{UPPER}][{_SMALL}’']+(?:-[{UPPER}{_SMALL}][{_SMALL}]+)?"
_RUN = re.compile(
    rf"(?<![\w.'’-])(?:{_PART}|[{UPPER}]\.)(?: (?:{_PART}|[{UPPER}]\.)){{1,6}}(?![\w’'-])(?! {SYLLABLE})"
)
_ONE = re.compile(rf"(?<![\w.-])[{UPPER}][{_SMALL}]+(?!\w)")
_NO_PERSON = frozenset(lexicon("names")["foreign_things"].split())
_PLACE_BEFORE = re.compile(
    r"(?<!\w)(?i:tại|ở|đến|tới|thành phố|thủ đô|bang|đảo|sông|núi|sân bay|sân|hồ|vùng|hãng|tập đoàn|công ty|báo|tờ|trang|kênh|tạp chí"
    r"|đại học|trường|viện|khách sạn|khu|resort|tòa nhà|đảng|giải|cúp|quỹ|ngân hàng|câu lạc bộ|CLB|đội|phim|bài|quốc tế) $"
)
_BEFORE = 14
_LEAST = 4
"""Letters of a part that may stand for the whole name."""


def foreign_persons(text: str) -> Iterator[Span]:
    """Full names with a syllable no Vietnamese word has, and their parts standing alone."""
    parts: set[str] = set()
    full: list[Span] = []
    for found in _RUN.finditer(text):
        words = found[0].split(" ")
        while words and (_is_vietnamese(words[0]) or words[0] in COUNTRY_NAMES):
            del words[0]  # "Bà Hillary Clinton", "Tổng thống Mỹ Barack Obama"
        start = found.end() - len(" ".join(words))
        if _is_foreign(words) and not _PLACE_BEFORE.search(text, max(0, start - _BEFORE), start):
            parts.update(word for word in words if len(word) >= _LEAST and not _is_vietnamese(word))
            full.append(Span(start, found.end(), "PER", "per.foreign"))
    yield from full
    for found in _ONE.finditer(text) if parts else ():
        if found[0] in parts and not any(one.start <= found.start() < one.end for one in full):
            yield Span(found.start(), found.end(), "PER", "per.again")


@lru_cache(maxsize=8192)
def _is_vietnamese(syllable: str) -> bool:
    """Could it be one?"""
    return _VIETNAMESE.fullmatch(syllable) is not None


def _is_foreign(words: list[str]) -> bool:
    strange = sum(not _is_vietnamese(word) for word in words if not word.endswith("."))
    return 2 <= len(words) <= 4 and 2 * strange >= len(words) and not _NO_PERSON.intersection(words)

"""The one schema of the index: what is written, and the fields that may be asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from functools import lru_cache
from typing import Any, Literal

from nlp.normalise import search_form

SCHEMA = 3
"""Raised whenever `Document` or the analysis changes: every article is then put again."""

LONGEST_WORD = 100
"""Longer runs of letters are cut, writing and asking: one engine would split them, one drop them."""

BETWEEN = "|"
"""A word between the names of one text field: nobody can type it, so no phrase reaches over it."""

FieldType = Literal["text", "keyword", "keywords", "int"]


def _kind(of: FieldType) -> Any:
    return field(metadata={"type": of})


def _many() -> Any:
    return field(default=(), metadata={"type": "keywords"})


@dataclass(frozen=True, slots=True)
class Document:
    """One article as it is indexed. Texts are `index_form`s; multi-values sorted and unique.

    id: of the article store; congress: `congress_token`s of congresses it is about,
    congress_mention: of those only mentioned; congress_path: the tokens of `congress` joined by ";" in
    the order of the tags (a multi-value field has none), so that campaigns know which comes first;
    prominence: of each of these, in the same order, how it is named (`prominence.py`), joined by ";";
    form: of the article (tin, phóng sự ...), "" where it is not known; day, week, month: local (Asia/Ho_Chi_Minh)
    20250906, 202536, 202509, all 0 when undated; published: seconds since 1970 UTC, None when
    undated (local midnight when only the day is known); audience: daily readers of the source,
    0 when no figure is known; offices: "rank organisation person" of each office-holder named as
    such, organisations: each organisation as it is written, BETWEEN them; sort_key: unique, see `sort_key`; status: live or removed; is_original:
    yes or no.
    """

    id: int = _kind("int")
    title: str = _kind("text")
    body: str = _kind("text")
    title_fold: str = _kind("text")
    body_fold: str = _kind("text")
    source: str = _kind("keyword")
    source_kind: str = _kind("keyword")
    source_level: str = _kind("keyword")
    source_province: str = _kind("keyword")
    reprint_group: str = _kind("keyword")
    event_group: str = _kind("keyword")
    is_original: str = _kind("keyword")
    status: str = _kind("keyword")
    published: int | None = _kind("int")
    day: int = _kind("int")
    week: int = _kind("int")
    month: int = _kind("int")
    audience: int = _kind("int")
    sort_key: int = _kind("int")
    congress: tuple[str, ...] = _many()
    congress_mention: tuple[str, ...] = _many()
    congress_level: tuple[str, ...] = _many()
    places: tuple[str, ...] = _many()
    topics: tuple[str, ...] = _many()
    entities: tuple[str, ...] = _many()
    congress_path: str = field(default="", metadata={"type": "keyword"})
    prominence: str = field(default="", metadata={"type": "keyword"})
    form: str = field(default="", metadata={"type": "keyword"})
    offices: str = field(default="", metadata={"type": "text"})
    offices_fold: str = field(default="", metadata={"type": "text"})
    organisations: str = field(default="", metadata={"type": "text"})
    organisations_fold: str = field(default="", metadata={"type": "text"})


FIELDS: Mapping[str, FieldType] = {one.name: one.metadata["type"] for one in fields(Document)}
"""Every field by name. A keyword that is "" stands in no bucket and is found by nothing."""

TEXTS = tuple(name for name, kind in FIELDS.items() if kind == "text" and f"{name}_fold" in FIELDS)
"""The fields that words are looked for in; each has a folded one beside it."""

NO_TIME = -(2**62)
"""`published` of an undated article in exported columns."""


def sort_key(seconds: int | None, article_id: int) -> int:
    """Order by date, then id; unique. Undated ones stand before all, and before 1970 counts as 1970."""
    return ((0 if seconds is None else max(seconds, 1)) << 24) | article_id


def day_number(day: date | None) -> int:
    """6 September 2025 -> 20250906, as in `day`; 0 when undated."""
    return 0 if day is None else day.year * 10_000 + day.month * 100 + day.day


def day_of(number: int) -> date:
    """The inverse. Raises ValueError for 0: undated is no day."""
    return date(number // 10_000, number // 100 % 100, number % 100)


def week_number(day: date) -> int:
    """The ISO week of a local day: 202536, as in `week`."""
    year, week, _ = day.isocalendar()
    return year * 100 + week


def index_form(text: str) -> tuple[str, str]:
    """(marked, folded) as written to the text fields; words longer than LONGEST_WORD are cut."""
    marked, folded = search_form(text)
    if _has_long_word(folded):
        return _cut(marked), _cut(folded)
    return marked, folded


def listed_form(names: Iterable[str]) -> tuple[str, str]:
    """(marked, folded) of several names in one text field, each once, BETWEEN them."""
    forms = dict.fromkeys(map(name_form, names))
    marked, folded = ([form[which] for form in forms if form[0]] for which in (0, 1))
    return f" {BETWEEN} ".join(marked), f" {BETWEEN} ".join(folded)


@lru_cache(maxsize=16_384)
def name_form(name: str) -> tuple[str, str]:
    """`index_form` of a name: the same ones stand in many articles."""
    return index_form(name)


def _has_long_word(text: str) -> bool:
    """Of words with one blank between: leaps from blank to blank, a word's greatest length at a time."""
    at, end = 0, len(text) - LONGEST_WORD
    while at < end:
        at = text.rfind(" ", at, at + LONGEST_WORD + 1) + 1
        if at == 0:
            return True
    return False


def _cut(text: str) -> str:
    return " ".join(one[:LONGEST_WORD] for one in text.split())

"""What a person types, cut into words, phrases, filters, operators and brackets."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from lantoa.errors import Misuse
from lantoa.words import word
from search_api.query_mistakes import SHORTEST, meant_operator, wildcard

Kind = Literal["word", "phrase", "prefix", "filter", "and", "or", "not", "open", "close"]

FILTERS = {
    "nguồn": "source",
    "loại": "source_kind",
    "cấp": "source_level",
    "tỉnh": "source_province",
    "đại hội": "congress",
    "chủ đề": "topics",
    "tiêu đề": "title",
    "chức danh": "offices",
    "tổ chức": "organisations",
    "ngày": "day",
    "từ": "from",
    "đến": "to",
}
"""Written without marks, without the space or with _ they are understood too."""
ENGLISH = {
    "source": "source",
    "kind": "source_kind",
    "level": "source_level",
    "province": "source_province",
    "congress": "congress",
    "topic": "topics",
    "title": "title",
    "office": "offices",
    "organisation": "organisations",
    "organization": "organisations",
    "date": "day",
    "from": "from",
    "to": "to",
}
PERSONS = ("tác giả", "nhân vật", "người", "phóng viên", "author", "person", "people", "byline")
"""Asked for as filters they are refused with the reason: we measure media, not persons."""
OPERATORS: dict[str, Kind] = {
    "VÀ": "and",
    "AND": "and",
    "HOẶC": "or",
    "OR": "or",
    "KHÔNG": "not",
    "NOT": "not",
}
CLOSING = {'"': '"', "“": "”", "”": "”", "„": "”", "«": "»"}


UNQUOTED = str.maketrans(dict.fromkeys(CLOSING.keys() | CLOSING.values(), " "))
"""What takes quotes out of a text."""


def in_quotes(text: str) -> str:
    """The text as one phrase, or as the value of a filter."""
    return f'"{text.translate(UNQUOTED)}"'


class QueryError(Misuse):
    """A query that cannot be read. position: offset of the trouble in NFC of what was typed."""

    def __init__(self, text: str, position: int) -> None:
        super().__init__(text)
        self.position = position


def explained(typed: str, error: Misuse) -> dict[str, Any]:
    """What a page says of a query that was refused. text: why; parts: what was typed, before the
    trouble and from there on, None where it has no place."""
    position = error.position if isinstance(error, QueryError) else None
    text = unicodedata.normalize("NFC", typed)
    return {"text": str(error), "parts": None if position is None else (text[:position], text[position:])}


@dataclass(frozen=True, slots=True)
class Piece:
    """kind, where it begins, its text; of a filter also the field, and whether it was quoted."""

    kind: Kind
    at: int
    text: str
    field: str = ""
    quoted: bool = False


def filter_name(field: str) -> str:
    """How a filter is called by who types it."""
    return next(name for name, known in FILTERS.items() if known == field)


def filter_at(text: str, at: int) -> tuple[str, int] | None:
    """(field, where its value begins) of the filter whose name stands here, though nothing follow."""
    folded = "".join(map(_base, text[at : at + _LONGEST_NAME]))
    named = _NAMED.match(folded) or _ENGLISH_NAMED.match(text, at, at + _LONGEST_NAME)
    if named is None:
        return None
    return _FIELDS[re.sub("[ _]", "", named[1]).lower()], at + len(named[0])


def pieces(typed: str) -> Iterator[Piece]:
    """The pieces of NFC(typed) in order. Raises QueryError."""
    text = unicodedata.normalize("NFC", typed)
    folded = "".join(map(_base, text))
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        piece, at = _piece(text, folded, at)
        if piece is not None:
            yield piece


def _piece(text: str, folded: str, at: int) -> tuple[Piece | None, int]:
    char = text[at]
    if char in "()":
        return Piece("open" if char == "(" else "close", at, char), at + 1
    if char in CLOSING:
        end = _closing(text, at)
        _bounded(text[at + 1 : end], at, quoted=True)
        return Piece("phrase", at, text[at + 1 : end], quoted=True), end + 1
    if char in "-−" and _begins(text, at) and at + 1 < len(text) and not text[at + 1].isspace():
        return Piece("not", at, char), at + 1
    named = _NAME.match(folded, at)
    if named or (named := _ENGLISH_NAME.match(text, at)):
        return _filter(text, at, named)
    if _PERSON.match(folded, at):
        raise QueryError(word("asking.no_persons"), at)
    strange = _STRANGE.match(text, at)
    if strange:
        fields = ", ".join(f"{name}:" for name in FILTERS)
        raise QueryError(word("search.query.field_unknown", field=strange[1], fields=fields), at)
    found = _WORD.match(text, at)
    if found is None:
        return None, at + 1
    meant = meant_operator(found[0], text)
    if meant is not None:
        raise QueryError(word("asking.operator", typed=found[0], meant=meant), at)
    kind: Kind = "prefix" if _bounded(found[0], at) else OPERATORS.get(found[0], "word")
    return Piece(kind, at, found[0]), found.end()


def _bounded(token: str, at: int, quoted: bool = False) -> bool:
    """Whether it is the beginning of a word with a *. Raises QueryError for any other wildcard."""
    found = wildcard(token, quoted)
    if found is False:
        raise QueryError(word("asking.wildcard", typed=token, count=SHORTEST), at)
    return found is True


def _filter(text: str, at: int, named: re.Match[str]) -> tuple[Piece, int]:
    field = _FIELDS[re.sub("[ _]", "", named[1]).lower()]
    start = named.end()
    if start < len(text) and text[start] in CLOSING:
        end = _closing(text, start)
        return Piece("filter", at, text[start + 1 : end], field, quoted=True), end + 1
    found = _VALUE.match(text, start)
    if found is None:
        raise QueryError(word("search.query.value_missing", field=text[at:start]), at)
    _bounded(found[0], at)
    return Piece("filter", at, found[0], field), found.end()


def _closing(text: str, at: int) -> int:
    wanted = CLOSING[text[at]]
    end = text.find(wanted, at + 1)
    straight = text.find('"', at + 1)
    if end < 0 and straight < 0:
        raise QueryError(word("search.query.quote_open", position=at + 1), at)
    return end if end >= 0 else straight


def _begins(text: str, at: int) -> bool:
    return at == 0 or text[at - 1].isspace() or text[at - 1] in "(-−"


def _base(char: str) -> str:
    """The letter without marks, in lower case; always one character."""
    if char in "đĐ":
        return "d"
    bare = unicodedata.normalize("NFD", char)[0].lower()
    return bare if len(bare) == 1 else char


def _one_of(names: Iterable[str]) -> str:
    return "|".join("".join(map(_base, name)).replace(" ", "[ _]?") for name in names)


_FIELDS = ENGLISH | {"".join(map(_base, name)).replace(" ", ""): field for name, field in FILTERS.items()}
_NAMED = re.compile(rf"({_one_of(FILTERS)}):")
_NAME = re.compile(rf"{_NAMED.pattern}(?=\S)")
_ENGLISH_NAMED = re.compile(rf"({'|'.join(ENGLISH)}):", re.IGNORECASE)
_ENGLISH_NAME = re.compile(rf"{_ENGLISH_NAMED.pattern}(?=\S)", re.IGNORECASE)
_LONGEST_NAME = 1 + max(map(len, (*FILTERS, *ENGLISH)))
_PERSON = re.compile(rf"({_one_of(PERSONS)}):(?=\S)")
_STRANGE = re.compile(r"([^\W\d_]+):(?=[^\s/:)])")
_WORD = re.compile(r"[^\s()\"“”„«»]+")
_VALUE = re.compile(r"[^\s()\"“”„«»]+")

"""What a person types, cut into words, phrases, filters, operators and brackets."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from lantoa.errors import Misuse
from lantoa.words import word

Kind = Literal["word", "phrase", "filter", "and", "or", "not", "open", "close"]

FILTERS = {
    "nguồn": "source",
    "loại": "source_kind",
    "cấp": "source_level",
    "tỉnh": "source_province",
    "đại hội": "congress",
    "chủ đề": "topics",
    "tiêu đề": "title",
    "từ": "from",
    "đến": "to",
}
"""Written without marks, without the space or with _ they are understood too."""
OPERATORS: dict[str, Kind] = {
    "VÀ": "and",
    "AND": "and",
    "HOẶC": "or",
    "OR": "or",
    "KHÔNG": "not",
    "NOT": "not",
}
CLOSING = {'"': '"', "“": "”", "”": "”", "„": "”", "«": "»"}


class QueryError(Misuse):
    """A query that cannot be read. position: offset of the trouble in NFC of what was typed."""

    def __init__(self, text: str, position: int) -> None:
        super().__init__(text)
        self.position = position


@dataclass(frozen=True, slots=True)
class Piece:
    """kind, where it begins, its text; of a filter also the field, and whether it was quoted."""

    kind: Kind
    at: int
    text: str
    field: str = ""
    quoted: bool = False


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
        return Piece("phrase", at, text[at + 1 : end], quoted=True), end + 1
    if char in "-−" and _begins(text, at) and at + 1 < len(text) and not text[at + 1].isspace():
        return Piece("not", at, char), at + 1
    named = _NAME.match(folded, at)
    if named:
        return _filter(text, at, named)
    strange = _STRANGE.match(text, at)
    if strange:
        fields = ", ".join(f"{name}:" for name in FILTERS)
        raise QueryError(word("search.query.field_unknown", field=strange[1], fields=fields), at)
    found = _WORD.match(text, at)
    if found is None:
        return None, at + 1
    return Piece(OPERATORS.get(found[0], "word"), at, found[0]), found.end()


def _filter(text: str, at: int, named: re.Match[str]) -> tuple[Piece, int]:
    field = _FIELDS[re.sub("[ _]", "", named[1])]
    start = named.end()
    if start < len(text) and text[start] in CLOSING:
        end = _closing(text, start)
        return Piece("filter", at, text[start + 1 : end], field, quoted=True), end + 1
    found = _VALUE.match(text, start)
    if found is None:
        raise QueryError(word("search.query.value_missing", field=text[at:start]), at)
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


_FIELDS = {"".join(map(_base, name)).replace(" ", ""): field for name, field in FILTERS.items()}
_NAMES = "|".join("".join(map(_base, name)).replace(" ", "[ _]?") for name in FILTERS)
_NAME = re.compile(rf"({_NAMES}):(?=\S)")
_STRANGE = re.compile(r"([^\W\d_]+):(?=[^\s/:)])")
_WORD = re.compile(r"[^\s()\"“”„«»]+")
_VALUE = re.compile(r"[^\s()\"“”„«»]+")

"""What a person types -> Query.

    đại hội "ban chấp hành" -thể thao        words (all of them), a phrase, without
    (đường HOẶC cầu) VÀ KHÔNG giao thông     VÀ HOẶC KHÔNG, AND OR NOT in capitals, brackets
    nguồn:tuoitre loại:"báo trung ương" từ:1/9/2025 đến:2025-09-30 tiêu đề:"nhân sự"
    chức danh:"bí thư" tổ chức:"Thành ủy" ngày:1/9/2025..30/9/2025 tuyên*   (English names too)

With a single mark in it the whole query respects marks; without any it finds every marking.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lantoa.words import word
from nlp.normalise import search_form
from search_api.aliases import Aliases, Expanded, widened
from search_api.index import All, And, Not, Or, Query, Range, Terms, Text, day_number
from search_api.query_days import span
from search_api.query_lexer import Piece, QueryError, explained, filter_name, pieces
from search_api.vocabulary import Labels, Vocabulary

TEXT_FIELDS = ("title", "offices", "organisations")
"""Filters that are words, not values."""
DEEPEST = 40
"""Brackets and negations within one another."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What was typed, as a query; expanded: the names beside which others are looked for."""

    query: Query
    expanded: tuple[Expanded, ...] = ()


def parse(typed: str, vocabulary: Vocabulary | None = None) -> Query:
    """The query as it is typed, no aliases beside it; see `read`."""
    return read(typed, vocabulary).query


def read(typed: str, vocabulary: Vocabulary | None = None, aliases: Aliases | None = None) -> Reading:
    """The query; nothing typed finds everything.

    vocabulary: what outlets, kinds, congresses are called; aliases: names that others are looked
    for beside, none when not given. Raises QueryError with a position.
    """
    found = list(pieces(typed))
    if not found:
        if typed.strip():
            raise QueryError(word("search.query.no_words"), 0)
        return Reading(All())
    texts = [one for one in found if one.kind in ("word", "phrase", "prefix") or one.field in TEXT_FIELDS]
    exact = any(len(set(search_form(one.text))) == 2 for one in texts)
    reader = _Reader(found, exact, vocabulary or Labels(), aliases or Aliases(()))
    query = reader.whole()
    return Reading(query, tuple(dict.fromkeys(reader.expanded)))


class _Reader:
    """Reads pieces by recursive descent: or < and < not < one."""

    def __init__(
        self, found: Sequence[Piece], exact: bool, vocabulary: Vocabulary, aliases: Aliases
    ) -> None:
        self._pieces = found
        self._at = 0
        self._exact = exact
        self._vocabulary = vocabulary
        self._aliases = aliases
        self.expanded: list[Expanded] = []

    def whole(self) -> Query:
        query = self._or(0)
        left = self._next()
        if left is not None:
            raise QueryError(word("search.query.close_stray", position=left.at + 1), left.at)
        if query is None:
            raise QueryError(word("search.query.no_words"), 0)
        return query

    def _next(self) -> Piece | None:
        return self._pieces[self._at] if self._at < len(self._pieces) else None

    def _takes(self, kind: str) -> Piece | None:
        piece = self._next()
        if piece is None or piece.kind != kind:
            return None
        self._at += 1
        return piece

    def _or(self, depth: int) -> Query | None:
        parts = [self._and(depth)]
        while operator := self._takes("or"):
            parts.append(self._wanted(operator, self._and(depth), parts[-1]))
        known = [part for part in parts if part is not None]
        if len(known) < 2:
            return known[0] if known else None
        return Or(tuple(known))

    def _and(self, depth: int) -> Query | None:
        parts: list[Query] = []
        while True:
            operator = self._takes("and")
            piece = self._next()
            if operator and (not parts or piece is None or piece.kind in ("or", "and", "close")):
                raise QueryError(word("search.query.operand_missing", operator=operator.text), operator.at)
            if piece is None or piece.kind in ("or", "close"):
                break
            part = self._not(depth)
            if part is not None:
                parts.append(part)
        joined = _joined(self._widened(parts))
        if len(joined) < 2:
            return joined[0] if joined else None
        return And(tuple(joined))

    def _wanted(self, operator: Piece, right: Query | None, left: Query | None) -> Query:
        if right is None or left is None:
            raise QueryError(word("search.query.operand_missing", operator=operator.text), operator.at)
        return right

    def _not(self, depth: int) -> Query | None:
        operator = self._takes("not")
        if operator is None:
            return self._one(depth)
        self._check(depth, operator)
        piece = self._next()
        if piece is None or piece.kind in ("and", "or", "close"):
            raise QueryError(word("search.query.operand_missing", operator=operator.text), operator.at)
        part = self._not(depth + 1)
        return None if part is None else Not(self._widened([part])[0])

    def _widened(self, parts: Sequence[Query]) -> list[Query]:
        wide, told = widened(parts, self._aliases, self._exact)
        self.expanded += told
        return wide

    def _one(self, depth: int) -> Query | None:
        opened = self._takes("open")
        if opened is not None:
            self._check(depth, opened)
            inner = self._or(depth + 1)
            if self._takes("close") is None:
                raise QueryError(word("search.query.open_stray", position=opened.at + 1), opened.at)
            return inner
        piece = self._pieces[self._at]
        self._at += 1
        if piece.kind == "filter":
            return self._filter(piece)
        return self._text(piece, ("title", "body"))

    def _check(self, depth: int, piece: Piece) -> None:
        if depth >= DEEPEST:
            raise QueryError(word("search.query.too_deep"), piece.at)

    def _text(self, piece: Piece, fields: tuple[str, ...]) -> Query | None:
        """A word of several words (TP.HCM, 2025-2030) is a phrase; one of none is left out."""
        count = len(search_form(piece.text)[1].split())
        if count == 0:
            return None
        if piece.kind == "prefix" or (piece.field in TEXT_FIELDS and piece.text.endswith("*") and not piece.quoted):
            return Text(piece.text, "prefix", fields, exact=self._exact)
        phrase = count > 1 or piece.quoted
        return Text(piece.text, "phrase" if phrase else "all", fields, exact=self._exact)

    def _filter(self, piece: Piece) -> Query | None:
        if piece.field in TEXT_FIELDS:
            return self._named(piece)
        if piece.field in ("from", "to", "day"):
            first, last = span(piece)
            return Range("day", day_number(first) if first else 1, day_number(last) if last else None)
        typed = [piece.text] if piece.quoted else [one for one in piece.text.split(",") if one]
        values = [value for one in typed for value in self._values(piece, one)]
        return Terms(piece.field, tuple(dict.fromkeys(values)))

    def _named(self, piece: Piece) -> Query:
        """Words of a field. Raises QueryError where there is none: everything would be found."""
        text = self._text(piece, (piece.field,))
        if text is None:
            raise QueryError(word("search.query.value_missing", field=f"{filter_name(piece.field)}:"), piece.at)
        return text

    def _values(self, piece: Piece, typed: str) -> tuple[str, ...]:
        values = self._vocabulary.values(piece.field, typed)
        if not values:
            name = filter_name(piece.field)
            raise QueryError(word("search.query.value_unknown", field=name, value=typed), piece.at)
        return values


def _joined(parts: Sequence[Query]) -> list[Query]:
    """Neighbouring single words become one text: "đại" "hội" -> "đại hội"."""
    joined: list[Query] = []
    for part in parts:
        last = joined[-1] if joined else None
        if (
            isinstance(part, Text)
            and isinstance(last, Text)
            and _plain(part)
            and _plain(last)
            and part.fields == last.fields
        ):
            joined[-1] = Text(f"{last.text} {part.text}", "all", last.fields, exact=last.exact)
        else:
            joined.append(part)
    return joined


def _plain(text: Text) -> bool:
    return text.mode == "all"


__all__ = ["QueryError", "Reading", "explained", "parse", "read"]

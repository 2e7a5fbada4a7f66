"""Vietnamese names of coded values: kinds and levels of outlets, topics, congresses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from lantoa.article import Article, CongressKey, Outlet
from lantoa.words import catalogue, word

HEADLINE = 90
"""Characters that stand in for a missing title."""
Coded = Literal["outlet_kind", "outlet_level", "topic", "form", "congress_level"]


def label(group: Coded, value: str) -> str:
    """The name of a value; the value itself where it has none."""
    return catalogue().get(f"web.{group}.{value}", value)


def name_of(outlets: Mapping[str, Outlet], source: str) -> str:
    """The name of an outlet; its id where none is known."""
    return outlets[source].name if source in outlets else source


def headline(article: Article) -> str:
    """Its title; else the beginning of its text; else its address. Never empty."""
    if article.title or not article.text:
        return article.title or article.url
    line = article.text.partition("\n")[0]
    return line if len(line) <= HEADLINE else line[:HEADLINE].rsplit(" ", 1)[0] + "…"


def congress_name(key: CongressKey) -> str:
    """"Đại hội Đảng bộ thành phố Hà Nội lần thứ XVIII, nhiệm kỳ 2025–2030": as much as the key says."""
    name = _body(key)
    if key.ordinal is not None:
        name += " " + word("web.congress.ordinal", ordinal=roman(key.ordinal))
    if key.term is not None:
        name += ", " + word("web.congress.term", start=key.term[0], end=key.term[1])
    return name


def _body(key: CongressKey) -> str:
    if key.level in ("national", "generic"):
        return word(f"web.congress.{key.level}")
    if key.place is None:
        return word("web.congress.unplaced", level=label("congress_level", key.level))
    return word("web.congress.cell" if key.level == "cell" else "web.congress.body", place=key.place)


def roman(number: int) -> str:
    """18 -> "XVIII", as ordinals of congresses are written. Numbers under 1 or over 3999 stay Arabic."""
    if not 1 <= number <= 3999:
        return str(number)
    letters = ""
    for value, sign in _ROMAN:
        letters += sign * (number // value)
        number %= value
    return letters


_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
    (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip

ROMANS = {roman(number): number for number in range(1, 100)}
"""Ordinals as they are written -> their number."""

"""Persons with foreign names, and what only looks like one."""

from __future__ import annotations

import pytest

from nlp.foreign import foreign_persons


def found(text: str) -> list[str]:
    """Names in order of the rules."""
    return [text[span.start : span.end] for span in foreign_persons(text)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Bà Helga Strömfeld thăm Hà Nội.", ["Helga Strömfeld"]),
        ("Tổng thống Mỹ Warren Hollick đến.", ["Warren Hollick"]),
        ("Ông J. Pemberton viết.", ["J. Pemberton"]),
        ("Warren Hollick đến. Theo Hollick, trời đẹp.", ["Warren Hollick", "Hollick"]),
    ],
)
def test_full_names_and_their_parts_are_found(text: str, names: list[str]) -> None:
    assert found(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "Ông Lê Văn Bốn đến phường Hải Vân.",
        "Theo Riverton Daily News, trời mưa.",
        "Ông học tại Preston Wells.",
        "Theo Hollick, trời đẹp.",
        "Hãng Brixton Flyer bay lại.",
    ],
)
def test_vietnamese_names_places_and_papers_are_none(text: str) -> None:
    assert found(text) == []

"""Found words are shown where they stand, marked or not as they were asked for."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_api.highlight import Fragment, highlight
from search_api.index import All, Query, Terms
from search_api.query_text import parse
from search_api.schema import index_form
from search_api.spotting import words_of


def shown(typed: str, text: str) -> list[str]:
    found = highlight(parse(typed), "", text).text
    return [part.text[start:end] for part in found for start, end in part.spans]


@pytest.mark.parametrize(
    ("typed", "text", "wanted"),
    [
        ("đường", "Đường phố, đương dương DUONG đường.", ["Đường", "đường"]),
        ("duong", "Đường phố, đương dương DUONG", ["Đường", "đương", "dương", "DUONG"]),
        ("hoà", "hòa, hoà, Hóa", ["hòa", "hoà"]),
        ('"ban chấp hành"', "Ban, chấp-hành; ban chấp. Hành ban chấp", ["Ban, chấp-hành", "ban chấp. Hành"]),
        ("TP.HCM", "Ở TP.HCM và TP. HCM, không phải TP", ["TP.HCM", "TP. HCM"]),
        ("đại -hội", "đại hội", ["đại"]),
        ("a OR b", "b x a", ["b", "a"]),
        ("tiêu đề:hội", "hội", []),
        ("mật", "m\u1ead\u200bt khẩu, ma\u0323\u0302t", ["m\u1ead\u200bt", "ma\u0323\u0302t"]),
    ],
)
def test_words_are_marked(typed: str, text: str, wanted: list[str]) -> None:
    assert shown(typed, unicodedata.normalize("NFC", text)) == [
        unicodedata.normalize("NFC", one) for one in wanted
    ]


def test_the_title_stays_whole() -> None:
    found = highlight(parse("hội"), "Đại hội và hội nghị", "Không có gì.")
    assert found.title == Fragment("Đại hội và hội nghị", ((4, 7), (11, 14)))
    assert found.text == (Fragment("Không có gì.", ()),)


@pytest.mark.parametrize("query", [All(), Terms("source", ("x",))])
def test_without_words_the_text_begins_at_its_beginning(query: Query) -> None:
    (first,) = highlight(query, "", "một hai ba " * 100).text
    assert first.text.startswith("một hai")
    assert first.text.endswith(("một", "hai", "ba"))
    assert (first.before, first.after, first.spans) == (False, True, ())


def test_fragments_are_the_fullest_in_order_of_the_text() -> None:
    gap = "lời thường " * 60
    text = f"hội {gap} hội hội hội {gap} hội {gap} hội hội"
    found = highlight(parse("hội"), "", text, most=2).text
    assert [len(one.spans) for one in found] == [3, 2]
    assert all(one.before for one in found)
    assert [one.after for one in found] == [True, False]


@given(st.text(alphabet="aâăđĐ\u0301\u0323 .-_1😀\u200b\u00adơưỵ", max_size=60))
def test_tokens_are_those_of_the_index(text: str) -> None:
    """Law: the words highlighted are the words indexed, each at its own place."""
    text = unicodedata.normalize("NFC", text)
    words = words_of(text)
    marked, folded = index_form(text)
    assert words.marked == marked.split()
    assert words.folded == folded.split()
    assert [index_form(text[start:end])[0] for start, end in words.places] == words.marked
    ends = [place for both in words.places for place in both]
    assert ends == sorted(ends)


@given(
    st.lists(st.sampled_from(["hội", "đại", "x" * 30, "ở,", "–"]), max_size=80),
    st.integers(40, 90),
)
def test_fragments_never_cut_a_word_or_lie_over_one_another(parts: list[str], width: int) -> None:
    text = " ".join(parts)
    found = highlight(parse("hội"), "", text, width=width).text
    at = 0
    for one in found:
        assert set(one.text.split()) <= set(parts)
        assert all(one.text[start:end] == "hội" for start, end in one.spans)
        at = text.index(one.text, at) + len(one.text)

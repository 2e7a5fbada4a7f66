"""One spelling for everything that is written, and for everything that is asked."""

import unicodedata
from itertools import pairwise
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.normalise import clean, clean_with_map, search_form

SYLLABLES = [
    "hòa",
    "hoàn",
    "toàn",
    "thủy",
    "ủy",
    "quý",
    "quà",
    "giả",
    "già",
    "nghĩa",
    "khỏe",
    "ngoại",
    "huỳnh",
    "thuyền",
    "đảng",
    "Đại",
    "bộ",
    "hội",
    "lần",
    "thứ",
    "XVIII",
    "TP.HCM",
    "Ủy",
    "Hòa",
    "THỦY",
    "nhiệm",
    "kỳ",
    "2025-2030",
    "xòe",
    "loay",
    "hoáy",
    "khuỷu",
    "quỳnh",
    "giường",
]
NEW_STYLE = {
    "hòa": "hoà",
    "thủy": "thuỷ",
    "ủy": "uỷ",
    "khỏe": "khoẻ",
    "Ủy": "Uỷ",
    "Hòa": "Hoà",
    "THỦY": "THUỶ",
    "xòe": "xoè",
}

INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u202a\x00\x1b"
BLANKS = " \u00a0\u2009\u202f\u3000\x0b"

sentences = st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=12)
encodings: st.SearchStrategy[Literal["NFC", "NFD"]] = st.sampled_from(["NFC", "NFD"])


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Bí thư Thành uỷ", "Bí thư Thành ủy"),
        ("HOÀ BÌNH, Hoà bình", "HÒA BÌNH, Hòa bình"),
        ("thuỷ lợi, xoè ô, khoẻ khoắn", "thủy lợi, xòe ô, khỏe khoắn"),
        ("hoàn toàn, ngoại, hoạch", "hoàn toàn, ngoại, hoạch"),
        ("tòan quốc, Hùynh", "toàn quốc, Huỳnh"),
        ("quý, quỹ, quà, Quỳ", "quý, quỹ, quà, Quỳ"),
        ("qúy, qúa, gìa", "quý, quá, già"),
        ("nghĩa, già, giả", "nghĩa, già, giả"),
        ("Ðảng bộ", "Đảng bộ"),
        ("đại\u00a0hội\u200b đảng\u00ad bộ\ufeff", "đại hội đảng bộ"),
        ("một\r\nhai\rba", "một\nhai\nba"),
        ("\x00đại\x07 hội\x1b", "đại hội"),
    ],
)
def test_clean_gives_one_spelling_and_keeps_case(written: str, expected: str) -> None:
    assert clean(written) == expected


@pytest.mark.parametrize(
    ("written", "marked", "folded"),
    [
        ("Đại hội lần thứ XVIII, TP.HCM!", "đại hội lần thứ xviii tp hcm", "dai hoi lan thu xviii tp hcm"),
        ("  2682-TB/TU  ", "2682 tb tu", "2682 tb tu"),
        ("ĐƯỜNG đường Dương", "đường đường dương", "duong duong duong"),
        ("Thành uỷ = thành ủy", "thành ủy thành ủy", "thanh uy thanh uy"),
        ("“tiện dụng”… 👍🏽 nhé", "tiện dụng nhé", "tien dung nhe"),
        ("", "", ""),
        ("—–•", "", ""),
    ],
)
def test_search_form_has_a_marked_and_a_folded_face(written: str, marked: str, folded: str) -> None:
    assert search_form(written) == (marked, folded)


@given(st.text())
def test_clean_changes_nothing_twice(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(st.text())
def test_search_form_changes_nothing_twice(text: str) -> None:
    marked, folded = search_form(text)
    assert search_form(marked) == (marked, folded)
    assert search_form(folded) == (folded, folded)
    assert len(marked) == len(folded)


@given(sentences)
def test_every_encoding_and_both_tone_styles_are_one_form(words: list[str]) -> None:
    text = " ".join(words)
    other = " ".join(NEW_STYLE.get(word, word) for word in words)
    forms = {
        search_form(unicodedata.normalize(form, each))
        for each in (text, other)
        for form in ("NFC", "NFD", "NFKD")
    }
    assert len(forms) == 1
    assert clean(other) == clean(unicodedata.normalize("NFD", text)) == clean(text)


@given(
    st.lists(
        st.sampled_from([*SYLLABLES, " ", "\u200b", "\u00ad", "\r\n", "hoà\u200b", "e\u200b\u0301"])
    ).map("".join)
)
def test_the_map_leads_back_to_the_composed_text(text: str) -> None:
    cleaned, offsets = clean_with_map(text)
    composed = unicodedata.normalize("NFC", text)
    assert cleaned == clean(text)
    assert len(offsets) == len(cleaned) + 1
    assert list(offsets) == sorted(offsets)
    assert offsets[-1] == len(composed)
    for at, char in enumerate(cleaned):
        if char.isdigit() or char in "TPHCMX.":
            assert composed[offsets[at]] == char


@given(sentences, encodings, st.data())
def test_what_cannot_be_seen_changes_nothing(
    words: list[str], encoding: Literal["NFC", "NFD"], data: st.DataObject
) -> None:
    """Not even between a letter and its mark."""
    text = unicodedata.normalize(encoding, " ".join(words))
    at = data.draw(st.integers(0, len(text)))
    veiled = text[:at] + data.draw(st.text(INVISIBLE, min_size=1, max_size=3)) + text[at:]
    assert clean(veiled) == clean(text)
    assert search_form(veiled) == search_form(text)


@given(sentences, st.data())
def test_every_kind_of_blank_is_a_space_and_every_capital_d_with_a_stroke_is_one(
    words: list[str], data: st.DataObject
) -> None:
    text = " ".join(words)
    other = "".join(data.draw(st.sampled_from(BLANKS)) if char == " " else char for char in text)
    other = "".join(data.draw(st.sampled_from("ĐÐƉ")) if char == "Đ" else char for char in other)
    assert clean(other) == clean(text)
    assert clean(other).count(" ") == len(words) - 1


@given(
    st.one_of(st.text(), st.text("aoeuyêơâ\u0301\u0300\u0323\u200b\u00ad\r\n qgQ\u1100\u1161\u11a8\u2028Ð"))
)
def test_any_text_has_a_map_that_never_steps_back(text: str) -> None:
    cleaned, offsets = clean_with_map(text)
    composed = unicodedata.normalize("NFC", text)
    assert cleaned == clean(text)
    assert len(offsets) == len(cleaned) + 1
    assert all(one <= other for one, other in pairwise(offsets))
    assert 0 <= offsets[0] <= offsets[-1] == len(composed)


@given(sentences, encodings, st.data())
def test_a_word_of_the_clean_text_is_the_same_word_where_the_map_leads(
    words: list[str], encoding: Literal["NFC", "NFD"], data: st.DataObject
) -> None:
    veiled = [data.draw(st.text(INVISIBLE, max_size=2)) + word for word in words]
    text = unicodedata.normalize(encoding, " ".join(veiled))
    cleaned, offsets = clean_with_map(text)
    composed = unicodedata.normalize("NFC", text)
    at = 0
    for word in cleaned.split(" "):
        end = at + len(word)
        assert clean(composed[offsets[at] : offsets[end]]) == word
        at = end + 1


def test_folding_is_the_same_for_marked_and_bare_letters() -> None:
    assert search_form("Đại hội đại biểu")[1] == search_form("Dai hoi dai bieu")[0]

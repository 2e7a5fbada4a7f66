"""What was wrong with a text is said by name."""

from __future__ import annotations

import unicodedata

import pytest

from nlp.flags import CONTROL, CUT, EMPTY, ENCODING, FLAGS, FOREIGN, LABELS, NO_MARKS, flags

WELL = "Sáng nay, Đảng bộ xã Vân Canh tổ chức đại hội đại biểu lần thứ nhất tại nhà văn hóa xã."


def bare(text: str) -> str:
    return "".join(one for one in unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D")) if one < "\u0300")


@pytest.mark.parametrize("text", [WELL, "Vân Canh", "Lê Lan, Mai An, Cao Hoa", unicodedata.normalize("NFD", WELL), WELL.upper(), "TPHCM", "Xã Vân Canh, xã Tân Lân, xã Hà Lan, xã Văn Lâm, xã Cam Lâm, xã Tân Hà."])
def test_nothing_is_wrong_with_vietnamese_however_short(text: str) -> None:
    assert flags(text, 1000) == ()


@pytest.mark.parametrize("text", ["", " \n\t", "...", "12/3 - 45%", "\u200b"])
def test_a_text_without_letters_is_empty(text: str) -> None:
    assert flags(text, 1000) == (EMPTY,)


def test_what_is_longer_than_what_is_read_is_cut() -> None:
    assert flags(WELL, len(WELL)) == ()
    assert flags(WELL, len(WELL) - 1) == (CUT,)


@pytest.mark.parametrize("char", ["\x00", "\x07", "\x1b", "\x7f", "\x93"])
def test_control_characters_are_named_but_not_line_ends(char: str) -> None:
    assert flags(WELL + char, 1000) == (CONTROL,)
    assert flags(WELL + "\t\r\n\x0b\x0c\x85", 1000) == ()


@pytest.mark.parametrize(
    "text",
    [
        WELL.replace("ả", "\ufffd"),
        "Đại h\udcc3i",
        WELL.encode().decode("cp1252", "replace"),
        WELL.encode().decode("latin-1").translate(dict.fromkeys(range(0x80, 0xA0))),
        "§¶ng bé x· V©n Canh tæ chøc §¹i héi ®¹i biÓu lÇn thø nhÊt, nhiÖm kú míi t¹i nhµ v¨n hãa",
    ],
)
def test_letters_that_were_lost_or_misread_are_a_broken_encoding(text: str) -> None:
    assert ENCODING in flags(text, 1000)
    assert FOREIGN not in flags(text, 1000)


@pytest.mark.parametrize("text", [bare(WELL), bare(WELL).upper(), "Dai hoi dang bo phuong 5", bare(WELL) * 40])
def test_vietnamese_without_marks_is_no_other_language(text: str) -> None:
    assert flags(text, 10_000) == (NO_MARKS,)


@pytest.mark.parametrize(
    "text",
    [
        "The delegates of the district met on Tuesday to talk about the new road, the school and what both would cost.",
        "Les délégués du district se sont réunis mardi afin de parler de la nouvelle route, de l'école et de leur coût.",
        "Los delegados del distrito se reunieron el martes para hablar de la nueva carretera, de la escuela y del precio.",
        "Делегаты района собрались во вторник, чтобы поговорить о новой дороге, о школе и о том, сколько всё это стоит.",
        "区里的代表们星期二开会讨论新路和学校的费用" * 6,
    ],
)
def test_other_languages_are_told_by_their_letters(text: str) -> None:
    assert flags(text, 10_000) == (FOREIGN,)
    assert flags(text[:20], 10_000) == (), "too short to judge"


def test_a_name_of_another_language_does_not_make_a_text_foreign() -> None:
    assert flags(WELL + " Cuộc họp do Smith & Johnson International Consulting Company Limited tài trợ.", 1000) == ()


def test_every_flag_is_listed_once() -> None:
    assert sorted(FLAGS) == sorted({EMPTY, CUT, CONTROL, ENCODING, NO_MARKS, FOREIGN, LABELS})

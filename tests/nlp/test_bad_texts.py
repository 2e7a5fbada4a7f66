"""Texts that are wrong in every way: tagged all the same, and never silently empty."""

from __future__ import annotations

import unicodedata

import pytest

from lantoa.article import Article, Kind, Tags
from nlp.flags import CONTROL, CUT, EMPTY, ENCODING, FOREIGN, NO_MARKS
from nlp.tag import tag

WELL = "Sáng nay, ông Lê Văn Bốn, Bí thư Đảng ủy xã Vân Canh, khai mạc Đại hội Đảng bộ xã Vân Canh lần thứ I.\n"
NAMES = "Lê Văn Bốn, Trần Thị Hoài, Nguyễn Hữu Phước, Phạm Minh Đức, Hoàng Thị Lụa, Vũ Quốc Trị, Đặng Văn Sáu."


def tagged(text: str) -> Tags:
    tags = tag(Article("https://bao.test/1", Kind.ARTICLE, "", "", text))
    composed = unicodedata.normalize("NFC", text)
    assert all(composed[one.start : one.end] == one.text for one in tags.entities)
    return tags


def found(tags: Tags) -> bool:
    return bool(tags.entities or tags.congresses or tags.dates)


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("", EMPTY), (" \n\n\t", EMPTY), ("\u200b\ufeff", EMPTY), ("(" * 5000, EMPTY), ("12 34", EMPTY), ("😀" * 300, EMPTY),
        ("\ufffd" * 50, ENCODING), ("\ud800 Đại hội", ENCODING), (WELL.encode().decode("cp1252", "replace"), ENCODING),
        ("\x00" * 200 + "a", CONTROL),
        ("Dai hoi dai bieu Dang bo xa Van Canh lan thu nhat da thanh cong tot dep", NO_MARKS),
        ("The party of the district has met in the hall of the school and has talked about the road until the evening.", FOREIGN),
        ("各位代表在会场讨论了道路的问题" * 10, FOREIGN),
    ],
)  # fmt: skip
def test_where_little_is_found_a_flag_says_why(text: str, flag: str) -> None:
    assert flag in tagged(text).flags


def test_control_characters_and_lost_letters_do_not_hide_the_rest() -> None:
    for broken in (WELL.replace("khai", "kh\x07ai\x00"), WELL.replace("nay", "n\ufffdy"), "\ud800" + WELL):
        tags = tagged(broken)
        assert [one.text for one in tags.entities if one.type == "PER"] == ["Lê Văn Bốn"]
        assert [one.stated.place for one in tags.congresses] == ["xã Vân Canh"]
        assert tags.flags


def test_a_text_of_names_only_is_names() -> None:
    tags = tagged(NAMES)
    assert (tags.congresses, tags.about, tags.flags) == ((), "none", ())
    assert {"Trần Thị Hoài", "Nguyễn Hữu Phước", "Phạm Minh Đức"} <= {one.text for one in tags.entities}


def test_names_without_marks_are_found_where_their_capitals_tell() -> None:
    tags = tagged("Ong Nguyen Van An va ba Tran Thi Binh phat bieu tai hoi nghi cua xa")
    assert tags.flags == (NO_MARKS,)
    assert "Tran Thi Binh" in {one.text for one in tags.entities}


PIECES = [
    WELL, "x ", "Lê Văn Bốn, ", "3/2/2006, ", "Đại hội Đảng bộ xã ", "Bí thư, ", "(", "“", "A-B-", "Ban Chấp hành ", "đường Lê Lợi, ",
    "từ ngày 1 đến ", "ĐẠI HỘI, ", "\u0301", "e\u0301", "\x00", "\ufffd", "1/2/", "lần thứ I ", "các phường Một và Hai, ", "Nghị quyết ",
    "Trường Đại học ", "Công ty ", "Sở Y tế và ", "ông Lê Văn Bốn, Bí thư, ", "ngày 3 ", "khóa X, ", "Chi bộ 1, ", "25 - ",
]  # fmt: skip


@pytest.mark.parametrize("piece", PIECES)
def test_one_thing_over_and_over_is_read_like_anything_else(piece: str) -> None:
    tags = tagged((piece * 20_000)[:20_000])
    assert CUT not in tags.flags
    assert found(tags) or tags.flags or piece not in (WELL, "Lê Văn Bốn, ", "3/2/2006, ")


@pytest.mark.slow
@pytest.mark.timeout(120)
@pytest.mark.parametrize("piece", PIECES)
def test_a_pattern_that_looks_back_over_everything_would_not_come_back(piece: str) -> None:
    assert CUT not in tagged((piece * 400_000)[:400_000]).flags


def test_a_megabyte_is_read() -> None:
    text = (WELL + "Cuộc họp bàn việc nước sạch cho các thôn ven sông trong mùa khô.\n" * 5) * 2100
    assert len(text.encode()) > 1_000_000
    tags = tagged(text)
    assert tags.flags == ()
    assert [one.stated.place for one in tags.congresses] == ["xã Vân Canh"]
    assert sum(one.text == "Lê Văn Bốn" for one in tags.entities) == 2100

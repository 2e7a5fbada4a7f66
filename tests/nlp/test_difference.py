"""The word diff: nothing is lost, nothing invented, and what stayed is seen to have stayed."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from lantoa.changes import Piece
from nlp.difference import differences, plain

UNITS = ["Đại", "hội", "đại", "biểu", "6/9/2025", "1.234", ",", ".", "“", "”", "\n", "\n\n", "ủy", ";", "%", "e\u0301"]
WORDS = st.sampled_from(UNITS)
TEXTS = st.one_of(st.lists(WORDS, max_size=40).map(" ".join), st.text(max_size=80))
BEFORE = "Sáng 6/9, Thành ủy họp.\nCó 250 đại biểu dự.\nCuộc họp kéo dài."


def put_together(pieces: tuple[Piece, ...], *changes: str) -> str:
    return "".join(each.text for each in pieces if each.change in changes)


@given(TEXTS, TEXTS)
def test_either_version_can_be_put_together_again(before: str, after: str) -> None:
    pieces = differences(before, after)
    assert put_together(pieces, "kept", "added") == plain(after)
    assert put_together(pieces, "kept", "removed") == plain(before)


@given(TEXTS, TEXTS)
def test_from_the_other_side_it_is_the_same(before: str, after: str) -> None:
    there, back = differences(before, after), differences(after, before)
    assert put_together(there, "kept") == put_together(back, "kept")
    assert put_together(there, "removed") == put_together(back, "added")


@given(TEXTS)
def test_what_is_equal_is_one_kept_piece(text: str) -> None:
    assert differences(text, unicodedata.normalize("NFD", text)) == ((Piece("kept", plain(text)),) if plain(text) else ())


@given(TEXTS, TEXTS)
def test_pieces_are_never_empty_and_two_neighbours_never_of_one_kind(before: str, after: str) -> None:
    pieces = differences(before, after)
    assert all(each.text for each in pieces)
    assert all(one.change != other.change for one, other in pairwise(pieces))


def test_white_space_alone_is_no_difference() -> None:
    assert differences("Thành ủy\u00a0họp.\n\n\nXong.", "Thành  ủy họp. \nXong.") == (Piece("kept", "Thành ủy họp.\nXong."),)


def test_a_number_is_replaced_as_a_whole() -> None:
    assert differences(BEFORE, BEFORE.replace("250", "1.250")) == (
        Piece("kept", "Sáng 6/9, Thành ủy họp.\nCó"), Piece("removed", " 250"), Piece("added", " 1.250"),
        Piece("kept", " đại biểu dự.\nCuộc họp kéo dài."),
    )  # fmt: skip


def test_a_date_and_a_name_stay_in_one_piece() -> None:
    found = differences("Ngày 6/9/2025 ông Nguyễn Văn A đến.", "Ngày 16/9/2025 ông Nguyễn Văn Bình đến.")
    assert [each.text for each in found if each.change != "kept"] == [" 6/9/2025", " 16/9/2025", " A", " Bình"]


def test_an_inserted_paragraph_leaves_the_others_alone() -> None:
    lines = BEFORE.split("\n")
    after = "\n".join([lines[0], "Đoạn này được thêm vào sau đó, không giống đoạn nào.", *lines[1:]])
    assert [each.change for each in differences(BEFORE, after)] == ["kept", "added", "kept"]


def test_a_paragraph_written_anew_is_not_torn_into_words() -> None:
    after = BEFORE.replace("Có 250 đại biểu dự.", "Thời tiết thuận lợi cho mọi hoạt động ngoài trời.")
    assert [each.change for each in differences(BEFORE, after)] == ["kept", "removed", "added", "kept"]


def test_a_comma_between_two_changed_words_belongs_to_the_change() -> None:
    found = differences("Ông An, Bình đều có mặt tại hội nghị sáng nay.", "Ông Cường, Dũng đều có mặt tại hội nghị sáng nay.")
    assert [each.text for each in found if each.change == "added"] == [" Cường, Dũng"]


def test_a_long_paragraph_is_compared_by_its_sentences() -> None:
    sentences = [f"Câu thứ {n} nói về việc số {n * 7} của cuộc họp tại phường." for n in range(100)]
    after = [*sentences[:40], "Câu thứ 40 nói về việc khác hẳn của cuộc họp tại phường.", *sentences[41:]]
    found = differences(" ".join(sentences), " ".join(after))
    assert [each.text for each in found if each.change != "kept"] == [" số 280", " khác hẳn"]

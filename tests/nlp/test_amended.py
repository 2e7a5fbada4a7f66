"""Names that only the model read, cut or dropped where the grammar is surer."""

from __future__ import annotations

import pytest

from lantoa.article import EntityType
from nlp.amended import amended
from nlp.entities import spans
from nlp.spans import Span


def kept(text: str, read: str, kind: EntityType = "ORG") -> list[tuple[str, str]]:
    """What is left of a name that the model read in this text."""
    start = text.index(read)
    span = Span(start, start + len(read), kind, "crf")
    within = [one for one in spans(text) if span.start <= one.start and one.end <= span.end]
    return [(text[one.start : one.end], one.type) for one in amended(text, span, within)]


@pytest.mark.parametrize(
    ("text", "read", "left"),
    [
        ("Hội Khuyến tài nhận quà.", "Hội Khuyến tài nhận", "Hội Khuyến tài"),
        ("Tạp chí Đồng Xanh - hỏi lại.", "Tạp chí Đồng Xanh - hỏi", "Tạp chí Đồng Xanh"),
        ("Chánh văn phòng Sở Nghề cá đến.", "Chánh văn phòng Sở Nghề cá", "văn phòng Sở Nghề cá"),
        ("Ban Bí thư quản lý cán bộ.", "Ban Bí thư quản lý", "Ban Bí thư"),
    ],
)
def test_a_name_ends_before_a_verb_and_begins_behind_a_rank(text: str, read: str, left: str) -> None:
    assert kept(text, read) == [(left, "ORG")]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Thứ trưởng Nghề muối trả lời.", "Nghề muối"),
        ("Bà là cử nhân Luật học.", "Luật học"),
        ("GRDP tăng nhanh.", "GRDP"),
        ("Tiểu ban họp.", "Tiểu ban"),
        ("Bà con trồng khoai lang tím.", "khoai lang tím"),
    ],
)
def test_fields_things_and_kinds_are_no_organisation(text: str, read: str) -> None:
    assert kept(text, read) == []


def test_a_person_behind_an_organ_or_a_country_is_given_back() -> None:
    assert kept("Chủ tịch UBND xã Vương Đắc Chiến nói.", "UBND xã Vương Đắc Chiến") == [
        ("UBND xã", "ORG"),
        ("Vương Đắc Chiến", "PER"),
    ]
    assert kept("Tổng thống Mỹ Barack Obama nói.", "Mỹ Barack Obama", "LOC") == [
        ("Mỹ", "LOC"),
        ("Barack Obama", "PER"),
    ]


def test_two_organisations_with_a_dash_between_are_two() -> None:
    text = "Nhà thầu là Công ty Sông Xanh - Xí nghiệp 38 ở đó."
    assert kept(text, "Công ty Sông Xanh - Xí nghiệp 38") == [
        ("Công ty Sông Xanh", "ORG"),
        ("Xí nghiệp 38", "ORG"),
    ]


def test_a_name_that_nothing_speaks_against_stays() -> None:
    assert kept("Theo Nhật báo Miền Đông, hôm qua mưa.", "Nhật báo Miền Đông") == [("Nhật báo Miền Đông", "ORG")]
    assert kept("Ở Rạch Cát vui.", "Rạch Cát", "LOC") == [("Rạch Cát", "LOC")]

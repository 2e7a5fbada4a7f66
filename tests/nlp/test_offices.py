"""Who holds which office, as the text states it."""

import pytest

from lantoa.article import Office
from nlp.entities import spans
from nlp.offices import offices


def held(text: str) -> list[Office]:
    return list(offices(text, spans(text)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Phó Bí thư Thường trực Thành ủy Nguyễn Thị Tuyến kết luận.",
            [Office("Nguyễn Thị Tuyến", "Phó Bí thư Thường trực", "Thành ủy")],
        ),
        (
            "Ông Trần Lưu Quang, Bí thư Trung ương Đảng, Bí thư Thành ủy TP.HCM làm việc.",
            [
                Office("Trần Lưu Quang", "Bí thư", "Trung ương Đảng"),
                Office("Trần Lưu Quang", "Bí thư", "Thành ủy TP.HCM"),
            ],
        ),
        (
            "Dự có ông Lê Văn An - phó bí thư Huyện ủy Củ Chi, bà Võ Thị Dung - chủ tịch HĐND huyện.",
            [
                Office("Lê Văn An", "phó bí thư", "Huyện ủy Củ Chi"),
                Office("Võ Thị Dung", "chủ tịch", "HĐND huyện"),
            ],
        ),
        (
            "Nguyên Bí thư Tỉnh ủy Quảng Nam Lê Phước Thanh vắng mặt.",
            [Office("Lê Phước Thanh", "Bí thư", "Tỉnh ủy Quảng Nam", True)],
        ),
        (
            "Ông Trần Văn Nam được bầu giữ chức Bí thư Tỉnh ủy Bình Dương.",
            [Office("Trần Văn Nam", "Bí thư", "Tỉnh ủy Bình Dương")],
        ),
        (
            "Trưởng Ban Tổ chức Trung ương Phạm Minh Chính dự.",
            [Office("Phạm Minh Chính", "Trưởng", "Ban Tổ chức Trung ương")],
        ),
        ("Tổng Bí thư Nguyễn Phú Trọng phát biểu.", [Office("Nguyễn Phú Trọng", "Tổng Bí thư", None)]),
        ("Bí thư Thành ủy yêu cầu làm rõ. Bà Trần Thị Mai đồng ý.", []),
    ],
)
def test_offices(text: str, expected: list[Office]) -> None:
    assert held(text) == expected


def test_the_fullest_statement_of_an_office_stands_alone() -> None:
    text = "Bí thư Thành ủy TPHCM Trần Lưu Quang họp. Bí thư Trần Lưu Quang kết luận."
    assert held(text) == [Office("Trần Lưu Quang", "Bí thư", "Thành ủy TPHCM")]

"""Names in a text: exact spans of persons, organisations, places and document numbers."""

import unicodedata
from itertools import pairwise

import pytest

from lantoa.article import Entity
from nlp.entities import entities, spans
from nlp.normalise import clean_with_map


def found(text: str) -> list[Entity]:
    cleaned, offsets = clean_with_map(text)
    return list(entities(unicodedata.normalize("NFC", text), spans(cleaned), offsets))


def of_type(text: str, kind: str) -> list[str]:
    return [entity.text for entity in found(text) if entity.type == kind]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Bí thư Thành ủy TPHCM Trần Lưu Quang chủ trì.", ["Trần Lưu Quang"]),
        ("Ông Đinh La Thăng yêu cầu làm rõ.", ["Đinh La Thăng"]),
        ("Phó Bí thư Thường trực Thành ủy Hà Nội Nguyễn Thị Tuyến kết luận.", ["Nguyễn Thị Tuyến"]),
        ("Chủ tịch UBND tỉnh Trần Tiến Hưng phát biểu.", ["Trần Tiến Hưng"]),
        ("Bí thư Đảng ủy phường Bến Súc Trần Văn An báo cáo.", ["Trần Văn An"]),
        ("Dự họp có đồng chí Lý Tấn Hòa và bà Võ Thị Dung.", ["Lý Tấn Hòa", "Võ Thị Dung"]),
    ],
)
def test_persons_stand_without_titles(text: str, names: list[str]) -> None:
    assert of_type(text, "PER") == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ban Thường vụ Thành ủy Hà Nội họp.", ["Ban Thường vụ Thành ủy Hà Nội"]),
        ("Bí thư Huyện ủy Tân Hồng dự.", ["Huyện ủy Tân Hồng"]),
        ("Sở Văn hóa và Thể thao TPHCM trình kế hoạch.", ["Sở Văn hóa và Thể thao TPHCM"]),
        ("Ban Tuyên giáo và Dân vận Thành ủy báo cáo.", ["Ban Tuyên giáo và Dân vận Thành ủy"]),
        ("UBND phường Bến Súc và HĐND phường họp.", ["UBND phường Bến Súc", "HĐND phường"]),
        ("Bộ Chính trị làm việc với Đảng ủy Phường 1.", ["Bộ Chính trị", "Đảng ủy Phường 1"]),
        (
            "Đảng bộ Khối các cơ quan Đối ngoại Trung ương họp.",
            ["Đảng bộ Khối các cơ quan Đối ngoại Trung ương"],
        ),
        ("Đảng viên các cấp ủy họp, đảng viên dự đông.", []),
        ("Đảng Cộng sản Việt Nam kêu gọi.", ["Đảng Cộng sản Việt Nam"]),
    ],
)
def test_organisations_are_the_longest_span_with_their_place(text: str, names: list[str]) -> None:
    assert of_type(text, "ORG") == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Lễ được tổ chức tại tỉnh Sóc Trăng và Thành phố Hà Nội.", ["Sóc Trăng", "Thành phố Hà Nội"]),
        ("Người dân phường 12, quận 3 dự.", ["phường 12", "quận 3"]),
        ("Người dân xã Tân Hội dự.", ["Tân Hội"]),
        ("Quê ở Kinh Môn, Hải Dương.", ["Kinh Môn", "Hải Dương"]),
        ("Đồng bằng sông Cửu Long và miền Nam.", ["Đồng bằng sông Cửu Long", "miền Nam"]),
        ("Nguyễn Thị Tuyến phát biểu.", []),
    ],
)
def test_places_keep_their_unit_word_only_with_a_capital_or_a_number(text: str, names: list[str]) -> None:
    assert of_type(text, "LOC") == names


def test_document_numbers() -> None:
    text = "Thông báo số 2682-TB/TU và Kế hoạch số 01-KH/TBTCPV ngày 19/8/2019, 164-KH/TU."
    assert of_type(text, "DOC") == ["2682-TB/TU", "01-KH/TBTCPV", "164-KH/TU"]


def test_spans_fit_the_composed_text_whatever_was_typed() -> None:
    text = unicodedata.normalize("NFD", "Thành uỷ\u200b Hà Nội; ông Nguyễn\u00a0Văn\u200b An; 01-KH/TU")
    composed = unicodedata.normalize("NFC", text)
    rows = found(text)
    assert [(entity.type, entity.text) for entity in rows] == [
        ("ORG", "Thành uỷ\u200b Hà Nội"), ("PER", "Nguyễn\u00a0Văn\u200b An"), ("DOC", "01-KH/TU"),
    ]  # fmt: skip
    assert all(composed[entity.start : entity.end] == entity.text for entity in rows)


def test_names_never_overlap() -> None:
    rows = found("Bí thư Thành ủy TPHCM Trần Lưu Quang, Sở Y tế TPHCM, quận 3, đường Trần Hưng Đạo, Hà Nội.")
    assert all(one.end <= two.start for one, two in pairwise(rows))

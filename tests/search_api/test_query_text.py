"""What a person types is read as it is meant, or explained with its place."""

from __future__ import annotations

import string
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lantoa.article import Outlet
from search_api.index import All, And, Not, Or, Query, Range, Terms, Text
from search_api.memory import MemoryIndex
from search_api.query_text import QueryError, parse
from search_api.vocabulary import Known
from tests.support.search_corpus import corpus


def words(text: str, exact: bool = True) -> Text:
    return Text(text, exact=exact)


def phrase(text: str, exact: bool = True) -> Text:
    return Text(text, "phrase", exact=exact)


READ: dict[str, Query] = {
    "": All(),
    "   ": All(),
    "đại hội": words("đại hội"),
    "dai hoi": words("dai hoi", False),
    '"ban chấp hành"': phrase("ban chấp hành"),
    "“ban chấp hành”": phrase("ban chấp hành"),
    '"ban"': phrase("ban", False),
    'đại hội "nhân sự"': And((words("đại hội"), phrase("nhân sự"))),
    "TP.HCM": phrase("TP.HCM", False),
    "2025-2030": phrase("2025-2030", False),
    "họp TP.HCM": And((words("họp"), phrase("TP.HCM"))),
    "đại hội -bóng đá": And((words("đại hội"), Not(words("bóng")), words("đá"))),
    'đại hội -"bóng đá"': And((words("đại hội"), Not(phrase("bóng đá")))),
    "-hội": Not(words("hội")),
    "a - b": words("a b", False),
    "đường HOẶC cầu": Or((words("đường"), words("cầu"))),
    "đường OR cầu": Or((words("đường"), words("cầu"))),
    "đường VÀ cầu": words("đường cầu"),
    "đường hoặc cầu": words("đường hoặc cầu"),
    "KHÔNG đường": Not(words("đường")),
    "a b OR c d": Or((words("a b", False), words("c d", False))),
    "a (b OR c)": And((words("a", False), Or((words("b", False), words("c", False))))),
    "NOT (a OR b)": Not(Or((words("a", False), words("b", False)))),
    "a AND NOT b": And((words("a", False), Not(words("b", False)))),
    "--a": Not(Not(words("a", False))),
    "((a))": words("a", False),
    "a () b": words("a b", False),
    "a & b": words("a b", False),
    "15:30": phrase("15:30", False),
    "http://bao.test/a": phrase("http://bao.test/a", False),
    "ghi chú: xong": words("ghi chú: xong"),
    "nguồn:bao-a": Terms("source", ("bao-a",)),
    "nguon:bao-a,bao-b": Terms("source", ("bao-a", "bao-b")),
    'nguồn:"Báo A, B"': Terms("source", ("Báo A, B",)),
    "NGUỒN:x": Terms("source", ("x",)),
    'loại:"báo trung ương"': Terms("source_kind", ("central_press",)),
    "loại:portal": Terms("source_kind", ("portal",)),
    'chủ đề:"nhân sự"': Terms("topics", ("personnel",)),
    "chủđề:personnel": Terms("topics", ("personnel",)),
    "chu_de:personnel": Terms("topics", ("personnel",)),
    "đại hội:x": Terms("congress", ("x",)),
    'tiêu đề:"đại hội"': Text("đại hội", "phrase", ("title",), exact=True),
    "tiêu đề:hội": Text("hội", "all", ("title",), exact=True),
    "từ:2025-09-06": Range("day", 20250906, None),
    "từ:6/9/2025 đến:30/9/2025": And((Range("day", 20250906, None), Range("day", 1, 20250930))),
    "từ:9/2025 đến:9/2025": And((Range("day", 20250901, None), Range("day", 1, 20250930))),
    "từ:2024 đến:2024-02": And((Range("day", 20240101, None), Range("day", 1, 20240229))),
    "hội từ:2025": And((words("hội"), Range("day", 20250101, None))),
    'chức danh:"bí thư"': Text("bí thư", "phrase", ("offices",), exact=True),
    "office:bí_thư": Text("bí_thư", "phrase", ("offices",), exact=True),
    "tổ chức:ubnd": Text("ubnd", "all", ("organisations",)),
    'to chuc:"thanh uy"': Text("thanh uy", "phrase", ("organisations",)),
    "Source:x hội": And((Terms("source", ("x",)), words("hội"))),
    "topic:personnel": Terms("topics", ("personnel",)),
    "to:2025": Range("day", 1, 20251231),
    "từ:2025 ngày:6/9/2025": And((Range("day", 20250101, None), Range("day", 20250906, 20250906))),
    "ngày:1/9/2025..9/2025": Range("day", 20250901, 20250930),
    "ngay:2025-09-01…": Range("day", 20250901, None),
    "date:..2024": Range("day", 1, 20241231),
    "tuyên*": Text("tuyên*", "prefix", exact=True),
    "tuy* đảng": And((Text("tuy*", "prefix", exact=True), words("đảng"))),
    "tiêu đề:tuyen*": Text("tuyen*", "prefix", ("title",)),
    '"* Đảng bộ"': phrase("* Đảng bộ"),
    "xét nghiệm ADN": words("xét nghiệm ADN"),
    "KHỐNG CHẾ dịch": words("KHỐNG CHẾ dịch"),
    "HOẠT ĐỘNG HOAC": words("HOẠT ĐỘNG HOAC"),  # all in capitals: they say nothing
    "có nên?": words("có nên?"),
    "https://bao.test/xem?so=1": phrase("https://bao.test/xem?so=1", False),
    "-nguồn:x hội": And((Not(Terms("source", ("x",))), words("hội"))),
}
REFUSED = {
    '"đại hội': 0,
    'a "b': 2,
    'hội nguồn:"x': 10,
    "(a": 0,
    "a (b (c)": 2,
    "a)": 1,
    "a HOẶC": 2,
    "OR a": 0,
    "a VÀ": 2,
    "a OR OR b": 2,
    "NOT": 0,
    "a AND AND b": 2,
    "màu:đỏ": 0,
    "hội màu:đỏ": 4,
    "loại:không-có": 0,
    "từ:31/2/2025": 0,
    "từ:2025-13-01": 0,
    "đến:hôm-qua": 0,
    "hội đến:0000-01-01": 4,
    "nguồn:)": 0,
    "đường HOAC cầu": 6,
    "đường HAOC cầu": 6,
    "đường HOẠC cầu": 6,
    "đường VA cầu": 6,
    "đường ANDD cầu": 6,
    "đường NTO cầu": 6,
    "đường KHÔN cầu": 6,
    "đường && cầu": 6,
    "đường | cầu": 6,
    "đường !cầu": 6,
    "*": 0,
    "hội *đoàn": 4,
    "hội đo*": 4,
    "hội đ*n": 4,
    "hội th?m": 4,
    "hội a-b*": 4,
    'hội "tuyên* giáo"': 4,
    "tiêu đề:đ*": 0,
    "tác giả:nam": 0,
    "hội author:nam": 4,
    'nguoi:"a b"': 0,
    "nhân vật:x": 0,
    "chức danh:...": 0,
    'tổ chức:""': 0,
    "ngày:..": 0,
    "hội ngày:2025-09-30..2025-09-01": 4,
    "ngày:1/9/2025..hôm-nay": 0,
    "!!!": 0,
    "()": 0,
    "(" * 60 + "a" + ")" * 60: 40,
    "-" * 60 + "a": 40,
}


@pytest.mark.parametrize("typed", READ)
def test_it_is_read(typed: str) -> None:
    assert parse(typed) == READ[typed]


@pytest.mark.parametrize("typed", READ)
def test_decomposed_letters_are_read_alike(typed: str) -> None:
    assert parse(unicodedata.normalize("NFD", typed)) == READ[typed]


@pytest.mark.parametrize("typed", REFUSED)
def test_what_cannot_be_read_is_explained_with_its_place(typed: str) -> None:
    with pytest.raises(QueryError) as refused:
        parse(typed)
    assert refused.value.position == REFUSED[typed]
    assert "\n" not in str(refused.value)
    assert len(str(refused.value)) > 20


def test_a_slip_is_told_with_the_operator_that_is_meant() -> None:
    with pytest.raises(QueryError, match=r'"HOAC".*HOẶC'):
        parse("đường HOAC cầu")
    with pytest.raises(QueryError, match="theo dõi người"):
        parse("tác giả:nam")


@given(st.text(alphabet=string.printable + 'đạiĐhộ“”«»"():- ,VÀHOẶCKHÔNG nguồn:từ:1/9/2025', max_size=80))
def test_whatever_is_typed_is_read_or_refused_and_can_be_asked(typed: str) -> None:
    position = 0
    try:
        INDEX.search(parse(typed))
    except QueryError as refused:
        position = refused.position
    assert 0 <= position <= len(unicodedata.normalize("NFC", typed))


INDEX = MemoryIndex()


@pytest.fixture(scope="module")
def filled() -> MemoryIndex:
    index = MemoryIndex()
    index.upsert(corpus())
    index.commit("1")
    return index


def test_marks_are_respected_in_the_whole_query(filled: MemoryIndex) -> None:
    """ "ban" beside a marked word is not "bàn" either: unmarked words stand for themselves."""
    assert filled.search(parse("đường")).total < filled.search(parse("duong")).total
    both = filled.search(parse("dương duong"), limit=500)
    assert both.total == filled.search(And((words("dương"), words("duong")))).total
    assert both.total < filled.search(parse("duong")).total


OUTLETS = {
    "tuoitre": Outlet(
        "tuoitre", "Tuổi Trẻ", "tuoitre.vn", "local_press", "province", "Thành phố Hồ Chí Minh"
    ),
    "hanoi": Outlet("hanoi", "Cổng Hà Nội", "hanoi.gov.vn", "portal", "province", "Hà Nội"),
}


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("nguồn:tuoitre", Terms("source", ("tuoitre",))),
        ("nguồn:tuoitre.vn", Terms("source", ("tuoitre",))),
        ('nguồn:"tuổi trẻ"', Terms("source", ("tuoitre",))),
        ('nguồn:"tuoi tre"', Terms("source", ("tuoitre",))),
        ("tỉnh:TP.HCM", Terms("source_province", ("Thành phố Hồ Chí Minh",))),
        ('tỉnh:"hà nội"', Terms("source_province", ("Hà Nội",))),
        ('đại hội:"phường Bến Đá"', Terms("congress", ("commune|ben da|1|2025-2030",))),
        ("đại hội:national||14|", Terms("congress", ("national||14|",))),
    ],
)
def test_values_are_known_by_their_names(typed: str, wanted: Query, filled: MemoryIndex) -> None:
    assert parse(typed, Known(OUTLETS, filled)) == wanted


def test_an_unknown_outlet_is_named(filled: MemoryIndex) -> None:
    with pytest.raises(QueryError, match="khong-co"):
        parse("nguồn:khong-co", Known(OUTLETS, filled))

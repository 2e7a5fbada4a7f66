"""However a Vietnamese page is encoded, its article is the same; correct Unicode stays as it is."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawlers.extract import extract
from crawlers.extract.legacy import from_tcvn3, from_viscii, from_vni, mended, undouble
from crawlers.extract.legacy_syllables import is_syllable
from lantoa.article import Article, Page

ADDRESS = "https://baolamson.test/dai-hoi-dang-bo-phuong-ben-da-d10203.html"
FETCHED = datetime(2025, 12, 21, 3, 0, tzinfo=UTC)
SENTENCES = (
    "Sáng nay, Đảng bộ phường Bến Đá khai mạc đại hội nhiệm kỳ mới với gần hai trăm đại biểu.",
    "Ông Nguyễn Văn Thưởng nói: nhiệm vụ trước mắt là sửa đường, nạo vét cống và mở thêm lớp học.",
    "Ở khu phố 3, bà con góp đất, góp công; tuyến hẻm rộng ra gấp rưỡi chỉ sau bảy tuần.",
    "Chợ cũ được giữ nguyên mái ngói, chỉ thay hệ thống điện và lối thoát hiểm.",
    "Kỹ sư trẻ về làng nuôi tôm, thuỷ sản thêm đầu ra, người già cũng có việc nhẹ.",
    "Quỹ khuyến học trao học bổng cho những em vượt khó, quãng đường tới trường ngắn lại.",
    "Ủy ban hẹn trả lời mọi ý kiến trước ngày 30/9/2025 và niêm yết tại trụ sở.",
)
SMALL = "àảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵăâêôơưđĂÂÊÔƠƯĐ"


def tcvn3(text: str) -> bytes:
    """As a .VnTime page has it: toned capitals do not exist there."""
    spelt = {from_tcvn3(chr(code)): code for code in range(0xA1, 0xFF) if from_tcvn3(chr(code)) != chr(code)}
    return bytes(spelt.get(each) or spelt.get(each.lower()) or ord(each) for each in text)


def vni(text: str) -> str:
    letters = "aeouyôöAEOUYÔÖ"
    marks = "ùøûõïâáàåãäêéèúüë"
    pairs = [base + (mark if base.islower() else mark.upper()) for base in letters for mark in marks]
    spelt = {from_vni(each): each for each in [*"ñôöíìæóòîÑÔÖÍÌÆÓÒÎ", *pairs] if len(from_vni(each)) == 1}
    return "".join(spelt.get(each, each) for each in text)


def viscii(text: str) -> bytes:
    spelt = {from_viscii(bytes([code])): code for code in (*range(128, 256), 2, 5, 6, 20, 25, 30)}
    return bytes(spelt.get(each) or ord(each) for each in text)


def windows_1258(text: str) -> bytes:
    """The code page has tone marks apart from vowels that carry a hat or horn."""
    done = b""
    for letter in text:
        try:
            done += letter.encode("windows-1258")
        except UnicodeEncodeError:
            parts = unicodedata.normalize("NFD", letter)
            tones = "".join(each for each in parts if each in "\u0300\u0301\u0303\u0309\u0323")
            whole = unicodedata.normalize("NFC", "".join(each for each in parts if each not in tones))
            done += (whole + tones).encode("windows-1258")
    return done


def entities(text: str) -> bytes:
    return text.encode("ascii", "xmlcharrefreplace")


def doubled(text: str) -> bytes:
    """UTF-8 read as Windows-1252 and saved as UTF-8, C1 controls kept as browsers do."""
    read = "".join(bytes([each]).decode("windows-1252", "ignore") or chr(each) for each in text.encode())
    return read.encode()


WAYS: dict[str, Callable[[str], bytes]] = {
    "utf-8": str.encode,
    "NFD": lambda text: unicodedata.normalize("NFD", text).encode(),
    "utf-8 with BOM": lambda text: b"\xef\xbb\xbf" + text.encode(),
    "utf-16": lambda text: text.encode("utf-16"),
    "utf-16 without BOM": lambda text: text.encode("utf-16-le"),
    "entities": entities,
    "double UTF-8": doubled,
    "windows-1258": windows_1258,
    "TCVN3 bytes": tcvn3,
    "TCVN3 saved as UTF-8": lambda text: tcvn3(text).decode("latin-1").encode(),
    "TCVN3 as entities": lambda text: entities(tcvn3(text).decode("latin-1")),
    "VNI bytes": lambda text: vni(text).encode("latin-1"),
    "VNI saved as UTF-8": lambda text: vni(text).encode(),
    "VNI as entities": lambda text: entities(vni(text)),
    "VISCII": viscii,
}


def page_of(paragraphs: list[str]) -> str:
    body = "".join(f"<p>{each}</p>" for each in paragraphs)
    return f"<html><head><title>Tin</title></head><body><h1>Đại hội Đảng bộ phường Bến Đá</h1><div class='article-body'>{body}</div></body></html>"


def read(body: bytes, header: str = "") -> Article:
    return extract(Page(ADDRESS, ADDRESS, FETCHED, 200, (("Content-Type", header),), body))


@settings(deadline=None, max_examples=40)
@given(
    st.lists(st.sampled_from(SENTENCES), min_size=3, max_size=7, unique=True),
    st.sampled_from(sorted(WAYS)),
    st.sampled_from(["", "text/html; charset=iso-8859-1", "text/html; charset=windows-1258", "text/html; charset=x-user-defined"]),
)  # fmt: skip
def test_whatever_the_encoding_and_its_header_the_content_is_the_same(
    sentences: list[str], way: str, header: str
) -> None:
    whole = page_of(sentences)
    found, wanted = read(WAYS[way](whole), header), read(whole.encode())
    assert (found.title, found.text) == (wanted.title, wanted.text)
    assert found.content_hash() == wanted.content_hash()


@pytest.mark.parametrize(
    ("way", "flag"),
    [
        ("TCVN3 bytes", "legacy_tcvn3"),
        ("TCVN3 saved as UTF-8", "legacy_tcvn3"),
        ("VNI bytes", "legacy_vni"),
        ("VNI as entities", "legacy_vni"),
        ("VISCII", "legacy_viscii"),
        ("double UTF-8", "double_utf8"),
    ],
)
def test_what_was_done_is_flagged(way: str, flag: str) -> None:
    assert flag in read(WAYS[way](page_of(list(SENTENCES)))).flags


@pytest.mark.parametrize("way", ["utf-8", "NFD", "utf-16", "windows-1258", "entities"])
def test_nothing_is_flagged_where_nothing_was_mended(way: str) -> None:
    flags = read(WAYS[way](page_of(list(SENTENCES)))).flags
    assert not {"legacy_tcvn3", "legacy_vni", "legacy_viscii", "double_utf8", "bad_encoding"} & set(flags)


@given(st.text(alphabet=SMALL + " abc"))
def test_every_letter_survives_tcvn3_and_viscii_and_vni(text: str) -> None:
    assert from_tcvn3(tcvn3(text).decode("latin-1")) == text
    assert from_viscii(viscii(text)) == text
    assert from_vni(vni(text)) == text


@given(st.text(max_size=200))
def test_doubled_utf8_is_undone(text: str) -> None:
    vietnamese = f"Đại hội {text.encode('utf-8', 'ignore').decode()} thành phố"
    assert "Đại hội" in undouble(doubled(vietnamese).decode())


@given(st.lists(st.sampled_from(SENTENCES), min_size=1))
def test_correct_unicode_is_never_touched(sentences: list[str]) -> None:
    text = " ".join(sentences) + " Samsung® và Intel® ở España, Señor Muñoz, á» áº á»"
    assert mended(text) == (text, "")


@pytest.mark.parametrize(
    "text",
    [
        "El señor Muñoz dijo mañana que los niños españoles irán a la montaña después del otoño, según la compañía.",
        "L'année dernière, l'été a été très chaud à l'île de Ré, où les élèves étaient déjà rentrés ® ® ®.",
        "Die Häuser über den Flüssen gehören größtenteils den Städten, sagt Jürgen Müller ® ® ®.",
    ],
)
def test_other_languages_are_left_alone(text: str) -> None:
    assert mended(text) == (text, "")
    page = f"<html><meta charset=iso-8859-1><h1>{text[:40]}</h1><div class='article-body'><p>{text}</p></div>"
    assert text in read(page.encode("latin-1")).text


def test_on_a_mixed_page_only_the_legacy_paragraphs_are_converted() -> None:
    old = tcvn3(" ".join(SENTENCES[:2])).decode("latin-1")
    found = read(page_of([SENTENCES[3], old, "Cà phê, bia và nước ngọt ở quán bên bờ sông."]).encode())
    assert found.text.split("\n")[1:] == [
        " ".join(SENTENCES[:2]),
        "Cà phê, bia và nước ngọt ở quán bên bờ sông.",
    ]


@pytest.mark.parametrize(
    "font", ["<font face='.VnTimeH'>{}</font>", '<span style="font-family: .VnArialH">{}</span>']
)
def test_a_font_of_capitals_makes_capitals(font: str) -> None:
    head = font.format(tcvn3("đại hội đảng bộ phường bến đá").decode("latin-1"))
    rest = tcvn3(" ".join(SENTENCES[:2])).decode("latin-1")
    found = read(page_of([f"<b>{head}</b> {rest}", "x"]).encode())
    assert f"ĐẠI HỘI ĐẢNG BỘ PHƯỜNG BẾN ĐÁ {' '.join(SENTENCES[:2])}" in found.text


@pytest.mark.parametrize(
    "word", ["Đại", "nghiêng", "khuỷu", "quyết", "ươn", "Huế", "oái", "thuở", "giữa", "yêu"]
)
def test_vietnamese_syllables_are_known(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["été", "señor", "§¹i", "hoäi", "ngöôøi", "Müller", "áº¡i", "àá"])
def test_other_words_are_no_vietnamese_syllables(word: str) -> None:
    assert not is_syllable(word)


def test_lost_bytes_are_flagged() -> None:
    broken = page_of(list(SENTENCES)).encode("utf-16-le") + b"\x00\xd8\x00\xd8<\x00"
    assert "bad_encoding" in read(broken).flags

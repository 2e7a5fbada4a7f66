"""Vietnamese pages are told by their letters, in every encoding they come in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.vietnamese import is_vietnamese

TEXT = (
    "Sáng 6/9, Ban Thường vụ Thành ủy họp cho ý kiến về công tác chuẩn bị Đại hội đại biểu Đảng bộ thành phố "
    "lần thứ XVIII. Các tiểu ban báo cáo tiến độ từng phần việc, trong đó có văn kiện, nhân sự, tuyên truyền."
)
OTHERS = {
    "english": "The standing committee met on Saturday to discuss the preparation of the congress. " * 20,
    "french": "Le comité s'est réuni à la mairie; les délégués préparent déjà l'été où tout sera fêté. " * 20,
    "german": "Der Ausschuss prüft die Vorschläge für die Übertragung größerer Aufgaben an Städte. " * 20,
    "russian": "Комитет собрался в субботу, чтобы обсудить подготовку к съезду. " * 20,
    "chinese": "委员会星期六开会讨论代表大会的筹备工作。" * 40,
    "khmer": "គណៈកម្មាធិការបានប្រជុំដើម្បីពិភាក្សា។" * 40,
    "igbo": "Ọ bụ n'ụbọchị Satọde ka ndị kọmitii zukọrọ iji kpakọrịta banyere nnọkọ ahụ. " * 30,
    "names only": "The mayor of Đà Nẵng, Nguyễn Văn Quảng, and Trần Thị Hồng of Huế spoke to the press at length. " + "Trade rose again in the third quarter, officials said. " * 40,
}  # fmt: skip


def page(text: str, head: str = "", *, charset: str = "utf-8", errors: str = "strict") -> bytes:
    return f"<html><head>{head}</head><body><script>var a = 'x';</script><p>{text}</p></body></html>".encode(charset, errors)


def test_a_vietnamese_page_is_one() -> None:
    assert is_vietnamese(page(TEXT * 5))
    assert is_vietnamese(page(TEXT))
    assert is_vietnamese(page(TEXT, "<style>a{}</style>" * 20_000))


@pytest.mark.parametrize("language", OTHERS)
def test_a_page_in_another_language_is_none(language: str) -> None:
    assert not is_vietnamese(page(OTHERS[language]))
    assert not is_vietnamese(page(OTHERS[language]), "https://tin.example.vn/a")


def test_entities_decomposed_letters_and_wide_encodings_are_read() -> None:
    import unicodedata

    escaped = "".join(f"&#{ord(each)};" if ord(each) > 127 else each for each in TEXT)
    assert is_vietnamese(page(escaped), "https://tin.example.vn/a")
    assert is_vietnamese(page(escaped, '<html lang="vi">'))
    assert is_vietnamese(page(unicodedata.normalize("NFD", TEXT), '<html lang="vi">'))
    assert is_vietnamese(page(TEXT, "<html lang='vi'>", charset="utf-16"))


def test_the_type_faces_of_old_encodings_tell_them() -> None:
    assert is_vietnamese(page("<font face='.VnTime'>§¹i héi §¶ng bé</font>", charset="latin-1"), "https://cu.example.vn/")


@given(st.binary(max_size=3000))
def test_no_bytes_break_it(data: bytes) -> None:
    assert is_vietnamese(data, "https://a.vn/") in (True, False)


def test_all_saved_pages_are_vietnamese_but_one_front_page_in_english(shared_data: object) -> None:
    from datetime import UTC, datetime
    from pathlib import Path

    from crawlers.import_html import read_html_folder
    from lantoa.article import Page

    pages = [one for one in read_html_folder(Path(str(shared_data)) / "html", datetime.now(UTC)) if isinstance(one, Page)]
    others = [one.url for one in pages if not is_vietnamese(one.body)]
    assert others == ["https://e.vnexpress.net"]

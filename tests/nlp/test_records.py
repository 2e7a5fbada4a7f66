"""Lines of JSON in, lines of JSON out: a contract with programs that are not ours."""

from __future__ import annotations

import json
import unicodedata
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lantoa.article import UNDATED
from lantoa.errors import Aside
from nlp.records import LONGEST_LINE, id_of, read_record, tag_object, tagged_line
from nlp.tag import tag

TEXT = "Sáng 6/9, ông Lê Văn Bốn, Bí thư Đảng ủy xã Vân Canh, dự Đại hội Đảng bộ xã Vân Canh lần thứ I."


def line(**fields: object) -> bytes:
    return json.dumps({"id": "7", "text": TEXT, **fields}, ensure_ascii=False).encode()


def tagged(**fields: object) -> dict[str, Any]:
    record = read_record(line(**fields))
    return tag_object(record, tag(record.article), "m")


# -- in


def test_a_line_is_an_article() -> None:
    record = read_record(line(title="Đại hội xã", published="2025-09-06", url="https://bao.test/1"))
    article = record.article
    assert (record.id, article.url, article.title, article.text, record.doubt) == ("7", "https://bao.test/1", "Đại hội xã", TEXT, "")
    assert article.published.day == date(2025, 9, 6)


@pytest.mark.parametrize("nothing", [{}, {"title": None, "published": None, "url": None}, {"title": "", "published": "", "url": ""}, {"title": " "}])
def test_all_but_id_and_text_may_be_left_out(nothing: dict[str, object]) -> None:
    record = read_record(line(**nothing))
    assert (record.article.title, record.article.published, record.doubt) == ("", UNDATED, "")


@pytest.mark.parametrize(
    ("published", "at"),
    [
        ("2025-09-06T08:30:00+07:00", datetime(2025, 9, 6, 1, 30, tzinfo=UTC)),
        ("2025-09-06T08:30", datetime(2025, 9, 6, 1, 30, tzinfo=UTC)),
        ("2025-09-06 08:30:00", datetime(2025, 9, 6, 1, 30, tzinfo=UTC)),
        ("2025-09-05T23:00:00Z", datetime(2025, 9, 5, 23, tzinfo=UTC)),
    ],
)
def test_an_instant_without_a_zone_is_local(published: str, at: datetime) -> None:
    moment = read_record(line(published=published)).article.published
    assert (moment.at, moment.day) == (at, date(2025, 9, 6))


@pytest.mark.parametrize("published", ["06/09/2025", "hôm qua", "2025", "2025-13-01", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
def test_a_day_that_is_none_leaves_the_text_undated_and_is_named(published: str) -> None:
    record = read_record(line(published=published))
    assert record.article.published == UNDATED
    assert published in record.doubt


def test_an_id_is_given_back_as_it_is() -> None:
    assert (read_record(line(id=7)).id, read_record(line(id="007")).id) == (7, "007")


def test_a_mark_of_byte_order_is_no_part_of_the_first_line() -> None:
    assert read_record(b"\xef\xbb\xbf" + line()).id == "7"


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (b"\n", "dòng trống"),
        (b"  \t\r\n", "dòng trống"),
        (b'{"id": "7", "text": "\xe1\xbb"}', "UTF-8"),
        (line()[:-1], "JSON"),
        (b"[" * 100_000, "JSON"),
        (b"1" * 5000, "JSON"),
        (b'["7"]', "đối tượng"),
        (b"null", "đối tượng"),
        (b"{}", '"id"'),
        (line(id=None), '"id"'),
        (line(id=""), '"id"'),
        (line(id=True), '"id"'),
        (line(id=[1]), '"id"'),
        (b'{"id": "7"}', '"text"'),
        (line(text=None), '"text"'),
        (line(text=5), '"text"'),
        (line(title=5), '"title"'),
        (line(published=20250906), '"published"'),
        (line(url=["x"]), '"url"'),
    ],
)
def test_a_wrong_line_is_put_aside_with_its_reason(wrong: bytes, why: str) -> None:
    with pytest.raises(Aside, match=why):
        read_record(wrong)


def test_a_line_that_is_too_long_is_not_read() -> None:
    with pytest.raises(Aside, match="dài quá"):
        read_record(b'{"id": "7", "text": "' + b"x" * LONGEST_LINE + b'"}')


def test_the_id_of_a_wrong_line_is_told_where_there_is_one() -> None:
    assert [id_of(each) for each in (line(text=None), b"[", b"{}", line(id=[1]))] == ["7", None, None, None]


@given(st.one_of(st.binary(max_size=60), st.dictionaries(st.sampled_from(["id", "text", "title", "published"]), st.none() | st.text() | st.integers() | st.floats()).map(lambda one: json.dumps(one).encode())))
def test_every_line_is_a_record_or_put_aside(given_line: bytes) -> None:
    try:
        record = read_record(given_line)
    except Aside:
        return
    assert isinstance(record.article.text, str)
    assert isinstance(record.id, str | int)


# -- out


def test_the_keys_are_those_agreed_on() -> None:
    found = tagged()
    assert set(found) == {"id", "entities", "offices", "congresses", "about", "topics", "dates", "form", "flags", "version", "model"}
    assert set(found["entities"][0]) == {"start", "end", "type", "text", "link", "source", "score"}
    assert set(found["offices"][0]) == {"person", "rank", "organisation", "former"}
    assert set(found["congresses"][0]) == {"level", "place", "ordinal", "term", "about", "reason", "resolved", "evidence"}
    assert set(found["congresses"][0]["resolved"]) == {"level", "place", "ordinal", "term", "body"}
    assert set(found["congresses"][0]["evidence"]) == {"start", "end", "text"}
    assert set(found["dates"][0]) == {"text", "value", "resolved"}


def test_what_is_stated_stands_beside_what_it_resolves_to() -> None:
    [congress] = tagged(published="2025-09-06")["congresses"]
    assert (congress["level"], congress["place"], congress["ordinal"], congress["term"]) == ("commune", "xã Vân Canh", 1, None)
    assert congress["resolved"]["term"] == [2025, 2030]
    assert tagged(published="2025-09-06")["dates"] == [{"text": "Sáng 6/9", "value": "--09-06", "resolved": "2025-09-06"}]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("title", [None, "", "Vân Canh bầu Bí thư", "Đại hội Đảng bộ xã Vân Canh lần thứ I họp"])
def test_offsets_count_the_letters_of_the_composed_text(form: str, title: str | None) -> None:
    text = unicodedata.normalize(form, f"Vân Canh mở đại hội\r\n\u200b{TEXT} 😀 Ông Lê Văn Bốn phát biểu.")  # type: ignore[arg-type]
    found = tagged(text=text, title=title)
    composed = unicodedata.normalize("NFC", text)
    assert found["entities"]
    assert all(composed[one["start"] : one["end"]] == one["text"] for one in found["entities"])
    evidence = found["congresses"][0]["evidence"]
    joined = unicodedata.normalize("NFC", f"{title}\n{text}") if title else composed
    assert joined[evidence["start"] : evidence["end"]] == evidence["text"]
    assert evidence["text"].startswith("Đại hội Đảng bộ xã Vân Canh")


def test_a_line_out_is_one_line_of_utf_8() -> None:
    record = read_record(line(text="Đảng bộ\u2028xã\nVân Canh"))
    out = tagged_line(record, tag(record.article), "m")
    assert out.count(b"\n") == 1
    assert "Đảng bộ".encode() in out
    assert json.loads(out)["model"] == "m"


def test_half_a_surrogate_pair_goes_through() -> None:
    record = read_record(rb'{"id": "\ud83d", "text": "Ng\u00e0y 5/3, \ud83d"}')
    assert json.loads(tagged_line(record, tag(record.article), ""))["id"] == "\ud83d"

"""What counts as a change by the outlet, and what does not."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lantoa.article import UNDATED, Article, Kind, Moment
from lantoa.changes import KINDS, kinds_between, normal

NOON = datetime(2025, 9, 6, 5, 0, tzinfo=UTC)
SAPO = "Sáng 6/9, Thành ủy họp."
ARTICLE = Article(
    url="https://bao.test/hop-123456.html",
    kind=Kind.ARTICLE,
    title="Thành ủy “chốt” lịch đại hội",
    sapo=SAPO,
    text=f"{SAPO}\nCó 250 đại biểu dự - đông nhất từ trước đến nay.\nCuộc họp kéo dài một ngày...",
    published=Moment.of(NOON, "json-ld", 1.0),
)


@pytest.mark.parametrize(
    ("change", "kinds"),
    [
        ({"title": "Thành ủy hoãn lịch đại hội"}, ("title",)),
        ({"text": ARTICLE.text.replace("250", "1.250")}, ("body",)),
        ({"sapo": "Chiều 6/9, Thành ủy họp.", "text": ARTICLE.text.replace("Sáng", "Chiều")}, ("sapo",)),
        ({"published": Moment.of(NOON + timedelta(hours=2), "json-ld", 1.0)}, ("date",)),
        ({"published": Moment(None, date(2025, 9, 7), "url", 0.5)}, ("date",)),
        ({"url": "https://bao.test/thoi-su/hop-123456.html"}, ("url",)),
        ({"title": "Khác", "text": "Khác hẳn."}, ("title", "body")),
        ({"title": "THÀNH ỦY “CHỐT” LỊCH ĐẠI HỘI"}, ("title",)),
    ],
)
def test_a_change_is_named_by_its_kinds(change: dict[str, object], kinds: tuple[str, ...]) -> None:
    assert kinds_between(ARTICLE, replace(ARTICLE, **change)) == kinds  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "change",
    [
        {"title": 'Thành ủy "chốt" lịch đại hội'},
        {"title": "Thành\u00a0ủy  “chốt”\u200b lịch đại\u00ad hội"},
        {"text": unicodedata.normalize("NFD", ARTICLE.text)},
        {"text": ARTICLE.text.replace(" - ", " – ").replace("...", "…")},
        {"text": ARTICLE.text.replace("\n", "\n\n").replace("Cuộc họp", "\nCuộc họp")},
        {"text": ARTICLE.text + "\n1.234 lượt xem"},
        {"text": ARTICLE.text + "\nLượt xem: 5.678\n12 bình luận\n5 phút trước"},
        {"sapo": ""},
        {"published": UNDATED},
        {"published": Moment.of(NOON + timedelta(minutes=7), "visible", 0.7)},
        {"published": Moment.of(NOON + timedelta(seconds=20), "json-ld", 1.0)},
        {"url": "http://www.bao.test/hop-123456.html"},
        {"url": "https://m.bao.test/hop-123456.html"},
        {"authors": ("Vũ Phượng",), "captions": ("Ảnh: TTXVN",), "flags": ("short",)},
    ],
)
def test_what_is_only_another_form_is_no_change(change: dict[str, object]) -> None:
    other = replace(ARTICLE, **change)  # type: ignore[arg-type]
    assert (kinds_between(ARTICLE, other), kinds_between(other, ARTICLE)) == ((), ())


def test_lines_that_are_no_text_are_left_out() -> None:
    other = replace(ARTICLE, text=ARTICLE.text + "\nTải ứng dụng của báo")
    assert kinds_between(ARTICLE, other, lambda line: line.startswith("Tải")) == ()
    assert kinds_between(ARTICLE, other) == ("body",)


def test_a_number_by_itself_is_text() -> None:
    assert kinds_between(replace(ARTICLE, text="Kết quả:\n250"), replace(ARTICLE, text="Kết quả:\n251")) == ("body",)


@given(st.text(max_size=60), st.text(max_size=60))
def test_the_form_that_is_compared_is_its_own_form(text: str, other: str) -> None:
    assert normal(normal(text)) == normal(text)
    one, two = (replace(ARTICLE, title=each, sapo="", text=each) for each in (text, other))
    assert kinds_between(one, one) == ()
    assert kinds_between(one, two) == kinds_between(two, one)
    assert set(kinds_between(one, two)) <= set(KINDS)

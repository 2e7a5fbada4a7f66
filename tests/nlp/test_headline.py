"""Texts that come without a title have a headline all the same."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lantoa.article import Article, Kind
from nlp.headline import headed, headline_end
from nlp.tag import tag

HEADLINE = "Đại hội Đảng bộ xã Vân Canh bầu ban chấp hành mới"
BODY = "Sáng 6/9, các đại biểu đã bỏ phiếu tại hội trường.\nKết quả được công bố buổi chiều."


def article(text: str, title: str = "") -> Article:
    return Article("https://bao.test/1", Kind.ARTICLE, title, "", text)


@pytest.mark.parametrize("between", ["\n", "\n\n", " (TTXVN) - ", " (NLĐ)- ", " Sáng nay, ", " Chiều 5-3, "])
def test_the_headline_is_what_stands_before_the_first_sentence(between: str) -> None:
    text = HEADLINE + between + BODY * 4
    assert text[: headline_end(text)] == HEADLINE


@pytest.mark.parametrize(
    "text",
    [
        "",
        HEADLINE,
        HEADLINE + "\n  \n",
        "Hội nghị đã kết thúc.\n" + BODY,
        "Các đại biểu đã thảo luận về dự thảo báo cáo chính trị, rồi bỏ phiếu. " * 4 + "\n" + BODY,
        "Các thôn chuẩn bị kỷ niệm Ngày hội đại đoàn kết toàn dân tộc ở khu dân cư năm nay với nhiều cách làm, " * 2,
        "Ông Lê Văn Tám, Bí thư Đảng ủy xã, Chủ tịch Hội đồng nhân dân xã, phát biểu tại hội nghị và " * 4,
    ],
)
def test_a_text_that_begins_with_a_sentence_or_is_nothing_else_has_none(text: str) -> None:
    assert headline_end(text) == 0
    assert headed(article(text)).article == article(text)


def test_a_title_that_was_given_stays() -> None:
    given_one = article(HEADLINE + "\n" + BODY, "Vân Canh: Đại hội thành công")
    assert headed(given_one).article is given_one


@pytest.mark.parametrize("title", ["", "  "])
@pytest.mark.parametrize("blank", ["", "\n\n", " \t"])
def test_offsets_stay_those_of_the_article_as_it_came(title: str, blank: str) -> None:
    text = unicodedata.normalize("NFD", blank + HEADLINE + "\n" + BODY)
    whole = unicodedata.normalize("NFC", f"{title}\n{text}")
    top = headed(article(text, title))
    joined = f"{top.article.title}\n{top.article.text}"
    assert whole[top.before :] == joined
    [congress] = tag(article(text, title)).congresses
    assert whole[congress.start : congress.end] == "Đại hội Đảng bộ xã Vân Canh"


def test_what_the_headline_names_is_what_the_text_is_about() -> None:
    passing = "Nhân dân trong xã vui mừng.\nCuộc thi bơi thuyền kết thúc lúc trưa. " * 8
    assert tag(article(HEADLINE + "\n" + passing)).about == "congress"
    assert tag(article(HEADLINE + "\n" + passing)).congresses[0].reason == tag(article(passing, HEADLINE)).congresses[0].reason


@given(st.text(alphabet="aĐạ .\n(TV)-ÁS\u0301", max_size=400))
def test_nothing_is_lost_whatever_the_text(text: str) -> None:
    top = headed(article(text))
    whole = unicodedata.normalize("NFC", f"\n{text}")
    assert whole[top.before :] == unicodedata.normalize("NFC", f"{top.article.title}\n{top.article.text}")

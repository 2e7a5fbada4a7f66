"""One article in the skeletons of the usual content systems: the same words out of each."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from crawlers.extract import extract
from lantoa.article import Kind, Page

TITLE = "Thành phố Lam Sơn chốt phương án hậu cần đại hội"
SAPO = "Ban tổ chức yêu cầu mọi khâu đón tiếp phải xong trước ngày 20/9, không dàn trải, không phô trương."
PARAGRAPHS = (
    "Chiều 6/9, Tiểu ban Hậu cần họp phiên thứ ba tại hội trường Thành ủy Lam Sơn để rà từng đầu việc, từ xe đưa đón tới chỗ nghỉ của đại biểu.",
    "Theo bà Trịnh Thu Hà, Phó Trưởng Tiểu ban, số khách mời được giữ ở mức 450 người; quà tặng và hoa cắt một nửa so với nhiệm kỳ trước.",
    "Phiên họp kế tiếp diễn ra vào giữa tháng, sau khi các tổ giúp việc nộp báo cáo chạy thử lần thứ hai.",
)
P = "".join(f"<p>{each}</p>" for each in PARAGRAPHS)
HEAD = f"<html><head><meta charset='utf-8'><title>{TITLE} - Báo Lam Sơn</title></head><body>"

SKELETONS = {
    "bold lead inside an unnamed body": f"<div class='news-detail'><h3 class='title'>{TITLE}</h3><span class='date'>Thứ bảy, 06/09/2025 | 15:49</span>"
    f"<div class='content'><p><strong>{SAPO}</strong></p>{P}<p style='text-align:right'><em>Mai Lan</em></p></div></div>"
    "<div class='related'><h4>Tin liên quan</h4><ul><li><a href='/x-1.html'>Một bài khác của cùng chuyên mục</a></li></ul></div>",
    "double underscores and picture tables": f"<article><h1 class='article__title'>{TITLE}</h1><div class='article__meta'><a class='cms-author'>Mai Lan</a>"
    f"<time class='time' datetime='2025-09-06T15:49:00+0700'>06/09/2025 15:49</time></div><div class='article__sapo'>{SAPO}</div><div class='article__body'>"
    f"<table class='picture'><tr><td><img></td></tr><tr><td class='caption'><p>Cảnh họp. Ảnh: Đức Huy</p></td></tr></table>{P}"
    "<div class='article__author'>Theo TTXVN</div><article class='story'><h3><a href='/y'>Bài liên quan có tên rất dài</a></h3></article></div></article>",
    "microdata": f"<div class='item-page'><h2 itemprop='headline'>{TITLE}</h2><dl><dd class='published'>Được đăng: 06 Tháng 9 2025</dd><dd class='hits'>Lượt xem: 1</dd></dl>"
    f"<div itemprop='articleBody'><p><b>{SAPO}</b></p>{P}</div></div>",
    "blog": f"<article><header><h1 class='entry-title'>{TITLE}</h1><div class='entry-meta'><time datetime='2025-09-06T08:49:00+00:00'>6 Tháng Chín, 2025</time>"
    f" by <span class='author vcard'>admin</span></div></header><div class='entry-content'><p><em>{SAPO}</em></p>{P}<div class='share'>Share this:</div></div></article>",
    "boxes with Vietnamese names": f"<div class='portlet-body'><div class='tieude_bai'>{TITLE}</div><div class='ngaydang'>Ngày đăng: 06/09/2025 - Lượt xem: 123</div>"
    f"<div class='trichdan'>{SAPO}</div><div class='chitiet_bai'>"
    + "".join(f"<div style='text-align: justify;'>{each}</div>" for each in PARAGRAPHS)
    + "<div style='text-align: right;'>Nguồn: Đài Lam Sơn</div></div></div>",
    "one cell and line breaks": f"<table><tr><td><div class='post-title'>{TITLE}</div><i>06/09/2025 15:49</i><br><b>{SAPO}</b><br><br>"
    + "<br><br>".join(PARAGRAPHS)
    + "<br><br><b>Mai Lan</b></td></tr></table>",
    "described in the head only": f"<meta name='description' content='{SAPO}'><div class='c1'><h1>{TITLE}</h1><time>6/9/2025 15:49</time><div class='c2'><p>{SAPO}</p>{P}</div></div>",
}


@pytest.mark.parametrize("name", SKELETONS)
def test_the_same_article_comes_out_of_every_skeleton(name: str) -> None:
    url = "https://baolamson.test/thanh-pho-lam-son-chot-phuong-an-123456.html"
    found = extract(
        Page(url, url, datetime(2026, 1, 1, tzinfo=UTC), 200, (), (HEAD + SKELETONS[name]).encode())
    )
    assert found.kind is Kind.ARTICLE
    assert found.title == TITLE
    assert found.sapo == SAPO
    assert found.text == "\n".join((SAPO, *PARAGRAPHS))
    assert str(found.published.day) == "2025-09-06"
    assert set(found.authors) <= {"Mai Lan"}
    assert found.credit in ("", "TTXVN", "Đài Lam Sơn")
    assert not set(found.flags) - {"short", "fallback"}

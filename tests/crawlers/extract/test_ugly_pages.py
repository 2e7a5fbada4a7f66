"""Pages that lie, break or attack: each gives an article, a flag, or is put aside by name."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawlers.extract import Hints, NotHtml, Template, extract
from crawlers.extract.decode import to_text
from lantoa.article import Article, Kind, Page

PAGES = Path(__file__).resolve().parents[2] / "pages"
FETCHED = datetime(2025, 12, 21, 3, 0, tzinfo=UTC)
ADDRESS = "https://baolamson.test/cho-noi-ho-dem-truoc-gio-dong-cua-d10203.html"
PROSE = (
    "Chợ nổi Hồ Đêm đóng cửa từ đầu tháng tới sau ba mươi năm hoạt động, nhường chỗ cho bến tàu du lịch mới của thành phố.",
    "Bà Lữ Thị Sen, bán hoa quả ở đây từ năm mười bảy tuổi, cho biết các hộ được chuyển lên chợ cạn cách bến cũ hai cây số.",
    "Ban quản lý hứa giữ nguyên tiền thuê trong một năm và cấp bảng tên ghe cho từng sạp để khách quen dễ tìm lại.",
)
HTML = (
    "<html><head>{head}</head><body><h1>Chợ nổi Hồ Đêm trước giờ đóng cửa</h1>"
    + "<div class='article-body'>"
    + "".join(f"<p>{each}</p>" for each in PROSE)
    + "</div></body></html>"
)


def read(
    body: str | bytes, url: str = ADDRESS, *headers: tuple[str, str], hints: Hints | None = None
) -> Article:
    sent = body.encode() if isinstance(body, str) else body
    return extract(Page(url, url, FETCHED, 200, headers, sent), hints or Hints())


PLAIN = HTML.format(head="<meta charset='utf-8'>")


@pytest.mark.parametrize(
    ("body", "header"),
    [
        (HTML.format(head="").encode(), "text/html; charset=iso-8859-1"),
        (HTML.format(head="").encode(), "text/html; charset=windows-1258"),
        (HTML.format(head="<meta charset='windows-1252'>").encode(), ""),
        (b"\xef\xbb\xbf" + HTML.format(head="").encode(), ""),
        (HTML.format(head="").encode("utf-16"), "text/html"),
        (HTML.format(head="").encode("utf-16-le"), "text/html"),
        (HTML.format(head="").encode("utf-16-be"), "text/html; charset=utf-8"),
        (unicodedata.normalize("NFD", HTML.format(head="")).encode(), "text/html; charset=utf-8"),
    ],
)
def test_whatever_the_charset_says_the_content_is_the_same(body: bytes, header: str) -> None:
    found = read(body, ADDRESS, ("Content-Type", header))
    assert found.content_hash() == read(PLAIN).content_hash()


def test_windows_1258_with_combining_marks_is_composed() -> None:
    sentence = "Ðại hội Ðảng bộ phường thành công tốt đẹp".replace("Ð", "Đ")
    body = "".join(_as_1258(letter) for letter in sentence).encode("windows-1258")
    text, clean = to_text(b"<html><meta charset=windows-1258><p>" + body + b"</p>")
    assert clean
    assert sentence in unicodedata.normalize("NFC", text)


def _as_1258(letter: str) -> str:
    """The code page has tone marks apart from vowels that carry a hat or horn."""
    try:
        letter.encode("windows-1258")
        return letter
    except UnicodeEncodeError:
        parts = unicodedata.normalize("NFD", letter)
        tones = "".join(each for each in parts if each in "\u0300\u0301\u0303\u0309\u0323")
        return unicodedata.normalize("NFC", "".join(each for each in parts if each not in tones)) + tones


def test_a_page_with_a_few_broken_bytes_is_read_and_flagged() -> None:
    found = read(PLAIN.encode().replace("Đêm đóng".encode(), "Đêm ".encode() + b"\xff\xfe" + "đóng".encode()))
    assert found.kind is Kind.ARTICLE
    assert "bad_encoding" in found.flags


@settings(deadline=None)
@given(st.binary(max_size=600))
def test_any_bytes_can_be_decoded(body: bytes) -> None:
    assert isinstance(to_text(body)[0], str)


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("<>/=\"'&;! abdđphtạ1[]-"), max_size=300))
def test_any_markup_gives_an_article_or_is_put_aside(markup: str) -> None:
    assert isinstance(read(f"<html>{markup}").text, str)


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"%PDF-1.7 ...", "text/html"),
        (b"\x89PNG\r\n", ""),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b'{"id": 1}', "application/json"),
        (b"PK\x03\x04", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (b"chi la chu thoi", "text/html"),
    ],
)
def test_what_is_no_html_is_put_aside_by_address(body: bytes, content_type: str) -> None:
    with pytest.raises(NotHtml, match="cho-noi-ho-dem"):
        read(body, ADDRESS, ("Content-Type", content_type))


def test_an_empty_page_is_unknown_not_an_error() -> None:
    assert (read("").kind, read("").flags) == (Kind.UNKNOWN, ("empty",))


@pytest.mark.parametrize(
    ("canonical", "own", "identity"),
    [
        ("https://baolamson.test/", ADDRESS, ADDRESS),
        ("https://baolamson.test/doi-song", ADDRESS, ADDRESS),
        ("https://bao-khac.test/cho-noi-ho-dem-truoc-gio-dong-cua-d10203.html", ADDRESS, ADDRESS),
        ("https://baolamson.test/mot-bai-hoan-toan-khac-hom-nay-d10204.html", ADDRESS, ADDRESS),
        ("", ADDRESS, ADDRESS),
        ("http://[", ADDRESS, ADDRESS),
        ("/cho-noi-ho-dem-truoc-gio-dong-cua-d10203.html?utm_source=x", ADDRESS, ADDRESS),
        ("http://baolamson.test/cho-noi-ho-dem-truoc-gio-dong-cua-d10203.html", ADDRESS, ADDRESS),
        (ADDRESS, ADDRESS.replace("://", "://m."), ADDRESS),
        (ADDRESS, ADDRESS.replace("://", "://amp."), ADDRESS),
        ("", ADDRESS.replace("://", "://m."), ADDRESS),
        ("https://m.baolamson.test/", ADDRESS.replace("://", "://m."), ADDRESS),
        ("", ADDRESS + "/amp?utm_source=x", ADDRESS),
        ("", "https://m.a.test/tin.aspx?_id=9", "https://a.test/tin.aspx?_id=9"),
        (ADDRESS.replace(".test/", ".test/doi-song/"), ADDRESS, ADDRESS.replace(".test/", ".test/doi-song/")),
        ("https://a.test/tin.aspx", "https://a.test/tin.aspx?ItemID=9", "https://a.test/tin.aspx?ItemID=9"),
        (
            "https://a.test/tin.aspx?ItemID=10",
            "https://a.test/tin.aspx?ItemID=9",
            "https://a.test/tin.aspx?ItemID=9",
        ),
        ("https://a.test/tin-12.html", "https://a.test/tin-13.html", "https://a.test/tin-13.html"),
    ],
)
def test_a_canonical_link_is_believed_only_for_the_same_article(
    canonical: str, own: str, identity: str
) -> None:
    assert read(HTML.format(head=f'<link rel="canonical" href="{canonical}">'), own).url == identity


def test_a_mobile_edition_goes_by_its_og_url_before_its_address_is_guessed_from() -> None:
    main = ADDRESS.replace("://", "://www.")
    head = f'<meta property="og:url" content="{main}">'
    assert read(HTML.format(head=head), ADDRESS.replace("://", "://m.")).url == main
    other = '<meta property="og:url" content="https://www.baolamson.test/mot-bai-hoan-toan-khac-d10204.html">'
    assert read(HTML.format(head=other), ADDRESS.replace("://", "://m.")).url == ADDRESS


def test_of_two_canonical_links_the_plausible_one_counts() -> None:
    head = f'<link rel="canonical" href="https://baolamson.test/"><link rel="canonical" href="{ADDRESS}">'
    assert read(HTML.format(head=head), ADDRESS + "?fbclid=1").url == ADDRESS


@pytest.mark.parametrize(
    "markup",
    [
        "<div>" * 20_000 + "x",
        "<div class='article-body'>" + "<font>" * 5_000,
        "<p>" + "a " * 300_000,
        "<table>" + "<tr><td>ô</td><td>b</td></tr>" * 5_000 + "</table>",
        "<div class='article-body'>" + "".join(f"<a href='/x{n}'>liên kết {n}</a>" for n in range(8_000)),
        "<script type='application/ld+json'>" + "[" * 50_000 + "</script>",
        "<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"author\":[[[{\"name\":[1]}]],null,3],\"datePublished\":5}</script>",
        "<!--" * 5_000,
        "<p>" + "\x00" * 40 + "NUL</p>",
        "<span class='time'>" + "1/" * 5_000 + "</span>",
        "<base href='http://['><a href='http://['>x</a><link rel=canonical>",
    ],
)  # fmt: skip
def test_hostile_markup_ends_in_an_article_without_an_error(markup: str) -> None:
    found = read(HTML.replace("</body></html>", "").format(head="") + markup)
    assert found.title == "Chợ nổi Hồ Đêm trước giờ đóng cửa"
    assert len(found.text) <= 500_000


def test_nul_bytes_do_not_hide_the_text() -> None:
    assert PROSE[0] in read(PLAIN.replace("nổi Hồ", "nổ\x00i Hồ")).text


def test_doubled_entities_are_decoded_until_stable() -> None:
    head = "<meta property='og:title' content='Chợ nổi Hồ Đ&amp;amp;ecirc;m tr&amp;#432;ớc giờ đ&amp;oacute;ng cửa'>"
    assert read(HTML.format(head=head)).title == "Chợ nổi Hồ Đêm trước giờ đóng cửa"


def test_a_status_page_with_a_good_status_is_a_soft_404() -> None:
    body = "<html><head><title>404</title></head><body><h1>Trang không tồn tại</h1><p>Mời bạn về trang chủ.</p></body></html>"
    assert (read(body).kind, read(body).flags) == (Kind.UNKNOWN, ("soft_404",))


@pytest.mark.parametrize(
    "title",
    [
        "Không tìm thấy tàu cá mất tích ở Hồ Đêm",
        "404 đại biểu dự đại hội đảng bộ thành phố",
        "Đoạn phim đã bị xóa khỏi mạng xã hội",
    ],
)
def test_an_article_that_speaks_of_such_things_is_an_article(title: str) -> None:
    short = (
        PLAIN.replace("Chợ nổi Hồ Đêm trước giờ đóng cửa", title).replace(PROSE[1], "").replace(PROSE[2], "")
    )
    assert read(short).kind is Kind.ARTICLE


TEMPLATED = """<html><head><meta charset="utf-8"><meta property="og:title" content="Trang tin phường"></head><body>
<div id="ten">Phường Bến Đá trồng thêm nghìn cây bàng</div><div id="luc">21/12/2024 08:00</div><div class="b5">Ngày 5/6, phường ra quân.</div>
<div class="b7">Mỗi khu phố nhận bảy mươi cây, tự chọn chỗ trồng.<div class="x">Gọi 1900 để quảng cáo</div></div><div class="ky">Mai Lan</div></body></html>"""


@pytest.mark.parametrize("body_selector", ["div.b7", "//div[@class='b7']"])
def test_a_template_says_where_things_stand_on_a_host(body_selector: str) -> None:
    template = Template(body=body_selector, drop=(".x",), title="#ten", sapo=".b5", date="#luc", author=".ky")
    found = read(TEMPLATED, "https://benda.test/tin.aspx?ItemID=4", hints=Hints(template=template))
    assert found.kind is Kind.ARTICLE
    assert found.title == "Phường Bến Đá trồng thêm nghìn cây bàng"
    assert found.text == "Ngày 5/6, phường ra quân.\nMỗi khu phố nhận bảy mươi cây, tự chọn chỗ trồng."
    assert str(found.published.at) == "2024-12-21 01:00:00+00:00"
    assert found.authors == ("Mai Lan",)


def test_a_template_that_no_longer_fits_leaves_the_general_reader_to_it() -> None:
    template = Template(body="div.gone", title=".gone", sapo=".gone", date=".gone")
    plain = read(PLAIN)
    found = read(PLAIN, hints=Hints(template=template))
    assert found == replace(plain, flags=(*plain.flags, "template_misfit"))


def test_the_publisher_is_never_an_author() -> None:
    head = '<script type="application/ld+json">{"@type":"NewsArticle","author":{"@type":"Person","name":"Trang tin Hồ Đêm"},"publisher":{"name":"Trang tin Hồ Đêm"}}</script>'
    assert read(HTML.format(head=head)).authors == ()
    shown = PLAIN.replace("</h1>", "</h1><p class='author'>Hồ Đêm</p>")
    assert read(shown).authors == ("Hồ Đêm",)
    assert read(shown, hints=Hints(publisher="Hồ Đêm")).authors == ()

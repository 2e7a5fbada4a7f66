"""One article, one spelling of its address."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawlers.urls import article_ids, canonical, host_of, is_article_like, is_home, main_form, site_of


@pytest.mark.parametrize(
    "spelling",
    [
        "https://baolamson.test/bai-1.htm?id=9",
        "HTTPS://BaoLamSon.Test:443/bai-1.htm?id=9#binh-luan",
        " https://baolamson.test/bai-1.htm?utm_source=fb&id=9&utm_campaign= ",
        "https://baolamson.test/bai-1.htm?id=9&fbclid=IwAR0&zarsrc=30&gidzl=abc",
        "https://baolamson.test/bai-1.htm;jsessionid=1A2B?id=9&PHPSESSID=77",
        "https://baolamson.test/x/../bai-1.htm?id=9",
        "https://baolamson.test./bai-1.htm?id=9",
    ],
)
def test_what_does_not_identify_is_left_out(spelling: str) -> None:
    assert canonical(spelling) == "https://baolamson.test/bai-1.htm?id=9"


def test_what_identifies_is_kept() -> None:
    addresses = [
        "https://a.test/t.aspx?_id=9",
        "https://a.test/t.aspx?_id=10",
        "https://a.test/T.aspx?_id=9",
        "http://a.test/t.aspx?_id=9",
        "https://m.a.test/t.aspx?_id=9",
        "https://a.test:8080/t.aspx?_id=9",
    ]
    assert len({canonical(each) for each in addresses}) == len(addresses)


def test_the_order_of_parameters_and_the_way_of_escaping_do_not_matter() -> None:
    assert canonical("https://a.test/?b=2&a=1") == canonical("https://a.test/?a=1&b=2")
    assert canonical("https://a.test/đại-hội") == canonical("https://a.test/%C4%91%E1%BA%A1i-h%E1%BB%99i")
    assert canonical("https://a.test") == canonical("https://a.test/")


def test_an_asp_net_session_in_the_path_is_left_out() -> None:
    assert (
        canonical("http://a.test/(S(lit3py55t21z5v55vlm25s55))/tin.aspx?ItemID=4")
        == "http://a.test/tin.aspx?ItemID=4"
    )


@settings(deadline=None)
@given(
    st.from_regex(
        r"https?://[a-z]{1,8}\.(vn|test)(:[0-9]{2,4})?(/[a-zA-Z0-9%._~()-]{0,12}){0,3}(\?[a-z0-9=&%+]{0,20})?(#x)?",
        fullmatch=True,
    )
)
def test_canonical_is_idempotent(url: str) -> None:
    once = canonical(url)
    assert canonical(once) == once


@pytest.mark.parametrize(
    "odd",
    [
        "",
        "mailto:a@b.vn",
        "javascript:void(0)",
        "lantoa:manual/0123456789ab",
        "http://[::1",
        "http://a.test:port/x",
    ],
)
def test_odd_addresses_do_not_raise(odd: str) -> None:
    assert isinstance(canonical(odd), str)
    assert isinstance(host_of(odd), str)
    assert is_article_like(odd) in (True, False, None)


@pytest.mark.parametrize(
    ("edition", "article"),
    [
        ("https://m.baolamson.test/a-b-d1.html", "https://baolamson.test/a-b-d1.html"),
        ("https://amp.baolamson.test/a-b-d1.html", "https://baolamson.test/a-b-d1.html"),
        ("https://baolamson.test/a-b-d1.html/amp", "https://baolamson.test/a-b-d1.html"),
        ("https://baolamson.test/amp/a-b-d1.html", "https://baolamson.test/a-b-d1.html"),
        ("https://m.baolamson.test/tin.aspx?_id=9", "https://baolamson.test/tin.aspx?_id=9"),
        ("https://www.baolamson.test/a-b-d1.html", "https://www.baolamson.test/a-b-d1.html"),
        ("https://baolamson.test/amp", "https://baolamson.test/amp"),
        ("https://m.test/a", "https://m.test/a"),
    ],
)
def test_a_mobile_or_amp_edition_stands_for_its_article(edition: str, article: str) -> None:
    assert main_form(edition) == article
    assert canonical(f"{article}{'&' if '?' in article else '?'}amp=1") == canonical(article)


@given(
    st.from_regex(
        r"https?://(m\.|amp\.|www\.|wap\.){0,3}[a-z]{1,8}\.(vn|test)(/amp|/[a-z0-9-]{1,9}){0,4}/?",
        fullmatch=True,
    )
)
def test_the_main_form_is_its_own_main_form_and_on_the_same_site(url: str) -> None:
    plain = main_form(url)
    assert main_form(plain) == plain
    assert host_of(url).endswith(host_of(plain))


def test_hosts_of_one_site_compare_equal() -> None:
    assert host_of("https://WWW.A.test:8443/x") == "www.a.test"
    assert {site_of(f"https://{front}baolamson.test/x") for front in ("", "www.", "m.", "amp.")} == {
        "baolamson.test"
    }


@pytest.mark.parametrize(
    ("url", "verdict"),
    [
        ("https://a.test/thoi-su/bi-thu-khao-sat-dia-diem-20250906162845227.htm", True),
        ("https://a.test/co-phieu-flc-giao-dich-2495349.html", True),
        ("https://a.test/2025/09/06/khao-sat-dia-diem/", True),
        ("https://a.test/chuan-bi-dai-hoi-dang-bo-phuong-ben-da.html", True),
        ("https://a.test/", False),
        ("https://a.test/index.html", False),
        ("https://a.test/thoi-su.htm", False),
        ("https://a.test/chinh-tri/xay-dung-dang", False),
        ("https://a.test/tag/dai-hoi-dang-bo-thanh-pho-12345.html", False),
        ("https://a.test/ha-noi-san-sang-cho-dai-hoi/c/35266413.epi", True),
        ("https://a.test/video/khai-mac-trong-the-dai-hoi-dang-bo-7002.html", True),
        ("https://a.test/video/", False),
        ("https://a.test/thoi-su/trang-2.htm", False),
        ("https://a.test/van-ban/ke-hoach-so-12.pdf", False),
        ("https://a.test/Default.aspx?ItemID=882", None),
        ("https://a.test/2025/09/06/le-mit-tinh/", True),
        ("https://a.test/2025/09/06/", False),
        ("https://a.test/2025/09/06/page/2", False),
    ],
)
def test_addresses_of_articles_are_told_from_sections(url: str, verdict: bool | None) -> None:
    assert is_article_like(url) is verdict


def test_a_front_page_with_an_item_is_no_front_page() -> None:
    assert is_home("http://a.test/Default.aspx")
    assert not is_home("http://a.test/Default.aspx?ItemID=4")


def test_the_numbers_that_identify_an_article() -> None:
    assert article_ids("https://a.test/bai-viet-so-3-2495349.html?id=9&page=2") == {"2495349", "9"}

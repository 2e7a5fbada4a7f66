"""From a channel's page to candidate addresses."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from crawlers.discover import Channel, candidates, wanted
from crawlers.feeds import NotFeed
from crawlers.frontier_rows import Found
from crawlers.sources import Source
from lantoa.article import Outlet, Page

NOW = datetime(2025, 9, 10, tzinfo=UTC)
OLDEST = NOW - timedelta(days=90)
SOURCE = Source(Outlet("bao", "Báo", "bao.test", "local_press", "province"), "http://bao.test/")
HOUR = timedelta(hours=1)


def page(body: str, url: str) -> Page:
    return Page(url, url, NOW, 200, (("Content-Type", "text/html; charset=utf-8"),), body.encode())


def nothing_known(_urls: Iterable[str]) -> set[str]:
    return set()


def all_known(urls: Iterable[str]) -> set[str]:
    return set(urls)


def read(body: str, channel: Channel, source: Source = SOURCE, known: object = nothing_known) -> list[Found]:
    return candidates(page(body, channel.url), channel, source, known, OLDEST)  # type: ignore[arg-type]


def anchors(*pairs: tuple[str, str]) -> str:
    return (
        "<html><body>"
        + "".join(f'<p><a href="{href}">{text}</a></p>' for href, text in pairs)
        + "</body></html>"
    )


LIST = Channel("http://bao.test/chinh-tri", "section", HOUR, first=True)
ARTICLES = tuple(
    (f"/dai-hoi-dang-bo-thanh-pho-{number}.html", f"Đại hội Đảng bộ thành phố {number}")
    for number in range(10001, 10007)
)


def test_a_feed_gives_its_articles_with_title_and_date_and_drops_other_hosts() -> None:
    body = """<rss><channel>
    <item><title>Một</title><link>http://bao.test/dai-hoi-lan-thu-nhat-12345.html?utm_source=rss</link><pubDate>Tue, 09 Sep 2025 08:00:00 +0700</pubDate></item>
    <item><title>Hai</title><link>http://khac.test/dai-hoi-lan-thu-nhat-12345.html</link></item></channel></rss>"""
    (found,) = read(body, Channel("http://bao.test/rss", "feed", HOUR))
    assert (found.url, found.title) == ("http://bao.test/dai-hoi-lan-thu-nhat-12345.html", "Một")
    assert found.listed_at == datetime(2025, 9, 9, 1, tzinfo=UTC)


def test_a_page_in_the_place_of_a_feed_is_said_to_be_none() -> None:
    with pytest.raises(NotFeed):
        read("<html><body>Bảo trì</body></html>", Channel("http://bao.test/rss", "feed", HOUR))


def test_a_sitemap_is_taken_back_to_a_date_and_its_undated_entries_are() -> None:
    entry = "<url><loc>http://bao.test/dai-hoi-lan-thu-nhat-{}.html</loc>{}</url>"
    body = "<urlset>" + entry.format(11111, "<lastmod>2025-09-01T08:00:00+07:00</lastmod>")
    body += entry.format(22222, "<lastmod>2019-09-01</lastmod>") + entry.format(33333, "") + "</urlset>"
    found = read(body, Channel("http://bao.test/sitemap.xml", "sitemap", HOUR))
    assert [each.url[-10:-5] for each in found] == ["11111", "33333"]


def test_a_sitemap_index_leads_to_its_recent_parts_and_skips_old_ones() -> None:
    child = "<sitemap><loc>http://bao.test/sitemap-{}.xml</loc><lastmod>{}</lastmod></sitemap>"
    body = "<sitemapindex>" + child.format("old", "2020-01-01") + child.format("aug", "2025-08-31")
    body += child.format("sep", "2025-09-09") + "</sitemapindex>"
    found = read(body, Channel("http://bao.test/sitemap.xml", "sitemap", HOUR))
    assert [(each.role, each.url[-7:-4]) for each in found] == [("sitemap", "sep"), ("sitemap", "aug")]


def test_parts_without_dates_are_all_read_once_then_those_at_the_ends() -> None:
    body = "".join(
        f"<sitemap><loc>http://bao.test/sitemap-{number}.xml</loc></sitemap>" for number in range(9)
    )
    body = f"<sitemapindex>{body}</sitemapindex>"
    channel = Channel("http://bao.test/sitemap.xml", "sitemap", HOUR, first=True)
    assert len(read(body, channel)) == 9
    assert [each.url[-5] for each in read(body, replace(channel, first=False))] == ["0", "7", "8"]


def test_a_section_gives_articles_and_its_next_page() -> None:
    found = read(anchors(*ARTICLES, ("/chinh-tri?page=2", "Trang sau"), ("/lien-he", "Liên hệ")), LIST)
    assert [each.role for each in found] == ["article"] * 6 + ["section"]
    assert (found[-1].url, found[-1].page, found[-1].every) == ("http://bao.test/chinh-tri?page=2", 2, None)


def test_a_known_list_is_not_followed_and_one_with_news_is() -> None:
    body = anchors(*ARTICLES, ("/chinh-tri?page=2", "Trang sau"))
    again = replace(LIST, first=False)
    assert all(each.role == "article" for each in read(body, again, known=all_known))
    half = read(body, again, known=lambda urls: set(sorted(urls)[:3]))
    assert half[-1].role == "section"


def test_a_list_is_followed_only_so_deep() -> None:
    body = anchors(*ARTICLES, ("/chinh-tri?page=6", "6"))
    assert read(body, replace(LIST, number=5, depth=30))[-1].page == 6
    assert all(each.role == "article" for each in read(body, replace(LIST, number=5, depth=5)))


def test_a_page_without_articles_leads_nowhere() -> None:
    assert read(anchors(("/lich?thang=2", "2")), LIST) == []


def test_sections_are_found_on_a_home_page_where_none_are_stated() -> None:
    body = anchors(
        *ARTICLES, ("/xa-hoi", "Xã hội"), ("/tag/abc", "Thẻ"), ("http://khac.test/kinh-te", "Kinh tế")
    )
    home = Channel("http://bao.test/", "home", HOUR, first=True)
    assert [each.url for each in read(body, home) if each.role == "section"] == ["http://bao.test/xa-hoi"]
    mapped = replace(SOURCE, sitemaps=("http://bao.test/sitemap.xml",))
    assert [each.url for each in read(body, home, mapped) if each.role == "section"] == ["http://bao.test/xa-hoi"]
    stated = replace(SOURCE, sections=("http://bao.test/chinh-tri",))
    assert not [each for each in read(body, home, stated) if each.role == "section"]


def test_an_address_that_tells_nothing_is_taken_for_an_article_by_its_text() -> None:
    body = anchors(
        ("/chi-tiet.aspx?id=123", "Đại hội Đảng bộ phường thành công"), ("/chi-tiet.aspx?id=7", "Tin tức")
    )
    assert [each.url for each in read(body, LIST)] == ["http://bao.test/chi-tiet.aspx?id=123"]


def test_of_a_source_read_for_candidates_only_what_names_the_matter_is_fetched() -> None:
    picky = replace(SOURCE, fetch="candidates")
    assert wanted(picky, "http://bao.test/1.html", "Đại hội Đảng bộ xã Tam Khê")
    assert wanted(picky, "http://bao.test/dai-hoi-xa-tam-khe-1.html", "")
    assert not wanted(picky, "http://bao.test/bong-da-1.html", "Bóng đá hôm nay")
    assert wanted(SOURCE, "http://bao.test/bong-da-1.html", "Bóng đá hôm nay")

"""Feeds and sitemaps as servers really send them."""

from __future__ import annotations

import calendar
import gzip
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawlers.feeds import NotFeed, NotSitemap, read_feed, read_sitemap
from lantoa.article import UNDATED

URL = "https://baolamson.test/rss/thoi-su.rss"


def rss(*items: str, head: str = '<?xml version="1.0" encoding="UTF-8"?>') -> bytes:
    return (
        f"{head}<rss version='2.0'><channel><title>Thời sự</title>{''.join(items)}</channel></rss>".encode()
    )


def item(date_text: str = "", link: str = "https://baolamson.test/bai-1.htm", title: str = "Tin") -> str:
    return f"<item><title>{title}</title><link>{link}</link><pubDate>{date_text}</pubDate></item>"


def only(body: bytes) -> datetime | None:
    return read_feed(body, URL).items[0].published.at


@pytest.mark.parametrize(
    "written",
    [
        "Mon, 14 Sep 2026 19:46:22 +0700",
        "Mon, 14 Sep 2026 19:46:22 +07:00",
        "Mon, 14 Sep 2026 19:46:22 +07",
        "Mon, 14 Sep 26 19:46:22 +0700",
        "Mon, 14 Sep 2026 19:46:22 GMT+7",
        "Mon, 14 Sep 2026 12:46:22 GMT",
        "Mon, 14 Sep 2026 12:46:22 Z",
        "14 Sep 2026 19:46:22",
        "2026-09-14T19:46:22+07:00",
        "2026-09-14T12:46:22.000Z",
        "2026-09-14 19:46:22",
        "9/14/2026 7:46:22 PM",
        "14/09/2026 19:46:22",
        "Sep 14, 2026 7:46:22 PM",
    ],
)
def test_every_spelling_of_one_instant_is_that_instant(written: str) -> None:
    assert only(rss(item(written))) == datetime(2026, 9, 14, 12, 46, 22, tzinfo=UTC)


def test_a_feed_whose_items_prove_their_order_is_read_in_it_throughout() -> None:
    month_first = read_feed(rss(item("9/6/2026 3:49:00 PM"), item("9/14/2026 6:44:00 PM", "/b-2.htm")), URL)
    day_first = read_feed(rss(item("9/6/2026 15:49"), item("14/9/2026 18:44", "/b-2.htm")), URL)
    assert [each.published.day for each in month_first.items] == [date(2026, 9, 6), date(2026, 9, 14)]
    assert [each.published.day for each in day_first.items] == [date(2026, 6, 9), date(2026, 9, 14)]


def test_the_day_in_an_address_proves_the_order_too() -> None:
    link = "https://a.test/bai-102260906154900123.htm"
    assert only(rss(item("6/9/2026 3:49:00 PM", link))) == datetime(2026, 9, 6, 8, 49, tzinfo=UTC)


def test_a_date_nobody_can_read_leaves_the_item_undated_and_is_reported() -> None:
    feed = read_feed(rss(item("hôm qua")), URL)
    assert feed.items[0].published == UNDATED
    assert any("date not understood" in each for each in feed.problems)


def test_links_in_cdata_relative_links_and_tracking_come_out_canonical() -> None:
    feed = read_feed(
        rss(
            item(link="<![CDATA[ https://BaoLamSon.test/a-1.htm?utm_source=rss&amp;id=9 ]]>"),
            item(link="/b-2.htm?fbclid=x#top"),
        ),
        URL,
    )
    assert [each.url for each in feed.items] == [
        "https://baolamson.test/a-1.htm?id=9",
        "https://baolamson.test/b-2.htm",
    ]


def test_titles_and_summaries_are_plain_text_without_related_links() -> None:
    described = (
        "<item><title><![CDATA[ Mưa lớn &amp; ngập ]]></title><link>https://a.test/x-1.htm</link>"
        "<description><![CDATA[<a href='#'><img src='i.jpg'/></a><p>Nhiều tuyến đường&nbsp;ngập.</p><ul><li><a href='/k'>Tin khác</a></li></ul>]]></description></item>"
    )
    found = read_feed(rss(described), URL).items[0]
    assert (found.title, found.summary) == ("Mưa lớn & ngập", "Nhiều tuyến đường ngập.")


def test_atom_and_rdf_are_feeds_too() -> None:
    atom = b"""<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>M</title><link rel="alternate" href="/m-1.htm"/>
      <link rel="replies" href="/binh-luan"/><published>2026-09-14T19:46:22+07:00</published></entry></feed>"""
    rdf = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
      <item rdf:about="https://baolamson.test/h-1.htm"><title>H</title><dc:date>2026-09-14T19:46:22+07:00</dc:date></item></rdf:RDF>"""
    instant = datetime(2026, 9, 14, 12, 46, 22, tzinfo=UTC)
    assert [(each.url, each.published.at) for each in read_feed(atom, URL).items] == [
        ("https://baolamson.test/m-1.htm", instant)
    ]
    assert [(each.url, each.published.at) for each in read_feed(rdf, URL).items] == [
        ("https://baolamson.test/h-1.htm", instant)
    ]


def test_undeclared_and_false_encodings_are_read() -> None:
    utf8_called_latin = rss(item(title="Đại hội"), head='<?xml version="1.0" encoding="ISO-8859-1"?>')
    utf16 = rss(item(title="Đại hội"), head="").decode().encode("utf-16")
    for body in (utf8_called_latin, utf16, rss(item(title="Đại hội"), head="")):
        assert read_feed(body, URL).items[0].title == "Đại hội"


def test_broken_xml_is_recovered_as_far_as_it_goes() -> None:
    bare = rss(item(title="Ăn & mặc &nbsp;đẹp", link="https://a.test/x?b=1&id=2"))
    cut = rss(item(title="Một"), item(title="Hai", link="/hai-2.htm"))[:-40]
    assert read_feed(bare, URL).items[0].title == "Ăn & mặc đẹp"
    assert read_feed(bare, URL).items[0].url == "https://a.test/x?b=1&id=2"
    assert [each.title for each in read_feed(cut, URL).items] == ["Một", "Hai"]


def test_entities_of_the_document_are_never_expanded() -> None:
    bomb = "".join(
        f'<!ENTITY a{n} "{"&a" + str(n - 1) + ";" if n else "x"}{"&a" + str(n - 1) + ";" if n else "x"}">'
        for n in range(40)
    )
    outside = '<!ENTITY file SYSTEM "file:///etc/hostname">'
    body = rss(item(title="a&a39;b&file;c"), head=f'<?xml version="1.0"?><!DOCTYPE rss [{bomb}{outside}]>')
    assert len(read_feed(body, URL).items[0].title) < 40


def test_an_item_twice_is_one_item_and_an_item_without_link_is_reported() -> None:
    feed = read_feed(rss(item(), item(), "<item><title>Không liên kết</title></item>"), URL)
    assert len(feed.items) == 1
    assert feed.problems == ("item 3 has no link",)


def test_an_empty_feed_is_a_feed() -> None:
    assert read_feed(rss(), URL).items == ()


@pytest.mark.parametrize(
    "body",
    [b"", b"   ", b"<html><body>404</body></html>", b"%PDF-1.4", b'{"items": []}', b"<?xml version='1.0'?>"],
)
def test_what_is_no_feed_is_put_aside_by_name(body: bytes) -> None:
    with pytest.raises(NotFeed, match="thoi-su"):
        read_feed(body, URL)
    with pytest.raises(NotSitemap, match="thoi-su"):
        read_sitemap(body, URL)


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_a_feed_a_sitemap_or_put_aside(body: bytes) -> None:
    with suppress(NotFeed):
        assert read_feed(b"<rss>" + body, URL).items is not None
    with suppress(NotSitemap):
        assert read_sitemap(b"<urlset>" + body, URL).entries is not None


NEWS = """<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc> https://a.test/x-1.htm?utm_medium=s </loc><lastmod>2026-09-14</lastmod><image:image><image:loc>https://a.test/i.jpg</image:loc><image:title>Ảnh</image:title></image:image>
<news:news><news:publication_date>2026-09-14T19:46:22+07:00</news:publication_date><news:title><![CDATA[Đại hội]]></news:title></news:news></url><url><lastmod>2026</lastmod></url></urlset>""".encode()


def test_a_news_sitemap_gives_address_dates_and_title() -> None:
    sitemap = read_sitemap(NEWS, URL)
    (entry,) = sitemap.entries
    assert (entry.url, entry.title) == ("https://a.test/x-1.htm", "Đại hội")
    assert entry.published.at == datetime(2026, 9, 14, 12, 46, 22, tzinfo=UTC)
    assert (entry.lastmod.at, entry.lastmod.day) == (None, date(2026, 9, 14))
    assert sitemap.problems == ("an entry has no address",)


def test_a_gzipped_index_names_its_children() -> None:
    index = b"<sitemapindex><sitemap><loc>/sitemaps/2026-9.xml.gz</loc><lastmod>2026-09-14T19:46:22+07:00</lastmod></sitemap></sitemapindex>"
    sitemap = read_sitemap(gzip.compress(index), "https://a.test/sitemap.xml")
    assert [each.url for each in sitemap.children] == ["https://a.test/sitemaps/2026-9.xml.gz"]
    assert sitemap.entries == ()


def test_a_broken_gzip_is_no_sitemap() -> None:
    with pytest.raises(NotSitemap):
        read_sitemap(gzip.compress(NEWS)[:30] + b"\x00" * 30, URL)


WRONG_IN_FEEDPARSER = {"baochinhphu": "month first", "vtv": "+07"}


@pytest.mark.parametrize(
    "name",
    [
        "baochinhphu",
        "dantri",
        "nhandan",
        "sggp",
        "thanhnien",
        "tienphong",
        "tuoitre",
        "vietnamnet",
        "vietnamplus",
        "vneconomy",
        "vnexpress",
        "vov",
        "vtv",
        "znews",
    ],
)
def test_the_real_feeds_give_the_right_instants(shared_data: Path, name: str) -> None:
    body = (shared_data / "feeds" / f"{name}.rss").read_bytes()
    feed = read_feed(body, f"https://{name}.vn/rss/x.rss")
    oracle = feedparser.parse(body)
    assert feed.problems == ()
    assert len(feed.items) == len(oracle.entries) > 0
    for own, other in zip(feed.items, oracle.entries, strict=True):
        assert own.title
        assert own.url.startswith("https://")
        assert own.published.at is not None
        if name in WRONG_IN_FEEDPARSER:
            assert other.get("published_parsed") is None
        else:
            assert own.published.at == datetime.fromtimestamp(calendar.timegm(other.published_parsed), UTC)


@pytest.mark.parametrize(
    ("name", "instant"),
    [
        ("baochinhphu", datetime(2026, 9, 14, 11, 44, tzinfo=UTC)),
        ("vtv", datetime(2026, 9, 14, 12, 46, 22, tzinfo=UTC)),
    ],
)
def test_and_where_the_oracle_fails_the_instant_is_known(
    shared_data: Path, name: str, instant: datetime
) -> None:
    first = read_feed((shared_data / "feeds" / f"{name}.rss").read_bytes(), f"https://{name}.vn/x.rss").items[
        0
    ]
    assert abs((first.published.at or instant + timedelta(1)) - instant) == timedelta(0)

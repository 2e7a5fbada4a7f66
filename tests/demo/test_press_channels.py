"""Feeds, sitemaps, lists, robots.txt and dates of the press, as they are met outside."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import pytest
from lxml import etree

from lantoa.demo.press.looks import LOOKS
from lantoa.demo.resolver import url_of
from tests.demo.press_pieces import FIRST, LATER, OPENED, piece
from tests.demo.press_reader import (
    IDS,
    PIECES,
    everything,
    get,
    header,
    host_of,
    links_in,
    of,
    press_at,
)

each_outlet = pytest.mark.parametrize("outlet", IDS)


@each_outlet
def test_every_visible_piece_is_found_through_its_outlets_own_channels(outlet: str) -> None:
    found = everything(press_at(LATER), outlet)
    expected = {url_of(each) for each in PIECES if each.outlet == outlet and each.removed_at is None}
    assert expected <= found


def test_feeds_list_the_thirty_newest() -> None:
    press = press_at(LATER)
    items = etree.fromstring(get(press, "http://baotruonggiang.test/rss/home.rss").body).findall(
        ".//item/link"
    )
    visible = sorted(
        (p for p in PIECES if p.outlet == "bao-truong-giang" and not p.removed_at), key=lambda p: p.published
    )
    assert [item.text for item in items] == [url_of(each) for each in reversed(visible)][:30]


@each_outlet
def test_an_undated_piece_shows_no_date_anywhere(outlet: str) -> None:
    press, article = press_at(LATER), of(outlet, 102)
    answer = get(press, url_of(article))
    at = article.published
    forms = [
        f"{at:%Y-%m-%d}",
        f"{at:%d/%m/%Y}",
        f"{at:%d-%m-%Y}",
        f"{at.month}/{at.day}/{at.year}",
        "tháng",
        "/2025",
    ]
    page = answer.body.decode()
    assert not [form for form in forms if form in page]
    assert "2025" not in url_of(article)
    assert header(answer, "Last-Modified") is None
    for channel in LOOKS[outlet].channels:
        body = get(press, f"http://{host_of(outlet)}{channel.path}").body.decode()
        for entry in re.findall(r"<(?:item|entry|url)>.*?</(?:item|entry|url)>", body, re.DOTALL):
            if url_of(article) in entry:
                assert not re.search(r"20\d\d-|pubDate|20\d\d \d\d:", entry)


def test_the_twelve_outlets_write_dates_in_all_the_ways_that_are_met() -> None:
    press = press_at(LATER)
    at = datetime(2025, 9, 26, 15, 49, tzinfo=FIRST.tzinfo)
    early = datetime(2025, 9, 26, 1, 20, tzinfo=FIRST.tzinfo)
    pieces = tuple(piece(outlet, 1, early if outlet == "ttx-sao-mai" else at) for outlet in IDS)
    press = press_at(LATER, pieces)
    pages = {each.outlet: get(press, url_of(each)).body.decode() for each in pieces}
    for outlet, form in (
        ("bao-truong-giang", "26/09/2025 15:49 GMT+7"),
        ("bao-truong-giang", '"datePublished": "2025-09-26T15:49:00+07:00"'),
        ("dai-truong-giang", '"2025-09-26T15:49:00.000 +07:00"'),
        ("dai-truong-giang", "Thứ Sáu, 26/09/2025, 15:49 (GMT+7)"),
        ("ttx-sao-mai", '"datePublished": "2025-09-25T18:20:00Z"'),
        ("thoi-bao-dat-viet", 'itemprop="datePublished" content="2025-09-26T15:49:00+07:00"'),
        ("tin-sang", ">26-09-2025<"),
        ("tin-sang", 'article:published_time" content="2025-09-26T15:49:00+07:00"'),
        ("nhip-song-do-thi", 'published_time" content="2025-09-26T15:49:00"'),
        ("tieng-dan-sinh", "26/09/2025 15:49 GMT+7"),
        ("cong-thanh-pho", ">9/26/2025 3:49:00 PM<"),
        ("trang-dang-bo", "(15:49 26/09/2025)"),
        ("phuong-ben-da", "Thứ Sáu, ngày 26 tháng 9 năm 2025"),
        ("xa-tam-khe", ">26-09-2025<"),
        ("tong-hop-24", '"@graph"'),
    ):
        assert form in pages[outlet], outlet
    assert "2025-09-26" not in pages["cong-thanh-pho"]
    feeds = {
        "http://baotruonggiang.test/rss/home.rss": "Fri, 26 Sep 2025 15:49:00 +0700",
        "http://daitruonggiang.test/rss/tin-moi.rss": "Fri, 26 Sep 2025 15:49:00 +07<",
        "http://saomai.test/atom.xml": "<published>2025-09-25T18:20:00Z",
        "http://thoibaodatviet.test/rss/tin-moi-nhat.rss": "Fri, 26 Sep 2025 08:49:00 GMT",
        "http://tinsang.test/rss/home.rss": "Fri, 26 Sep 25 15:49:00 +0700",
        "http://nhipsongdothi.test/feed.rss": "<pubDate>9/26/2025 3:49:00 PM<",
        "http://tiengdansinh.test/rss.xml": "Fri, 26 Sep 2025 15:49:00 +07:00",
        "http://saomai.test/sitemap-news.xml": "<news:publication_date>2025-09-25T18:20:00Z",
    }
    for url, form in feeds.items():
        assert form in get(press, url).body.decode(), url


def test_the_late_outlet_has_no_robots_txt_for_three_hours() -> None:
    url = "http://tinsang.test/robots.txt"
    early = get(press_at(OPENED + timedelta(hours=3) - timedelta(seconds=90)), url)
    assert early.status == 503
    assert header(early, "Retry-After") == "1800"
    assert get(press_at(OPENED + timedelta(hours=3)), url).status == 200


def test_robots_come_in_several_forms() -> None:
    press = press_at(LATER)
    bodies = {outlet: get(press, f"http://{host_of(outlet)}/robots.txt") for outlet in IDS}
    assert [outlet for outlet in IDS if bodies[outlet].status == 404] == ["xa-tam-khe"]
    assert bodies["nhip-song-do-thi"].body.startswith(b"\xef\xbb\xbfUser-Agent: *\r\n")
    assert b"User-agent: LanToa\n" in bodies["thoi-bao-dat-viet"].body
    assert [outlet for outlet in IDS if b"/noi-bo/" in bodies[outlet].body] == ["trang-dang-bo"]
    delays = [
        float(found) for each in bodies.values() for found in re.findall(rb"Crawl-delay: (\S+)", each.body)
    ]
    assert delays == [0.01]


def test_the_closed_section_is_listed_but_lies_under_what_robots_forbids() -> None:
    closed = [each for each in PIECES if each.outlet == "trang-dang-bo" and each.section == "noi-bo"]
    listed = everything(press_at(LATER), "trang-dang-bo")
    assert closed
    assert all(urlsplit(url_of(each)).path.startswith("/noi-bo/") for each in closed)
    assert {url_of(each) for each in closed if not each.removed_at} <= listed


def test_the_outlet_with_a_home_page_only_lists_all_its_pieces_there() -> None:
    assert LOOKS["phuong-ben-da"].channels == ()
    links = links_in(get(press_at(LATER), "http://benda.truonggiang.test/"), "http://benda.truonggiang.test/")
    assert {
        url_of(each) for each in PIECES if each.outlet == "phuong-ben-da" and not each.removed_at
    } <= links

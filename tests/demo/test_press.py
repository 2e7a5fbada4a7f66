"""What the press answers: every outlet, at every time, without a socket."""

from __future__ import annotations

import gzip
import re
from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import lxml.html
import pytest
from lxml import etree

from lantoa.clock import FixedClock
from lantoa.demo.outlets import OUTLETS
from lantoa.demo.press import Answer, Press, Request
from lantoa.demo.press.looks import LOOKS
from lantoa.demo.resolver import press_hosts, url_of
from lantoa.demo.story import Piece
from tests.demo.press_pieces import FIRST, LATER, OPENED, piece, season

PIECES = season()
IDS = [outlet.id for outlet in OUTLETS]
each_outlet = pytest.mark.parametrize("outlet", IDS)


def press_at(now: datetime, pieces: tuple[Piece, ...] = PIECES) -> Press:
    return Press(pieces, FixedClock(now), OPENED)


def get(press: Press, url: str, **headers: str) -> Answer:
    parts = urlsplit(url)
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    sent = {"host": parts.netloc} | {name.replace("_", "-"): value for name, value in headers.items()}
    return press.answer(Request("GET", target, sent))


def header(answer: Answer, name: str) -> str | None:
    return next((value for key, value in answer.headers if key == name), None)


def of(outlet: str, number: int) -> Piece:
    return next(each for each in PIECES if each.id == f"{outlet}-{number}")


def text_of(answer: Answer) -> str:
    return " ".join(lxml.html.document_fromstring(answer.body.decode()).text_content().split())


@each_outlet
def test_every_outlet_serves_home_robots_channels_and_articles(outlet: str) -> None:
    press, look = press_at(LATER), LOOKS[outlet]
    home = get(press, f"http://{_host(outlet)}/")
    assert home.status == 200
    for channel in look.channels:
        answer = get(press, f"http://{_host(outlet)}{channel.path}")
        assert answer.status == 200
        etree.fromstring(answer.body)
    article = of(outlet, 3)
    answer = get(press, url_of(article))
    assert answer.status == 200
    shown = text_of(answer)
    for text in (article.title, article.sapo, *article.paragraphs, *article.captions):
        assert text in shown
    assert article.credit in shown
    assert look.phone in shown


@each_outlet
def test_a_piece_is_not_there_before_it_is_published(outlet: str) -> None:
    article = of(outlet, 5)
    before, after = article.published - timedelta(seconds=1), article.published
    assert article.title in text_of(get(press_at(after), url_of(article)))
    early = get(press_at(before), url_of(article))
    assert early.status == 404
    assert article.title not in text_of(early)
    assert url_of(article) not in everything(press_at(before), outlet)


@each_outlet
def test_an_edit_shows_from_its_instant_on(outlet: str) -> None:
    article = of(outlet, 100)
    assert article.edit is not None
    before = text_of(get(press_at(article.edit.at - timedelta(seconds=1)), url_of(article)))
    after = text_of(get(press_at(article.edit.at), url_of(article)))
    assert article.title in before
    assert article.title not in after
    assert article.edit.title in after
    assert article.edit.paragraphs[1] in after


@each_outlet
def test_a_removed_piece_is_gone_in_its_outlets_way(outlet: str) -> None:
    article = of(outlet, 101)
    assert article.removed_at is not None
    before, after = press_at(article.removed_at - timedelta(seconds=1)), press_at(article.removed_at)
    assert get(before, url_of(article)).status == 200
    gone = get(after, url_of(article))
    assert gone.status == {"nhip-song-do-thi": 410, "tieng-dan-sinh": 200}.get(outlet, 404)
    assert "Không tìm thấy trang" in text_of(gone)
    assert article.title not in text_of(gone)
    assert url_of(article) in everything(before, outlet)
    assert url_of(article) not in everything(after, outlet)


@each_outlet
def test_one_press_follows_its_clock(outlet: str) -> None:
    clock = FixedClock(FIRST - timedelta(days=1))
    press = Press(PIECES, clock, OPENED)
    article = of(outlet, 0)
    assert url_of(article) not in everything(press, outlet)
    clock.skip_to(article.published)
    assert url_of(article) in everything(press, outlet)
    assert article.title in text_of(get(press, url_of(article)))


@each_outlet
def test_a_conditional_get_is_answered_304_until_the_page_changes(outlet: str) -> None:
    article, look = of(outlet, 100), LOOKS[outlet]
    assert article.edit is not None
    clock = FixedClock(article.edit.at - timedelta(hours=1))
    press = Press(PIECES, clock, OPENED)
    urls = [url_of(article), *(f"http://{_host(outlet)}{channel.path}" for channel in look.channels)]
    first = [get(press, url) for url in urls]
    sent = [
        {
            key: value
            for key, value in (
                ("if_none_match", header(a, "ETag")),
                ("if_modified_since", header(a, "Last-Modified")),
            )
            if value
        }
        for a in first
    ]
    assert all(bool(each) == (look.etag or look.last_modified) for each in sent)
    if not sent[0]:
        return
    for url, headers in zip(urls, sent, strict=True):
        unchanged = get(press, url, **headers)
        assert (unchanged.status, unchanged.body) == (304, b"")
    clock.skip_to(article.edit.at)
    assert all(get(press, url, **headers).status == 200 for url, headers in zip(urls, sent, strict=True))


def test_validators_differ_among_the_outlets() -> None:
    kinds = {(look.etag, look.last_modified) for look in LOOKS.values()}
    assert kinds == {(True, True), (True, False), (False, True), (False, False)}


def test_a_tag_that_does_not_match_wins_over_a_date_that_does() -> None:
    press, url = press_at(LATER), url_of(of("bao-truong-giang", 3))
    modified = header(get(press, url), "Last-Modified")
    assert modified is not None
    assert get(press, url, if_modified_since=modified).status == 304
    assert get(press, url, if_modified_since=modified, if_none_match='"other"').status == 200
    assert get(press, url, if_modified_since="hôm qua").status == 200


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
        body = get(press, f"http://{_host(outlet)}{channel.path}").body.decode()
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
    bodies = {outlet: get(press, f"http://{_host(outlet)}/robots.txt") for outlet in IDS}
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


def test_addresses_depend_on_the_piece_alone() -> None:
    urls = [url_of(each) for each in PIECES]
    assert len(set(urls)) == len(urls)
    assert {urlsplit(url).netloc for url in urls} == press_hosts()
    assert [url_of(each) for each in reversed(PIECES)] == urls[::-1]
    assert url_of(of("cong-thanh-pho", 7)) == url_of(piece("cong-thanh-pho", 7, LATER, title="khác"))


def test_an_outlet_without_a_piece_s_section_puts_it_into_the_nearest() -> None:
    sections = {
        outlet: LOOKS[outlet].section_of("thoi-su")[0]
        for outlet in ("tin-sang", "cong-thanh-pho", "phuong-ben-da")
    }
    assert sections == {"tin-sang": "chinh-tri", "cong-thanh-pho": "tin-tuc", "phuong-ben-da": "tin-tuc"}
    assert [LOOKS[outlet].section_of("do-thi")[0] for outlet in ("tin-sang", "cong-thanh-pho")] == [
        "xa-hoi",
        "hoat-dong",
    ]


def test_tracking_parameters_change_nothing() -> None:
    press, url = press_at(LATER), url_of(of("tong-hop-24", 3))
    assert get(press, f"{url}?utm_source=rss&utm_medium=feed").body == get(press, url).body


def test_only_the_lively_outlet_changes_its_pages_without_changing_its_articles() -> None:
    changing = []
    for outlet in IDS:
        url = url_of(of(outlet, 0))
        if get(press_at(FIRST), url).body != get(press_at(LATER), url).body:
            changing.append(outlet)
    assert changing == ["tieng-dan-sinh"]


def test_other_hosts_and_methods_are_refused() -> None:
    press = press_at(LATER)
    assert get(press, "http://bao.example/").status == 421
    assert press.answer(Request("POST", "/", {"host": "tinsang.test"})).status == 405


def test_a_piece_of_an_unknown_outlet_is_named() -> None:
    with pytest.raises(ValueError, match="bao-la"):
        press_at(LATER, (replace(of("tin-sang", 1), outlet="bao-la"),))


def links_in(answer: Answer, base: str) -> set[str]:
    page = lxml.html.document_fromstring(answer.body.decode(), base_url=base)
    page.make_links_absolute()
    return {link for element, _, link, _ in page.iterlinks() if element.tag == "a"}


def everything(press: Press, outlet: str) -> set[str]:
    """All addresses an outlet's feeds, sitemaps, home and section pages lead to."""
    look, base = LOOKS[outlet], f"http://{_host(outlet)}"
    found: set[str] = set()
    maps = [base + channel.path for channel in look.channels]
    while maps:
        body = get(press, maps.pop()).body
        listed = re.findall(r"<(?:loc|guid[^>]*|id)>(http[^<]*)<", (_unpacked(body)).decode())
        maps += [url for url in listed if re.search(r"/sitemap-[\w-]+\.xml(\.gz)?$", url)]
        found |= set(listed)
    sheets = ["/", *(look.section.format(section=slug) for slug, _ in look.sections if look.section)]
    seen: set[str] = set()
    while sheets:
        path = sheets.pop()
        seen.add(path)
        answer = get(press, base + path)
        if answer.status == 200:
            found |= links_in(answer, base + path)
            page = lxml.html.document_fromstring(answer.body.decode())
            sheets += [str(older) for older in page.xpath('//a[@rel="next"]/@href') if older not in seen]
    return found


def _unpacked(body: bytes) -> bytes:
    return gzip.decompress(body) if body.startswith(b"\x1f\x8b") else body


def _host(outlet: str) -> str:
    return next(each.host for each in OUTLETS if each.id == outlet)

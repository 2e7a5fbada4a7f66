"""What the press answers: every outlet, at every time, without a socket."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from lxml import etree

from lantoa.clock import FixedClock
from lantoa.demo.press import Press, Request
from lantoa.demo.press.looks import LOOKS
from lantoa.demo.resolver import press_hosts, url_of
from tests.demo.press_pieces import FIRST, LATER, OPENED, piece
from tests.demo.press_reader import (
    IDS,
    PIECES,
    everything,
    get,
    header,
    host_of,
    of,
    press_at,
    text_of,
)

each_outlet = pytest.mark.parametrize("outlet", IDS)


@each_outlet
def test_every_outlet_serves_home_robots_channels_and_articles(outlet: str) -> None:
    press, look = press_at(LATER), LOOKS[outlet]
    home = get(press, f"http://{host_of(outlet)}/")
    assert home.status == 200
    for channel in look.channels:
        answer = get(press, f"http://{host_of(outlet)}{channel.path}")
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
    urls = [url_of(article), *(f"http://{host_of(outlet)}{channel.path}" for channel in look.channels)]
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

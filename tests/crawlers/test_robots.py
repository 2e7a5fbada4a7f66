"""robots.txt: one decision, in doubt not now."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from crawlers.robots import READ, RobotsBook, judge, origin_of, unreachable
from lantoa.database import Database

NOW = datetime(2025, 9, 1, tzinfo=UTC)
HOST = "https://bao.test"


@pytest.fixture
def book(sqlite_database: Database) -> RobotsBook:
    return RobotsBook(sqlite_database)


def word(book: RobotsBook, body: bytes, path: str = "/tin/a.html") -> str:
    return book.decide(judge(HOST, 200, body, NOW), HOST + path).word


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_no_robots_file_means_that_everything_may_be_fetched(book: RobotsBook, status: int) -> None:
    answer = judge(HOST, status, b"<html>khong co</html>", NOW)
    assert book.decide(answer, HOST + "/a").word == "allowed"
    assert answer.expires == NOW + timedelta(hours=24)


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504, 301])
def test_trouble_means_not_now_and_is_asked_again_soon(book: RobotsBook, status: int) -> None:
    answer = judge(HOST, status, b"", NOW)
    assert book.decide(answer, HOST + "/a").word == "unreachable"
    assert answer.expires == NOW + timedelta(hours=1)


@pytest.mark.parametrize(
    "body", [b"<!DOCTYPE html><html></html>", b"\xef\xbb\xbf\n <html>Disallow: /</html>"]
)
def test_a_page_in_the_place_of_robots_txt_means_not_now(book: RobotsBook, body: bytes) -> None:
    assert word(book, body) == "unreachable"


def test_a_pause_asked_for_is_kept_but_no_longer_than_a_day() -> None:
    assert judge(HOST, 503, b"", NOW, timedelta(hours=3)).expires == NOW + timedelta(hours=3)
    assert judge(HOST, 503, b"", NOW, timedelta(days=30)).expires == NOW + timedelta(hours=24)


def test_the_group_that_names_us_wins_over_the_general_one(book: RobotsBook) -> None:
    body = b"User-agent: *\nDisallow: /\n\nUser-agent: LanToa\nDisallow: /in/\n"
    assert word(book, body) == "allowed"
    assert word(book, body, "/in/a") == "disallowed"
    assert word(book, body.replace(b"LanToa", b"lantoa"), "/tin") == "allowed"


def test_the_longest_rule_wins_and_patterns_work(book: RobotsBook) -> None:
    body = b"User-agent: *\nDisallow: /tin/\nAllow: /tin/mo/\nDisallow: /*.pdf$\n"
    assert word(book, body, "/tin/a") == "disallowed"
    assert word(book, body, "/tin/mo/a") == "allowed"
    assert word(book, body, "/van-ban/a.pdf") == "disallowed"
    assert word(book, body, "/van-ban/a.pdf?x") == "allowed"


def test_byte_order_mark_carriage_returns_and_comments_do_not_hide_rules(book: RobotsBook) -> None:
    body = b"\xef\xbb\xbfUser-Agent: *  # all\r\nDisallow: /kin\r\n"
    assert word(book, body, "/kin/a") == "disallowed"


def test_a_file_of_any_length_is_read_up_to_half_a_megabyte(book: RobotsBook) -> None:
    rules = b"User-agent: *\nDisallow: /kin\n"
    assert word(book, rules + b"# " + b"x" * 600_000 + b"\nDisallow: /late\n", "/kin") == "disallowed"
    far = b"User-agent: *\n" + b"Disallow: /nowhere/at/all\n" * (READ // 26) + b"Disallow: /late\n"
    assert word(book, far, "/late") == "allowed"


def test_crawl_delay_comes_with_the_decision(book: RobotsBook) -> None:
    answer = judge(HOST, 200, b"User-agent: *\nCrawl-delay: 7.5\n", NOW)
    assert book.decide(answer, HOST + "/a").delay == timedelta(seconds=7.5)


def test_an_empty_file_allows(book: RobotsBook) -> None:
    assert word(book, b"") == "allowed"


def test_answers_are_kept_in_the_database_and_run_out(database: Database) -> None:
    RobotsBook(database).keep(judge(HOST, 200, b"User-agent: *\nDisallow: /kin\n", NOW))
    fresh = RobotsBook(database)
    held = fresh.of(HOST, NOW + timedelta(hours=23))
    assert held is not None
    assert fresh.decide(held, HOST + "/kin").word == "disallowed"
    assert fresh.of(HOST, NOW + timedelta(hours=24)) is None


def test_a_later_answer_replaces_an_earlier_one(database: Database) -> None:
    book = RobotsBook(database)
    book.keep(unreachable(HOST, NOW, "TimeoutError"))
    book.keep(judge(HOST, 200, b"", NOW + timedelta(hours=1)))
    assert [each.verdict for each in book.all()] == ["rules"]


def test_an_origin_is_scheme_host_and_port() -> None:
    assert origin_of("https://Bao.Test:8443/a?b#c") == "https://bao.test:8443"
    assert origin_of("https://ai:do@bao.test/a") == "https://bao.test"

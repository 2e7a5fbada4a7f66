"""Links of a section or home page, for discovery."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawlers.extract import Link, NotHtml, read_links
from lantoa.article import Page

PAGES = Path(__file__).resolve().parents[2] / "pages"
HERE = "https://baolamson.test/thoi-su.htm"


def links(body: bytes, url: str = HERE) -> tuple[Link, ...]:
    return read_links(Page(url, url, datetime(2025, 12, 21, tzinfo=UTC), 200, (), body))


def test_links_of_the_own_site_come_out_absolute_canonical_and_once() -> None:
    found = links((PAGES / "section.html").read_bytes())
    assert [each.url for each in found] == [
        "https://baolamson.test/thanh-pho-lam-son-chot-phuong-an-hau-can-20250906154912345.htm",
        "https://baolamson.test/phan-luong-giao-thong-dip-dai-hoi-20250905101112131.htm",
        "https://baolamson.test/hoi-trai-thanh-nien-chao-mung-20250904090000111.htm",
        "https://baolamson.test/thoi-su/trang-2.htm",
    ]


def test_an_address_linked_twice_keeps_its_longest_text() -> None:
    body = b"<html><body><a href='/x-1.htm'><img></a><a href='/x-1.htm#top'>M\xe1\xbb\x99t b\xc3\xa0i</a><a href='/x-1.htm'>&gt;</a></body></html>"
    assert links(body) == (Link("https://baolamson.test/x-1.htm", "Một bài"),)


def test_mobile_and_www_hosts_are_the_same_site_and_base_is_honoured() -> None:
    body = b"<html><head><base href='https://www.baolamson.test/tin/'></head><body><a href='x-1.htm'>A</a><a href='//m.baolamson.test/y'>B</a></body></html>"
    assert [each.url for each in links(body)] == [
        "https://www.baolamson.test/tin/x-1.htm",
        "https://m.baolamson.test/y",
    ]


def test_a_body_that_is_no_html_has_no_links_but_a_verdict() -> None:
    with pytest.raises(NotHtml):
        links(b"%PDF-1.4")

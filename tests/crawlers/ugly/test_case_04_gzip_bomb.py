"""Case 4: a small body that unpacks to gigabytes is cut off; the crawl stays small."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator

import pytest

from tests.support.ugly import HTML, MEGABYTE, Crawled, crawled, link, outlet, story
from tests.support.websites import Reply

MOST = 150 * MEGABYTE
PIECE = gzip.compress(bytes(50 * MEGABYTE), 9)
BOMB = PIECE * 8
"""Eight members of one stream: 400 MB in 390 kB."""
TWICE = gzip.compress(BOMB)
DEFLATED = zlib.compress(bytes(200 * MEGABYTE), 9)


def packed(body: bytes, coding: str, kind: str = HTML["Content-Type"]) -> Reply:
    return Reply(200, body, {"Content-Type": kind, "Content-Encoding": coding})


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    articles = {
        "gzip": packed(BOMB, "gzip"),
        "kep": packed(TWICE, "gzip, gzip"),
        "deflate": packed(DEFLATED, "deflate"),
        "thuong": packed(gzip.compress(story("Bài nén").body), "gzip"),
    }
    sites = {
        "bom.test": outlet("bom", articles),
        "kenh.test": outlet("kenh", {}, rss=packed(BOMB, "gzip", "application/rss+xml")),
        "cam.test": outlet("cam", {"mot": story()}, packed(BOMB, "gzip", "text/plain")),
        "tep.test": outlet("tep", {}, **{"so.xml.gz": Reply(200, BOMB, {"Content-Type": "application/gzip"})}),
    }
    stanzas = "".join(
        f'[source.{name}]\nname = "{name}"\nhome = "http://{name}.test/"\nkind = "portal"\nlevel = "province"\n{channel}\n'
        for name, channel in {
            "bom": 'feeds = ["http://bom.test/rss"]',
            "kenh": 'feeds = ["http://kenh.test/rss"]',
            "cam": 'feeds = ["http://cam.test/rss"]',
            "tep": 'sitemaps = ["http://tep.test/so.xml.gz"]',
        }.items()
    )
    with crawled(tmp_path_factory.mktemp("case"), sites, stanzas) as found:
        yield found


@pytest.mark.parametrize("name", ["gzip", "kep", "deflate"])
def test_a_bomb_is_too_large_and_not_kept(case: Crawled, name: str) -> None:
    assert case.fate(link("bom", name)) == "too_large"
    assert case.world.pages(link("bom", name)) == []


def test_what_is_packed_honestly_is_kept_unpacked(case: Crawled) -> None:
    (page,) = case.world.pages(link("bom", "thuong"))
    assert page.body == story("Bài nén").body


def test_a_channel_that_is_a_bomb_is_a_failing_channel(case: Crawled) -> None:
    assert case.fate("http://kenh.test/rss") == "too_large"
    assert case.world.row("http://kenh.test/rss").due is not None


def test_a_sitemap_whose_file_unpacks_without_end_is_no_sitemap(case: Crawled) -> None:
    assert case.fate("http://tep.test/so.xml.gz") == "not_channel"


def test_a_bomb_in_the_place_of_robots_txt_keeps_us_out(case: Crawled) -> None:
    assert set(case.sites.paths("cam.test")) == {"/robots.txt"}
    assert case.fates("cam") == {"/rss": "robots_later", "/": "robots_later"}


def test_the_crawl_stays_small(case: Crawled) -> None:
    assert 0 < case.memory <= MOST, f"{case.memory / MEGABYTE:.0f} MB"

"""Case 5: a page of 100 MB, with and without Content-Length, is cut off at the limit."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.ugly import HTML, MEGABYTE, Crawled, crawled, link, outlet, path, story
from tests.support.websites import Reply

CHUNK = b"<p>" + b"x" * (MEGABYTE // 4) + b"</p>"
STATED = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % (400 * len(CHUNK))
UNSTATED = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n"


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    articles = {
        "khai": Reply(raw=STATED, drip=(CHUNK, 400)),
        "khuc": Reply(200, headers=HTML, drip=(CHUNK, 400)),
        "dong": Reply(raw=UNSTATED, drip=(CHUNK, 400)),
        "vua": story("Bài dài", more="Nội dung. " * 100_000),
    }
    with crawled(tmp_path_factory.mktemp("case"), {"lon.test": outlet("lon", articles)}) as found:
        yield found


@pytest.mark.parametrize("name", ["khai", "khuc", "dong"])
def test_it_is_too_large_whatever_the_headers_say(case: Crawled, name: str) -> None:
    row = case.world.row(link("lon", name))
    assert (row.fate, row.tries) == ("too_large", 1)
    assert row.due is not None  # once more tomorrow: it may have been a mistake


def test_nothing_of_it_is_kept_and_a_large_page_under_the_limit_is(case: Crawled) -> None:
    assert case.kept("lon") == [path("vua")]


def test_the_crawl_does_not_hold_a_hundred_megabytes(case: Crawled) -> None:
    assert 0 < case.memory <= 150 * MEGABYTE, f"{case.memory / MEGABYTE:.0f} MB"

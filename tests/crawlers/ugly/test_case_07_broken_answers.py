"""Case 7: half an answer, a cut line, an encoding that lies: an error by name, never an article."""

from __future__ import annotations

import gzip
from collections.abc import Iterator

import pytest

from tests.support.ugly import HTML, Crawled, crawled, link, outlet, path, story
from tests.support.websites import Reply

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
PACKED = gzip.compress(story().body)
BROKEN = {
    "ngan": (Reply(raw=HEAD + b"Content-Length: 5000\r\n\r\n<html><h1>Dai hoi"), {"truncated"}),
    "khuc": (Reply(raw=HEAD + b"Transfer-Encoding: chunked\r\n\r\n400\r\n<html>"), {"truncated"}),
    "cut": (Reply(raw=HEAD + b"Content-Length: 5000\r\n\r\n<html>", reset=True), {"truncated", "broken"}),
    "dut": (Reply(raw=b""), {"truncated", "broken"}),
    "rac": (Reply(raw=b"\x00\x01\x02 khong phai HTTP\r\n\r\n"), {"broken", "truncated"}),
    "trong": (Reply(200, b"", HTML), {"truncated"}),
    "doi": (Reply(200, b"<html><h1>khong nen</h1></html>", HTML | {"Content-Encoding": "gzip"}), {"truncated"}),
    "nua": (Reply(200, PACKED[: len(PACKED) // 2], HTML | {"Content-Encoding": "gzip"}), {"truncated"}),
    "deflate": (Reply(200, b"\xff\xfe khong nen", HTML | {"Content-Encoding": "deflate"}), {"truncated"}),
    "la": (Reply(200, PACKED, HTML | {"Content-Encoding": "sdch-moi"}), {"not_html", "truncated"}),
    "loi": (Reply(500, b"<html>Loi may chu</html>", HTML), {"http_error"}),
}  # fmt: skip


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    articles = {name: reply for name, (reply, _) in BROKEN.items()} | {"lanh": story()}
    with crawled(tmp_path_factory.mktemp("case"), {"dut.test": outlet("dut", articles)}) as found:
        found.extract()
        yield found


@pytest.mark.parametrize("name", sorted(BROKEN))
def test_each_has_its_error_and_comes_again(case: Crawled, name: str) -> None:
    row = case.world.row(link("dut", name))
    assert row.fate in BROKEN[name][1], row.note
    assert row.stored_at is None
    assert row.due is not None


def test_none_of_them_is_archived_or_becomes_an_article(case: Crawled) -> None:
    assert case.kept("dut") == [path("lanh")]
    assert [url for url in case.articles() if "dut.test" in url] == [link("dut", "lanh")]

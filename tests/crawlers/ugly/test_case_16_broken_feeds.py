"""Case 16: RSS broken in every way seen in the wild still shows its articles, with their instants;
what is no feed is a failing channel by name."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from tests.support.ugly import Crawled, crawled, link, outlet, path, story
from tests.support.websites import Reply

AT = datetime(2025, 8, 31, 12, 46, 22, tzinfo=UTC)
HEAD = '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>Tin</title>'
END = "</channel></rss>"
BOMB = "".join(f'<!ENTITY a{n} "{"&a" + str(n - 1) + ";" if n else "x"}{"&a" + str(n - 1) + ";" if n else "x"}">' for n in range(40))


def item(host: str, date: str = "Sun, 31 Aug 2025 19:46:22 +0700", title: str = "Đại hội", at: str = "") -> str:
    return f"<item><title>{title}</title><link>{at or link(host, 'mot')}</link><pubDate>{date}</pubDate></item>"


FEEDS = {
    "gio": (HEAD + item("gio", "Sun, 31 Aug 2025 19:46:22 +07") + END).encode(),
    "colon": (HEAD + item("colon", "Sun, 31 Aug 2025 19:46:22 +07:00") + END).encode(),
    "hai": (HEAD + item("hai", "Sun, 31 Aug 25 19:46:22 +0700") + END).encode(),
    "gmt": (HEAD + item("gmt", "Sun, 31 Aug 2025 19:46:22 GMT+7") + END).encode(),
    "my": (HEAD + item("my", "8/31/2025 7:46:22 PM") + END).encode(),
    "cdata": (HEAD + item("cdata", at=f"<![CDATA[ {link('cdata', 'mot')}?utm_source=rss ]]>") + END).encode(),
    "tuong": (HEAD + item("tuong", at=path("mot")) + END).encode(),
    "ngo": (HEAD + item("ngo", title="Ăn & mặc &nbsp;đẹp") + END).encode(),
    "cut": (HEAD + item("cut") + "<item><title>Hai").encode(),
    "doi": (HEAD.replace("UTF-8", "ISO-8859-1") + item("doi") + END).encode(),
    "utf16": (HEAD.replace("UTF-8", "UTF-16") + item("utf16") + END).encode("utf-16"),
    "bom": (f'<?xml version="1.0"?><!DOCTYPE rss [{BOMB}]><rss><channel>' + item("bom", title="a&a39;b") + END).encode(),
    "rac": b"\n\n<!-- cache -->\xef\xbb\xbf" + (HEAD + item("rac") + END).encode(),
    "nul": (HEAD + item("nul", title="Đại\x00 hội\x0b") + END).encode(),
}
NO_FEEDS = {
    "rong": b"   ",
    "trang": b"<!DOCTYPE html><html><body>404</body></html>",
    "json": b'{"items": []}',
    "pdf": b"%PDF-1.4 ...",
}


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    sites = {
        f"{name}.test": outlet(name, {"mot": story()}, rss=Reply(200, body, {"Content-Type": "text/xml"}))
        for name, body in {**FEEDS, **NO_FEEDS}.items()
    }
    with crawled(tmp_path_factory.mktemp("case"), sites) as found:
        yield found


@pytest.mark.parametrize("name", sorted(FEEDS))
def test_its_article_is_found_with_its_instant_and_fetched(case: Crawled, name: str) -> None:
    assert case.fates(name) == {"/rss": "read", "/": "read", path("mot"): "stored"}
    assert case.world.row(link(name, "mot")).listed_at == AT


@pytest.mark.parametrize(("name", "title"), [("ngo", "Ăn & mặc đẹp"), ("doi", "Đại hội"), ("utf16", "Đại hội"), ("nul", "Đại hội")])
def test_its_title_is_text(case: Crawled, name: str, title: str) -> None:
    assert case.world.row(link(name, "mot")).title == title


def test_entities_of_the_document_are_not_expanded(case: Crawled) -> None:
    assert len(case.world.row(link("bom", "mot")).title) < 40


@pytest.mark.parametrize("name", sorted(NO_FEEDS))
def test_what_is_no_feed_is_a_failing_channel_that_is_asked_again(case: Crawled, name: str) -> None:
    row = case.world.row(f"http://{name}.test/rss")
    assert row.fate in ("not_channel", "truncated")
    assert row.due is not None

"""Case 18: 20,000 nested divs, 100,000 links, a table of 50,000 rows, NULs - as article and as
list page: the page ends in an outcome, the others go on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.ugly import HTML, MEGABYTE, PROSE, Crawled, crawled, link, markup, outlet, path, story
from tests.support.websites import Reply

TITLE = "Phường Bến Đá chuẩn bị đại hội"
HOSTILE = {
    "sau": "<div>" * 20_000 + "x",
    "link": "".join(f"<a href='/x{number}'>liên kết {number}</a>" for number in range(100_000)),
    "bang": "<table>" + "<tr><td>ô</td><td>b</td></tr>" * 50_000 + "</table>",
    "nul": "<p>" + "\x00" * 40 + "NUL</p>",
    "chu": "<p>" + "a" * 2_000_000,
    "script": "<script type='application/ld+json'>" + "[" * 100_000 + "</script>",
    "comment": "<!--" * 50_000,
    "thuoc": "<p " + " ".join(f"a{number}='{number}'" for number in range(4_000)) + ">",
    "dinh": "<svg><style><template><select><table><tr><form><form>" * 2_000,
}


def page(more: str) -> Reply:
    return Reply(200, markup(TITLE).replace("</body></html>", more).encode(), HTML)


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    lists = {
        f"trang{number}.test": outlet(
            f"trang{number}", {"lanh": story()},
            home=Reply(200, f"<html><body>{more}<a href='{path('cuoi')}'>Đại hội Đảng bộ lần thứ nhất</a>".encode(), HTML),
        )
        for number, more in enumerate(HOSTILE.values())
    }  # fmt: skip
    sites = {"ac.test": outlet("ac", {name: page(more) for name, more in HOSTILE.items()} | {"nuls": page(chr(0) * 99_000)}), **lists}
    with crawled(tmp_path_factory.mktemp("case"), sites) as found:
        found.extract()
        yield found


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_a_hostile_article_is_kept_and_read(case: Crawled, name: str) -> None:
    assert case.fate(link("ac", name)) == "stored"
    assert case.outcomes()[link("ac", name)] == "stored"
    found = case.article(link("ac", name)).article
    assert found.title == TITLE
    assert PROSE[0] in found.text
    assert len(found.text) <= 500_000


def test_a_page_that_is_nuls_for_the_most_part_is_put_aside_by_name(case: Crawled) -> None:
    assert case.fate(link("ac", "nuls")) == "stored"
    assert case.outcomes()[link("ac", "nuls")] == "not_html"


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_a_hostile_list_page_spoils_nothing_but_itself(case: Crawled, number: int) -> None:
    assert case.fate(f"http://trang{number}.test/") in ("read", "not_channel", "broken")
    assert case.fate(link(f"trang{number}", "lanh")) == "stored"


def test_the_crawl_stays_within_its_memory(case: Crawled) -> None:
    assert 0 < case.memory <= 250 * MEGABYTE, f"{case.memory / MEGABYTE:.0f} MB"

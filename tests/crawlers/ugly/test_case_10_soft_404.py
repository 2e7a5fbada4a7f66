"""Case 10: "not found" under status 200 is no article; an article that turns into it is removed
only when three visits over a day say so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.crawls import HOUR, START
from tests.support.ugly import Crawled, crawled, link, outlet, path, story
from tests.support.websites import Asked, Reply, html

SAVED = Path(__file__).resolve().parents[2] / "pages" / "soft404.html"
GONE = html("<h1>Không tìm thấy trang</h1><p>Mời bạn về trang chủ.</p>", "Không tìm thấy trang")


def turns(asked: Asked) -> Reply:
    return story("Bài rồi mất") if asked.nth == 1 else GONE


def blinks(asked: Asked) -> Reply:
    return GONE if asked.nth == 2 else story("Bài mất một lần")


def closes(asked: Asked) -> Reply:
    return story("Bài rồi chuyển về trang chủ") if asked.nth == 1 else Reply(302, headers={"Location": "/"})


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    articles = {
        "chua": GONE,
        "luu": Reply(200, SAVED.read_bytes(), {"Content-Type": "text/html"}),
        "mat": turns,
        "nhay": blinks,
        "nha": closes,
        "noi": story("Không tìm thấy tàu cá mất tích ở Hồ Đêm"),
    }
    home = html("".join(f'<a href="{path(each)}">Tin {each} của trang chủ hôm nay</a>' for each in articles), "Trang chủ")
    with crawled(tmp_path_factory.mktemp("case"), {"mem.test": outlet("mem", articles, home=home)}, until=START + 50 * HOUR) as found:
        found.extract()
        yield found


@pytest.mark.parametrize("name", ["chua", "luu"])
def test_what_never_was_an_article_does_not_become_one(case: Crawled, name: str) -> None:
    assert case.outcomes()[link("mem", name)] == "soft_404"
    assert link("mem", name) not in case.articles()


def test_an_article_that_turns_into_it_is_removed_and_kept(case: Crawled) -> None:
    row = case.world.row(link("mem", "mat"))
    assert (row.fate, row.gone_count) == ("removed", 3)
    assert row.removed_at - START >= 36 * HOUR
    assert len(case.world.pages(link("mem", "mat"))) == 1
    found = case.article(link("mem", "mat"))
    assert (found.article.title, found.removed_at) == ("Bài rồi mất", row.removed_at)


def test_once_is_not_enough(case: Crawled) -> None:
    assert case.fate(link("mem", "nhay")) == "stored"
    assert case.article(link("mem", "nhay")).removed_at is None


def test_an_article_sent_to_the_home_page_keeps_its_text(case: Crawled) -> None:
    found = case.article(link("mem", "nha"))
    assert found.article.title == "Bài rồi chuyển về trang chủ"
    assert case.world.row(link("mem", "nha")).fate in ("removed", "stored")


def test_an_article_about_something_not_found_is_an_article(case: Crawled) -> None:
    assert case.outcomes()[link("mem", "noi")] == "stored"

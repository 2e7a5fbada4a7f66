"""Case 14: a page behind a paywall, or one that only a script fills, is kept and flagged."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.ugly import Crawled, crawled, link, outlet, path, story
from tests.support.websites import Reply

PAGES = Path(__file__).resolve().parents[2] / "pages"
EMPTY_APP = b'<html><head><title>Bao</title></head><body><div id="root"></div><script src="/app.js"></script><noscript>You need to enable JavaScript to run this app.</noscript></body></html>'


def saved(name: str) -> Reply:
    return Reply(200, (PAGES / f"{name}.html").read_bytes(), {"Content-Type": "text/html; charset=utf-8"})


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    articles = {
        "phi": saved("paywall"),
        "kich": saved("js_only"),
        "rong": Reply(200, EMPTY_APP, {"Content-Type": "text/html"}),
        "thuong": story(),
    }
    with crawled(tmp_path_factory.mktemp("case"), {"khoa.test": outlet("khoa", articles)}) as found:
        found.extract()
        yield found


@pytest.mark.parametrize(("name", "flag", "file"), [("phi", "paywall", "paywall"), ("kich", "js_only", "js_only")])
def test_it_is_kept_whole_and_flagged(case: Crawled, name: str, flag: str, file: str) -> None:
    assert case.fate(link("khoa", name)) == "stored"
    assert len(case.world.pages(link("khoa", name))) == 1
    stated = json.loads((PAGES / f"{file}.json").read_text(encoding="utf-8"))
    found = [one for one in case.articles().values() if one.article.title == stated["article"]["title"]]
    assert [flag in one.article.flags for one in found] == [True]


def test_an_empty_application_is_no_article(case: Crawled) -> None:
    assert case.outcomes()[link("khoa", "rong")] == "unknown"
    assert "js_only" in case.article(link("khoa", "rong")).article.flags


def test_a_whole_page_carries_neither_flag(case: Crawled) -> None:
    assert not {"paywall", "js_only"} & set(case.article(link("khoa", "thuong")).article.flags)
    assert path("thuong") in case.kept("khoa")

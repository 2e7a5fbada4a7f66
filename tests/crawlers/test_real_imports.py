"""Real saved pages, facts and typed texts go through archive and extract step like any page."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawlers.import_html import read_facts, read_html_folder
from crawlers.step import put_aside
from crawlers.urls import canonical, site_of
from crawlers.verify import verify
from lantoa.article import Origin, Page
from lantoa.database import Database
from lantoa.outlets import OutletStore
from tests.support.extract_desk import NOON, Desk


@pytest.fixture
def desk(sqlite_database: Database, tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(sqlite_database, tmp_path)
    yield desk
    desk.archive.close()


def lines(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_the_saved_pages_become_articles_and_lists(desk: Desk, shared_data: Path) -> None:
    pages = [item for item in read_html_folder(shared_data / "html", NOON) if isinstance(item, Page)]
    manifest = lines(shared_data / "html" / "manifest.jsonl")
    assert len(pages) == len(manifest) == 50
    desk.keep(*pages)
    outcome = desk.run()
    assert (outcome.done, outcome.failed) == (50, 0)
    stated = sum(line["kind"] == "article" for line in manifest)
    assert desk.articles.counts()["article"] == stated
    assert outcome.by_fate["stored"] == stated
    assert {stored.origin for stored in desk.articles.everything()} == {Origin.IMPORT}
    assert list(verify(desk.archive)) == []
    desk.keep(*pages)
    assert desk.run().by_fate == {}


def test_facts_are_articles_of_their_outlets(desk: Desk, shared_data: Path) -> None:
    path = shared_data / "coverage" / "coverage_2025.jsonl"
    facts = lines(path)
    desk.keep(*(item for item in read_facts(path, NOON) if isinstance(item, Page)))
    outcome = desk.run()
    assert (outcome.done, outcome.failed, put_aside(desk.database)) == (len(facts), 0, [])
    stored = {one.article.url: one for one in desk.articles.everything()}
    assert len(stored) == len({fact["url"] for fact in facts})
    whole = {canonical(fact["url"]): fact["date"] for fact in facts if len(fact["date"] or "") == len("2025-09-06")}
    days = {url: one.article.published.day for url, one in stored.items()}
    assert {url: str(day) for url, day in days.items() if day} == whole
    outlets = OutletStore(desk.database).all()
    for one in stored.values():
        assert site_of(one.article.url) == outlets[one.source].host

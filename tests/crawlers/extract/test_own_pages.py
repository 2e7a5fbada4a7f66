"""Our own saved pages, one skeleton each, and the article a reader would copy out of them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawlers.extract import Hints, extract
from crawlers.extract.show import article_json
from lantoa.article import Page

PAGES = Path(__file__).resolve().parents[2] / "pages"
FETCHED = datetime(2025, 12, 21, 3, 0, tzinfo=UTC)


def page(url: str, body: bytes, *headers: tuple[str, str], fetched: datetime = FETCHED) -> Page:
    return Page(url, url, fetched, 200, headers, body)


@pytest.mark.parametrize("name", sorted(each.stem for each in PAGES.glob("*.html")))
def test_a_saved_page_gives_the_expected_article(name: str) -> None:
    wanted = json.loads((PAGES / f"{name}.json").read_text(encoding="utf-8"))
    hints = Hints(date_order=wanted["date_order"])
    found = article_json(extract(page(wanted["url"], (PAGES / f"{name}.html").read_bytes()), hints))
    del found["confidence"]
    assert found == wanted["article"]


@pytest.mark.parametrize("name", sorted(each.stem for each in PAGES.glob("*.html")))
def test_extraction_is_pure(name: str) -> None:
    wanted = json.loads((PAGES / f"{name}.json").read_text(encoding="utf-8"))
    saved = page(wanted["url"], (PAGES / f"{name}.html").read_bytes())
    assert extract(saved) == extract(saved)


def test_the_text_of_an_article_begins_with_its_sapo_and_leaves_the_title_out() -> None:
    saved = json.loads((PAGES / "press_jsonld.json").read_text(encoding="utf-8"))["article"]
    assert saved["text"].startswith(saved["sapo"] + "\n")
    assert saved["title"] not in saved["text"]

"""What people bring: folders of saved pages and files of facts."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from crawlers.extract import extract
from crawlers.import_html import read_facts, read_html_folder
from lantoa.article import Moment, Origin, Page
from lantoa.errors import Aside, Misuse

NOW = datetime(2026, 1, 5, tzinfo=UTC)
PAGE = "<html><head>{}</head><body><h1>Bến Đá chuẩn bị đại hội</h1><p>Nội dung.</p></body></html>"


def write(folder: Path, name: str, head: str = "") -> None:
    (folder / name).write_text(PAGE.format(head), encoding="utf-8")


def manifest(folder: Path, *lines: object) -> None:
    text = "\n".join(each if isinstance(each, str) else json.dumps(each) for each in lines)
    (folder / "manifest.jsonl").write_text(text, encoding="utf-8")


def test_pages_of_a_manifest_come_with_their_address_and_the_time_of_import(tmp_path: Path) -> None:
    write(tmp_path, "a.html")
    manifest(
        tmp_path, {"file": "a.html", "url": "https://a.test/a-1.htm?utm_source=x", "published": "2025-07-04"}
    )
    (page,) = read_html_folder(tmp_path, NOW)
    assert isinstance(page, Page)
    assert (page.url, page.final_url, page.origin, page.fetched_at, page.note) == (
        "https://a.test/a-1.htm?utm_source=x",
        "https://a.test/a-1.htm",
        Origin.IMPORT,
        NOW,
        "a.html",
    )


def test_bad_lines_are_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    write(tmp_path, "b.html")
    manifest(
        tmp_path,
        {"file": "gone.html", "url": "https://a.test/1"},
        "{",
        {"url": "https://a.test/2"},
        {"file": "../../b.html"},
        {"file": "b.html", "url": "https://a.test/b"},
    )
    found = list(read_html_folder(tmp_path, NOW))
    assert [type(each) for each in found] == [Aside, Aside, Aside, Aside, Page]
    assert "manifest.jsonl:1" in str(found[0])
    assert "gone.html" in str(found[0])


def test_a_folder_without_manifest_uses_the_address_pages_state_of_themselves(tmp_path: Path) -> None:
    write(tmp_path, "a.html", '<link rel="canonical" href="https://a.test/a-1.htm">')
    write(tmp_path, "b.html", '<meta property="og:url" content="https://a.test/b-1.htm">')
    write(tmp_path, "c.html")
    one, two, three = read_html_folder(tmp_path, NOW)
    assert isinstance(one, Page)
    assert isinstance(two, Page)
    assert (one.url, two.url) == ("https://a.test/a-1.htm", "https://a.test/b-1.htm")
    assert isinstance(three, Aside)
    assert "c.html" in str(three)


def test_one_file_and_a_gzipped_file_are_taken_too(tmp_path: Path) -> None:
    packed = tmp_path / "a.html.gz"
    packed.write_bytes(gzip.compress(PAGE.format('<link rel="canonical" href="https://a.test/a">').encode()))
    (page,) = read_html_folder(packed, NOW)
    assert isinstance(page, Page)
    assert page.body.startswith(b"<html>")
    (tmp_path / "b.html.gz").write_bytes(packed.read_bytes()[:30])
    assert sorted(type(each).__name__ for each in read_html_folder(tmp_path, NOW)) == ["Aside", "Page"]


def test_a_place_with_nothing_to_import_is_refused(tmp_path: Path) -> None:
    for place in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(Misuse, match="HTML"):
            list(read_html_folder(place, NOW))
    with pytest.raises(Misuse):
        list(read_facts(tmp_path / "nowhere.jsonl", NOW))


def test_facts_become_dated_articles_without_text_and_with_their_labels(tmp_path: Path) -> None:
    file = tmp_path / "facts.jsonl"
    fact = {
        "url": "https://a.test/a-1.htm",
        "site": "a.test",
        "date": "2025-09-06",
        "congress": "X-2025",
        "level": "city",
        "phase": "before",
        "cluster": "C1",
        "note": None,
    }
    file.write_text(json.dumps(fact) + '\n{"site": "a.test"}\nkhông phải JSON\n', encoding="utf-8")
    page, *bad = read_facts(file, NOW)
    assert isinstance(page, Page)
    assert page.origin is Origin.FACTS
    article = extract(page)
    assert article.published == Moment(None, date(2025, 9, 6), "stated", 1.0)
    assert (article.title, article.text, article.label("congress"), article.label("cluster")) == (
        "",
        "",
        "X-2025",
        "C1",
    )
    assert [str(each).split(":")[1] for each in bad if isinstance(each, Aside)] == ["2", "3"]


def test_a_fact_with_a_date_that_cannot_be_is_put_aside(tmp_path: Path) -> None:
    file = tmp_path / "facts.jsonl"
    file.write_text('{"url": "https://a.test/a", "date": "2025-13-40"}', encoding="utf-8")
    (page,) = read_facts(file, NOW)
    assert isinstance(page, Page)
    with pytest.raises(Aside, match="2025-13-40"):
        extract(page)


def test_all_known_coverage_is_read(shared_data: Path) -> None:
    pages = list(read_facts(shared_data / "coverage" / "coverage_2025.jsonl", NOW))
    articles = [extract(each) for each in pages if isinstance(each, Page)]
    assert len(articles) == len(pages) == 136
    assert all(each.url and each.label("site") for each in articles)
    assert sum(each.published.day is not None for each in articles) >= 120

"""Where pages come from, and that an outlet took one down: what the extract step makes of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from crawlers.import_html import typed_page
from crawlers.step import apply_removals
from crawlers.tables import frontier
from lantoa.article import Origin
from lantoa.database import Database
from lantoa.outlets import OutletStore
from tests.support.extract_desk import NOON, Desk, page


@pytest.fixture
def desk(sqlite_database: Database, tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(sqlite_database, tmp_path)
    yield desk
    desk.archive.close()


def test_an_import_of_an_unknown_host_brings_its_outlet(desk: Desk) -> None:
    known = page("https://bao.test/hop-ve-cong-tac-dai-hoi-223344.html", source="", origin=Origin.IMPORT)
    unknown = page("https://www.la.test/hop-ve-cong-tac-dai-hoi-334455.html", source="", origin=Origin.IMPORT)
    desk.keep(known, unknown)
    desk.run()
    assert desk.article(known.url).source == "bao"
    assert desk.article(unknown.url).source == "la.test"
    outlet = OutletStore(desk.database).all()["la.test"]
    assert (outlet.kind, outlet.host) == ("unknown", "la.test")


def test_what_was_brought_never_replaces_a_capture(desk: Desk) -> None:
    desk.keep(page(), page(more="Trang lưu lại.", after=timedelta(days=9), origin=Origin.IMPORT))
    assert desk.run().by_fate == {"stored": 1, "known": 1}
    assert desk.article().origin is Origin.CAPTURE


def test_a_capture_replaces_what_was_brought_and_says_so(desk: Desk) -> None:
    desk.keep(page(more="Trang lưu lại.", origin=Origin.IMPORT), page(after=timedelta(days=1)))
    desk.run()
    stored = desk.article()
    assert (stored.origin, "lưu lại" in stored.article.text) == (Origin.CAPTURE, False)


def test_a_fact_gives_way_to_the_article_and_leaves_its_labels(desk: Desk) -> None:
    fact = page(
        body=b'{"url": "x", "date": "2025-09-06", "congress": "HN-2025"}', origin=Origin.FACTS,
        headers=(("Content-Type", "application/vnd.lantoa.fact+json"),),
    )  # fmt: skip
    desk.keep(fact)
    assert desk.run().by_fate == {"stored": 1}
    assert desk.article().article.label("congress") == "HN-2025"
    desk.keep(
        page(after=timedelta(days=1)), replace(fact, fetched_at=NOON + timedelta(days=2), note="lần nữa")
    )
    assert desk.run().by_fate == {"stored": 1, "known": 1}
    stored = desk.article()
    assert stored.article.label("congress") == "HN-2025"
    assert stored.article.title.startswith("Thành ủy")


def test_a_typed_text_without_address_has_a_source_of_its_own(desk: Desk) -> None:
    typed = typed_page(
        "",
        "Phường chuẩn bị đại hội",
        "2025-05-10",
        "Phường chuẩn bị tốt đại hội.\n" * 5,
        "An",
        "gửi tay",
        NOON,
    )
    desk.keep(typed)
    assert desk.run().by_fate == {"stored": 1}
    stored = desk.article(typed.url)
    assert (stored.source, stored.origin) == ("nhap-tay", Origin.MANUAL)
    assert OutletStore(desk.database).all()["nhap-tay"].name == "Nhập tay, không có địa chỉ"


def removed_rows(desk: Desk, rows: Iterable[tuple[str, datetime | None]]) -> None:
    with desk.database.write() as connection:
        connection.execute(sa.delete(frontier))
        for url, at in rows:
            connection.execute(
                sa.insert(frontier).values(
                    url=url,
                    host="bao.test",
                    source="bao",
                    role="article",
                    channels=[],
                    first_seen=NOON,
                    removed_at=at,
                )
            )


def test_a_removal_is_taken_over_from_the_frontier_and_ends_with_a_restored_page(desk: Desk) -> None:
    taken_down = NOON + timedelta(days=2)
    desk.keep(page())
    removed_rows(desk, [(page().url, taken_down)])
    desk.run()
    assert desk.article().removed_at == taken_down
    assert apply_removals(desk.database, desk.articles) == 0
    removed_rows(desk, [(page().url, None)])
    desk.keep(page(after=timedelta(days=3)))
    desk.run()
    assert desk.article().removed_at is None


def test_an_article_is_not_removed_by_another_address_of_it(desk: Desk) -> None:
    other = "https://bao.test/thoi-su/chuan-bi-dai-hoi-lan-thu-xviii-123456.html"
    desk.keep(page(), page(other, after=timedelta(minutes=5), canonical=page().url))
    removed_rows(desk, [(page().url, None), (other, NOON + timedelta(days=2))])
    desk.run()
    assert desk.article().removed_at is None

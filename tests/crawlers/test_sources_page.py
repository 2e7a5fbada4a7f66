"""The page and the API of sources show what each outlet brought, counted once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from fastapi.testclient import TestClient

from crawlers.archive import Archive
from crawlers.archive_tables import captures
from crawlers.fates import Fate
from crawlers.routes import router
from crawlers.sources import load_sources, register
from crawlers.tables import frontier
from lantoa.article import Article, Kind, Moment, Origin, Outlet, Page
from lantoa.articles import ArticleStore
from lantoa.clock import FixedClock
from lantoa.database import Database
from lantoa.outlets import OutletStore
from lantoa.words import word

NOON = datetime(2025, 9, 6, 5, 0, tzinfo=UTC)
SOURCES = """
[source.bao]
name = "Báo Thử"
home = "https://bao.test/"
kind = "local_press"
level = "province"
province = "Hà Nội"
feeds = ["https://bao.test/rss"]
[source.tat]
name = "Báo Tắt"
home = "https://tat.test/"
kind = "portal"
level = "commune"
enabled = false
checked = "chưa ai thử"
[panel.thu]
sources = ["bao"]
"""


@pytest.fixture
def client(database: Database, tmp_path: Path) -> TestClient:
    (tmp_path / "s.toml").write_text(SOURCES, encoding="utf-8")
    sources = load_sources([tmp_path / "s.toml"])
    outlets = OutletStore(database)
    register(sources, outlets, NOON)
    outlets.save([Outlet("la.test", "la.test", "la.test", "unknown", "")])
    fill(database, tmp_path)
    app = FastAPI()
    app.include_router(router(database, sources, FixedClock(NOON)))
    return TestClient(app)


def fill(database: Database, tmp_path: Path) -> None:
    store = ArticleStore(database)
    for number, (source, kind) in enumerate([("bao", Kind.ARTICLE), ("bao", Kind.LIST), ("la.test", Kind.ARTICLE)]):
        article = Article(f"https://{source}/{number}", kind, "Tin", "", "Tin.", Moment.of(NOON, "meta", 1.0))
        store.save(article, source=source, origin=Origin.CAPTURE, ref=f"r:{number}", seen_at=NOON, extractor=1)
    page = Page("https://bao.test/0", "https://bao.test/0", NOON, 200, (), b"<p>", source="bao")
    brought = Page("https://la.test/2", "https://la.test/2", NOON, 200, (), b"<p>", Origin.IMPORT)
    with Archive(tmp_path / "archive", database, FixedClock(NOON)) as archive:
        archive.append_many([page, brought])
    rows = [
        ("https://bao.test/rss", "feed", Fate.TIMEOUT, 1800, NOON + timedelta(hours=2)),
        ("https://bao.test/0", "article", Fate.STORED, None, NOON),
        ("https://bao.test/x", "article", Fate.ROBOTS, None, None),
        ("https://bao.test/y", "article", Fate.ROBOTS, None, None),
    ]
    with database.write() as connection:
        connection.execute(sa.update(captures).values(outcome="stored", article=captures.c.id * 2 - 1))
        for url, role, fate, every, fetched in rows:
            connection.execute(
                sa.insert(frontier).values(
                    url=url, host="bao.test", source="bao", role=role, channels=[], first_seen=NOON,
                    fate=str(fate), every_s=every, last_fetched=fetched, note="30 giây",
                )
            )  # fmt: skip


def test_the_api_counts_each_outlet(client: TestClient) -> None:
    answer = client.get("/api/v1/sources").json()
    assert answer["panels"] == {"thu": ["bao"]}
    sources = {one["id"]: one for one in answer["sources"]}
    assert list(sources) == ["bao", "tat", "la.test"]
    bao = sources["bao"]
    assert (bao["articles"], bao["crawled"], bao["feeds"]) == (1, True, ["https://bao.test/rss"])
    assert bao["fates"] == {"robots": 2, "stored": 1}
    assert bao["outcomes"] == {"stored": 1}
    assert bao["newest"] == "2025-09-06"
    assert bao["last_fetched"] == "2025-09-06T07:00:00Z"
    assert [(one["url"], one["fate"]) for one in bao["channels"]] == [("https://bao.test/rss", "timeout")]
    assert (sources["la.test"]["articles"], sources["la.test"]["outcomes"]) == (1, {"stored": 1})
    assert (sources["tat"]["crawled"], sources["tat"]["checked"]) == (False, "chưa ai thử")


def test_the_page_says_it_in_words(client: TestClient) -> None:
    page = client.get("/nguon")
    assert page.status_code == 200
    for text in (
        "Báo Thử", "Báo địa phương", "Hà Nội", "1 kênh RSS", "06/09/2025", "Cần xem", 'href="/nguon/bao"',
        'href="/tim-kiem?source=bao"', "Báo Tắt", "chưa ai thử", "Chỉ có bài nhập vào",
    ):  # fmt: skip
        assert text in page.text


def test_each_source_has_a_page_of_its_own(client: TestClient) -> None:
    page = client.get("/nguon/bao")
    assert page.status_code == 200
    for text in (
        "Cả 1 kênh đều không đọc được: quá thời gian chờ.", "https://bao.test/rss", "quá thời gian chờ (30 giây)",
        "robots.txt không cho phép", "06/09/2025 14:00", "Chưa hỏi robots.txt", "Chưa ai ghi lại",
    ):  # fmt: skip
        assert text in page.text
    assert "chưa ai thử" in client.get("/nguon/tat").text
    assert "không có trong danh sách thu thập" in client.get("/nguon/la.test").text
    assert client.get("/nguon/khong-co").status_code == 404


def test_an_empty_house_has_a_page_too(sqlite_database: Database, tmp_path: Path) -> None:
    (tmp_path / "none.toml").write_text("", encoding="utf-8")
    app = FastAPI()
    app.include_router(router(sqlite_database, load_sources([tmp_path / "none.toml"]), FixedClock(NOON)))
    assert "Chưa có nguồn nào" in TestClient(app).get("/nguon").text


@pytest.mark.parametrize("fate", list(Fate))
def test_every_fate_has_a_name(fate: Fate) -> None:
    assert word(f"sources.fate.{fate}")

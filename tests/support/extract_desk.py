"""An archive, a store and the extract step on them, with handmade pages."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from crawlers.archive import Archive
from crawlers.archive_tables import captures
from crawlers.extract import EXTRACTOR
from crawlers.sources import Sources, load_sources
from crawlers.step import StepOutcome, extract_due
from lantoa.article import Page, StoredArticle
from lantoa.articles import ArticleStore
from lantoa.clock import FixedClock
from lantoa.database import Database
from lantoa.progress import Silent

NOON = datetime(2025, 9, 6, 5, 0, tzinfo=UTC)
SOURCES = """
[source.bao]
name = "Báo Thử"
home = "https://bao.test/"
kind = "local_press"
level = "province"
"""
BODY = (
    "<p>Sáng 6/9, Ban Thường vụ Thành ủy họp cho ý kiến về công tác chuẩn bị Đại hội đại biểu Đảng bộ "
    "thành phố lần thứ XVIII, nhiệm kỳ 2025-2030.</p><p>Các tiểu ban báo cáo tiến độ từng phần việc, "
    "trong đó có văn kiện, nhân sự, tuyên truyền và phục vụ đại hội. {more}</p><p>Cuộc họp thống nhất "
    "lịch kiểm tra các công trình chào mừng và giao từng đơn vị chịu trách nhiệm đến cùng.</p>"
)


class InProcess(Executor):
    """Runs everything here and at once: the step sees an Executor, tests see what happens."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_result(fn(*args, **kwargs))
        return future


class Desk:
    """One archive, one store, one step to run."""

    def __init__(self, database: Database, tmp_path: Path) -> None:
        (tmp_path / "sources.toml").write_text(SOURCES, encoding="utf-8")
        self.sources: Sources = load_sources([tmp_path / "sources.toml"])
        self.database = database
        self.archive = Archive(tmp_path / "archive", database, FixedClock(NOON))
        self.articles = ArticleStore(database)

    def keep(self, *pages: Page) -> list[str]:
        return self.archive.append_many(pages)

    def run(self, pool: Executor | None = None, extractor: int = EXTRACTOR, **changes: Any) -> StepOutcome:
        given: dict[str, Any] = {"articles": self.articles, "progress": Silent()} | changes
        return extract_due(
            self.database, self.archive, sources=self.sources, pool=pool or InProcess(),
            now=NOON + timedelta(days=60), extractor=extractor, **given,
        )  # fmt: skip

    def article(
        self, url: str = "https://bao.test/chuan-bi-dai-hoi-lan-thu-xviii-123456.html"
    ) -> StoredArticle:
        found = self.articles.by_url(url)
        assert found is not None
        return found

    def outcomes(self) -> list[str]:
        with self.database.read() as connection:
            return list(connection.scalars(sa.select(captures.c.outcome).order_by(captures.c.id)))


def page(
    address: str = "https://bao.test/chuan-bi-dai-hoi-lan-thu-xviii-123456.html",
    more: str = "",
    after: timedelta = timedelta(0),
    canonical: str = "",
    **values: Any,
) -> Page:
    link = f'<link rel="canonical" href="{canonical}">' if canonical else ""
    html = (
        f"<html><head><title>Thành ủy chuẩn bị đại hội</title>{link}"
        '<meta property="og:title" content="Thành ủy cho ý kiến về công tác chuẩn bị đại hội">'
        '<meta property="og:type" content="article">'
        '<meta property="article:published_time" content="2025-09-06T10:00:00+07:00"></head><body><article>'
        f"<h1>Thành ủy cho ý kiến về công tác chuẩn bị đại hội</h1>{BODY.format(more=more)}</article></body></html>"
    )
    given = Page(
        url=address, final_url=address, fetched_at=NOON + after, status=200,
        headers=(("Content-Type", "text/html; charset=utf-8"),), body=html.encode(), source="bao",
    )  # fmt: skip
    return replace(given, **values)


def numbered(count: int) -> list[Page]:
    return [
        page(f"https://bao.test/thanh-uy-hop-chuan-bi-dai-hoi-{100000 + n}.html", f"Số {n}.")
        for n in range(count)
    ]

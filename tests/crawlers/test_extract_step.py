"""The extract step: every capture is settled once, in order, and a crash costs nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from crawlers.archive import Archive
from crawlers.archive_tables import captures
from crawlers.extract import EXTRACTOR
from crawlers.import_html import typed_page
from crawlers.sources import Sources, load_sources
from crawlers.step import StepOutcome, apply_removals, extract_due, put_aside
from crawlers.tables import frontier
from lantoa.article import Origin, Page, StoredArticle
from lantoa.articles import ArticleStore
from lantoa.clock import FixedClock
from lantoa.database import Database
from lantoa.outlets import OutletStore
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
        given = {"articles": self.articles, "progress": Silent()} | changes
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


@pytest.fixture
def desk(sqlite_database: Database, tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(sqlite_database, tmp_path)
    yield desk
    desk.archive.close()


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


def test_a_capture_becomes_an_article(database: Database, tmp_path: Path) -> None:
    desk = Desk(database, tmp_path)
    [ref] = desk.keep(page())
    outcome = desk.run()
    assert outcome == StepOutcome(1, 0, 0, {"stored": 1})
    stored = desk.article()
    assert (stored.source, stored.origin, stored.ref, stored.first_seen) == ("bao", Origin.CAPTURE, ref, NOON)
    assert stored.article.title == "Thành ủy cho ý kiến về công tác chuẩn bị đại hội"
    assert desk.run() == StepOutcome(0, 0, 0, {})
    desk.archive.close()


def test_channels_are_not_articles(desk: Desk) -> None:
    desk.archive.append(page(), role="channel")
    assert desk.run().by_fate == {}


def test_visits_are_applied_in_the_order_they_were_made(desk: Desk) -> None:
    late = page(more="Bản sửa lần hai.", after=timedelta(hours=3))
    early = page()
    middle = page(more="Bản sửa lần một.", after=timedelta(hours=1))
    desk.keep(late, early, middle)
    assert desk.run().by_fate == {"stored": 1, "changed": 2}
    stored = desk.article()
    assert stored.revision == 3
    assert "lần hai" in stored.article.text
    assert [("lần một" in old.text) for old in desk.articles.revisions(stored.id)] == [False, True]


def test_a_visit_that_found_nothing_new_changes_nothing(desk: Desk) -> None:
    desk.keep(page(), page(after=timedelta(hours=1)))
    assert desk.run().by_fate == {"stored": 1, "unchanged": 1}
    assert desk.article().revision == 1


def test_a_state_older_than_what_stands_is_not_put_over_it(desk: Desk) -> None:
    desk.keep(page(more="Mới.", after=timedelta(hours=2)))
    desk.run()
    desk.keep(page())
    assert desk.run().by_fate == {"older": 1}
    assert "Mới." in desk.article().article.text


def test_two_addresses_of_one_article_are_one_article(desk: Desk) -> None:
    home = "https://bao.test/chuan-bi-dai-hoi-lan-thu-xviii-123456.html"
    other = "https://bao.test/thoi-su/chuan-bi-dai-hoi-lan-thu-xviii-123456.html"
    desk.keep(page(home), page(other, more="Quảng cáo lọt vào.", after=timedelta(minutes=5), canonical=home))
    assert desk.run().by_fate == {"stored": 1, "duplicate": 1}
    assert desk.articles.counts() == {"article": 1}
    assert desk.article(home).revision == 1


@pytest.mark.parametrize(
    ("values", "word"),
    [
        ({"status": 404}, "gone"),
        ({"status": 410}, "gone"),
        ({"status": 503}, "http_error"),
        ({"body": b"%PDF-1.7 ...", "headers": (("Content-Type", "application/pdf"),)}, "not_html"),
    ],
)
def test_what_is_no_article_says_why_and_leaves_the_article_alone(
    desk: Desk, values: dict[str, Any], word: str
) -> None:
    desk.keep(page(), page(after=timedelta(hours=1), **values))
    outcome = desk.run()
    assert outcome.by_fate == {"stored": 1, word: 1}
    assert desk.article().revision == 1
    assert desk.articles.counts() == {"article": 1}


def test_a_soft_404_is_never_an_article(desk: Desk) -> None:
    body = "<html><head><title>Không tìm thấy trang</title></head><body><h1>404</h1><p>Trang bạn tìm không tồn tại.</p></body></html>"
    desk.keep(page(), page(after=timedelta(hours=1), body=body.encode()))
    assert desk.run().by_fate == {"stored": 1, "soft_404": 1}
    assert desk.articles.counts() == {"article": 1}


def test_a_bad_page_is_put_aside_with_its_reason_and_the_others_go_on(desk: Desk) -> None:
    refs = desk.keep(*numbered(20))
    file, offset = desk.archive.folder / refs[0].partition(":")[0], int(refs[7].rpartition(":")[2])
    data = bytearray(file.read_bytes())
    data[offset + 40] ^= 0xFF
    file.write_bytes(bytes(data))
    outcome = desk.run()
    assert (outcome.done, outcome.failed) == (19, 1)
    [aside] = put_aside(desk.database)
    assert (aside.ref, aside.url) == (refs[7], numbered(20)[7].url)
    assert refs[7] in aside.error
    assert desk.run() == StepOutcome(0, 0, 0, {})


def test_what_is_aside_is_tried_again_at_the_next_version(desk: Desk) -> None:
    [ref] = desk.keep(page())
    file = desk.archive.folder / ref.partition(":")[0]
    whole = file.read_bytes()
    file.write_bytes(whole[:-40])
    assert desk.run().failed == 1
    file.write_bytes(whole)
    assert desk.run().by_fate == {}
    assert desk.run(extractor=EXTRACTOR + 1).by_fate == {"stored": 1}
    assert put_aside(desk.database) == []


def test_a_raised_version_reads_everything_again_and_invents_no_edit(desk: Desk) -> None:
    home = page().url
    other = "https://bao.test/thoi-su/chuan-bi-dai-hoi-lan-thu-xviii-123456.html"
    desk.keep(
        page(), page(more="Sửa.", after=timedelta(hours=1)), page(more="Sửa.", after=timedelta(hours=2), status=200),
        page(other, after=timedelta(hours=3), canonical=home),
    )  # fmt: skip
    first = desk.run()
    before = desk.article()
    again = desk.run(extractor=EXTRACTOR + 1)
    assert again.by_fate == first.by_fate == {"stored": 1, "changed": 1, "unchanged": 1, "duplicate": 1}
    assert desk.article() == before


class KilledError(Exception):
    """Stands for kill -9."""


class Dying(ArticleStore):
    """Dies at the n-th article, after it was written."""

    def __init__(self, database: Database, left: int) -> None:
        super().__init__(database)
        self._left = left

    def save(self, *args: Any, **kwargs: Any) -> Any:
        saved = super().save(*args, **kwargs)
        self._left -= 1
        if self._left == 0:
            raise KilledError
        return saved


@pytest.mark.parametrize("left", [1, 57, 128, 150])
def test_killed_in_the_middle_the_next_run_goes_on(database: Database, tmp_path: Path, left: int) -> None:
    desk = Desk(database, tmp_path)
    desk.keep(*numbered(150))
    desk.keep(
        *(
            page(
                f"https://bao.test/thanh-uy-hop-chuan-bi-dai-hoi-{100000 + n}.html",
                "Sửa.",
                timedelta(hours=1),
            )
            for n in range(5)
        )
    )
    with pytest.raises(KilledError):
        desk.run(articles=Dying(database, left))
    desk.run()
    assert desk.articles.counts() == {"article": 150}
    assert desk.outcomes() == ["stored"] * 150 + ["changed"] * 5
    assert sum(one.revision == 2 for one in desk.articles.everything()) == 5
    desk.archive.close()


def test_the_pool_may_be_processes(desk: Desk) -> None:
    from lantoa.pool import open_pool

    desk.keep(*numbered(30))
    with open_pool("processes", 2) as pool:
        assert desk.run(pool).by_fate == {"stored": 30}


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

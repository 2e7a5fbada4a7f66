"""The extract step: every capture is settled once, in order, and a crash costs nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Future
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from crawlers.extract import EXTRACTOR
from crawlers.step import StepOutcome, put_aside
from lantoa.article import Origin
from lantoa.articles import ArticleStore
from lantoa.database import Database
from lantoa.errors import Later
from lantoa.pool import open_pool
from tests.support.extract_desk import NOON, Desk, InProcess, numbered, page


@pytest.fixture
def desk(sqlite_database: Database, tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(sqlite_database, tmp_path)
    yield desk
    desk.archive.close()


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
    assert [("lần một" in old.article.text) for old in desk.articles.history(stored.id)[:-1]] == [False, True]


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


def test_an_address_that_is_sent_elsewhere_is_still_the_same_address(desk: Desk) -> None:
    first = page(final_url="https://bao.test/123456/chuan-bi-dai-hoi-lan-thu-xviii-123456.html", canonical=page().url)
    moved = page(more="Sửa.", after=timedelta(hours=1), final_url="https://bao.test/x/chuan-bi-dai-hoi-lan-thu-xviii-123456.html", canonical=page().url)
    desk.keep(first, moved)
    assert desk.run().by_fate == {"stored": 1, "changed": 1}


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
            for n in range(4)
        )
    )
    with pytest.raises(KilledError):
        desk.run(articles=Dying(database, left))
    desk.run()
    assert desk.articles.counts() == {"article": 150}
    assert desk.outcomes() == ["stored"] * 150 + ["changed"] * 4
    assert sum(one.revision == 2 for one in desk.articles.everything()) == 4
    desk.archive.close()


class Broken(InProcess):
    """Its worker was killed by the system at the first page."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_exception(BrokenExecutor("terminated abruptly"))
        return future


def test_a_broken_pool_is_one_clear_line_and_nothing_is_lost(desk: Desk) -> None:
    desk.keep(*numbered(3))
    with pytest.raises(Later, match="hãy chạy lại"):
        desk.run(Broken())
    assert desk.run().by_fate == {"stored": 3}


def test_the_pool_may_be_processes(desk: Desk) -> None:
    desk.keep(*numbered(30))
    with open_pool("processes", 2) as pool:
        assert desk.run(pool).by_fate == {"stored": 30}

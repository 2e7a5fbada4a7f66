"""bench archive measures what it says, on pages that are there."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from fastwarc.warc import ArchiveIterator

from crawlers.import_warc import Sieve, read_warc
from lantoa.article import Page
from lantoa.bench.archived import COPIES, NEWS, crawl_file, measured

TEXT = "Sáng 6/9, Ban Thường vụ Thành ủy họp cho ý kiến về công tác chuẩn bị Đại hội đại biểu Đảng bộ thành phố. " * 9
PAGES = [
    Page(f"https://bao.test/{n}", f"https://bao.test/{n}", datetime(2025, 9, 6, tzinfo=UTC), 200, (), f'<html lang="vi"><p>{n} {TEXT}'.encode())
    for n in range(3)
]  # fmt: skip


def test_the_file_is_one_third_vietnamese_and_has_every_request(tmp_path: Path) -> None:
    count = crawl_file(PAGES, tmp_path / "tin.warc.gz")
    kinds = [one.headers["WARC-Type"] for one in ArchiveIterator(str(tmp_path / "tin.warc.gz"))]
    assert (len(kinds), kinds[:2]) == (count, ["request", "response"])
    sieve = Sieve(vietnamese=True)
    taken = list(read_warc(tmp_path / "tin.warc.gz", sieve))
    assert (len(taken), sieve.left["left_language"]) == (NEWS * 3, NEWS * 6)
    assert count == 2 * (NEWS * 9)


def test_every_figure_is_measured(tmp_path: Path) -> None:
    found = measured(PAGES, tmp_path, rounds=1)
    assert (found.pages, found.records, found.vietnamese, found.others) == (3, 3 * COPIES, NEWS * 3, NEWS * 6)
    assert min(found.append, found.replay, found.bare, found.taken, found.ratio, found.peak) > 0

"""Ugly case 19: the disk fills up. One clear line, nothing that was kept is lost, the next run goes on."""

from __future__ import annotations

import errno
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from crawlers.archive import Archive
from crawlers.archive_tables import captures
from crawlers.verify import verify
from lantoa.article import Page
from lantoa.clock import FixedClock
from lantoa.database import Database
from lantoa.errors import Later, Misuse

DRAW = random.Random(19)
NOON = datetime(2025, 9, 6, 5, tzinfo=UTC)
DAYS, BATCHES = 3, 2
WRITES = 2 * (DAYS + DAYS * BATCHES) + (DAYS - 1)
"""Writes and syncs of the loop below: a head a file, a batch, a manifest (synced only)."""
FILLER = """
import os, resource, sys
from datetime import UTC, datetime
from pathlib import Path
from crawlers.archive import Archive
from lantoa.article import Page
from lantoa.clock import SystemClock
from lantoa.database import open_database
from lantoa.errors import LantoaError

folder = Path(sys.argv[1])
database = open_database(f"sqlite:///{folder / 'test.db'}")
resource.setrlimit(resource.RLIMIT_FSIZE, (1_500_000, 1_500_000))
with Archive(folder / "archive", database, SystemClock()) as archive:
    for number in range(1000):
        urls = [f"https://bao.test/{number}/{part}" for part in range(3)]
        try:
            archive.append_many([Page(url, url, datetime.now(UTC), 200, (), os.urandom(30_000)) for url in urls])
        except LantoaError as error:
            sys.exit(f"{type(error).__name__}: {error}")
"""
"""Appends until its files may not grow any more."""


def page(name: str) -> Page:
    url = f"https://bao.test/{name}"
    return Page(url, url, NOON, 200, (("Content-Type", "text/html"),), DRAW.randbytes(3000), source="bao")


@contextmanager
def disk_full_at(number: int) -> Iterator[None]:
    """The so-many-th write or sync finds the disk full, after half of the bytes were taken."""
    left = [number]
    pwrite, fsync = os.pwrite, os.fsync

    def full() -> bool:
        left[0] -= 1
        return left[0] == 0

    def writing(handle: int, data: bytes, at: int) -> int:
        if full():
            pwrite(handle, data[: len(data) // 2], at)
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return pwrite(handle, data, at)

    def syncing(handle: int) -> None:
        if full():
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        fsync(handle)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "pwrite", writing)
        patch.setattr(os, "fsync", syncing)
        yield


@pytest.mark.parametrize("number", range(1, WRITES + 1))
def test_wherever_the_disk_fills_nothing_is_lost_and_the_next_run_goes_on(
    sqlite_database: Database, tmp_path: Path, number: int
) -> None:
    kept: dict[str, bytes] = {}
    failures: list[str] = []

    def work(day: int) -> None:
        clock = FixedClock(NOON + timedelta(days=day))
        with Archive(tmp_path / "archive", sqlite_database, clock) as archive:
            for batch in range(BATCHES):
                pages = [page(f"{day}/{batch}/{part}") for part in range(2)]
                try:
                    refs = archive.append_many(pages)
                except Later as error:
                    failures.append(str(error))
                    return
                kept.update(zip(refs, (one.body for one in pages), strict=True))

    with disk_full_at(number):
        for day in range(DAYS):
            work(day)
    assert [os.strerror(errno.ENOSPC) in line and "\n" not in line for line in failures] == [True]
    work(DAYS)
    with Archive(tmp_path / "archive", sqlite_database, FixedClock(NOON)) as archive:
        assert {ref: archive.read(ref).body for ref in kept} == kept
        assert list(verify(archive)) == []
    with sqlite_database.read() as connection:
        assert set(connection.scalars(sa.select(captures.c.ref))) == set(kept)


def test_a_file_that_may_not_grow_stops_the_process_with_one_line(sqlite_database: Database, tmp_path: Path) -> None:
    root = Path(__file__).resolve().parents[3]
    ended = subprocess.run([sys.executable, "-c", FILLER, str(tmp_path)], cwd=root, capture_output=True, text=True)
    assert ended.returncode == 1
    [line] = ended.stderr.strip().splitlines()
    assert line.startswith("Later: Không ghi được vào kho lưu")
    with Archive(tmp_path / "archive", sqlite_database, FixedClock(NOON)) as archive:
        assert list(verify(archive)) == []
        with sqlite_database.read() as connection:
            refs = list(connection.scalars(sa.select(captures.c.ref)))
        assert len(refs) > 30
        assert {len(archive.read(ref).body) for ref in refs} == {30_000}


def test_a_full_database_stops_the_writing_and_keeps_what_was_committed(sqlite_database: Database, tmp_path: Path) -> None:
    def no_more_pages(connection: object, _record: object) -> None:
        [[pages]] = connection.execute("PRAGMA page_count").fetchall()  # type: ignore[attr-defined]
        connection.execute(f"PRAGMA max_page_count = {pages + 12}")  # type: ignore[attr-defined]

    kept: list[str] = []
    with Archive(tmp_path / "archive", sqlite_database, FixedClock(NOON)) as archive:
        sqlite_database.engine.dispose()
        sa.event.listen(sqlite_database.engine, "connect", no_more_pages)

        def until_full() -> None:
            for number in range(1000):
                kept.append(archive.append(page(f"{number}/{'dai-hoi-' * 100}")))

        with pytest.raises(sa.exc.OperationalError, match="full"):
            until_full()
        sa.event.remove(sqlite_database.engine, "connect", no_more_pages)
        sqlite_database.engine.dispose()
        assert kept
        assert {problem.kind for problem in verify(archive)} == {"tail"}
        kept.append(archive.append(page("sau")))
        assert list(verify(archive)) == []
        assert [archive.read(ref).ref for ref in kept] == kept


def test_a_folder_that_cannot_be_written_is_named(sqlite_database: Database, tmp_path: Path) -> None:
    (tmp_path / "archive").write_text("a file, no folder", encoding="utf-8")
    with Archive(tmp_path / "archive", sqlite_database, FixedClock(NOON)) as archive, pytest.raises(Misuse, match="archive"):
        archive.append(page("1"))

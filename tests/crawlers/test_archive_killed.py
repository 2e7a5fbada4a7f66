"""Whatever moment the process dies, what was committed can be read, and nothing else is there."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import sqlalchemy as sa
from fastwarc.warc import ArchiveIterator, WarcRecordType

from crawlers.archive import Archive
from crawlers.archive_tables import captures
from crawlers.verify import verify
from lantoa.article import Page
from lantoa.clock import SystemClock
from lantoa.database import Database

WRITER = """
import os, sys
from datetime import UTC, datetime
from pathlib import Path
from crawlers.archive import Archive
from lantoa.article import Page
from lantoa.clock import SystemClock
from lantoa.database import open_database

folder, name = Path(sys.argv[1]), sys.argv[2]
with Archive(folder / "archive", open_database(f"sqlite:///{folder / 'test.db'}"), SystemClock()) as archive:
    print("ready", flush=True)
    for number in range(100_000):
        urls = [f"https://bao.test/{name}/{number}/{part}" for part in range(number % 7 + 1)]
        pages = [Page(url, url, datetime.now(UTC), 200, (), os.urandom(20_000)) for url in urls]
        archive.append_many(pages)
"""
"""Appends until it is killed."""


def start(folder: Path, name: str) -> subprocess.Popen[str]:
    root = Path(__file__).resolve().parents[2]
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(folder), name], stdout=subprocess.PIPE, text=True, cwd=root
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def kill(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert process.stdout is not None
    process.stdout.close()


def rows(database: Database) -> list[sa.Row[tuple[object, ...]]]:
    with database.read() as connection:
        return list(connection.execute(sa.select(captures).order_by(captures.c.file, captures.c.offset)))


def written_by(database: Database, name: str) -> set[str]:
    """Files that hold records of this writer."""
    return {row.file for row in rows(database) if f"/{name}/" in row.url}


def wait_for(database: Database, name: str) -> None:
    """Until the writer has committed something."""
    while not written_by(database, name):
        time.sleep(0.02)


def check(database: Database, folder: Path, appended: Page) -> None:
    """After a kill: append, then everything committed is there, and the file is whole again."""
    with Archive(folder / "archive", database, SystemClock()) as archive:
        ref = archive.append(appended)
        assert archive.read(ref).body == appended.body
        assert list(verify(archive)) == []
    found = {
        f"{file.name}:{record.stream_pos}"
        for file in (folder / "archive").glob("*.warc.gz")
        if file.name == ref.rpartition(":")[0]
        for record in ArchiveIterator(str(file), parse_http=False)
        if record.reader.read() is not None and record.record_type != WarcRecordType.warcinfo
    }
    assert found == {row.ref for row in rows(database) if row.file == ref.rpartition(":")[0]}


@pytest.mark.parametrize("rounds", [3, pytest.param(25, marks=pytest.mark.slow)])
def test_killed_at_any_moment_every_committed_record_is_readable(
    sqlite_database: Database, tmp_path: Path, rounds: int
) -> None:
    draw = random.Random(rounds)
    for number in range(rounds):
        process = start(tmp_path, str(number))
        wait_for(sqlite_database, str(number))
        time.sleep(draw.uniform(0, 0.2))
        kill(process)
        url = f"https://bao.test/after/{number}"
        check(sqlite_database, tmp_path, Page(url, url, SystemClock().now(), 200, (), b"after" * 100))


def test_two_processes_write_one_folder_at_once(sqlite_database: Database, tmp_path: Path) -> None:
    writers = [start(tmp_path, name) for name in ("mot", "hai")]
    for name in ("mot", "hai"):  # both at work before either ends, however slowly the second starts
        wait_for(sqlite_database, name)
    for writer in writers:
        assert writer.poll() is None
        kill(writer)
    with Archive(tmp_path / "archive", sqlite_database, SystemClock()) as archive:
        assert {problem.kind for problem in verify(archive)} <= {"tail"}
    assert written_by(sqlite_database, "mot").isdisjoint(written_by(sqlite_database, "hai"))

"""The child that is measured: `python -m lantoa.bench.archived`, its job as JSON on stdin.

{"pages": folder or null, "rounds": n} -> figures of `Figures`. Seconds are CPU time of the
process, the least of all rounds.
"""

from __future__ import annotations

import hashlib
import html
import json
import re
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TypeVar

from fastwarc.warc import ArchiveIterator

from crawlers.archive import Archive
from crawlers.import_warc import Sieve, read_warc
from crawlers.members import pack
from lantoa.article import Origin, Page
from lantoa.bench.pages import bench_pages
from lantoa.clock import SystemClock
from lantoa.database import open_database
from lantoa.migrations import migrate

BATCH = 64
COPIES = 8
"""Every page is archived so often, each time under another address and with other bytes."""
NEWS = 3
"""Every page stands so often in the file that is imported, and twice as often out of Vietnamese."""
T = TypeVar("T")
_MARKS = re.compile(r"lang=[\"']?vi\b|vi[-_]VN", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Figures:
    """records: archived; append, replay: seconds for all of them, append_wall: by the clock on
    the wall; ratio: bytes of bodies by bytes of files; members: of the file that is imported,
    vietnamese: pages taken out of it, others: pages left out; bare, taken: seconds of FastWARC's
    iteration and of the import's reading; peak: bytes."""

    pages: int
    records: int
    append: float
    append_wall: float
    replay: float
    ratio: float
    members: int
    vietnamese: int
    others: int
    bare: float
    taken: float
    peak: int


def main() -> None:
    """Measure as told."""
    job = json.loads(sys.stdin.readline())
    pages = [each.page for each in bench_pages(Path(job["pages"]) if job["pages"] else None)]
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps(asdict(measured(pages, Path(folder), job["rounds"]))))


def measured(pages: Sequence[Page], folder: Path, rounds: int) -> Figures:
    """All of it over these pages, in an empty folder."""
    append, wall, replay, size = [0.0] * rounds, [0.0] * rounds, [0.0] * rounds, 0
    records = len(pages) * COPIES
    for turn in range(rounds):
        database = open_database(f"sqlite:///{folder / f'{turn}.db'}")
        migrate(database)
        with Archive(folder / str(turn), database, SystemClock()) as archive:
            start = time.monotonic()
            refs, append[turn] = _timed(partial(_append, archive, pages))
            wall[turn] = time.monotonic() - start
            _, replay[turn] = _timed(partial(_count, map(archive.read, refs)))
        database.close()
        size = sum(file.stat().st_size for file in (folder / str(turn)).glob("*.warc.gz"))
    file = folder / "news.warc.gz"
    members = crawl_file(pages, file)
    bare, taken, sieve, kept = [0.0] * rounds, [0.0] * rounds, Sieve(), 0
    for turn in range(rounds):
        _, bare[turn] = _timed(lambda: _count(ArchiveIterator(str(file))))
        sieve = Sieve(vietnamese=True)
        kept, taken[turn] = _timed(partial(_count, read_warc(file, sieve)))
    bodies = COPIES * sum(len(page.body) for page in pages)
    return Figures(
        len(pages), records, min(append), min(wall), min(replay), bodies / size, members, kept,
        sieve.left["left_language"], min(bare), min(taken), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
    )  # fmt: skip


def crawl_file(pages: Sequence[Page], file: Path) -> int:
    """A file as a news crawl leaves it: of every page the request and the answer, once as it is
    and twice with its text out of Vietnamese letters under a foreign host. The records in it."""
    count = 0
    with file.open("wb") as stream:
        for number, page in enumerate(pages):
            own, foreign = f"{page.final_url}?copy=", f"https://news{number}.example.com/"
            sent = [(own, page.body), (foreign, _foreign(page.body)), (foreign + "2/", _foreign(page.body))]
            for url, body in [(f"{url}{copy}", body) for copy in range(NEWS) for url, body in sent]:
                for record in _records(url, body):
                    stream.write(pack(record, "gzip"))
                    count += 1
    return count


def _append(archive: Archive, pages: Sequence[Page]) -> list[str]:
    refs: list[str] = []
    batch: list[Page] = []
    for page in _many(pages):
        batch.append(page)
        if len(batch) == BATCH:
            refs += archive.append_many(batch)
            batch = []
    return refs + (archive.append_many(batch) if batch else [])


def _many(pages: Sequence[Page]) -> Iterator[Page]:
    for copy in range(COPIES):
        for page in pages:
            url = f"{page.final_url}#{copy}"
            at = page.fetched_at + timedelta(seconds=copy)
            body = page.body + f"<!-- {copy} -->".encode()
            yield replace(page, url=url, final_url=url, fetched_at=at, body=body, origin=Origin.CAPTURE)


def _count(items: Iterable[object]) -> int:
    return sum(1 for _ in items)


def _timed(work: Callable[[], T]) -> tuple[T, float]:
    start = time.process_time()
    done = work()
    return done, time.process_time() - start


def _foreign(body: bytes) -> bytes:
    text = html.unescape(body.decode("utf-8", "replace"))
    plain = "".join("éaoui"[ord(each) % 5] if ord(each) > 127 else each for each in text)
    return _MARKS.sub("lang=fr", plain).encode()


def _records(url: str, body: bytes) -> Iterator[bytes]:
    asked = b"GET / HTTP/1.1\r\nHost: news\r\n\r\n"
    answered = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nServer: web\r\nContent-Length: %d\r\n\r\n%s"
    for kind, block in (("request", asked), ("response", answered % (len(body), body))):
        digest = hashlib.sha1(block).hexdigest()
        head = (
            f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{digest}>\r\n"
            f"WARC-Date: 2025-09-06T05:00:00Z\r\nWARC-Target-URI: {url}\r\nWARC-Block-Digest: sha1:{digest}\r\n"
            f"Content-Type: application/http; msgtype={kind}\r\nContent-Length: {len(block)}\r\n\r\n"
        )
        yield head.encode() + block + b"\r\n\r\n"


if __name__ == "__main__":
    main()

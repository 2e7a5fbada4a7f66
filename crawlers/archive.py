"""The archive: append(Page) -> ref, read(ref) -> Page. That it is WARC stays in here.

Order of a write: the records are built in memory, written to the file in one go and brought to
disk, then their rows are committed. What stands in a file behind its last committed row is
therefore a torn tail; whoever opens the file for writing cuts it back first.
"""

from __future__ import annotations

import errno
import os
import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any

import sqlalchemy as sa

from crawlers import archive_files
from crawlers.archive_files import Files, Open, write_all
from crawlers.archive_tables import captures
from crawlers.manifest import seal_before
from crawlers.members import Compression, CorruptRecord, compression_of
from crawlers.warc import Earlier, Kept, Record, body_digest, read_record, write_record
from lantoa.article import ZONE, Origin, Page
from lantoa.clock import Clock
from lantoa.database import Database
from lantoa.errors import Aside, LantoaError, Later, Misuse
from lantoa.words import word

LARGEST = 48 * 1024 * 1024
"""A longer body is refused."""


_PASSING = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO})
"""What the next run may no longer meet: a full disk, a quota, a disk that failed once."""


class Archive:
    """One folder of daily files, `YYYY-MM-DD-NNN.warc.gz` (or `.warc.zst`) by local day of
    writing. contact: told in the warcinfo record of every file.

    Every process writes files of its own (a lock on the file, gone with the process), so
    several archives may stand on one folder. Reading needs no lock. Whoever begins a file
    seals the days before.
    """

    def __init__(
        self, folder: Path, database: Database, clock: Clock, contact: str = "", compression: Compression = "gzip"
    ) -> None:
        self.folder = folder
        self.database = database
        self._clock = clock
        self._files = Files(folder, database, compression, contact)
        self._open: Open | None = None
        self._lock = threading.Lock()

    def __enter__(self) -> Archive:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file being written."""
        with self._lock:
            self._let_go()

    def append(self, page: Page, role: str = "article") -> str:
        """Keep one page; its ref. Errors as `append_many`."""
        return self.append_many([page], role)[0]

    def append_many(self, pages: Sequence[Page], role: str = "article", digests: Sequence[str] = ()) -> list[str]:
        """Keep pages in one write and one transaction; their refs in order. digests: sha-256 of
        the bodies, hex, in order, where the caller has them already ("": that one not).

        A body already kept for the same URL becomes a revisit record; an imported page that
        is wholly the same as an earlier one is not written again, its earlier ref is given.
        Raises Aside for a body over LARGEST, Later when the disk does not take the bytes.
        """
        for page in pages:
            if len(page.body) > LARGEST:
                raise Aside(word("archive.too_large", url=page.url, size=len(page.body)))
        if not pages:
            return []
        with self._lock:
            file = self._file()
            batch = _Batch(file, role, self._known(pages))
            refs = [batch.add(*each) for each in zip(pages, digests or [""] * len(pages), strict=True)]
            if batch.rows:
                self._write(file, batch)
        return refs

    def read(self, ref: str) -> Page:
        """The page kept at `ref`, digests verified. Raises Aside naming file and offset."""
        return read_page(self.folder, ref)

    def _write(self, file: Open, batch: _Batch) -> None:
        """Bytes, then rows. When either fails the file is let go of: where it ends is a
        question to the database, asked when it is opened again."""
        try:
            write_all(file.handle, b"".join(batch.records), file.end)
            with self.database.write() as connection:
                connection.execute(sa.insert(captures), batch.rows)
            file.end = batch.end
        except OSError as error:
            with suppress(OSError):
                os.ftruncate(file.handle, file.end)
            self._let_go()
            raise Later(word("archive.unwritable", file=file.name, why=error.strerror)) from None
        except BaseException:
            self._let_go()
            raise

    def _file(self) -> Open:
        """The file to write: today's, ours alone, cut back to its last committed record."""
        now = self._clock.now()
        day = now.astimezone(ZONE).date()
        held = self._open
        if held is not None and held.day == day and held.end < archive_files.FULL:
            return held
        self._let_go()
        try:
            self._open = self._files.open(day, now)
            seal_before(day, self.folder, self.database, now)
        except OSError as error:
            kind: type[LantoaError] = Later if error.errno in _PASSING else Misuse
            raise kind(word("archive.unwritable", file=self.folder, why=error.strerror)) from None
        return self._open

    def _let_go(self) -> None:
        if self._open is not None:
            os.close(self._open.handle)
            self._open = None

    def _known(self, pages: Sequence[Page]) -> list[Any]:
        """Rows that hold a body of one of these URLs."""
        query = sa.select(captures).where(
            captures.c.url.in_({page.url for page in pages}), captures.c.record != "revisit"
        )
        with self.database.read() as connection:
            return list(connection.execute(query.order_by(captures.c.id)))


class _Batch:
    """Records and rows of one write, built in memory."""

    def __init__(self, file: Open, role: str, known: Sequence[Any]) -> None:
        self.records: list[bytes] = []
        self.rows: list[dict[str, Any]] = []
        self.end = file.end
        self._file = file.name
        self._compression = compression_of(file.name) or "gzip"
        self._role = role
        self._captured: dict[tuple[str, str], Earlier] = {}
        self._brought: dict[tuple[str, ...], str] = {}
        for row in known:
            if row.record == "response":
                self._captured[row.url, row.digest] = Earlier(row.ref, row.final_url, row.fetched_at)
            else:
                self._brought[row.url, row.digest, row.origin, row.source, row.note] = row.ref

    def add(self, page: Page, digest: str) -> str:
        digest = digest or body_digest(page.body)
        brought = (page.url, digest, str(page.origin), page.source, page.note)
        if page.origin is not Origin.CAPTURE and brought in self._brought:
            return self._brought[brought]
        ref = f"{self._file}:{self.end}"
        earlier = self._captured.get((page.url, digest)) if page.origin is Origin.CAPTURE else None
        record: Record = "response"
        if page.origin is not Origin.CAPTURE:
            record = "resource"
            self._brought[brought] = ref
        elif earlier:
            record = "revisit"
        else:
            self._captured[page.url, digest] = Earlier(ref, page.final_url, page.fetched_at)
        member = write_record(page, ref, digest, earlier, self._compression)
        self.rows.append({
            "ref": ref, "file": self._file, "offset": self.end, "length": len(member), "record": record,
            "refers_to": earlier.ref if earlier else None, "url": page.url, "final_url": page.final_url,
            "source": page.source, "origin": str(page.origin), "role": self._role,
            "fetched_at": page.fetched_at, "status": page.status, "digest": digest, "note": page.note,
        })  # fmt: skip
        self.records.append(member)
        self.end += len(member)
        return ref


def read_page(folder: Path, ref: str) -> Page:
    """The page kept at `ref`; a revisit with the body of the record it refers to. Needs no
    database, so a worker process can read. Raises Aside naming file and offset."""
    kept = _read(folder, ref)
    if kept.record != "revisit":
        return kept.page
    body = _read(folder, kept.refers_to).page.body
    if body_digest(body) != kept.digest:
        raise Aside(word("archive.corrupt", ref=ref, why=word("archive.why_digest")))
    return replace(kept.page, body=body)


def addresses_as_given(database: Database) -> dict[str, str]:
    """Reference -> address as it was asked for or handed to us, of every capture."""
    with database.read() as connection:
        return {str(ref): str(url) for ref, url in connection.execute(sa.select(captures.c.ref, captures.c.url))}


def _read(folder: Path, ref: str) -> Kept:
    name, _, offset = ref.rpartition(":")
    if not name or not offset.isdigit():
        raise Aside(word("archive.corrupt", ref=ref, why=repr(ref)))
    try:
        with (folder / name).open("rb") as stream:
            stream.seek(int(offset))
            return read_record(stream, ref)
    except (CorruptRecord, ValueError) as error:
        raise Aside(word("archive.corrupt", ref=ref, why=error)) from None
    except OSError as error:  # a folder that is not mounted comes back
        raise Later(word("archive.unreadable", ref=ref, why=error.strerror)) from None

"""The archive as evidence: every record against its digests and its row, every file against its
manifest, every manifest against the one before. One pass over the files, little memory."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO, Any, Literal

import sqlalchemy as sa

from crawlers.archive import Archive
from crawlers.archive_files import only_begun
from crawlers.archive_tables import archive_files, captures, manifests
from crawlers.manifest import list_line
from crawlers.members import SUFFIX, CorruptRecord, unpack_whole
from crawlers.warc import Kept, body_digest, parse_info, parse_record
from lantoa.database import Database
from lantoa.progress import Progress, Silent
from lantoa.words import word

Wrong = Literal[
    "damaged", "differs", "missing", "short", "extra", "tail", "unknown", "sealed_differs", "rows_differ",
    "manifest_missing", "manifest_changed", "chain_broken",
]  # fmt: skip
"""damaged: a record that cannot be read as it was written; differs: one that is not what its
row says; extra: bytes between records; tail: bytes behind the last committed record (a write
that was cut off, or added later); unknown: a file the database does not know; sealed_differs,
rows_differ: file or rows are not what the manifest states."""

_BATCH = 500
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that does not hold. offset: in the file, None when it is about the whole file."""

    file: str
    offset: int | None
    kind: Wrong
    why: str

    @property
    def ref(self) -> str:
        """file:offset, or the file."""
        return self.file if self.offset is None else f"{self.file}:{self.offset}"


def verify(archive: Archive, day: date | None = None, progress: Progress | None = None) -> Iterator[Problem]:
    """Look at everything, or at the files and manifests of one day. progress counts records."""
    progress = progress or Silent()
    folder, database = archive.folder, archive.database
    progress.total(_count(database, day))
    stated: dict[str, dict[str, Any]] = {}
    yield from _chain(folder, database, day, stated)
    with database.read() as connection:
        query = sa.select(archive_files.c.name, archive_files.c.head).order_by(archive_files.c.name)
        files = connection.execute(query if day is None else query.where(archive_files.c.day == day)).all()
    for name, head in files:
        yield from _file(folder, database, name, head, stated.get(name), progress)
    yield from _strangers(folder, {name for name, _ in files}, day)


@dataclass(frozen=True, slots=True)
class Extent:
    """What there is to verify. last: name and sha-256 of the last manifest, None before the first;
    unsealed: files that no manifest has sealed."""

    files: int
    records: int
    manifests: int
    last: tuple[str, str] | None
    unsealed: tuple[str, ...]


def extent(database: Database, day: date | None = None) -> Extent:
    """How much `verify` looks at."""
    name, sealed = archive_files.c.name, archive_files.c.manifest
    files, chain = sa.select(name, sealed).order_by(name), sa.select(manifests).order_by(manifests.c.number)
    with database.read() as connection:
        listed = connection.execute(files if day is None else files.where(archive_files.c.day == day)).all()
        links = connection.execute(chain).all()
    held = [link for link in links if day in (None, link.day)]
    last = (links[-1].name, links[-1].sha256) if links else None
    return Extent(len(listed), _count(database, day), len(held), last, tuple(one for one, by in listed if by is None))


def _count(database: Database, day: date | None) -> int:
    query = sa.select(sa.func.count()).select_from(captures)
    if day is not None:
        query = query.where(captures.c.file.startswith(f"{day.isoformat()}-"))
    with database.read() as connection:
        return connection.scalar(query) or 0


def _chain(
    folder: Path, database: Database, day: date | None, stated: dict[str, dict[str, Any]]
) -> Iterator[Problem]:
    """Manifests in order; what they state of files is put into `stated`."""
    with database.read() as connection:
        links = connection.execute(sa.select(manifests).order_by(manifests.c.number)).all()
    before = ""
    for link in links:
        if day in (None, link.day):
            yield from _link(folder, link, before, stated)
        before = link.sha256
    known = {link.name for link in links}
    for path in sorted(folder.glob("*.manifest.json")):
        if path.name not in known and (day is None or path.name.startswith(day.isoformat())):
            yield Problem(path.name, None, "unknown", word("archive.verify_unknown"))


def _link(folder: Path, link: Any, before: str, stated: dict[str, dict[str, Any]]) -> Iterator[Problem]:
    if link.previous != before or hashlib.sha256(link.text.encode()).hexdigest() != link.sha256:
        yield Problem(link.name, None, "chain_broken", word("archive.verify_chain"))
    try:
        data = (folder / link.name).read_bytes()
    except FileNotFoundError:
        yield Problem(link.name, None, "manifest_missing", word("archive.verify_missing"))
        data = link.text.encode()
    if hashlib.sha256(data).hexdigest() != link.sha256:
        yield Problem(link.name, None, "manifest_changed", word("archive.verify_manifest"))
        data = link.text.encode()
    try:
        said = json.loads(data)
        previous = said["previous"]["sha256"] if said["previous"] else ""
        entries = {entry["name"]: entry for entry in said["files"]}
    except (ValueError, TypeError, KeyError):
        yield Problem(link.name, None, "manifest_changed", word("archive.verify_manifest"))
        return
    if previous != before:
        yield Problem(link.name, None, "chain_broken", word("archive.verify_chain"))
    stated.update(entries)


def _file(
    folder: Path, database: Database, name: str, head: int, sealed: dict[str, Any] | None, progress: Progress
) -> Iterator[Problem]:
    try:
        stream = (folder / name).open("rb")
    except FileNotFoundError:
        yield Problem(name, None, "missing", word("archive.verify_missing"))
        return
    with stream:
        busy = not _is_still(stream)
        whole, listed = hashlib.sha256(), hashlib.sha256()
        records = 0
        yield from _head(stream, name, head, whole)
        place = head
        for row in _rows(database, name):
            progress.advance()
            if row.offset != place:
                yield Problem(name, place, "extra", word("archive.verify_extra", count=row.offset - place))
                _skip(stream, row.offset, whole)
            member = stream.read(row.length)
            whole.update(member)
            listed.update(list_line(row.offset, row.length, row.record, row.digest))
            records, place = records + 1, row.offset + row.length
            if problem := _record(member, row):
                yield problem
        size = os.fstat(stream.fileno()).st_size
        if size > place and not busy:
            yield Problem(name, place, "tail", word("archive.verify_tail", count=size - place))
            _skip(stream, size, whole)
    if sealed is not None:
        if (sealed["bytes"], sealed["sha256"]) != (size, whole.hexdigest()):
            yield Problem(name, None, "sealed_differs", word("archive.verify_sealed"))
        if (sealed["records"], sealed["records_sha256"]) != (records, listed.hexdigest()):
            yield Problem(name, None, "rows_differ", word("archive.verify_rows"))


def _rows(database: Database, name: str) -> Iterator[Any]:
    """The rows of one file in order of offset, each with the digest of the body it refers to."""
    body = captures.alias()
    query = (
        sa.select(captures, body.c.digest.label("body_digest"))
        .join_from(captures, body, captures.c.refers_to == body.c.ref, isouter=True)
        .where(captures.c.file == name)
        .order_by(captures.c.offset)
        .limit(_BATCH)
    )
    last = -1
    while True:
        with database.read() as connection:
            rows = connection.execute(query.where(captures.c.offset > last)).all()
        if not rows:
            return
        yield from rows
        last = rows[-1].offset


def _head(stream: IO[bytes], name: str, head: int, whole: Any) -> Iterator[Problem]:
    data = stream.read(head)
    whole.update(data)
    if not head:
        return
    try:
        parse_info(unpack_whole(data), name)
    except CorruptRecord as error:
        yield Problem(name, 0, "damaged", str(error))


def _record(member: bytes, row: Any) -> Problem | None:
    """What is wrong with the bytes of one record, against their digests and against the row."""
    if len(member) < row.length:
        return Problem(row.file, row.offset, "short", word("archive.why_torn"))
    try:
        kept = parse_record(unpack_whole(member), row.ref)
    except CorruptRecord as error:
        return Problem(row.file, row.offset, "damaged", str(error))
    if kept.record != "revisit" and body_digest(kept.page.body) != kept.digest:
        return Problem(row.file, row.offset, "damaged", word("archive.why_digest"))
    if unlike := _unlike(kept, row):
        return Problem(row.file, row.offset, "differs", word("archive.verify_differs", fields=", ".join(unlike)))
    return None


def _unlike(kept: Kept, row: Any) -> list[str]:
    """The fields in which a record is not what its row says."""
    page = kept.page
    held = {
        "url": page.url, "final_url": page.final_url, "source": page.source, "origin": str(page.origin),
        "note": page.note, "status": page.status, "fetched_at": page.fetched_at, "record": kept.record,
        "digest": kept.digest, "refers_to": kept.refers_to or None,
    }  # fmt: skip
    unlike = [name for name, value in held.items() if getattr(row, name) != value]
    if kept.record == "revisit" and row.body_digest != kept.digest:
        unlike.append("refers_to")
    return unlike


def _strangers(folder: Path, known: set[str], day: date | None) -> Iterator[Problem]:
    for suffix in SUFFIX.values():
        for path in sorted(folder.glob(f"{day.isoformat() if day else ''}*{suffix}")):
            if path.name not in known and not only_begun(path):
                yield Problem(path.name, None, "unknown", word("archive.verify_unknown"))


def _is_still(stream: IO[bytes]) -> bool:
    """Is nobody writing this file?"""
    try:
        fcntl.flock(stream, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    fcntl.flock(stream, fcntl.LOCK_UN)
    return True


def _skip(stream: IO[bytes], to: int, whole: Any) -> None:
    """Read on to an offset. An offset that lies behind is gone back to."""
    if to < stream.tell():
        stream.seek(to)
    while (left := to - stream.tell()) > 0 and (piece := stream.read(min(_PIECE, left))):
        whole.update(piece)

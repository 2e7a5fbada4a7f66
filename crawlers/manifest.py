"""The manifest of a day: what its files are, by sha-256, and which manifest stands before it.

A file named in a manifest is sealed: nothing is appended to it again. Sealing takes the same
lock as writing, so a day is sealed only when nobody writes its files any more; files of a day
that were begun after its manifest get a further one. The chain is kept in the database before
it is written to the folder, so that a process that dies in between leaves nothing half done.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from crawlers.archive_files import committed_end, cut, locked
from crawlers.archive_tables import archive_files, captures, manifests
from lantoa.database import Database
from lantoa.words import word

FORMAT = 1
_PIECE = 1 << 20
_LOCK = "seal.lock"


@dataclass(frozen=True, slots=True)
class Sealed:
    """A manifest that was made. sha256: of its file, what the next one will name."""

    name: str
    day: date
    sha256: str
    files: int
    records: int


@dataclass(frozen=True, slots=True)
class LeftOpen:
    """A day that could not be sealed: the file because of which, and why."""

    day: date
    file: str
    why: str


class _Unready(Exception):
    def __init__(self, file: str, why: str) -> None:
        super().__init__(why)
        self.file, self.why = file, why


def seal_before(day: date, folder: Path, database: Database, now: datetime) -> list[Sealed | LeftOpen]:
    """Seal every earlier day that has files without a manifest, in order of days. A day with a
    file that is missing, shorter than it was, or still being written is left open.

    Raises OSError when a manifest cannot be written to the folder.
    """
    done: list[Sealed | LeftOpen] = []
    with _alone(folder) as alone:
        days = [each for each in open_days(database) if each < day]
        if not alone:
            return [LeftOpen(each, _LOCK, word("archive.seal_busy")) for each in days]
        _restore(folder, database)
        for each in days:
            try:
                done.append(_seal(each, folder, database, now))
            except _Unready as error:
                done.append(LeftOpen(each, error.file, error.why))
    return done


def open_days(database: Database) -> list[date]:
    """Days with files that no manifest has sealed, in order."""
    query = sa.select(archive_files.c.day).where(archive_files.c.manifest.is_(None)).distinct()
    with database.read() as connection:
        return list(connection.scalars(query.order_by(archive_files.c.day)))


def record_list(database: Database, name: str) -> tuple[int, str]:
    """How many records a file holds by the database, and the sha-256 of their list: a line
    "offset length type digest" each, in order of offset."""
    column = captures.c
    query = sa.select(column.offset, column.length, column.record, column.digest).where(column.file == name)
    digest, records = hashlib.sha256(), 0
    with database.read() as connection:
        for row in connection.execution_options(yield_per=1000).execute(query.order_by(column.offset)):
            digest.update(list_line(row.offset, row.length, row.record, row.digest))
            records += 1
    return records, digest.hexdigest()


def list_line(offset: int, length: int, record: str, digest: str) -> bytes:
    """The line of one record in the list that a manifest states the sha-256 of."""
    return f"{offset} {length} {record} {digest}\n".encode()


def _seal(day: date, folder: Path, database: Database, now: datetime) -> Sealed:
    with ExitStack() as held:
        entries = [_entry(folder, database, name, held) for name in _unsealed(database, day)]
        with database.read() as connection:
            last = connection.execute(sa.select(manifests).order_by(manifests.c.number.desc()).limit(1)).first()
        stated = {
            "format": FORMAT,
            "day": day.isoformat(),
            "sealed_at": now.astimezone(UTC).isoformat(timespec="microseconds"),
            "previous": {"name": last.name, "sha256": last.sha256} if last else None,
            "files": entries,
        }
        text = json.dumps(stated, ensure_ascii=False, indent=1) + "\n"
        name, digest = _free_name(day, folder, database), hashlib.sha256(text.encode()).hexdigest()
        row = {
            "name": name, "day": day, "sealed_at": now, "previous": last.sha256 if last else "",
            "sha256": digest, "text": text,
        }  # fmt: skip
        names = [entry["name"] for entry in entries]
        with database.write() as connection:
            connection.execute(sa.insert(manifests), row)
            sealed = sa.update(archive_files).where(archive_files.c.name.in_(names)).values(manifest=name)
            connection.execute(sealed)
        _put(folder / name, text)
    return Sealed(name, day, digest, len(entries), sum(entry["records"] for entry in entries))


def _entry(folder: Path, database: Database, name: str, held: ExitStack) -> dict[str, Any]:
    """What the manifest says of one file; its lock is held as long as `held` is open."""
    try:
        handle = os.open(folder / name, os.O_RDWR)
    except FileNotFoundError:
        raise _Unready(name, word("archive.seal_missing")) from None
    held.callback(os.close, handle)
    if not locked(handle):
        raise _Unready(name, word("archive.seal_busy"))
    end, size = committed_end(database, name), os.fstat(handle).st_size
    if size < end:
        raise _Unready(name, word("archive.seal_short"))
    if size > end:
        cut(folder / name, handle, end)
    records, listed = record_list(database, name)
    return {"name": name, "bytes": end, "records": records, "sha256": _digest(handle), "records_sha256": listed}


def _digest(handle: int) -> str:
    digest, place = hashlib.sha256(), 0
    while piece := os.pread(handle, _PIECE, place):
        digest.update(piece)
        place += len(piece)
    return digest.hexdigest()


def _unsealed(database: Database, day: date) -> list[str]:
    query = sa.select(archive_files.c.name).where(archive_files.c.day == day, archive_files.c.manifest.is_(None))
    with database.read() as connection:
        return list(connection.scalars(query.order_by(archive_files.c.name)))


def _free_name(day: date, folder: Path, database: Database) -> str:
    """A name that neither the chain nor the folder has: a manifest is never written over."""
    with database.read() as connection:
        taken = set(connection.scalars(sa.select(manifests.c.name).where(manifests.c.day == day)))
    for number in count(1):
        name = f"{day.isoformat()}{f'-{number}' if number > 1 else ''}.manifest.json"
        if name not in taken and not (folder / name).exists():
            return name
    raise AssertionError("numbers do not end")


def _restore(folder: Path, database: Database) -> None:
    """Write manifests again that the chain has and the folder has not."""
    with database.read() as connection:
        for name in connection.scalars(sa.select(manifests.c.name)).all():
            if not (folder / name).exists():
                text = connection.scalars(sa.select(manifests.c.text).where(manifests.c.name == name)).one()
                _put(folder / name, text)


def _put(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    partial = path.with_name(f"{path.name}.part")
    with partial.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)


@contextmanager
def _alone(folder: Path) -> Iterator[bool]:
    """Whether this process alone seals now."""
    handle = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        yield locked(handle)
    finally:
        os.close(handle)

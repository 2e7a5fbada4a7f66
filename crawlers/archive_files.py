"""The files of the archive: which one a process writes, how far it is committed, which are sealed.

A file begins with a warcinfo record. It is written, then the file's row; a file without a row
that holds nothing else is begun again. Every other file that the database does not know is
left alone, and so is one that a manifest has sealed.
"""

from __future__ import annotations

import fcntl
import os
from dataclasses import dataclass
from datetime import date, datetime
from importlib.metadata import version
from itertools import count
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from crawlers.archive_tables import archive_files, captures
from crawlers.members import SUFFIX, Compression, CorruptRecord, peek
from crawlers.warc import VERSION, write_info
from lantoa.database import Database

FULL = 1 << 30
"""A file of this many bytes is closed and the next number begun."""
_INFO_START = VERSION + b"WARC-Type: warcinfo\r\n"
_INFO_LARGEST = 4096
_PIECE = 1 << 20


@dataclass(slots=True)
class Open:
    """The file this process writes, locked."""

    name: str
    day: date
    handle: int
    end: int


class Files:
    """The files in one folder. contact: told in every warcinfo record."""

    def __init__(self, folder: Path, database: Database, compression: Compression, contact: str) -> None:
        self.folder = folder
        self.database = database
        self.compression = compression
        self._contact = contact

    def open(self, day: date, now: datetime) -> Open:
        """A file of this day, ours alone, cut back to its last committed record. Raises OSError."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for number in count(1):
            name = f"{day.isoformat()}-{number:03d}{SUFFIX[self.compression]}"
            handle = os.open(self.folder / name, os.O_RDWR | os.O_CREAT, 0o644)
            try:
                opened = self._taken(name, day, handle, now) if locked(handle) else None
            except BaseException:
                os.close(handle)
                raise
            if opened is not None:
                return opened
            os.close(handle)
        raise AssertionError("numbers do not end")

    def committed(self, name: str) -> int:
        """Where the last committed record of a known file ends."""
        return committed_end(self.database, name)

    def _taken(self, name: str, day: date, handle: int, now: datetime) -> Open | None:
        """The locked file, if it may be written."""
        row, size = self._row(name), os.fstat(handle).st_size
        if row is None:
            if size and not only_begun(self.folder / name):
                return None
            return Open(name, day, handle, self._begin(name, day, handle, now))
        end = self.committed(name)
        if row.manifest is not None or end >= FULL or size < end:
            return None
        if size > end:
            cut(self.folder / name, handle, end)
        return Open(name, day, handle, end)

    def _begin(self, name: str, day: date, handle: int, now: datetime) -> int:
        info = write_info(name, now, about(self._contact), self.compression)
        os.ftruncate(handle, 0)
        write_all(handle, info, 0)
        with self.database.write() as connection:
            row = {"name": name, "day": day, "opened_at": now, "head": len(info)}
            connection.execute(sa.insert(archive_files), row)
        return len(info)

    def _row(self, name: str) -> Any:
        with self.database.read() as connection:
            return connection.execute(sa.select(archive_files).where(archive_files.c.name == name)).first()


def about(contact: str) -> list[tuple[str, str]]:
    """What a warcinfo record says of us."""
    operator = [("operator", contact)] if contact else []
    return [("software", f"LanToa/{version('lantoa')}"), *operator, ("robots", "obey (RFC 9309)")]


def committed_end(database: Database, name: str) -> int:
    """Where the last committed record of a file ends; behind its warcinfo when it has none."""
    last = sa.select(sa.func.max(captures.c.offset + captures.c.length)).where(captures.c.file == name)
    head = sa.select(archive_files.c.head).where(archive_files.c.name == name)
    with database.read() as connection:
        return max(connection.scalar(last) or 0, connection.scalar(head) or 0)


def only_begun(path: Path) -> bool:
    """Does the file hold nothing but a warcinfo record, whole or torn?"""
    with path.open("rb") as file:
        data = file.read(_INFO_LARGEST + 1)
    if not data:
        return True
    if len(data) > _INFO_LARGEST:
        return False
    try:
        head, whole, rest = peek(data)
    except CorruptRecord:
        return False
    return not rest and (head.startswith(_INFO_START) or (not whole and _INFO_START.startswith(head)))


def locked(handle: int) -> bool:
    """Lock an open file for this process alone; False when another has it."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def write_all(handle: int, data: bytes, at: int) -> None:
    """Write at a place and bring it to disk. Raises OSError."""
    view = memoryview(data)
    while view:
        written = os.pwrite(handle, view, at)
        view, at = view[written:], at + written
    os.fsync(handle)


def cut(path: Path, handle: int, end: int) -> None:
    """Cut the file at `end`. The tail is kept beside it: after a database was restored from a
    backup it may hold whole records that only this file has."""
    place = end
    with path.with_name(f"{path.name}.{end}.torn").open("wb") as kept:
        while piece := os.pread(handle, _PIECE, place):
            kept.write(piece)
            place += len(piece)
    os.ftruncate(handle, end)

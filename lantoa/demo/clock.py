"""The demonstration's clock: one instant in a tiny file, shared by its processes.

The file holds two little-endian 64-bit counts of microseconds since 1970 (UTC): when the
demonstration began, and where it stands. A killed process leaves it as it is.
"""

from __future__ import annotations

import fcntl
import os
import struct
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from lantoa.errors import Misuse
from lantoa.words import word

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_BOTH = struct.Struct("<qq")
_ONE = struct.Struct("<q")
_NOW_OFFSET = _ONE.size


@dataclass(frozen=True, slots=True)
class DemoClock:
    """A clock that many processes read and any of them may set forward, never back.

    It opens its file anew each time, so it can be handed to threads and child processes.
    """

    path: Path

    @classmethod
    def open(cls, path: Path, start: datetime | None = None) -> DemoClock:
        """The clock kept in `path`; made with `start` (aware) if there is none yet.

        Raises Misuse when there is none and no start is given, or the file is no clock.
        """
        if start is not None and not path.exists():
            _create(path, start)
        if not path.exists():
            raise Misuse(word("demo.clock_missing", path=path))
        if path.stat().st_size != _BOTH.size:
            raise Misuse(word("demo.clock_broken", path=path))
        return cls(path)

    @property
    def start(self) -> datetime:
        """When the demonstration began, aware, UTC."""
        return self._read(0)

    def now(self) -> datetime:
        """The demonstration's present, aware, UTC."""
        return self._read(_NOW_OFFSET)

    def skip_to(self, moment: datetime) -> bool:
        """Set the clock to `moment` unless it is there or further already; always True."""
        wanted = _microseconds(moment)
        file = os.open(self.path, os.O_RDWR)
        try:
            # Held only for the compare and the write; the kernel lets go if we are killed.
            fcntl.flock(file, fcntl.LOCK_EX)
            (present,) = _ONE.unpack(os.pread(file, _ONE.size, _NOW_OFFSET))
            if wanted > present:
                os.pwrite(file, _ONE.pack(wanted), _NOW_OFFSET)
        finally:
            os.close(file)
        return True

    def _read(self, offset: int) -> datetime:
        file = os.open(self.path, os.O_RDONLY)
        try:
            (count,) = _ONE.unpack(os.pread(file, _ONE.size, offset))
        finally:
            os.close(file)
        return _EPOCH + timedelta(microseconds=count)


def _create(path: Path, start: datetime) -> None:
    """Make the file whole or not at all; whoever is first wins."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.write_bytes(_BOTH.pack(_microseconds(start), _microseconds(start)))
    with suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()


def _microseconds(moment: datetime) -> int:
    if moment.tzinfo is None:
        raise ValueError(f"the clock needs a time zone: {moment!r}")
    return (moment - _EPOCH) // timedelta(microseconds=1)

"""One `lantoa up` at a time: a lock on the data folder that ends with the process, and a row with a
heartbeat for several machines over one database."""

from __future__ import annotations

import fcntl
import json
import os
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, Any
from uuid import uuid4

import sqlalchemy as sa

from campaigns.operating.tables import heartbeats
from lantoa.clock import Clock
from lantoa.database import Database, in_turn, upsert
from lantoa.errors import Misuse
from lantoa.web.formats import moment
from lantoa.words import word

BEAT = timedelta(seconds=10)
"""How often the heartbeat is written."""
LATE = timedelta(seconds=60)
"""After so much silence the heartbeat is late, and another machine may take over."""
ROLE = "up"
LOCK = "up.lock"


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """Who holds the role, and when it was last heard. doing: by lane the step it runs (`step`,
    `since`, `stuck`)."""

    keeper: str
    host: str
    pid: int
    since: datetime
    beat: datetime
    stopped: datetime | None
    doing: Mapping[str, Mapping[str, Any]]
    note: str

    def late(self, now: datetime) -> bool:
        """Whether it went silent without an end. A beat of the future is as bad: a clock was set."""
        return self.stopped is None and abs(now - self.beat) > LATE


class Instance:
    """This process holds the role, until `beat` says that it does no longer."""

    def __init__(self, database: Database, clock: Clock, keeper: str) -> None:
        self.database = database
        self.clock = clock
        self.keeper = keeper

    def beat(self, doing: Mapping[str, Any], note: str = "") -> bool:
        """Say that we live and what we do; False when another has taken over meanwhile."""
        values = {"beat": self.clock.now(), "doing": dict(doing), "note": note}
        with self.database.write() as connection:
            ours = sa.and_(heartbeats.c.name == ROLE, heartbeats.c.keeper == self.keeper)
            return bool(connection.execute(sa.update(heartbeats).where(ours).values(values)).rowcount)

    def stop(self) -> None:
        """Say that this was an end in order."""
        now = self.clock.now()
        with self.database.write() as connection:
            ours = sa.and_(heartbeats.c.name == ROLE, heartbeats.c.keeper == self.keeper)
            connection.execute(sa.update(heartbeats).where(ours).values(beat=now, stopped=now, doing={}))


def heartbeat(database: Database) -> Heartbeat | None:
    """The row as it stands; None when nothing ever ran."""
    with database.read() as connection:
        return _row(connection)


@contextmanager
def one_instance(folder: Path, database: Database, clock: Clock) -> Iterator[Instance]:
    """Hold the role. Raises Misuse naming who holds it: the lock of the folder by a living process
    here, or the row by one elsewhere that was heard within LATE. A killed process holds nothing:
    its lock ended with it, and the row it left is known by what stands in the lock's file."""
    keeper = uuid4().hex
    with _locked(folder / LOCK) as file:
        before = _said(file).get("keeper", "")
        _claim(database, keeper, str(before), clock.now())
        mine = {"keeper": keeper, "pid": os.getpid(), "since": clock.now().isoformat()}
        file.seek(0)
        file.truncate()
        file.write(json.dumps(mine))
        file.flush()
        instance = Instance(database, clock, keeper)
        try:
            yield instance
        finally:
            instance.stop()


@contextmanager
def _locked(path: Path) -> Iterator[IO[str]]:
    with open(path, "a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            said = _said(file)
            since = moment(datetime.fromisoformat(said["since"])) if said else word("web.dash")
            raise Misuse(word("schedule.running_here", pid=said.get("pid", "?"), since=since)) from None
        yield file


def _said(file: IO[str]) -> dict[str, Any]:
    """What the holder wrote; nothing when it was killed before, or is just writing."""
    file.seek(0)
    try:
        found = json.loads(file.read())
    except ValueError:
        return {}
    return found if isinstance(found, dict) and {"keeper", "pid", "since"} <= found.keys() else {}


def _claim(database: Database, keeper: str, before: str, now: datetime) -> None:
    row = {
        "name": ROLE, "keeper": keeper, "host": socket.gethostname(), "pid": os.getpid(), "since": now, "beat": now,
        "stopped": None, "doing": {}, "note": "",
    }  # fmt: skip
    with database.write() as connection:
        in_turn(connection, ROLE)
        held = _row(connection)
        if held and held.stopped is None and held.keeper != before and not held.late(now):
            raise Misuse(
                word("schedule.running_elsewhere", host=held.host, pid=held.pid, since=moment(held.since), silence=LATE.seconds)
            )
        upsert(connection, heartbeats, [row], ["name"], [name for name in row if name != "name"])


def _row(connection: sa.Connection) -> Heartbeat | None:
    query = sa.select(heartbeats).where(heartbeats.c.name == ROLE)
    row = connection.execute(query).first()
    return Heartbeat(**{name: value for name, value in row._mapping.items() if name != "name"}) if row else None

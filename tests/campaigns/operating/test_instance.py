"""One at a time: on a folder by the system's lock, over a database by a heartbeat."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from campaigns.operating.instance import LATE, LOCK, heartbeat, one_instance
from lantoa.clock import FixedClock
from lantoa.database import Database
from lantoa.errors import Misuse

NOW = datetime(2025, 9, 24, 3, tzinfo=UTC)


def folder(tmp_path: Path, name: str) -> Path:
    found = tmp_path / name
    found.mkdir(exist_ok=True)
    return found


def test_a_second_one_on_the_folder_is_told_who_runs_and_since_when(sqlite_database: Database, tmp_path: Path) -> None:
    here = folder(tmp_path, "here")
    with one_instance(here, sqlite_database, FixedClock(NOW)):
        with pytest.raises(Misuse, match=rf"{os.getpid()}.*24/09/2025 10:00"), one_instance(here, sqlite_database, FixedClock(NOW)):
            pass
        beat = heartbeat(sqlite_database)
        assert beat is not None
        assert beat.stopped is None, "the first one is not disturbed"
    with one_instance(here, sqlite_database, FixedClock(NOW)):
        pass


def test_another_machine_over_the_database_waits_until_the_heartbeat_is_late(database: Database, tmp_path: Path) -> None:
    here, there, clock = folder(tmp_path, "here"), folder(tmp_path, "there"), FixedClock(NOW)
    with one_instance(here, database, clock) as first:
        with pytest.raises(Misuse, match=str(os.getpid())), one_instance(there, database, clock):
            pass
        clock.skip_to(NOW + LATE - timedelta(seconds=1))
        assert first.beat({"work": {"step": "tag"}}, "lời nhắn")
        clock.skip_to(NOW + 2 * LATE)
        with one_instance(there, database, clock) as second:
            assert second.beat({})
            assert not first.beat({}), "the first is told that it lost the role"
    found = heartbeat(database)
    assert found is not None
    assert found.keeper == second.keeper


def test_an_end_in_order_lets_another_machine_begin_at_once(sqlite_database: Database, tmp_path: Path) -> None:
    clock = FixedClock(NOW)
    with one_instance(folder(tmp_path, "here"), sqlite_database, clock):
        pass
    ended = heartbeat(sqlite_database)
    assert ended is not None
    assert (ended.stopped, ended.late(NOW + timedelta(days=9))) == (NOW, False)
    with one_instance(folder(tmp_path, "there"), sqlite_database, clock):
        pass


HOLD = """
import sys, time
from datetime import UTC, datetime
from pathlib import Path
from campaigns.operating.instance import one_instance
from lantoa.clock import SystemClock
from lantoa.database import open_database
with one_instance(Path(sys.argv[1]), open_database(sys.argv[2]), SystemClock()):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_killed_one_holds_nothing(sqlite_database: Database, tmp_path: Path) -> None:
    """Its heartbeat is young still: the lock's file says that it was this folder's."""
    here = folder(tmp_path, "here")
    url = sqlite_database.engine.url.render_as_string()
    command = [sys.executable, "-c", HOLD, str(here), url]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        now = FixedClock(datetime.now(UTC))
        with pytest.raises(Misuse, match=str(process.pid)), one_instance(here, sqlite_database, now):
            pass
        process.send_signal(signal.SIGKILL)
        process.wait()
        with one_instance(here, sqlite_database, now):
            assert json.loads((here / LOCK).read_text())["pid"] == os.getpid()


@pytest.mark.parametrize("said", ["", "{", "[]", '{"pid": 1}'])
def test_a_lock_file_that_was_left_broken_is_no_obstacle(sqlite_database: Database, tmp_path: Path, said: str) -> None:
    (tmp_path / LOCK).write_text(said)
    with one_instance(tmp_path, sqlite_database, FixedClock(NOW)) as instance:
        assert instance.beat({})


@pytest.mark.parametrize(("away", "late"), [(timedelta(0), False), (LATE, False), (2 * LATE, True), (-2 * LATE, True)])
def test_a_heartbeat_is_late_in_either_direction(sqlite_database: Database, tmp_path: Path, away: timedelta, late: bool) -> None:
    with one_instance(tmp_path, sqlite_database, FixedClock(NOW)):
        found = heartbeat(sqlite_database)
        assert found is not None
        assert found.late(NOW + away) is late

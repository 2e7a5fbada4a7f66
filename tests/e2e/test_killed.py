"""kill -9 in the middle, run again: the same final counts."""

from __future__ import annotations

import os
import secrets
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from lantoa.cli.exports import export_objects
from lantoa.cli.house import open_house
from lantoa.demo.newsroom import DEFAULT_SEED, write_season
from lantoa.settings import Settings
from tests.support import season as truth

COMMAND = [sys.executable, "-m", "lantoa.cli", "demo", "--no-serve"]
STORED = "SELECT count(*) FROM frontier WHERE role = 'article' AND stored_at IS NOT NULL"
TAGGED = "SELECT count(*) FROM articles WHERE tagged_v > 0"


def run_until(data: Path, query: str, wanted: int) -> None:
    """Start the demonstration and kill all of it without warning once the query says so."""
    env = {**os.environ, "LANTOA_DATA": str(data)}
    child = subprocess.Popen(COMMAND, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    while child.poll() is None and count(data, query) < wanted:
        time.sleep(0.05)
    assert child.poll() is None, "ended before it could be killed"
    os.killpg(child.pid, signal.SIGKILL)
    child.wait()


def count(data: Path, query: str) -> int:
    file = data / "lantoa.db"
    if not file.exists():
        return 0
    connection = sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=30)
    try:
        return int(connection.execute(query).fetchone()[0])
    except sqlite3.OperationalError:  # before the migrations made the table
        return 0
    finally:
        connection.close()


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_killed_run_goes_on_to_the_same_counts(tmp_path: Path) -> None:
    data = tmp_path / "data"
    at = secrets.randbelow(300) + 50
    print(f"killed after {at} articles")
    run_until(data, STORED, at)
    run_until(data, TAGGED, 100)
    env = {**os.environ, "LANTOA_DATA": str(data)}
    done = subprocess.run(COMMAND, env=env, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr
    season = write_season(DEFAULT_SEED)
    with open_house(Settings(data=data)) as house:
        assert truth.found(export_objects(house)) == truth.expected(season)

"""The demonstration's clock is a file: shared, monotone, and alive after its processes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lantoa.article import ZONE
from lantoa.demo.clock import DemoClock
from lantoa.errors import Misuse

START = datetime(2025, 6, 2, 6, 0, tzinfo=ZONE)


def test_a_new_clock_stands_at_its_start_and_answers_in_utc(tmp_path: Path) -> None:
    clock = DemoClock.open(tmp_path / "made" / "clock", START)
    assert clock.now() == clock.start == START
    assert clock.now().tzinfo is UTC


def test_an_existing_clock_keeps_its_instant_whatever_start_is_given(tmp_path: Path) -> None:
    path = tmp_path / "clock"
    DemoClock.open(path, START).skip_to(START + timedelta(days=3, microseconds=7))
    again = DemoClock.open(path, START + timedelta(days=40))
    assert again.now() == START + timedelta(days=3, microseconds=7)
    assert again.start == START


def test_it_goes_forward_only(tmp_path: Path) -> None:
    clock = DemoClock.open(tmp_path / "clock", START)
    assert clock.skip_to(START + timedelta(hours=5)) is True
    assert clock.skip_to(START + timedelta(hours=2)) is True
    assert clock.now() == START + timedelta(hours=5)


@given(st.lists(st.integers(min_value=-10_000, max_value=10_000_000)))
def test_after_any_skips_it_stands_at_the_furthest(
    tmp_path_factory: pytest.TempPathFactory, hops: list[int]
) -> None:
    clock = DemoClock.open(tmp_path_factory.mktemp("clock") / "clock", START)
    for hop in hops:
        clock.skip_to(START + timedelta(seconds=hop))
    assert clock.now() == START + timedelta(seconds=max([0, *hops]))


def test_many_hands_on_one_clock_never_set_it_back(tmp_path: Path) -> None:
    path = tmp_path / "clock"
    DemoClock.open(path, START)
    hops = [timedelta(minutes=(number * 7919) % 1000) for number in range(400)]
    with ThreadPoolExecutor(8) as hands:
        list(hands.map(lambda hop: DemoClock.open(path).skip_to(START + hop), hops))
    assert DemoClock.open(path).now() == START + max(hops)


def test_a_killed_process_leaves_the_clock_where_it_was(tmp_path: Path) -> None:
    path = tmp_path / "clock"
    DemoClock.open(path, START)
    script = (
        "import sys, time; from datetime import timedelta; from pathlib import Path\n"
        "from lantoa.demo.clock import DemoClock\n"
        "clock = DemoClock.open(Path(sys.argv[1])); clock.skip_to(clock.start + timedelta(days=9))\n"
        "print('set', flush=True); time.sleep(60)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(path)], stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "set\n"
        os.kill(child.pid, signal.SIGKILL)
    assert DemoClock.open(path).now() == START + timedelta(days=9)


def test_no_clock_and_no_start_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(Misuse, match="Chưa có đồng hồ"):
        DemoClock.open(tmp_path / "clock")


def test_a_file_that_is_no_clock_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "clock"
    path.write_text("nine o'clock", encoding="ascii")
    with pytest.raises(Misuse, match="không phải là đồng hồ"):
        DemoClock.open(path, START)


def test_an_instant_without_a_zone_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="time zone"):
        DemoClock.open(tmp_path / "clock", datetime(2025, 6, 2))  # noqa: DTZ001

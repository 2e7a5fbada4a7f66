"""Ctrl-C at any moment: the right exit code, no process left behind, and the next run goes on."""

from __future__ import annotations

import os
import signal
import subprocess
import time
import urllib.request
from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.support.ports import free_port
from tests.support.terminal import Terminal

PATIENCE = timedelta(seconds=60)
INTERRUPTED = 130


def family(parent: int) -> set[int]:
    """Every living descendant of a process."""
    listed = subprocess.run(["ps", "-eo", "pid=,ppid=,stat="], capture_output=True, text=True, check=True).stdout
    rows = [line.split() for line in listed.splitlines()]
    children = {(int(pid), int(above)) for pid, above, state in rows if not state.startswith("Z")}
    found, edge = set[int](), {parent}
    while edge:
        edge = {pid for pid, above in children if above in edge} - found
        found |= edge
    return found


def wait_until(holds: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    until = time.monotonic() + PATIENCE.total_seconds()
    while not holds():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < until
        time.sleep(0.05)


def interrupt(process: subprocess.Popen[str], by: signal.Signals = signal.SIGINT) -> tuple[int, str]:
    """As a terminal does it: the whole foreground group hears it. Exit code and standard error,
    once every process that belonged to it is gone."""
    everybody = family(process.pid)
    os.killpg(process.pid, by)
    _, said = process.communicate(timeout=PATIENCE.total_seconds())
    until = time.monotonic() + PATIENCE.total_seconds()
    while (left := everybody & alive()) and time.monotonic() < until:
        time.sleep(0.05)
    assert not left
    assert "Traceback" not in said
    return process.returncode, said


def alive() -> set[int]:
    listed = subprocess.run(["ps", "-eo", "pid=,stat="], capture_output=True, text=True, check=True).stdout
    return {int(line.split()[0]) for line in listed.splitlines() if not line.split()[1].startswith("Z")}


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGTERM])
def test_serving_ends_well_when_asked_to(lantoa: Terminal, by: signal.Signals) -> None:
    port = free_port()
    process = lantoa.start("serve", port=port)
    wait_until(lambda: answers(f"http://127.0.0.1:{port}/api/v1/health"), process)
    code, said = interrupt(process, by)
    assert (code, f"http://127.0.0.1:{port}/" in said) == (0, True)


def test_the_demonstration_ends_in_the_middle_of_its_crawl(lantoa: Terminal) -> None:
    process = lantoa.start("demo", "--no-serve")
    archive = lantoa.data / "archive"
    wait_until(lambda: archive.exists() and any(one.stat().st_size > 20_000 for one in archive.rglob("*.warc.gz")), process)
    assert len(family(process.pid)) >= 2, "the press and the crawler"
    code, said = interrupt(process)
    assert code == INTERRUPTED
    assert said.strip() == "Đã dừng theo yêu cầu. Chạy lại lệnh này sẽ làm tiếp phần còn lại."
    found = lantoa("doctor", "--json").json
    assert found["content"] == "demo"
    assert sum(found["fates"].get("ttx-sao-mai", {}).values()) > 0


@pytest.mark.slow
def test_a_demonstration_interrupted_at_every_step_ends_with_the_same_counts(lantoa: Terminal) -> None:
    for pause in (6, 0.2, 0.7, 1.5):
        process = lantoa.start("demo", "--no-serve", port=free_port())
        if pause < 6:
            wait_until(lambda process=process: len(pool_of(process.pid)) > 0, process)  # type: ignore[misc]
        time.sleep(pause)
        if process.poll() is None:
            assert interrupt(process)[0] == INTERRUPTED
        process.communicate()
    assert lantoa("demo", "--no-serve", "--json").code == 0
    broken_off = {one["url"]: one for one in lantoa.exported()}
    whole = lantoa.folder / "whole"
    assert lantoa("demo", "--no-serve", "--json", data=whole).code == 0
    at_once = {one["url"]: one for one in lantoa.exported(data=whole)}
    assert broken_off.keys() == at_once.keys()
    for told in ("phases", "is_original", "published_at", "congresses", "text"):
        assert {url: one[told] for url, one in broken_off.items()} == {url: one[told] for url, one in at_once.items()}
    assert lantoa("index", "--check").code == 0


def pool_of(parent: int) -> set[int]:
    """The workers of its process pool."""
    listed = subprocess.run(["ps", "-ww", "-eo", "pid=,args="], capture_output=True, text=True, check=True).stdout
    workers = {int(line.split()[0]) for line in listed.splitlines() if "spawn_main" in line}
    return workers & family(parent)

"""bench run: the whole path on the demonstration press, as a newcomer's `make run` goes it."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from lantoa.bench.table import Bench, Row
from lantoa.errors import LantoaError
from lantoa.words import word

PAUSE, PATIENCE = 0.1, 900.0
"""Seconds between two looks, and until the run is given up."""


def bench_run() -> Bench:
    """A fresh folder, one `lantoa demo`, watched from outside.

    first_page_s: from start to the first answered overview page; memory_mb: peak of the
    proportional set sizes (PSS) of all its processes together; stories_per_s_core: articles
    through the whole path a second of CPU time of all processes.
    """
    with tempfile.TemporaryDirectory() as folder:
        port = _free_port()
        env = {**os.environ, "LANTOA_DATA": str(Path(folder) / "data"), "LANTOA_PORT": str(port)}
        start = time.monotonic()
        child = subprocess.Popen(
            [sys.executable, "-P", "-m", "lantoa.cli", "demo"], env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            seconds, peak, cpu = _watch(child, f"http://127.0.0.1:{port}/", start)
            with urlopen(f"http://127.0.0.1:{port}/api/v1/health") as answer:
                articles = int(json.load(answer)["articles"])
        finally:
            child.terminate()
            child.wait()
    rows = (
        Row("first_page_s", round(seconds, 1), "s", "<= 240", word("bench.first_page")),
        Row("memory_mb", round(peak / 1e6, 0), "MB", "<= 1500", word("bench.memory")),
        Row("articles", articles, word("bench.articles")),
        Row("stories_per_s_core", round(articles / cpu, 2), "1/s", note=word("bench.stories")),
    )
    return Bench("run", {"seconds_cpu": round(cpu, 1)}, rows)


def _watch(child: subprocess.Popen[bytes], page: str, start: float) -> tuple[float, int, float]:
    """(seconds to the first page, peak bytes, CPU seconds) of the child with all below it."""
    peak, spent = 0, dict[int, float]()
    while time.monotonic() - start < PATIENCE and child.poll() is None:
        family = _family(child.pid)
        peak = max(peak, sum(_memory(pid) for pid in family))
        spent |= {pid: _cpu(pid) for pid in family}
        if _answers(page):
            return time.monotonic() - start, peak, sum(spent.values())
        time.sleep(PAUSE)
    raise LantoaError(word("bench.no_page"))


def _answers(page: str) -> bool:
    try:
        with urlopen(page, timeout=0.2) as answer:
            return bool(answer.status == 200)
    except (URLError, TimeoutError, ConnectionError):
        return False


def _family(root: int) -> list[int]:
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            fields = _stat(int(entry.name))
            if fields:
                parents[int(entry.name)] = int(fields[1])
    found = [root]
    for pid in found:
        found += [child for child, parent in parents.items() if parent == pid]
    return found


def _stat(pid: int) -> list[str]:
    """Fields of /proc/PID/stat after the command name; none when the process is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _memory(pid: int) -> int:
    """Proportional set size in bytes: shared pages are counted once over all."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


def _cpu(pid: int) -> float:
    fields = _stat(pid)
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK") if fields else 0.0


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])

"""bench run: the whole path on the demonstration press, as a newcomer's `make run` goes it."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from lantoa.bench.child import free_port
from lantoa.bench.table import Bench, Row
from lantoa.errors import LantoaError
from lantoa.words import word

PAUSE, PATIENCE = 1.0, 900.0
"""Seconds between two looks (reading memory maps slows what is watched), and until the run is given up."""


def bench_run() -> Bench:
    """A fresh folder, one `lantoa demo`, watched from outside.

    first_page_s: from start to the first answered overview page; memory_mb: peak of the
    proportional set sizes (PSS) of all its processes together, looked at once a second;
    stories_per_s_core: articles through the whole path a second of CPU time of all processes.
    """
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        env = {**os.environ, "LANTOA_DATA": str(Path(folder) / "data"), "LANTOA_PORT": str(port)}
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        start = time.monotonic()
        child = subprocess.Popen(
            [sys.executable, "-P", "-m", "lantoa.cli", "demo"], env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            seconds, peak = _watch(child, f"http://127.0.0.1:{port}/", start)
            with urlopen(f"http://127.0.0.1:{port}/api/v1/health") as answer:
                articles = int(json.load(answer)["articles"])
        finally:
            child.terminate()
            child.wait()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    rows = (
        Row("first_page_s", round(seconds, 1), "s", "<= 240", word("bench.first_page")),
        Row("memory_mb", round(peak / 1e6, 0), "MB", "<= 1500", word("bench.memory")),
        Row("articles", articles, word("bench.articles")),
        Row("stories_per_s_core", round(articles / cpu, 2), "1/s", note=word("bench.stories")),
    )
    return Bench("run", {"seconds_cpu": round(cpu, 1)}, rows)


def _watch(child: subprocess.Popen[bytes], page: str, start: float) -> tuple[float, int]:
    """(seconds to the first page, peak bytes of the child with all below it)."""
    peak = 0
    while time.monotonic() - start < PATIENCE and child.poll() is None:
        peak = max(peak, sum(_memory(pid) for pid in _family(child.pid)))
        if _answers(page):
            return time.monotonic() - start, peak
        time.sleep(PAUSE)
    raise LantoaError(word("bench.no_page"))


def _answers(page: str) -> bool:
    try:
        with urlopen(page, timeout=0.2) as answer:
            return bool(answer.status == 200)
    except (URLError, TimeoutError, ConnectionError):
        return False


def _family(root: int) -> list[int]:
    """A process and everything below it, of every thread."""
    found = [root]
    for pid in found:
        for file in Path(f"/proc/{pid}/task").glob("*/children"):
            try:
                found += map(int, file.read_text().split())
            except OSError:
                continue
    return found


def _memory(pid: int) -> int:
    """Proportional set size in bytes: shared pages are counted once over all."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))

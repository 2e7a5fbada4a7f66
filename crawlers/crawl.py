"""One crawl, in a process of its own: Scrapy's reactor does not start twice."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import IO, Any

from crawlers.plan import CrawlOutcome, CrawlPlan
from lantoa.errors import Later, Misuse
from lantoa.progress import Progress, Silent
from lantoa.words import word

GRACE = 15.0
"""Seconds a child gets to end by itself."""


def run_crawl(plan: CrawlPlan, progress: Progress | None = None) -> CrawlOutcome:
    """Fetch everything that is due, and what becomes due while a skipping clock is moved to
    `plan.until`; then stop.

    Whatever ends this call ends the child. Raises Misuse for a plan that cannot be carried
    out, Later when the child died: what it had not written is fetched at the next run.
    """
    said: dict[str, Any] = {}
    with tempfile.TemporaryFile() as errors, _child(plan, errors) as child:
        assert child.stdout is not None
        for line in child.stdout:
            try:
                told = json.loads(line)
            except ValueError:
                raise Later(word("crawl.died", code="?", why=line.strip()[:300])) from None
            said |= _hear(told, progress or Silent(), said)
        code = child.wait()
        errors.seek(0)
        last = errors.read().decode("utf-8", errors="replace").strip().rpartition("\n")[2]
    end: dict[str, Any] = said.get("end", {})
    if refused := said.get("refused") or end.get("refused"):
        raise Misuse(str(refused))
    if not end:
        raise Later(word("crawl.died", code=code, why=last[:300]))
    return CrawlOutcome(**end)


def _hear(line: dict[str, Any], progress: Progress, said: dict[str, Any]) -> dict[str, Any]:
    if "of" in line:
        if line["of"] != said.get("of"):
            progress.total(line["of"])
        if (step := line["done"] - said.get("done", 0)) > 0:
            progress.advance(step)
    return line


@contextmanager
def _child(plan: CrawlPlan, errors: IO[bytes]) -> Iterator[subprocess.Popen[str]]:
    """The child, ended whatever happens. It has a session of its own: Ctrl-C reaches the
    parent alone, which ends it in order; a parent that is killed closes its stdin."""
    child = subprocess.Popen(
        [sys.executable, "-P", "-m", "crawlers.machinery.child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=errors,
        text=True,
        start_new_session=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )
    try:
        assert child.stdin is not None
        with suppress(BrokenPipeError):  # a child that died already says why below
            child.stdin.write(plan.to_json() + "\n")
            child.stdin.flush()
        yield child
    finally:
        if child.poll() is None:
            child.terminate()
            try:
                child.wait(GRACE)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
        for stream in (child.stdin, child.stdout):
            if stream is not None:
                with suppress(BrokenPipeError):
                    stream.close()

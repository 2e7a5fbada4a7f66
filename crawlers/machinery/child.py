"""The child process of one crawl: `python -m crawlers.machinery.child`.

First line of stdin: the plan. Stdin then stays open; its end means that the parent is gone.
Stdout: one JSON object a line, {"done", "of"} on the way, {"end"} or {"refused"} at last.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import threading
import time
from datetime import datetime, timedelta
from typing import Any

from scrapy.crawler import AsyncCrawlerProcess

from crawlers.machinery.run import Run
from crawlers.machinery.settings import scrapy_settings
from crawlers.plan import CrawlPlan
from lantoa.errors import Misuse
from lantoa.pool import GARBAGE

WRITE_EVERY = 0.25
"""Seconds after which results that came in are written."""
TELL_EVERY = 0.5
COUNT_EVERY = 10.0
"""Seconds between two counts of what waits: with a million addresses one takes a while."""
RENEW_EVERY = 300.0
PATIENCE = 10.0
"""Seconds that open requests get when the crawl is to end."""


def main() -> None:
    """Crawl as told on stdin."""
    gc.set_threshold(GARBAGE)
    plan = CrawlPlan.from_json(sys.stdin.readline())
    try:
        run = Run.open(plan)
    except Misuse as error:
        _say({"refused": str(error)})
        return
    began, start = time.monotonic(), run.clock.now()
    process = AsyncCrawlerProcess(scrapy_settings(plan), install_root_handler=True)
    crawl = process.crawl("robots" if plan.ask else "coverage", run=run)
    _connect(process, run, start)
    process.start()
    run.close()
    if crawl.done() and not crawl.cancelled():
        crawl.result()  # what kept the crawl from starting is not to pass for an empty crawl
    refused = {"refused": str(run.failure)} if run.failure else {}
    tally = run.tally
    _say({
        "end": {
            "requests": tally.requests, "stored": tally.stored, "unchanged": tally.unchanged,
            "channels": tally.channels, "fates": dict(tally.fates), "complete": run.complete,
            "seconds": time.monotonic() - began,
        } | refused,
    })  # fmt: skip


def _connect(process: AsyncCrawlerProcess, run: Run, start: datetime) -> None:
    """Timer of the writing, progress, and the two ways to be stopped."""
    from twisted.internet import reactor

    calls: Any = reactor
    pending: list[Any] = []

    def write() -> None:
        pending.clear()
        if run.flush():
            _wake(process)

    def later() -> None:
        if not pending:
            pending.append(calls.callLater(WRITE_EVERY, write))

    def stop(_reason: str) -> None:
        process._graceful_stop_reactor()
        last_call = threading.Timer(PATIENCE, os._exit, (1,))
        last_call.daemon = True
        last_call.start()

    progress = _Progress(run, start)

    def tell() -> None:
        _say(progress.now())
        calls.callLater(TELL_EVERY, tell)

    def renew() -> None:
        run.renew()
        calls.callLater(RENEW_EVERY, renew)

    run.later, run.stop = later, stop
    calls.callLater(TELL_EVERY, tell)
    calls.callLater(RENEW_EVERY, renew)
    threading.Thread(target=_watch, args=(calls, stop), daemon=True).start()


def _wake(process: AsyncCrawlerProcess) -> None:
    """New work may stand in the frontier: let the engine look."""
    for crawler in process.crawlers:
        if crawler.spider is not None and (scheduler := getattr(crawler.spider, "scheduler", None)):
            scheduler.wake()


def _watch(calls: Any, stop: Any) -> None:
    sys.stdin.read()
    calls.callFromThread(stop, "parent")


class _Progress:
    """Hours of a clock that skips to the plan's end; else addresses done and due."""

    def __init__(self, run: Run, start: datetime) -> None:
        self._run, self._start = run, start
        self._counted, self._of = -COUNT_EVERY, 0

    def now(self) -> dict[str, int]:
        """A line for the parent."""
        run, until = self._run, self._run.plan.until
        if until is not None:
            hour = timedelta(hours=1)
            return {"done": (run.clock.now() - self._start) // hour, "of": max(1, (until - self._start) // hour)}
        done = run.tally.requests
        if time.monotonic() - self._counted >= COUNT_EVERY:
            self._of, self._counted = done + run.frontier.waiting(run.clock.now()), time.monotonic()
        return {"done": done, "of": max(done, self._of)}


def _say(line: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()

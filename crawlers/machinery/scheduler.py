"""Scrapy's SCHEDULER on the frontier."""

from __future__ import annotations

import time
from collections import OrderedDict, deque
from datetime import datetime
from typing import TYPE_CHECKING, Protocol, cast

from scrapy.core.scheduler import BaseScheduler

from crawlers.fates import Fate
from crawlers.machinery.run import Run, run_of
from crawlers.visits import Due, Outcome

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler

LEASED = 1000
"""Addresses held ready."""
SHARE = 20
"""Of which one host gets so many at a time, when hosts are asked slowly."""
NEAR, FAR = 10, 1
"""Requests of one host handed to the downloader: its slot keeps the pace, this keeps one slow
host from filling it."""
GLANCE = 2.0
"""Seconds between two looks for newly due addresses while others are on their way."""
HANDOVER = 120.0
"""Seconds a new crawl waits at most for hosts that another has just left."""


class Fetcher(Protocol):
    """What the scheduler asks of a spider."""

    run: Run
    scheduler: FrontierScheduler | None

    def request_for(self, due: Due) -> Request:
        """The request of a leased address."""
        ...


class FrontierScheduler(BaseScheduler):
    """Leases what is due, hands it out host by host, and moves a clock that can skip to the
    next due address when nothing is left to do."""

    def __init__(self, run: Run, spider: Fetcher) -> None:
        self._run, self._spider = run, spider
        self._waiting: OrderedDict[str, deque[Due]] = OrderedDict()
        self._again: deque[Request] = deque()
        self._looked = 0.0
        self._began = time.monotonic()
        self._dry = False
        self._launched = 0

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> FrontierScheduler:
        """Made by the engine, after the spider."""
        spider = cast(Fetcher, crawler.spider)
        spider.scheduler = scheduler = cls(run_of(crawler), spider)
        return scheduler

    def close(self, reason: str) -> None:
        """Nothing to keep: what was leased and not done is given back by the run."""

    def has_pending_requests(self) -> bool:
        """Is there something to hand out, now or when a host is free again?"""
        return bool(self._again or self._waiting)

    def enqueue_request(self, request: Request) -> bool:
        """Redirects and retries of what is on its way already."""
        self._again.append(request)
        return True

    def next_request(self) -> Request | None:
        """The next request of a host that has room."""
        if self._again:
            return self._again.popleft()
        self._run.waits = False
        while self._run.failure is None:
            if (due := self._pop()) is not None:
                self._launched += 1
                self._run.launch(due)
                return self._spider.request_for(due)
            if not self._refill():
                return None
        return None

    def wake(self) -> None:
        """Results were written: there may be new work."""
        self._dry = False

    def _pop(self) -> Due | None:
        """Round and round the hosts."""
        for _ in range(len(self._waiting)):
            host, queue = self._waiting.popitem(last=False)
            if self._run.flying[host] >= self._room(host):
                self._waiting[host] = queue
                continue
            due = queue.popleft()
            if queue:
                self._waiting[host] = queue
            until = self._run.pauses.get(host)
            if until is not None and until > (now := self._run.clock.now()):
                self._run.launch(due)
                self._run.finish(Outcome(due, Fate.PAUSED, now, note="host paused", later=until))
                continue
            return due
        return None

    def _refill(self) -> bool:
        """Lease more; with nothing left and nothing on its way, move the clock."""
        limit = room = LEASED - sum(len(queue) for queue in self._waiting.values())
        if self._run.plan.max_pages:
            limit = min(limit, self._run.plan.max_pages - self._launched)
        if limit <= 0:
            return False
        looked = time.monotonic() - self._looked < GLANCE and self._run.busy
        if looked and (self._dry or room < LEASED // 2):  # a lease costs as much as a page
            return False
        if self._lease(limit):
            return True
        if self._run.busy or self._waiting:
            return False
        return (self._run.flush() and self._lease(limit)) or (self._skip() and self._lease(limit))

    def _lease(self, limit: int) -> bool:
        run = self._run
        share = 0 if run.guard.hosts and not run.plan.near_delay else SHARE
        supplied = [host for host, queue in self._waiting.items() if share and len(queue) > share // 2]
        leased = run.frontier.lease(run.clock.now(), limit, run.owner, share, supplied)
        for due in leased:
            self._waiting.setdefault(due.host, deque()).append(due)
        self._looked, self._dry = time.monotonic(), not leased
        return bool(leased)

    def _skip(self) -> bool:
        """Move the clock to what is due next, not past the plan's end."""
        run, now = self._run, self._run.clock.now()
        moment, until = run.frontier.next_due(now), run.plan.until
        if self._stands_back(moment, now):
            return False
        if moment is None or (until is not None and moment > until):
            run.complete = True
            if until is not None:
                run.clock.skip_to(until)
            return False
        if moment <= run.clock.now() or run.clock.skip_to(moment):
            return True
        run.complete = True
        return False

    def _stands_back(self, moment: datetime | None, now: datetime) -> bool:
        """Is this crawl to wait? For another one, before a clock is skipped under its feet; for
        the pause on hosts that another has just left. What another has in hand is left to it."""
        run = self._run
        due = moment is not None and moment <= now
        if not (due or run.plan.clock) or self._spent():
            return False
        run.release_dead()
        others = bool(run.frontier.others(run.owner))
        left = due and not others and time.monotonic() - self._began < HANDOVER
        run.waits = left or (others and bool(run.plan.clock))
        return run.waits

    def _spent(self) -> bool:
        return 0 < self._run.plan.max_pages <= self._launched

    def _room(self, host: str) -> int:
        return NEAR if self._run.guard.place(host) else FAR

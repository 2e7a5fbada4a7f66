"""What the parts of one crawl share, and the one place where its results are written."""

from __future__ import annotations

import importlib
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, cast

from sqlalchemy.exc import SQLAlchemyError

from crawlers.archive import Archive
from crawlers.fates import GOOD, Fate
from crawlers.frontier import Frontier
from crawlers.frontier_rows import Found
from crawlers.guard import Guard
from crawlers.owners import is_alive, this_owner
from crawlers.plan import CrawlPlan
from crawlers.robots import RobotsBook
from crawlers.sources import Source, Sources, load_sources
from crawlers.visits import Due, Outcome
from lantoa.article import Page
from lantoa.clock import Clock, SystemClock
from lantoa.database import Database, open_database
from lantoa.errors import LantoaError

BATCH = 64
"""So many results are written together; a timer writes smaller batches."""


@dataclass
class Tally:
    """What happened to requests, each counted once."""

    requests: int = 0
    stored: int = 0
    unchanged: int = 0
    channels: int = 0
    fates: Counter[str] = field(default_factory=Counter)

    def count(self, outcome: Outcome, kept: bool) -> None:
        self.requests += 1
        if outcome.fate not in GOOD:
            self.fates[str(outcome.fate)] += 1
        elif outcome.fate is Fate.READ:
            self.channels += 1
        elif kept:
            self.stored += 1
        else:
            self.unchanged += 1


class Run:
    """One crawl. Results go through `finish` and `found` and are written in batches, in the
    order that loses nothing: pages to the archive, then their outcomes to the frontier."""

    def __init__(self, plan: CrawlPlan, database: Database, clock: Clock, sources: Sources) -> None:
        self.plan, self.database, self.clock, self.sources = plan, database, clock, sources
        self.frontier = Frontier(database, plan.rhythm)
        self.archive = Archive(plan.archive, database, clock)
        self.book = RobotsBook(database)
        self.guard = Guard(plan.hosts)
        self.owner = this_owner()
        self.tally = Tally()
        self.flying: Counter[str] = Counter()
        self.pauses: dict[str, datetime] = {}
        self.failure: LantoaError | SQLAlchemyError | None = None
        self.complete = False
        self.stop: Callable[[str], None] = lambda _reason: None
        self.later: Callable[[], None] = lambda: None
        self.count: Callable[[str], None] = lambda _name: None
        self._outcomes: list[Outcome] = []
        self._pages: list[Page] = []
        self._found: list[Found] = []

    @classmethod
    def open(cls, plan: CrawlPlan) -> Run:
        """Connect everything a plan names. Raises Misuse."""
        sources = load_sources(plan.sources)
        if plan.only:
            sources = sources.only(plan.only)
        run = cls(plan, open_database(plan.database), clock_of(plan), sources)
        if plan.ask:
            return run
        for owner in run.frontier.owners():
            if not is_alive(owner):
                run.frontier.release(owner)
        run.frontier.seed(run.sources, run.clock.now())
        return run

    def source(self, due: Due) -> Source:
        """The source an address belongs to."""
        return self.sources.by_id[due.source]

    def launch(self, due: Due) -> None:
        """An address goes on its way."""
        self.flying[due.host] += 1

    def finish(self, outcome: Outcome, page: Page | None = None) -> None:
        """It came back: one outcome for every launch, with the page if it is to be kept."""
        self.flying[outcome.due.host] -= 1
        self.tally.count(outcome, page is not None)
        self.count(f"house/{outcome.fate}")
        self._outcomes.append(outcome)
        if page is not None:
            self._pages.append(page)
        if len(self._outcomes) >= BATCH:
            self.flush()
        else:
            self.later()

    def found(self, found: Iterable[Found]) -> None:
        """Addresses that a channel shows."""
        if self.plan.look:
            found = (replace(each, skip=True) if each.role == "article" else each for each in found)
        self._found += found

    def pause(self, host: str, until: datetime) -> None:
        """A host asked to be left alone."""
        if until > self.pauses.get(host, until.min.replace(tzinfo=until.tzinfo)):
            self.pauses[host] = until
            self.frontier.postpone(host, until)

    @property
    def busy(self) -> bool:
        """Is anything on its way?"""
        return self.flying.total() > 0

    def flush(self) -> bool:
        """Write what came in; False when nothing did, or when it could not be written: then
        the crawl is stopped, and what was not written is fetched again."""
        pages, outcomes, found = self._pages, self._outcomes, self._found
        if not (pages or outcomes or found) or self.failure is not None:
            return False
        self._pages, self._outcomes, self._found = [], [], []
        try:
            if pages:
                self.archive.append_many(pages)
            self.frontier.discovered(found, self.clock.now())
            self.frontier.done(outcomes, self.owner)
        except (LantoaError, SQLAlchemyError) as error:
            self.failure = error
            self.stop("unwritable")
            return False
        return True

    def close(self) -> None:
        """Write the rest and give back what was not done."""
        self.flush()
        if self.failure is None:
            self.frontier.release(self.owner)
        self.archive.close()
        self.database.close()


def run_of(crawler: Any) -> Run:
    """The run that a crawler's components belong to: its spider was made with it."""
    run: Run = crawler.spider.run
    return run


def clock_of(plan: CrawlPlan) -> Clock:
    """The clock a plan names: rooms know no demonstration, so the door names its class."""
    if not plan.clock:
        return SystemClock()
    module, _, name = plan.clock.partition(":")
    return cast(Clock, getattr(importlib.import_module(module), name)(plan.clock_file))

"""What the parts of one crawl share, and the one place where its results are written."""

from __future__ import annotations

import importlib
from collections import Counter
from collections.abc import Callable, Sequence
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
        self.frontier = Frontier(database, plan.rhythm, budget=plan.host_budget)
        self.archive = Archive(plan.archive, database, clock, plan.contact, plan.compression)
        self.book = RobotsBook(database)
        self.guard = Guard(plan.hosts)
        self.owner = this_owner()
        self.tally = Tally()
        self.flying: Counter[str] = Counter()
        self.pauses: dict[str, datetime] = {}
        self.failure: LantoaError | SQLAlchemyError | None = None
        self.complete = False
        self.waits = False
        self.stop: Callable[[str], None] = lambda _reason: None
        self.later: Callable[[], None] = lambda: None
        self.count: Callable[[str], None] = lambda _name: None
        self._outcomes: list[Outcome] = []
        self._pages: list[tuple[str, Page, str]] = []
        self._found: dict[int, Sequence[Found]] = {}
        self._anew: set[str] = set()

    @classmethod
    def open(cls, plan: CrawlPlan) -> Run:
        """Connect everything a plan names. Raises Misuse."""
        sources = load_sources(plan.sources)
        if plan.only:
            sources = sources.only(plan.only)
        run = cls(plan, open_database(plan.database), clock_of(plan), sources)
        if plan.ask:
            return run
        run.release_dead()
        run.frontier.seed(run.sources, run.clock.now(), all_of_them=not plan.only)
        if plan.since is not None:
            run.frontier.read_anew(run.clock.now())
        return run

    def release_dead(self) -> None:
        """Give back what processes that are no more had leased."""
        for owner in self.frontier.owners():
            if not is_alive(owner):
                self.frontier.release(owner)

    def source(self, due: Due) -> Source:
        """The source an address belongs to."""
        return self.sources.by_id[due.source]

    def launch(self, due: Due) -> None:
        """An address goes on its way."""
        self.flying[due.host] += 1
        if due.host not in self.frontier.gaps:
            near = self.guard.place(due.host) is not None
            self.frontier.gaps[due.host] = self.plan.near_delay if near else self.plan.delay

    def is_first(self, due: Due) -> bool:
        """Was this channel never read, or not yet with the horizon this crawl asks for?"""
        if not due.visits:
            return True
        if self.plan.since is None or due.url in self._anew:
            return False
        self._anew.add(due.url)
        return True

    @property
    def oldest(self) -> datetime:
        """The horizon: what lists and sitemaps date before is left."""
        return self.plan.since or self.clock.now() - self.plan.reach

    def finish(
        self,
        outcome: Outcome,
        page: Page | None = None,
        found: Sequence[Found] | None = None,
        role: str = "article",
    ) -> None:
        """It came back: one outcome for every launch, with the page if it is to be kept (role:
        as what), or the addresses that a channel shows."""
        self.flying[outcome.due.host] -= 1
        self.tally.count(outcome, page is not None)
        self.count(f"house/{outcome.fate}")
        self._outcomes.append(outcome)
        if page is not None:
            self._pages.append((role, page, outcome.digest))
        if found is not None:
            if self.plan.look:
                found = [replace(each, skip=True) if each.role == "article" else each for each in found]
            self._found[outcome.due.id] = found
        if len(self._outcomes) >= BATCH:
            self.flush()
        else:
            self.later()

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
        if not outcomes or self.failure is not None:
            return False
        self._pages, self._outcomes, self._found = [], [], {}
        try:
            for role in dict.fromkeys(role for role, _, _ in pages):
                some = [(page, digest) for as_what, page, digest in pages if as_what == role]
                self.archive.append_many([page for page, _ in some], role, [digest for _, digest in some])
            self.frontier.done(outcomes, self.owner, found)
        except (LantoaError, SQLAlchemyError) as error:
            self._give_up(error)
            return False
        return True

    def renew(self) -> None:
        """This process is at work: what it leased stays its own."""
        if self.failure is None:
            try:
                self.frontier.renew(self.owner)
            except SQLAlchemyError as error:
                self._give_up(error)

    def _give_up(self, error: LantoaError | SQLAlchemyError) -> None:
        self.failure = error
        self.stop("unwritable")

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

"""Trying one source: its channels, then its newest articles, in a folder of its own."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from crawlers.archive import read_page
from crawlers.archive_tables import captures
from crawlers.crawl import run_crawl
from crawlers.extract import read
from crawlers.fates import Fate
from crawlers.frontier import Frontier
from crawlers.frontier_rows import Found
from crawlers.moved import moved_to
from crawlers.plan import CrawlPlan
from crawlers.sources import Source, Sources
from crawlers.tables import channel_days, frontier
from lantoa.article import ZONE, Article, Page
from lantoa.database import Database, open_database
from lantoa.errors import Aside
from lantoa.migrations import migrate
from lantoa.progress import Progress

ARTICLES = 3
REQUESTS = 12
"""Of one attempt, robots.txt and what redirects and retries add not counted."""


@dataclass(frozen=True, slots=True)
class TriedChannel:
    """How a channel answered; shown: article addresses it showed."""

    url: str
    role: str
    fate: str
    note: str
    shown: int


@dataclass(frozen=True, slots=True)
class TriedArticle:
    """How an article answered, and what was read from it.

    page: as it was fetched, reduced to what a saved page keeps; way: how its body was found.
    Without an article, note tells why.
    """

    url: str
    fate: str
    note: str
    page: Page | None = None
    article: Article | None = None
    way: str | None = None


@dataclass(frozen=True, slots=True)
class Attempt:
    """noted: article addresses seen; moved: the host everything leads to, "" where nothing does."""

    channels: tuple[TriedChannel, ...]
    articles: tuple[TriedArticle, ...]
    noted: int
    moved: str


def attempt(
    plan: CrawlPlan, sources: Sources, name: str, folder: Path, now: datetime, progress: Progress
) -> Attempt:
    """Look at a source's channels and fetch its newest articles; nothing outside the (empty)
    folder is written. The source may be off.

    Raises Misuse and Later as `run_crawl` does.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with closing(open_database(f"sqlite:///{folder / 'try.db'}")) as database:
        migrate(database)
        plan = _small(plan, name, folder, now)
        run_crawl(replace(plan, look=True, max_pages=REQUESTS - ARTICLES), progress)
        newest = _choose(database, plan, name, now)
        if newest:
            run_crawl(replace(plan, max_pages=len(newest)), progress)
        rows = _rows(database)
        return Attempt(
            channels=_channels(database, rows),
            articles=tuple(_article(database, plan.archive, sources.by_id[name], url) for url in newest),
            noted=sum(row.role == "article" for row in rows),
            moved=moved_to((row.fate, row.final_url or row.url) for row in rows if row.last_fetched),
        )


def _small(plan: CrawlPlan, name: str, folder: Path, now: datetime) -> CrawlPlan:
    """The same crawl of one source, with a database and an archive of its own; a clock that can
    skip stands still."""
    return replace(
        plan,
        database=f"sqlite:///{folder / 'try.db'}",
        archive=folder / "archive",
        only=(name,),
        until=now if plan.clock else None,
    )


def _choose(database: Database, plan: CrawlPlan, name: str, now: datetime) -> Sequence[str]:
    """The newest articles are made due, and nothing else is."""
    table = frontier.c
    newest = (
        sa.select(table.url)
        .where(table.role == "article")
        .order_by(table.listed_at.is_(None), table.listed_at.desc(), table.id)
        .limit(ARTICLES)
    )
    with database.write() as connection:
        urls = list(connection.scalars(newest))
        others = sa.update(frontier).where(table.due.is_not(None))
        connection.execute(others.values(due=now + timedelta(days=1)))
    Frontier(database, plan.rhythm).discovered([Found(url, "article", name, "", again=True) for url in urls], now)
    return urls


def _rows(database: Database) -> Sequence[Any]:
    with database.read() as connection:
        return connection.execute(sa.select(frontier).order_by(frontier.c.id)).all()


def _channels(database: Database, rows: Sequence[Any]) -> tuple[TriedChannel, ...]:
    table = channel_days.c
    with database.read() as connection:
        shown = {row.url: row.shown for row in connection.execute(sa.select(table.url, table.shown))}
    return tuple(
        TriedChannel(row.url, row.role, row.fate, row.note, shown.get(row.url, 0))
        for row in rows
        if row.role != "article" and row.last_fetched is not None
    )


def _article(database: Database, archive: Path, source: Source, url: str) -> TriedArticle:
    with database.read() as connection:
        row = connection.execute(sa.select(frontier).where(frontier.c.url == url)).one()
        ref = connection.scalar(sa.select(captures.c.ref).where(captures.c.url == url))
    if ref is None or row.fate != Fate.STORED:
        return TriedArticle(url, row.fate, row.note)
    page = as_saved(read_page(archive, ref))
    hints = source.hints(page.fetched_at.astimezone(ZONE).date())
    try:
        found = read(page, hints)
        return TriedArticle(url, row.fate, "", page, found.article, found.way)
    except Aside as error:
        return TriedArticle(url, row.fate, str(error), page)


def as_saved(page: Page) -> Page:
    """A page as its saved copy will be read: at the address it ended at, its type the only header."""
    return Page(
        url=page.final_url,
        final_url=page.final_url,
        fetched_at=page.fetched_at.replace(microsecond=0),
        status=page.status,
        headers=(("Content-Type", page.header("content-type")),),
        body=page.body,
    )

"""Whole crawls for tests: a database, a clock that skips, a plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from crawlers.archive import Archive
from crawlers.crawl import run_crawl
from crawlers.plan import CrawlOutcome, CrawlPlan, Rhythm
from crawlers.tables import frontier
from crawlers.verify import verify
from lantoa.article import ZONE, Page
from lantoa.database import Database, open_database
from lantoa.demo.clock import DemoClock
from lantoa.migrations import migrate

START = datetime(2025, 9, 1, 6, tzinfo=ZONE)
HOUR = timedelta(hours=1)
RHYTHM = Rhythm(
    6 * HOUR, 6 * HOUR, 6 * HOUR, 24 * HOUR, (12 * HOUR, 24 * HOUR, 72 * HOUR), adaptive=False
)


@dataclass(frozen=True)
class World:
    """One data folder and what a crawl of it is told."""

    database: Database
    clock: DemoClock
    plan: CrawlPlan

    def crawl(self, **changes: Any) -> CrawlOutcome:
        """Run the crawl."""
        return run_crawl(replace(self.plan, **changes))

    def row(self, url: str) -> Any:
        """What the frontier knows of an address."""
        with self.database.read() as connection:
            return connection.execute(sa.select(frontier).where(frontier.c.url == url)).one()

    def rows(self) -> Sequence[Any]:
        """All it knows."""
        with self.database.read() as connection:
            return connection.execute(sa.select(frontier).order_by(frontier.c.id)).all()

    def pages(self, url: str, role: str = "article") -> list[Page]:
        """The captures of an address, oldest first; role "gone": those that show it gone."""
        archive = Archive(self.plan.archive, self.database, self.clock)
        with self.database.read() as connection:
            query = sa.text("SELECT ref FROM captures WHERE url = :url AND role = :role ORDER BY id")
            refs = list(connection.scalars(query, {"url": url, "role": role}))
        return [archive.read(ref) for ref in refs]

    def damage(self) -> list[str]:
        """Records of the archive that cannot be read as written."""
        archive = Archive(self.plan.archive, self.database, self.clock)
        return [problem.why for problem in verify(archive)]


def make_world(
    folder: Path, hosts: Mapping[str, tuple[str, int]], stanzas: str, url: str = "", **changes: Any
) -> World:
    """A fresh world in `folder`; stanzas: its sources.toml; url: its database, SQLite by default."""
    sources = folder / "sources.toml"
    sources.write_text(stanzas, encoding="utf-8")
    database = open_database(url or f"sqlite:///{folder / 'lantoa.db'}")
    migrate(database)
    clock = DemoClock.open(folder / "clock", START)
    plan = CrawlPlan(
        database=database.engine.url.render_as_string(hide_password=False),
        archive=folder / "archive",
        sources=(sources,),
        clock="lantoa.demo.clock:DemoClock",
        clock_file=folder / "clock",
        hosts=hosts,
        rhythm=RHYTHM,
        until=START + 40 * HOUR,
        timeout=timedelta(seconds=20),
        max_size=1_000_000,
        contact="https://lantoa.test/lien-he",
        log=folder / "crawl.log",
    )
    return World(database, clock, replace(plan, **changes))


def stanza(name: str, *feeds: str, home: str = "") -> str:
    """A source at http://NAME.test/."""
    listed = ", ".join(f'"http://{name}.test{feed}"' for feed in feeds)
    return (
        f'[source.{name}]\nname = "{name}"\nhome = "{home or f"http://{name}.test/"}"\nkind = "local_press"\n'
        f'level = "province"\nfeeds = [{listed}]\n\n'
    )


def rss(*links: str) -> bytes:
    """A feed of these addresses."""
    items = "".join(f"<item><title>Bài</title><link>{link}</link></item>" for link in links)
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{items}</channel></rss>'.encode()

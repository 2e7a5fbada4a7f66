"""What each outlet has brought so far: counted from articles, captures and frontier."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from crawlers.archive_tables import captures
from crawlers.sources import Source, Sources
from crawlers.tables import frontier
from lantoa.article import Origin, Outlet
from lantoa.article_rows import articles
from lantoa.articles import COUNTED
from lantoa.database import Database
from lantoa.outlets import OutletStore

CHANNEL_ROLES = ("feed", "sitemap", "section", "home")


@dataclass(frozen=True, slots=True)
class Channel:
    """One place where a source announces articles; fate, note: how the last look ended."""

    url: str
    role: str
    fate: str
    last_fetched: datetime | None
    note: str


@dataclass(frozen=True, slots=True)
class SourceState:
    """One outlet. source: None for an outlet known by imports alone.

    articles: of countable kinds; newest: local day of the last publication;
    fates: addresses of articles by what became of them; outcomes: archived pages by what
    extraction made of them.
    """

    outlet: Outlet
    source: Source | None
    articles: int = 0
    newest: date | None = None
    last_fetched: datetime | None = None
    fates: Mapping[str, int] = field(default_factory=dict)
    outcomes: Mapping[str, int] = field(default_factory=dict)
    channels: tuple[Channel, ...] = ()


def source_states(database: Database, sources: Sources) -> list[SourceState]:
    """Every outlet of the sources and of the store, those of sources.toml first, in its order."""
    outlets = {one.id: one.outlet for one in sources.by_id.values()}
    for outlet in OutletStore(database).all().values():
        outlets.setdefault(outlet.id, outlet)
    with database.read() as connection:
        counted = _articles(connection)
        fetched = _last_fetched(connection)
        outcomes = _by_word(connection, _OUTCOMES)
        fates = _by_word(connection, _FATES)
        channels = _channels(connection)
    states = []
    for key, outlet in outlets.items():
        count, newest = counted.get(key, (0, None))
        states.append(
            SourceState(
                outlet=outlet,
                source=sources.by_id.get(key),
                articles=count,
                newest=newest,
                last_fetched=fetched.get(key),
                fates=fates.get(key, {}),
                outcomes=outcomes.get(key, {}),
                channels=tuple(channels.get(key, ())),
            )
        )
    return states


def _articles(connection: sa.Connection) -> dict[str, tuple[int, date | None]]:
    query = (
        sa.select(articles.c.source, sa.func.count(), sa.func.max(articles.c.published_day))
        .where(articles.c.kind.in_([str(kind) for kind in COUNTED]))
        .group_by(articles.c.source)
    )
    return {source: (count, newest) for source, count, newest in connection.execute(query)}


def _last_fetched(connection: sa.Connection) -> dict[str, datetime]:
    query = (
        sa.select(captures.c.source, sa.func.max(captures.c.fetched_at).label("at"))
        .where(captures.c.origin == str(Origin.CAPTURE))
        .group_by(captures.c.source)
    )
    latest: dict[str, datetime] = {row.source: row.at for row in connection.execute(query)}
    query = (
        sa.select(frontier.c.source, sa.func.max(frontier.c.last_fetched))
        .where(frontier.c.last_fetched.is_not(None))
        .group_by(frontier.c.source)
    )
    for source, at in connection.execute(query):
        latest[source] = max(at, latest.get(source, at))
    return latest


def _by_word(connection: sa.Connection, query: sa.Select[Any]) -> dict[str, dict[str, int]]:
    counted: dict[str, dict[str, int]] = {}
    for source, name, count in connection.execute(query):
        counted.setdefault(source, {})[name] = count
    return counted


def _channels(connection: sa.Connection) -> dict[str, list[Channel]]:
    table = frontier.c
    query = (
        sa.select(table.source, table.url, table.role, table.fate, table.last_fetched, table.note)
        .where(table.role.in_(CHANNEL_ROLES), table.every_s.is_not(None))
        .order_by(table.id)
    )
    found: dict[str, list[Channel]] = {}
    for source, *rest in connection.execute(query):
        found.setdefault(source, []).append(Channel(*rest))
    return found


_COUNT = sa.func.count().label("count")
_SOURCE = sa.case((captures.c.source != "", captures.c.source), else_=articles.c.source).label("source")
"""What was brought has no source of its own; its article has one."""
_OUTCOMES = (
    sa.select(_SOURCE, captures.c.outcome, _COUNT)
    .select_from(captures.outerjoin(articles, articles.c.id == captures.c.article))
    .where(captures.c.outcome != "", _SOURCE.is_not(None))
    .group_by(_SOURCE, captures.c.outcome)
    .order_by(_COUNT.desc(), captures.c.outcome)
)
_FATES = (
    sa.select(frontier.c.source, frontier.c.fate, _COUNT)
    .where(frontier.c.role == "article")
    .group_by(frontier.c.source, frontier.c.fate)
    .order_by(_COUNT.desc(), frontier.c.fate)
)

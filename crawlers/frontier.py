"""The frontier: every address once, what is due when, who is on it, and its fate.

Durable: what was leased and never done (a killed process) is leased again. `now` is always
handed in; a lease is bound to its owner, and ends with its time or with its owner's process.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from crawlers.frontier_rows import (
    CHANGE,
    DONE,
    DUE_COLUMNS,
    RESEED,
    Found,
    change_of,
    channels_of,
    due_of,
    known_rows,
    merge,
    new_row,
    reseeded,
    storable,
)
from crawlers.plan import Rhythm
from crawlers.sources import Sources
from crawlers.tables import frontier
from crawlers.visits import Due, Outcome, after
from lantoa.database import Database, upsert

LEASE = timedelta(minutes=30)
CHUNK = 400


@dataclass(frozen=True, slots=True)
class Removal:
    """An article that its outlet took down."""

    url: str
    source: str
    at: datetime


class Frontier:
    """Questions and answers of the table `frontier`. Every method is one transaction."""

    def __init__(self, database: Database, rhythm: Rhythm | None = None) -> None:
        self.database = database
        self.rhythm = rhythm or Rhythm()
        self._sources: list[str] | None = None

    def seed(self, sources: Sources, now: datetime) -> None:
        """Put the channels of all enabled sources in, due at once where new. From now on only
        addresses of enabled sources are leased; the others keep their place."""
        wanted = {each.url: each for source in sources.enabled() for each in channels_of(source, self.rhythm)}
        self.discovered(wanted.values(), now)
        self._sources = [source.id for source in sources.enabled()]
        table = frontier.c
        query = sa.select(table.id, table.url, table.channels, table.every_s, table.due).where(
            table.every_s.is_not(None), table.source.in_(self._sources)
        )
        with self.database.write() as connection:
            rows = connection.execute(query).all()
            if rows:
                connection.execute(RESEED, [reseeded(row, wanted.get(row.url), now) for row in rows])

    def discovered(self, found: Iterable[Found], now: datetime) -> int:
        """Note addresses seen; how many were new. A known one is not fetched earlier for it,
        but when the channel says that it changed since it was fetched, or `again` asks."""
        merged = merge(found)
        new = 0
        for urls in _chunks(list(merged)):
            with self.database.write() as connection:
                known = known_rows(connection, urls)
                fresh = [new_row(merged[url], now) for url in urls if url not in known]
                upsert(connection, frontier, fresh, ["url"])
                changes = [change_of(known[url], merged[url], now) for url in urls if url in known]
                if written := [each for each in changes if each]:
                    connection.execute(CHANGE, written)
                new += len(fresh)
        return new

    def known(self, urls: Iterable[str]) -> set[str]:
        """Which of these addresses stand in the frontier."""
        found: set[str] = set()
        with self.database.read() as connection:
            for chunk in _chunks(list(urls)):
                found |= set(connection.scalars(sa.select(frontier.c.url).where(frontier.c.url.in_(chunk))))
        return found

    def lease(
        self, now: datetime, limit: int, owner: str, per_host: int = 0, without: Collection[str] = ()
    ) -> list[Due]:
        """Take up to `limit` due addresses (at most `per_host` of a host, 0: no bound; none of
        the hosts `without`), the longest due first. No other owner gets them before the lease
        ends."""
        table = frontier.c
        free = sa.or_(table.lease_owner.is_(None), table.lease_until <= now)
        ready = sa.and_(table.due <= now, free, self._in_round())
        if without:
            ready = sa.and_(ready, table.host.not_in(without))
        wanted = sa.select(table.id).where(ready).order_by(table.due, table.id).limit(limit)
        if per_host:
            rank = (
                sa.func.row_number()
                .over(partition_by=table.host, order_by=(table.due, table.id))
                .label("rank")
            )
            ranked = sa.select(table.id, table.due, rank).where(ready).subquery()
            wanted = (
                sa.select(ranked.c.id)
                .where(ranked.c.rank <= per_host)
                .order_by(ranked.c.due, ranked.c.id)
                .limit(limit)
            )
        query = (
            sa.select(*(table[name] for name in DUE_COLUMNS))
            .where(table.id.in_(wanted), ready)
            .order_by(table.due, table.id)
            .with_for_update(skip_locked=True)
        )
        with self.database.write() as connection:
            rows = connection.execute(query).all()
            if rows:
                connection.execute(
                    sa.update(frontier)
                    .where(table.id.in_([row.id for row in rows]))
                    .values(lease_owner=owner, lease_until=now + LEASE)
                )
        return [due_of(row) for row in rows]

    def done(self, outcomes: Sequence[Outcome], owner: str) -> None:
        """Write how visits ended and end their leases. One whose lease went to another owner
        meanwhile is left to that owner."""
        if not outcomes:
            return
        values = []
        for each in outcomes:
            row = {f"new_{name}": value for name, value in after(each, self.rhythm).items()}
            row |= {
                "new_note": storable(each.note), "new_etag": storable(str(row["new_etag"])),
                "new_last_modified": storable(str(row["new_last_modified"])),
                "row": each.due.id, "owner": owner, "status": each.status, "fetched": each.at,
                "said": each.robots, "final": each.final_url,
            }  # fmt: skip
            values.append(row)
        with self.database.write() as connection:
            connection.execute(DONE, values)

    def release(self, owner: str) -> int:
        """Give back everything this owner has leased; how many."""
        with self.database.write() as connection:
            result = connection.execute(
                sa.update(frontier)
                .where(frontier.c.lease_owner == owner)
                .values(lease_owner=None, lease_until=None)
            )
            return int(result.rowcount)

    def owners(self) -> list[str]:
        """Who holds leases."""
        query = sa.select(frontier.c.lease_owner).where(frontier.c.lease_owner.is_not(None)).distinct()
        with self.database.read() as connection:
            return list(connection.scalars(query))

    def next_due(self) -> datetime | None:
        """When the next address can be leased; None when nothing waits."""
        table = frontier.c
        free = sa.select(sa.func.min(table.due)).where(table.lease_owner.is_(None), self._in_round())
        held = sa.select(table.due, table.lease_until).where(
            table.lease_owner.is_not(None), table.due.is_not(None), self._in_round()
        )
        with self.database.read() as connection:
            moments = [max(row.due, row.lease_until) for row in connection.execute(held)]
            first = connection.scalar(free)
        return min([*moments, *([first] if first else [])], default=None)

    def postpone(self, host: str, until: datetime) -> None:
        """A host asked for a pause: nothing of it is due before."""
        table = frontier.c
        with self.database.write() as connection:
            connection.execute(
                sa.update(frontier).where(table.host == host, table.due < until).values(due=until)
            )

    def waiting(self, now: datetime) -> int:
        """How many addresses are due now."""
        with self.database.read() as connection:
            query = sa.select(sa.func.count()).where(frontier.c.due <= now, self._in_round())
            return connection.scalar(query.select_from(frontier)) or 0

    def fates(self) -> dict[str, dict[str, int]]:
        """How many addresses of each source ended how: every address is counted once."""
        table = frontier.c
        query = sa.select(table.source, table.fate, sa.func.count()).group_by(table.source, table.fate)
        counted: dict[str, dict[str, int]] = {}
        with self.database.read() as connection:
            for source, fate, count in connection.execute(query.order_by(table.source, table.fate)):
                counted.setdefault(source, {})[fate] = count
        return counted

    def removals(self) -> list[Removal]:
        """The articles that are held to be taken down now."""
        table = frontier.c
        query = sa.select(table.url, table.source, table.removed_at).where(table.removed_at.is_not(None))
        with self.database.read() as connection:
            return [Removal(*row) for row in connection.execute(query.order_by(table.id))]

    def _in_round(self) -> sa.ColumnElement[bool]:
        return sa.true() if self._sources is None else frontier.c.source.in_(self._sources)


def _chunks(urls: list[str]) -> Iterable[list[str]]:
    return (urls[start : start + CHUNK] for start in range(0, len(urls), CHUNK))

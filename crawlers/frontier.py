"""The frontier: every address once, what is due when, who is on it, and its fate.

Durable: what was leased and never done (a killed process) is leased again. `now` is always
handed in and may skip; a lease is bound to its owner, and ends with its time by the wall's
clock or with its owner's process.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from crawlers import hosts as host_book
from crawlers.channel_log import visits_of, write_visits
from crawlers.fates import Fate
from crawlers.frontier_rows import (
    CHANGE,
    DONE,
    RESEED,
    Found,
    change_of,
    channels_of,
    done_row,
    due_of,
    known_rows,
    merge,
    new_row,
    reseeded,
)
from crawlers.hosts import Asker, note_hosts
from crawlers.leasing import LEASE, lease_rows
from crawlers.order import Lane
from crawlers.plan import Rhythm
from crawlers.revisit_days import count_revisits
from crawlers.sources import Sources
from crawlers.tables import frontier, hosts
from crawlers.visits import Due, Outcome, after
from lantoa.clock import Clock, SystemClock
from lantoa.database import Database, chunks, upsert

CHUNK = 400
BUDGET = 5000
_NOT_SENT = (Fate.ROBOTS, Fate.ROBOTS_LATER, Fate.PRIVATE)


@dataclass(frozen=True, slots=True)
class Removal:
    """An article that its outlet took down."""

    url: str
    source: str
    at: datetime


class Frontier:
    """Questions and answers of the table `frontier`. Every method is one transaction.

    wall: the clock that leases end by; budget: requests to one host on a local day; gaps: the
    pause kept on a host between two requests, for the process that asks it next.
    """

    def __init__(
        self,
        database: Database,
        rhythm: Rhythm | None = None,
        wall: Clock | None = None,
        budget: int = BUDGET,
    ) -> None:
        self.database = database
        self.rhythm = rhythm or Rhythm()
        self.wall: Clock = wall or SystemClock()
        self.budget = budget
        self.gaps: dict[str, timedelta] = {}
        self._sources: list[str] | None = None
        self._hosts: set[tuple[str, str]] = set()

    def seed(self, sources: Sources, now: datetime, *, all_of_them: bool = True) -> None:
        """Put the channels of all enabled sources in, due at once where new. From now on only
        addresses of enabled sources are leased; the others keep their place. A host that
        belongs to another source than before takes its addresses with it, where `sources` are
        all there are."""
        wanted = {each.url: each for source in sources.enabled() for each in channels_of(source, self.rhythm)}
        self.discovered(wanted.values(), now)
        self._sources = enabled = enabled_ids(sources)
        table = frontier.c
        query = sa.select(table.id, table.url, table.channels, table.every_s, table.due).where(
            table.every_s.is_not(None), table.source.in_(enabled)
        )
        with self.database.write() as connection:
            rows = connection.execute(query).all()
            adaptive = self.rhythm.adaptive
            if rows:
                connection.execute(RESEED, [reseeded(row, wanted.get(row.url), now, adaptive) for row in rows])
            known = connection.execute(sa.select(hosts.c.host, hosts.c.source)).all() if all_of_them else []
            belongs = {host: sources.of_url(f"http://{host}/") for host, _ in known}
            moved = [(host, to.id) for host, source in known if (to := belongs[host]) and to.id != source]
            host_book.adopt(connection, moved)

    def only(self, sources: Sources) -> Frontier:
        """Itself, asked from now on about the enabled of these sources alone; nothing is put in."""
        self._sources = enabled_ids(sources)
        return self

    def read_anew(self, now: datetime) -> None:
        """Every channel and part of one is due now, and read whatever it answers: another
        horizon was asked for."""
        channel = sa.and_(frontier.c.role != "article", self._in_round())
        values = {"due": now, "etag": "", "last_modified": "", "digest": ""}
        polled = sa.and_(channel, frontier.c.every_s.is_not(None))
        with self.database.write() as connection:
            connection.execute(sa.update(frontier).where(channel).values(etag="", last_modified="", digest=""))
            weight = host_book.instant(now)
            connection.execute(
                sa.update(frontier).where(polled).values(**values, lane=int(Lane.CHANNEL), weight=weight)
            )

    def discovered(self, found: Iterable[Found], now: datetime) -> int:
        """Note addresses seen; how many were new. A known one is not fetched earlier for it,
        but when the channel says that it changed since it was fetched, or `again` asks."""
        merged = merge(found)
        with self.database.write() as connection:
            return len(merged) - len(self._note(connection, merged, now))

    def _note(self, connection: sa.Connection, merged: Mapping[str, Found], now: datetime) -> set[str]:
        """Write addresses seen; those of them that were known."""
        known_urls: set[str] = set()
        for urls in chunks(list(merged), CHUNK):
            known = known_rows(connection, urls)
            known_urls |= known.keys()
            fresh = [new_row(merged[url], now) for url in urls if url not in known]
            self._note_hosts(connection, {(row["host"], row["source"]) for row in fresh})
            upsert(connection, frontier, fresh, ["url"])
            changes = [change_of(known[url], merged[url], now) for url in urls if url in known]
            if written := [each for each in changes if each]:
                connection.execute(CHANGE, written)
        return known_urls

    def _note_hosts(self, connection: sa.Connection, belong: set[tuple[str, str]]) -> None:
        if belong - self._hosts:
            note_hosts(connection, dict(belong - self._hosts))
            self._hosts |= belong

    def known(self, urls: Iterable[str]) -> set[str]:
        """Which of these addresses stand in the frontier."""
        found: set[str] = set()
        with self.database.read() as connection:
            for chunk in chunks(list(urls), CHUNK):
                found |= set(connection.scalars(sa.select(frontier.c.url).where(frontier.c.url.in_(chunk))))
        return found

    def lease(
        self, now: datetime, limit: int, owner: str, per_host: int = 0, without: Collection[str] = ()
    ) -> list[Due]:
        """Take up to `limit` due addresses (at most `per_host` of a host, 0: no bound; none of
        the hosts `without`): of each host its channels, then first visits and revisits in
        turns. No other owner gets them, nor others of their hosts, before the lease ends."""
        asker = self._asker(now, owner)
        with self.database.write() as connection:
            return [due_of(row) for row in lease_rows(connection, asker, limit, per_host, without)]

    def renew(self, owner: str) -> None:
        """The owner lives and works on: its leases begin anew."""
        until = self.wall.now() + LEASE
        with self.database.write() as connection:
            mine = frontier.c.lease_owner == owner
            connection.execute(sa.update(frontier).where(mine).values(lease_until=until))

    def done(
        self, outcomes: Sequence[Outcome], owner: str, found: Mapping[int, Sequence[Found]] | None = None
    ) -> None:
        """Write how visits ended, with the addresses they showed (by the id of their row), and
        end their leases. One whose lease went to another owner meanwhile is left to that owner."""
        if not outcomes:
            return
        found = found or {}
        now = max(each.at for each in outcomes)
        with self.database.write() as connection:
            merged = merge(each for showed in found.values() for each in showed)
            known = self._note(connection, merged, now)
            visits = visits_of(outcomes, found, known)
            rows = [done_row(visit.outcome, after(visit.outcome, self.rhythm), owner) for visit in visits]
            count_revisits(connection, outcomes)
            connection.execute(DONE, rows)
            write_visits(connection, (visit for visit in visits if visit.outcome.due.role != "article"))
            sent = [each.due.host for each in outcomes if _was_sent(each)]
            host_book.asked(connection, self._asker(now, owner), sent, self.gaps)

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
        query = sa.select(frontier.c.lease_owner).where(host_book.LEASED)
        with self.database.read() as connection:
            return sorted(set(connection.scalars(query)))

    def others(self, owner: str) -> list[str]:
        """Who else holds leases that have not ended."""
        table = frontier.c
        query = sa.select(table.lease_owner).where(
            host_book.LEASED, table.lease_owner != owner, table.lease_until > self.wall.now()
        )
        with self.database.read() as connection:
            return sorted(set(connection.scalars(query)))

    def next_due(self, now: datetime) -> datetime | None:
        """When something that nobody has can be leased next; None when nothing waits."""
        asker = self._asker(now, "")
        table = frontier.c
        nobodys = sa.func.coalesce(table.lease_owner, "") == ""  # so said that the index of `due` is used
        query = sa.select(table.due).where(table.due.is_not(None), nobodys).order_by(table.due).limit(1)
        with self.database.read() as connection:
            held = host_book.held_back(connection, asker)
            shut = [*held, *connection.scalars(sa.select(hosts.c.host).where(~host_book.of_sources(asker)))]
            free = connection.scalar(query.where(table.host.not_in(shut)))
            moments = [] if free is None else [free]
            for host, until in held.items():
                first = connection.scalar(query.where(table.host == host))
                if first is not None:
                    moments.append(max(first, until))
        return min(moments, default=None)

    def postpone(self, host: str, until: datetime) -> None:
        """A host asked for a pause: nothing of it is leased before."""
        with self.database.write() as connection:
            host_book.pause(connection, host, until)

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

    def _asker(self, now: datetime, owner: str) -> Asker:
        return Asker(owner, now, self.wall.now(), self._sources, self.budget)

    def _in_round(self) -> sa.ColumnElement[bool]:
        return sa.true() if self._sources is None else frontier.c.source.in_(self._sources)


def enabled_ids(sources: Sources) -> list[str]:
    """The ids of those that are crawled."""
    return [source.id for source in sources.enabled()]


def _was_sent(outcome: Outcome) -> bool:
    """Did it cost the outlet a request?"""
    return outcome.status is not None or outcome.fate not in (*_NOT_SENT, Fate.PAUSED)

"""Hosts: which may be asked now, by whom, and how much more today.

A host is asked by one process at a time: while another holds leases on its addresses it is
left alone, and afterwards for the pause that the other kept between two requests.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa

from crawlers.order import MICROSECOND, Lane
from crawlers.tables import frontier, hosts
from lantoa.article import ZONE
from lantoa.database import EPOCH, Instant, in_turn, upsert

BUDGET = "budget"
ASKED = "asked"
RESERVE = 10
"""One request in so many of a host's day is kept for its channels."""
MILLISECOND = timedelta(milliseconds=1)
DAY = timedelta(days=1)
LEASED = frontier.c.lease_owner > ""
"""Somebody's, said so that the index of the few leased among a million is used."""


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, and when. now: by the crawl's clock, which may skip; wall: by the wall's;
    sources: only hosts of these, None: of all; budget: requests a host and day."""

    owner: str
    now: datetime
    wall: datetime
    sources: Collection[str] | None
    budget: int

    @property
    def today(self) -> date:
        """The local day that the budget is for."""
        return day_of(self.now)

    @property
    def tomorrow(self) -> datetime:
        """When the next day's budget begins."""
        return datetime.combine(self.today, time(), ZONE) + DAY


@dataclass(frozen=True, slots=True)
class Room:
    """How much of a host may be asked still today: channels, and everything else."""

    host: str
    channels: int
    others: int


def instant(at: datetime) -> int:
    """As it stands in the database."""
    return (at - EPOCH) // MICROSECOND


def day_of(at: datetime) -> date:
    """The local day of an instant."""
    return at.astimezone(ZONE).date()


def note_hosts(connection: sa.Connection, sources: Mapping[str, str]) -> None:
    """Hosts with the source each belongs to."""
    rows = [{"host": host, "source": source} for host, source in sorted(sources.items())]
    upsert(connection, hosts, rows, ["host"], ["source"])


def busy(connection: sa.Connection, owner: str, wall: datetime) -> list[str]:
    """Hosts that another process is on."""
    query = sa.select(frontier.c.host).where(
        LEASED, frontier.c.lease_owner != owner, frontier.c.lease_until > wall
    )
    return sorted(set(connection.scalars(query)))


def take(connection: sa.Connection, asker: Asker, without: Collection[str], most: int) -> list[Room]:
    """Up to `most` hosts that have something due and may be asked by this process now, the
    longest unasked first; no other lease is made until the transaction ends, so that nothing
    due is overlooked because another process looks at it just now."""
    in_turn(connection, "lease")
    others = busy(connection, asker.owner, asker.wall)
    query = (
        sa.select(hosts.c.host, _used(asker).label("used"))
        .where(_may_be_asked(asker), _has_due(asker), hosts.c.host.not_in([*without, *others]))
        .order_by(sa.func.coalesce(sa.type_coerce(hosts.c.asked_at, sa.BigInteger), 0), hosts.c.host)
        .limit(most)
    )
    rows = connection.execute(query).all()
    if not rows:
        return []
    out = _out(connection, asker.owner)
    return [_room(row.host, asker.budget, row.used + out[row.host]) for row in rows]


def held_back(connection: sa.Connection, asker: Asker) -> dict[str, datetime]:
    """Hosts that may not be asked now though something may be due, and until when."""
    spent = _used(asker) >= asker.budget - asker.budget // RESERVE
    query = sa.select(hosts.c.host, hosts.c.paused_until, spent.label("spent")).where(
        of_sources(asker), sa.or_(hosts.c.paused_until > asker.now, spent)
    )
    return {
        row.host: max(row.paused_until or asker.now, asker.tomorrow if row.spent else asker.now)
        for row in connection.execute(query)
    }


def of_sources(asker: Asker) -> sa.ColumnElement[bool]:
    """The hosts this crawl may ask at all."""
    return sa.true() if asker.sources is None else hosts.c.source.in_(asker.sources)


def pause(connection: sa.Connection, host: str, until: datetime) -> None:
    """A host asked for a pause: nothing of it is asked before."""
    connection.execute(
        sa.update(hosts).where(hosts.c.host == host).values(paused_until=until, paused_why=ASKED)
    )


def asked(
    connection: sa.Connection, asker: Asker, requests: Sequence[str], gaps: Mapping[str, timedelta]
) -> None:
    """Count requests (a host each) for the day. First visits of a host whose budget this uses
    up say so in their note; they wait for tomorrow."""
    counts = Counter(requests)
    query = sa.select(hosts.c.host, _used(asker).label("used")).where(hosts.c.host.in_(sorted(counts)))
    used = {row.host: row.used for row in connection.execute(query)}
    rows = [
        {
            "which": host, "today": asker.today, "wall": asker.wall, "owner": asker.owner,
            "count": used.get(host, 0) + count, "gap": gaps.get(host, timedelta(0)) // MILLISECOND,
        }
        for host, count in sorted(counts.items())
    ]  # fmt: skip
    if rows:
        connection.execute(_ASKED, rows)
    limit = asker.budget - asker.budget // RESERVE
    spent = [row["which"] for row in rows if used.get(row["which"], 0) < limit <= row["count"]]
    if spent:
        waits = sa.and_(frontier.c.host.in_(spent), frontier.c.lane == Lane.FIRST, frontier.c.due <= asker.now)
        connection.execute(sa.update(frontier).where(waits, frontier.c.note == "").values(note=BUDGET))


def adopt(connection: sa.Connection, owners: Iterable[tuple[str, str]]) -> None:
    """Hosts went to other sources: so do their addresses."""
    for host, source in owners:
        connection.execute(sa.update(hosts).where(hosts.c.host == host).values(source=source))
        connection.execute(sa.update(frontier).where(frontier.c.host == host).values(source=source))


_ASKED = (
    sa.update(hosts)
    .where(hosts.c.host == sa.bindparam("which"))
    .values(
        day=sa.bindparam("today", type_=sa.Date()),
        requests=sa.bindparam("count"),
        asked_at=sa.bindparam("wall", type_=Instant()),
        asked_by=sa.bindparam("owner"),
        gap_ms=sa.bindparam("gap"),
    )
)


def _used(asker: Asker) -> sa.ColumnElement[int]:
    return sa.case((hosts.c.day == asker.today, hosts.c.requests), else_=0)


def _may_be_asked(asker: Asker) -> sa.ColumnElement[bool]:
    """Of our sources, not paused, and not just now left by another process."""
    left = sa.type_coerce(hosts.c.asked_at, sa.BigInteger) + hosts.c.gap_ms * 1000
    return sa.and_(
        of_sources(asker),
        sa.or_(hosts.c.paused_until.is_(None), hosts.c.paused_until <= asker.now),
        sa.or_(
            hosts.c.asked_at.is_(None),
            hosts.c.asked_by == asker.owner,
            left <= instant(asker.wall),
        ),
    )


def _has_due(asker: Asker) -> sa.ColumnElement[bool]:
    def waits(lane: Lane) -> Any:
        return sa.exists().where(frontier.c.host == hosts.c.host, *ready(lane, asker))

    reserve = asker.budget - asker.budget // RESERVE
    others = sa.and_(_used(asker) < reserve, sa.or_(waits(Lane.FIRST), waits(Lane.REVISIT)))
    return sa.or_(sa.and_(_used(asker) < asker.budget, waits(Lane.CHANNEL)), others)


def ready(lane: Lane, asker: Asker) -> tuple[sa.ColumnElement[bool], ...]:
    """An address of this lane that can be leased."""
    table, now = frontier.c, instant(asker.now)
    free = sa.or_(table.lease_owner.is_(None), table.lease_until <= asker.wall)
    due = table.due <= asker.now if lane is Lane.FIRST else table.weight <= now
    return table.lane == int(lane), due, free


def _out(connection: sa.Connection, owner: str) -> Counter[str]:
    query = sa.select(frontier.c.host, sa.func.count()).where(frontier.c.lease_owner == owner)
    return Counter(dict(connection.execute(query.group_by(frontier.c.host)).all()))


def _room(host: str, budget: int, used: int) -> Room:
    return Room(host, max(0, budget - used), max(0, budget - budget // RESERVE - used))

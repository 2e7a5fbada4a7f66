"""Which addresses are leased next, and the lease itself; inside the frontier's transaction."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from crawlers.frontier_rows import DUE_COLUMNS
from crawlers.hosts import Asker, Room, ready, take
from crawlers.order import Lane, mix
from crawlers.tables import frontier
from lantoa.database import Instant

LEASE = timedelta(minutes=30)
MOST_HOSTS = 50
"""Hosts of one lease, where each gets a share."""


def lease_rows(
    connection: sa.Connection, asker: Asker, limit: int, per_host: int, without: Collection[str]
) -> Sequence[Any]:
    """Lease up to `limit` rows of hosts that may be asked, `per_host` of each (0: no bound)."""
    most = min(MOST_HOSTS, -(-limit // per_host)) if per_host else limit
    rooms = take(connection, asker, without, most)
    if not rooms:
        return []
    if per_host:
        chosen = [row for room in rooms for row in _share(connection, asker, room, per_host)]
    else:
        chosen = _any(connection, asker, rooms, limit)
    leased = [{"row": row.id, "owner": asker.owner, "until": asker.wall + LEASE} for row in chosen[:limit]]
    if leased:
        connection.execute(_LEASED, leased)
    return chosen[:limit]


def _share(connection: sa.Connection, asker: Asker, room: Room, per_host: int) -> list[Any]:
    """Of one host: its channels, then first visits and revisits in turns."""

    def first(lane: Lane, count: int) -> Sequence[Any]:
        if count <= 0:
            return []
        query = _ROWS.where(frontier.c.host == room.host, *ready(lane, asker))
        return connection.execute(query.order_by(frontier.c.weight, frontier.c.id).limit(count)).all()

    channels = first(Lane.CHANNEL, min(room.channels, per_host))
    left = min(room.others, per_host) - len(channels)
    return [*channels, *mix(first(Lane.FIRST, left), first(Lane.REVISIT, left), max(0, left))]


def _any(connection: sa.Connection, asker: Asker, rooms: Sequence[Room], limit: int) -> list[Any]:
    """Of hosts asked without a pause: lane by lane, within each host's budget."""
    left = {room.host: [room.channels, room.others] for room in rooms}
    lanes = sa.or_(*(sa.and_(*ready(lane, asker)) for lane in Lane))
    query = _ROWS.where(frontier.c.host.in_(sorted(left)), lanes)
    order = (frontier.c.lane, frontier.c.weight, frontier.c.id)
    chosen = []
    for row in connection.execute(query.order_by(*order).limit(limit)):
        channels, others = left[row.host]
        if (channels if row.every_s is not None else others) > 0:
            left[row.host] = [channels - 1, others - 1]
            chosen.append(row)
    return chosen


_ROWS = sa.select(*(frontier.c[name] for name in DUE_COLUMNS)).with_for_update(skip_locked=True)
_LEASED = (
    sa.update(frontier)
    .where(frontier.c.id == sa.bindparam("row"))
    .values(lease_owner=sa.bindparam("owner"), lease_until=sa.bindparam("until", type_=Instant()))
)

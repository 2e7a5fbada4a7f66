"""How many known articles of a source answered a revisit, day by day: what an unusual share of
changes is a share of. A page that is the same to the byte leaves no capture, so it is counted
as it is visited."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from crawlers.fates import Fate
from crawlers.revisit_tables import revisit_days
from crawlers.tables import frontier
from crawlers.visits import Outcome
from lantoa.article import ZONE
from lantoa.database import upsert


def count_revisits(connection: sa.Connection, outcomes: Sequence[Outcome]) -> None:
    """Note which known articles answered, each once a local day; before their rows are written."""
    again = {
        each.due.id: each
        for each in outcomes
        if each.due.role == "article" and each.due.stored_at is not None and each.fate is Fate.STORED
    }
    if not again:
        return
    query = sa.select(frontier.c.id, frontier.c.last_fetched).where(frontier.c.id.in_(list(again)))
    for row, fetched in connection.execute(query).all():
        outcome = again[row]
        day = outcome.at.astimezone(ZONE).date()
        if outcome.due.visits > 1 and fetched is not None and fetched.astimezone(ZONE).date() == day:
            continue
        key = {"source": outcome.due.source, "day": day}
        upsert(connection, revisit_days, [key | {"visits": 0}], ["source", "day"])
        counted = sa.and_(revisit_days.c.source == key["source"], revisit_days.c.day == day)
        connection.execute(
            sa.update(revisit_days).where(counted).values(visits=revisit_days.c.visits + 1)
        )

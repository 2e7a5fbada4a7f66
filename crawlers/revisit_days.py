"""How many known articles of a source answered a revisit, day by day: what an unusual share of
changes is a share of. A page that is the same to the byte leaves no capture, so it is counted
as it is visited."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from crawlers.fates import Fate
from crawlers.revisit_tables import revisit_days
from crawlers.visits import Outcome
from lantoa.article import ZONE
from lantoa.database import upsert


def count_revisits(connection: sa.Connection, outcomes: Sequence[Outcome]) -> None:
    """Note which known articles answered, each once a local day."""
    for each in outcomes:
        due, day = each.due, each.at.astimezone(ZONE).date()
        if due.role != "article" or due.stored_at is None or each.fate is not Fate.STORED:
            continue
        if due.visits > 1 and due.last_fetched is not None and due.last_fetched.astimezone(ZONE).date() == day:
            continue
        upsert(connection, revisit_days, [{"source": due.source, "day": day, "visits": 0}], ["source", "day"])
        connection.execute(
            sa.update(revisit_days)
            .where(revisit_days.c.source == due.source, revisit_days.c.day == day)
            .values(visits=revisit_days.c.visits + 1)
        )

"""How many known articles answered a revisit on a day: each once, changed or not."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import sqlalchemy as sa

from crawlers.fates import Fate
from crawlers.revisit_days import count_revisits
from crawlers.revisit_tables import revisit_days
from crawlers.visits import Due, Outcome
from lantoa.database import Database
from tests.crawlers.test_challenge import DUE

NOON = datetime(2025, 9, 6, 5, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
KNOWN = replace(DUE, stored_at=NOON, visits=1, last_fetched=NOON)


def visit(due: Due, hours: int, fate: Fate = Fate.STORED) -> Outcome:
    return Outcome(due, fate, NOON + hours * HOUR, 200, unchanged=True)


def counted(database: Database, *outcomes: Outcome) -> dict[tuple[str, date], int]:
    for each in outcomes:
        with database.write() as connection:
            count_revisits(connection, [each])
    with database.read() as connection:
        return {(row.source, row.day): row.visits for row in connection.execute(sa.select(revisit_days))}


def test_an_article_seen_again_counts_once_a_local_day(database: Database) -> None:
    again = replace(KNOWN, visits=2, last_fetched=NOON + HOUR)
    next_day = replace(KNOWN, visits=3, last_fetched=NOON + 3 * HOUR)
    found = counted(database, visit(KNOWN, 1), visit(again, 3), visit(next_day, 13))
    assert found == {("bao", date(2025, 9, 6)): 1, ("bao", date(2025, 9, 7)): 1}


def test_first_visits_failures_and_channels_are_no_revisits(database: Database) -> None:
    first = replace(KNOWN, stored_at=None, visits=0, last_fetched=None)
    outcomes = (visit(first, 1), visit(KNOWN, 1, Fate.GONE), visit(KNOWN, 1, Fate.CHALLENGE))
    assert counted(database, *outcomes, visit(replace(KNOWN, role="feed"), 1, Fate.READ)) == {}

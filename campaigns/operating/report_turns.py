"""Reports that fell due: each period of an order once, in order, however long nothing ran."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from campaigns.campaign import Campaign, ReportOrder
from campaigns.operating.steps import ATTEMPTS, Outcome
from campaigns.operating.tables import report_orders, report_turns
from campaigns.periods import Period, due_at, due_periods, period_of
from campaigns.tables import campaigns as campaign_rows
from lantoa.database import Database, upsert
from lantoa.errors import Again, Aside, Later, Misuse
from lantoa.words import word

GRACE = timedelta(hours=1)
"""A report that is issued later than this after it fell due is marked as late."""
WAITING, ISSUED, ASIDE = "waiting", "issued", "aside"
KEY = ("campaign", "period", "layout")
Make = Callable[[Campaign, Period, ReportOrder], None]
"""Issues a report and puts its letter into the outbox; doing it twice does no more than once."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One report that fell due. state: waiting, issued, aside."""

    campaign: str
    period: str
    layout: str
    due: datetime
    state: str
    late: bool
    attempts: int
    done_at: datetime | None
    error: str


class ReportTurns:
    """The tables of orders and turns. Every method is one transaction."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def since(self, campaign: Campaign, order: ReportOrder, now: datetime) -> datetime:
        """From when on this order is served: when it was first seen, the campaign was last saved."""
        key = {"campaign": campaign.id, "period": order.period, "layout": order.layout}
        where = [report_orders.c[name] == value for name, value in key.items()]
        saved = sa.select(campaign_rows.c.saved_at).where(campaign_rows.c.id == campaign.id)
        with self.database.write() as connection:
            first = connection.scalar(saved) or now
            upsert(connection, report_orders, [{**key, "since": min(first, now)}], list(key))
            held: datetime = connection.execute(sa.select(report_orders.c.since).where(*where)).scalar_one()
            return held

    def note(self, campaign: Campaign, order: ReportOrder, periods: Iterable[Period]) -> None:
        """Put what fell due in line; what stands there already stays as it is."""
        rows = [
            {
                "campaign": campaign.id, "period": str(one), "layout": order.layout, "due": due_at(one, order.at),
                "state": WAITING, "late": False, "attempts": 0, "error": "",
            }
            for one in periods
        ]  # fmt: skip
        with self.database.write() as connection:
            upsert(connection, report_turns, rows, KEY)

    def waiting(self) -> list[Turn]:
        """What is to be issued, the first due first."""
        return self._turns(report_turns.c.state == WAITING, report_turns.c.due, report_turns.c.id)

    def lately(self, count: int = 20) -> list[Turn]:
        """The last that fell due, the latest first."""
        return self._turns(sa.true(), report_turns.c.due.desc(), report_turns.c.id.desc(), limit=count)

    def attempt(self, turn: Turn) -> int:
        """Count an attempt before it is made, so that one that kills the process counts too."""
        more = sa.update(report_turns).where(_is(turn)).values(attempts=report_turns.c.attempts + 1)
        with self.database.write() as connection:
            return int(connection.execute(more.returning(report_turns.c.attempts)).scalar_one())

    def issued(self, turn: Turn, now: datetime) -> bool:
        """Mark it as issued; False when another has done so before."""
        return self._end(turn, state=ISSUED, done_at=now, late=now - turn.due > GRACE, error="")

    def aside(self, turn: Turn, now: datetime, error: str) -> bool:
        """Put it aside with its reason."""
        return self._end(turn, state=ASIDE, done_at=now, late=False, error=error)

    def hold(self, turn: Turn, error: str) -> None:
        """It waits on, for this reason; such an attempt does not count."""
        self._end(turn, error=error, attempts=report_turns.c.attempts - 1)

    def _end(self, turn: Turn, **values: Any) -> bool:
        with self.database.write() as connection:
            query = sa.update(report_turns).where(_is(turn), report_turns.c.state == WAITING)
            return bool(connection.execute(query.values(**values)).rowcount)

    def _turns(self, where: Any, *order: Any, limit: int | None = None) -> list[Turn]:
        query = sa.select(*[column for column in report_turns.c if column.name != "id"]).where(where)
        with self.database.read() as connection:
            return [Turn(**row._mapping) for row in connection.execute(query.order_by(*order).limit(limit))]


def issue_due(campaigns: Iterable[Campaign], turns: ReportTurns, make: Make, now: datetime) -> Outcome:
    """Issue what fell due and was not issued, in order. A report that cannot be made is put aside,
    the others go on; one that has to wait holds up those of its own order after it.

    Raises Later naming what has to wait, when all else is done.
    """
    by_order: dict[tuple[str, str, str], tuple[Campaign, ReportOrder]] = {}
    for campaign in campaigns:
        for order in campaign.reports:
            by_order[campaign.id, order.period, order.layout] = campaign, order
            turns.note(campaign, order, due_of(campaign, order, turns.since(campaign, order, now), now))
    counts = {ISSUED: 0, "late": 0}
    failed: list[str] = []
    held: dict[tuple[str, str, str], str] = {}
    for turn in turns.waiting():
        key = (turn.campaign, period_of(turn.period).kind, turn.layout)
        if key in held or key not in by_order:
            continue  # the order or its campaign is gone: nobody waits for it
        try:
            if _issue(turn, *by_order[key], turns, make, now):
                counts[ISSUED] += 1
                counts["late"] += now - turn.due > GRACE
        except (Again, Later) as error:
            held[key] = str(error)
        except (Aside, Misuse) as error:
            failed.append(word("schedule.report_aside", campaign=turn.campaign, period=turn.period, why=error))
            turns.aside(turn, now, str(error))
    if held:
        raise Later(next(iter(held.values())))
    return Outcome(counts, tuple(failed))


def due_of(campaign: Campaign, order: ReportOrder, since: datetime, now: datetime) -> Iterator[Period]:
    """The periods of an order that fell due and have a day of the campaign, in order."""
    for period in due_periods(order, since, now):
        if period.last >= campaign.start and (campaign.end is None or period.first <= campaign.end):
            yield period


def _issue(turn: Turn, campaign: Campaign, order: ReportOrder, turns: ReportTurns, make: Make, now: datetime) -> bool:
    if turns.attempt(turn) > ATTEMPTS:
        raise Aside(word("schedule.report_gave_up", attempts=ATTEMPTS))
    try:
        make(campaign, period_of(turn.period), order)
    except Later as error:
        turns.hold(turn, str(error))
        raise
    return turns.issued(turn, now)


def _is(turn: Turn) -> Any:
    values: Mapping[str, str] = {name: getattr(turn, name) for name in KEY}
    return sa.and_(*[report_turns.c[name] == value for name, value in values.items()])

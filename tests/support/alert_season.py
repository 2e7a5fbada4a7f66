"""A campaign that is watched while its articles come in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from campaigns.alerts.look import look
from campaigns.alerts.steps import alert_step, digest_step
from campaigns.alerts.store import Alert, AlertKind, Alerts, KeptAlert
from campaigns.alerts.topics import Stationery
from campaigns.campaign import Campaign
from campaigns.desk import Desk
from campaigns.post.outbox import Addressed, Outbox
from lantoa.clock import FixedClock
from lantoa.database import Database
from tests.support.campaign_corpus import CAMPAIGN, Row, add_row, desk_of

START = datetime(2025, 8, 31, 17, tzinfo=UTC)
"""Hour 0 of the rows: 1 September 2025, 00:00 local."""
PAPER = Stationery("https://lan-toa.test")
WATCHED = replace(CAMPAIGN, mail=("mai@co-quan.test",))


def at(hours: float) -> datetime:
    """So many hours after the first row could be."""
    return START + timedelta(hours=hours)


@dataclass
class Season:
    """A desk over a store to which articles are added; `now` is in hours, as the rows are."""

    database: Database
    rows: Sequence[Row] = ()
    campaign: Campaign = WATCHED
    exposure: int = 50
    firsts: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.desk: Desk = desk_of(self.database, (), exposure=self.exposure, now=at(0))
        self.desk.store.save(self.campaign, at(0))
        self.count = 0
        self.add(*self.rows)

    def add(self, *rows: Row) -> None:
        """Articles come in, in this order, and are in the index."""
        for row in rows:
            self.count += 1
            add_row(self.desk, self.count, row, self.firsts)
        if rows:
            self.desk.index.commit(str(self.count))

    def look(self, hours: float) -> list[Alert]:
        """What there is to tell at that time, not kept."""
        self._go(hours)
        return look(self.desk, self.campaign, at(hours))

    def step(self, hours: float) -> dict[str, int]:
        """The step as it runs by itself."""
        self._go(hours)
        outcome = alert_step(self.desk, at(hours), PAPER)
        assert outcome.aside == ()
        return dict(outcome.counts)

    def digest(self, hours: float) -> int:
        """The digest's step: how many were put."""
        self._go(hours)
        outcome = digest_step(self.desk, at(hours), PAPER)
        assert outcome.aside == ()
        return outcome.counts["letters"]

    def kept(self, *kinds: AlertKind) -> list[KeptAlert]:
        """All alerts, the oldest first."""
        found = reversed(Alerts(self.database).listed(limit=1000))
        return [one for one in found if not kinds or one.kind in kinds]

    def letters(self) -> list[Addressed]:
        """Everything in the outbox, the oldest first."""
        return Outbox(self.database).listed()[::-1]

    def _go(self, hours: float) -> None:
        assert isinstance(self.desk.clock, FixedClock)
        self.desk.clock = FixedClock(at(hours))

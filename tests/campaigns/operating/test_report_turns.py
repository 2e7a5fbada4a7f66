"""Every report that falls due is issued once, in order, whatever happens between."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.campaign import Campaign, ReportOrder
from campaigns.operating.report_turns import GRACE, ReportTurns, issue_due
from campaigns.operating.steps import ATTEMPTS
from campaigns.operating.tables import report_orders, report_turns
from campaigns.periods import Period, due_at, period_of
from campaigns.store import CampaignStore
from campaigns.tables import campaigns
from lantoa.database import Database
from lantoa.errors import Again, Aside, LantoaError, Later
from tests.support.campaign_corpus import CAMPAIGN

START = datetime(2025, 6, 2, 3, tzinfo=UTC)
ORDERS = (ReportOrder("week", time(7)), ReportOrder("month", time(8)), ReportOrder("week", time(7), layout="state"))
ORDERED = replace(CAMPAIGN, reports=ORDERS)


@dataclass
class Press:
    """Makes reports; fails as it is told, by period."""

    made: list[tuple[str, str]] = field(default_factory=list)
    failing: dict[str, type[BaseException]] = field(default_factory=dict)

    def __call__(self, campaign: Campaign, period: Period, order: ReportOrder) -> None:
        if str(period) in self.failing:
            raise self.failing[str(period)]("hỏng")
        self.made.append((str(period), order.layout))


@contextmanager
def in_memory() -> Iterator[Database]:
    """The tables that matter here, cheap enough for many examples."""
    engine = sa.create_engine("sqlite://", poolclass=sa.pool.StaticPool)
    database = Database(engine)
    for table in (campaigns, report_orders, report_turns):
        table.create(engine)
    yield database
    database.close()


def due_by(order: ReportOrder, first: datetime, last: datetime) -> list[str]:
    """By hand: day by day, what fell due after `first`, up to `last`."""
    found = []
    day = first.date() - timedelta(days=1)
    while day <= last.date() + timedelta(days=1):
        text = f"{day.isocalendar().year}-W{day.isocalendar().week:02d}" if order.period == "week" else f"{day:%Y-%m}"
        period = period_of(text)
        if day == period.last and first < due_at(period, order.at) <= last and period.first <= date(2025, 10, 10):
            found.append(text)
        day += timedelta(days=1)
    return found


@given(st.lists(st.timedeltas(timedelta(minutes=-3 * 24 * 60), timedelta(days=40)), min_size=1, max_size=6))
@settings(deadline=None, max_examples=12)
def test_any_downtimes_and_clocks_give_each_due_period_exactly_once_and_in_order(leaps: list[timedelta]) -> None:
    """leaps: between two rounds, some of them back in time."""
    with in_memory() as database:
        CampaignStore(database).save(ORDERED, START)
        turns, press, now, furthest = ReportTurns(database), Press(), START, START
        for leap in leaps:
            now = max(START, now + leap)
            furthest = max(furthest, now)
            issue_due([ORDERED], turns, press, now)
        for order in ORDERS:
            prefix = "W" if order.period == "week" else ""
            made = [period for period, layout in press.made if layout == order.layout and ("W" in period) == bool(prefix)]
            assert made == due_by(order, START, furthest)


def test_what_was_missed_is_marked_late_and_what_is_on_time_is_not(database: Database) -> None:
    CampaignStore(database).save(ORDERED, START)
    turns, press = ReportTurns(database), Press()
    on_time = due_at(period_of("2025-W23"), time(7)) + GRACE / 2
    assert issue_due([ORDERED], turns, press, on_time).counts == {"issued": 2, "late": 0}
    weeks_later = on_time + timedelta(weeks=3)
    assert issue_due([ORDERED], turns, press, weeks_later).counts == {"issued": 6, "late": 4}
    late = {(one.period, one.layout): one.late for one in turns.lately()}
    assert late["2025-W24", "party"]
    assert not late["2025-W26", "party"]
    assert issue_due([ORDERED], turns, press, weeks_later).counts == {"issued": 0, "late": 0}


def test_two_machines_over_one_database_issue_a_period_once(database: Database) -> None:
    CampaignStore(database).save(ORDERED, START)
    mine, now = ReportTurns(database), START + timedelta(days=10)
    issue_due([ORDERED], mine, Press(), START)
    theirs = ReportTurns(database)

    def while_another_does_the_same(campaign: Campaign, period: Period, order: ReportOrder) -> None:
        issue_due([ORDERED], theirs, Press(), now)

    counts = issue_due([ORDERED], mine, while_another_does_the_same, now).counts
    assert counts == {"issued": 0, "late": 0}
    assert [one.state for one in mine.lately()] == ["issued"] * 2


def test_an_order_is_served_from_when_its_campaign_was_saved(sqlite_database: Database) -> None:
    store, turns, press = CampaignStore(sqlite_database), ReportTurns(sqlite_database), Press()
    saved = START + timedelta(days=30)
    store.save(ORDERED, saved)
    issue_due([ORDERED], turns, press, saved + timedelta(days=7))
    assert [one for one in press.made if one[1] == "party"] == [("2025-W27", "party")]
    store.save(ORDERED, saved + timedelta(days=60))  # edited later: the order stays as old as it is
    issue_due([ORDERED], turns, press, saved + timedelta(days=14))
    assert ("2025-W28", "party") in press.made


@pytest.mark.parametrize("error", [Later, Again])
def test_one_that_has_to_wait_holds_up_its_order_and_no_other(sqlite_database: Database, error: type[LantoaError]) -> None:
    CampaignStore(sqlite_database).save(ORDERED, START)
    turns, press, now = ReportTurns(sqlite_database), Press(failing={"2025-W24": error}), START + timedelta(days=30)
    with pytest.raises(Later, match="hỏng"):
        issue_due([ORDERED], turns, press, now)
    assert [period for period, _ in press.made] == ["2025-W23", "2025-W23", "2025-06"]
    press.failing.clear()
    issue_due([ORDERED], turns, press, now)
    assert [period for period, layout in press.made if layout == "party"] == ["2025-W23", "2025-06", "2025-W24", "2025-W25", "2025-W26"]


def test_one_that_cannot_be_made_is_put_aside_with_its_reason(sqlite_database: Database) -> None:
    CampaignStore(sqlite_database).save(ORDERED, START)
    turns, press, now = ReportTurns(sqlite_database), Press(failing={"2025-W24": Aside}), START + timedelta(days=20)
    outcome = issue_due([ORDERED], turns, press, now)
    assert len(outcome.aside) == 2
    assert all("2025-W24" in line and "hỏng" in line for line in outcome.aside)
    assert {one.period: (one.state, one.error) for one in turns.lately()}["2025-W24"] == ("aside", "hỏng")
    assert issue_due([ORDERED], turns, press, now).aside == ()


def test_one_that_kills_the_process_again_and_again_is_put_aside(sqlite_database: Database) -> None:
    CampaignStore(sqlite_database).save(ORDERED, START)
    turns, press, now = ReportTurns(sqlite_database), Press(failing={"2025-W23": SystemExit}), START + timedelta(days=8)
    for _ in range(2 * ATTEMPTS):
        with pytest.raises(SystemExit):
            issue_due([ORDERED], turns, press, now)
    assert len(issue_due([ORDERED], turns, press, now).aside) == 1
    assert [one.state for one in turns.lately()] == ["aside"] * 2


def test_an_order_that_is_gone_is_no_longer_served(sqlite_database: Database) -> None:
    CampaignStore(sqlite_database).save(ORDERED, START)
    turns, press, now = ReportTurns(sqlite_database), Press(failing={"2025-W23": Later}), START + timedelta(days=8)
    with pytest.raises(Later):
        issue_due([ORDERED], turns, press, now)
    assert issue_due([replace(CAMPAIGN, reports=())], turns, press, now).counts == {"issued": 0, "late": 0}

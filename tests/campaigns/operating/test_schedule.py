"""When bells ring: local time, as APScheduler has it, whatever becomes of the clock."""

from __future__ import annotations

import pickle
import threading
from datetime import UTC, datetime, time, timedelta

import pytest
import sqlalchemy as sa
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from hypothesis import given
from hypothesis import strategies as st

from campaigns.campaign import ReportOrder
from campaigns.operating.schedule import (
    REPORTS,
    Bell,
    Timetable,
    next_rings,
    order_bell,
    put_right,
    step_bell,
    step_of,
)
from campaigns.operating.steps import Outcome, Step
from campaigns.operating.tables import apscheduler_jobs
from campaigns.periods import DAY, KINDS, Kind, due_at, period_around
from lantoa.article import ZONE
from lantoa.database import Database

NOW = datetime(2025, 9, 24, 3, tzinfo=UTC)
SEND = Step("send", Outcome, timedelta(minutes=1))
WEEKLY = ReportOrder("week", time(7, 30))


@given(st.sampled_from(KINDS), st.integers(0, 23), st.integers(0, 59), st.timedeltas(timedelta(0), timedelta(days=2000)))
def test_a_bell_rings_when_the_report_of_a_period_falls_due(kind: Kind, hour: int, minute: int, later: timedelta) -> None:
    at, now = time(hour, minute), NOW + later
    rings = order_bell("tg", ReportOrder(kind, at)).trigger.get_next_fire_time(None, now)
    period = period_around(kind, rings.astimezone(ZONE).date() - DAY)
    assert rings == due_at(period, at)
    assert rings >= now
    before = period_around(kind, period.first - DAY)
    assert due_at(before, at) < now


@given(st.integers(-10**6, 10**6))
def test_a_clock_set_back_leaves_no_bell_in_a_far_future(seconds: int) -> None:
    planned = NOW + timedelta(seconds=seconds)
    interval = step_bell(SEND).trigger
    assert put_right(interval, planned, NOW) == (NOW if seconds > 61 else None)
    weekly = order_bell("tg", WEEKLY).trigger
    following = weekly.get_next_fire_time(None, NOW)
    assert put_right(weekly, planned, NOW) == (following if planned > following else None)


def test_the_table_of_jobs_is_the_one_apscheduler_would_make(sqlite_database: Database) -> None:
    theirs = SQLAlchemyJobStore(engine=sqlite_database.engine).jobs_t
    assert theirs.name == apscheduler_jobs.name
    described = [
        [(one.name, repr(one.type), one.nullable, one.primary_key) for one in table.c] for table in (theirs, apscheduler_jobs)
    ]
    assert described[0] == described[1]
    assert {one.name for one in theirs.indexes} == {one.name for one in apscheduler_jobs.indexes}


def rings(database: Database, *bells: Bell) -> dict[str, datetime]:
    timetable = Timetable(database, lambda name: None)
    timetable.start(bells)
    try:
        return next_rings(database)
    finally:
        timetable.stop()


def test_jobs_outlive_the_process_and_are_no_more_than_asked_for(database: Database) -> None:
    first = rings(database, step_bell(SEND), order_bell("tg", WEEKLY))
    assert first.keys() == {"step:send", "report:tg:week:party"}
    again = rings(database, step_bell(SEND), order_bell("tg", WEEKLY))
    assert again == first
    earlier = rings(database, step_bell(SEND), order_bell("tg", ReportOrder("week", time(6))))
    assert earlier["report:tg:week:party"] != first["report:tg:week:party"]
    assert earlier["step:send"] == first["step:send"]
    assert rings(database, step_bell(SEND)).keys() == {"step:send"}


def test_a_job_is_kept_as_a_name_and_plain_arguments(sqlite_database: Database) -> None:
    rings(sqlite_database, order_bell("tg", WEEKLY))
    with sqlite_database.read() as connection:
        state = pickle.loads(connection.execute(sa.select(apscheduler_jobs.c.job_state)).scalar_one())
    assert state["func"] == "campaigns.operating.schedule:rung"
    assert state["args"] == ("report:tg:week:party",)
    assert (state["coalesce"], state["misfire_grace_time"], str(state["trigger"].timezone)) == (True, None, "Asia/Ho_Chi_Minh")


def test_what_should_have_rung_while_nothing_ran_rings_once_at_the_start(sqlite_database: Database) -> None:
    rings(sqlite_database, order_bell("tg", WEEKLY))
    with sqlite_database.write() as connection:  # three weeks ago: two more were missed since
        past = datetime.now(UTC) - timedelta(weeks=3)
        held = connection.execute(sa.select(apscheduler_jobs.c.job_state)).scalar_one()
        state = pickle.loads(held) | {"next_run_time": past.astimezone(ZONE)}
        connection.execute(sa.update(apscheduler_jobs).values(next_run_time=past.timestamp(), job_state=pickle.dumps(state)))
    heard = Heard()
    timetable = Timetable(sqlite_database, heard)
    timetable.start([order_bell("tg", WEEKLY)])
    heard.wait()
    timetable.stop()
    assert heard.names == [REPORTS]
    assert next_rings(sqlite_database)["report:tg:week:party"] > datetime.now(UTC)


@pytest.mark.parametrize(("job", "step"), [("step:send", "send"), ("report:tg:week:party", REPORTS)])
def test_a_job_rings_for_a_step(job: str, step: str) -> None:
    assert step_of(job) == step


def test_straightening_moves_what_waits_for_a_wrong_year(sqlite_database: Database) -> None:
    timetable = Timetable(sqlite_database, lambda name: None)
    timetable.start([step_bell(SEND), order_bell("tg", WEEKLY)])
    held = next_rings(sqlite_database)
    assert timetable.straighten(datetime.now(UTC)) == 0
    assert timetable.straighten(datetime.now(UTC) - timedelta(days=9)) == 2
    moved = next_rings(sqlite_database)
    assert all(moved[job] < held[job] for job in held)
    timetable.stop()


class Heard:
    """Notes who is woken."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self._event = threading.Event()

    def __call__(self, name: str) -> None:
        self.names.append(name)
        self._event.set()

    def wait(self) -> None:
        assert self._event.wait(60)

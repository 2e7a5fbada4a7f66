"""When: APScheduler, its jobs in our database, in local time. What is to be done is handed in.

A job only rings the name of a step; what is due then is asked of the stores. So a bell that rings
twice, late or never does no harm: whatever fell due is done at the next ring, once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from apscheduler.events import EVENT_JOB_EXECUTED, EVENT_JOB_MISSED, JobExecutionEvent
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from campaigns.campaign import Campaign, ReportOrder
from campaigns.operating.steps import Step
from campaigns.operating.tables import apscheduler_jobs
from lantoa.article import ZONE
from lantoa.database import EPOCH, Database

STEP, REPORT = "step", "report"
REPORTS = "reports"
"""The step that issues reports."""

_CRON: Mapping[str, Mapping[str, Any]] = {
    "week": {"day_of_week": "mon"},
    "month": {"day": 1},
    "quarter": {"month": "1,4,7,10", "day": 1},
    "year": {"month": 1, "day": 1},
}


@dataclass(frozen=True, slots=True)
class Bell:
    """A job to be. grace: how late it may still ring, None = however late."""

    id: str
    trigger: CronTrigger | IntervalTrigger
    grace: timedelta | None


def step_bell(step: Step) -> Bell:
    """Rings at the step's rhythm; one that was missed by more than that is the next one."""
    return Bell(f"{STEP}:{step.name}", IntervalTrigger(seconds=step.every.total_seconds(), timezone=ZONE), step.every)


def order_bell(campaign: str, order: ReportOrder) -> Bell:
    """Rings when a period's report falls due: the local day after its last, at the order's time;
    after however long a downtime, once."""
    at = {"hour": order.at.hour, "minute": order.at.minute, "second": order.at.second}
    trigger = CronTrigger(**_CRON[order.period], **at, timezone=ZONE)
    return Bell(f"{REPORT}:{campaign}:{order.period}:{order.layout}", trigger, None)


def order_bells(campaigns: Iterable[Campaign]) -> list[Bell]:
    """Of every campaign that has not ended for good: its last report falls due after its end."""
    return [order_bell(one.id, order) for one in campaigns for order in one.reports]


def rung(name: str) -> str:
    """What a job runs; who waits for the bell hears of it by its id. Kept by APScheduler as the
    text path of this function, with plain arguments: readable by any later edition."""
    return name


def put_right(trigger: CronTrigger | IntervalTrigger, planned: datetime, now: datetime) -> datetime | None:
    """When a job should ring instead; None where its plan is well. A clock that was set back leaves
    jobs in a far future: an interval is never longer than itself, a cron time never later than the
    next one."""
    if isinstance(trigger, IntervalTrigger):
        return now if planned - now > trigger.interval + timedelta(seconds=1) else None
    following: datetime | None = trigger.get_next_fire_time(None, now)
    return following if following is not None and planned > following else None


class Timetable:
    """The jobs and the thread that rings them. wake: called with the name of a step."""

    def __init__(self, database: Database, wake: Callable[[str], None]) -> None:
        self._wake = wake
        self._scheduler = BackgroundScheduler(
            jobstores={"default": SQLAlchemyJobStore(engine=database.engine)},
            executors={"default": ThreadPoolExecutor(1)},
            job_defaults={"coalesce": True, "max_instances": 1},
            timezone=ZONE,
        )
        self._scheduler.add_listener(self._heard, EVENT_JOB_EXECUTED | EVENT_JOB_MISSED)

    def start(self, bells: Iterable[Bell]) -> None:
        """Take the jobs that stand, change what is wanted otherwise, and ring from now on."""
        self._scheduler.start(paused=True)
        self.set(bells)
        self._scheduler.resume()

    def set(self, bells: Iterable[Bell]) -> None:
        """These and no others. A job that stands as it should keeps when it rings next, also where
        that has passed: it rings at once then."""
        wanted = {one.id: one for one in bells}
        held = {job.id: job for job in self._scheduler.get_jobs()}
        for id_ in held.keys() - wanted.keys():
            self._scheduler.remove_job(id_)
        for id_, bell in wanted.items():
            if id_ not in held or str(held[id_].trigger) != str(bell.trigger):
                grace = None if bell.grace is None else max(1, int(bell.grace.total_seconds()))
                self._scheduler.add_job(
                    f"{__name__}:rung", bell.trigger, args=[id_], id=id_, name=id_,
                    misfire_grace_time=grace, replace_existing=True,
                )  # fmt: skip

    def straighten(self, now: datetime) -> int:
        """Put right what a clock that was set back left in the far future; how many jobs. Before
        the start there is nothing to put right."""
        moved = 0
        if not self._scheduler.running:
            return moved
        for job in self._scheduler.get_jobs():
            better = put_right(job.trigger, job.next_run_time, now)
            if better is not None:
                self._scheduler.modify_job(job.id, next_run_time=better)
                moved += 1
        if moved:
            self._scheduler.wakeup()
        return moved

    def stop(self) -> None:
        """Ring no more; the jobs stay in the database."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    def _heard(self, event: JobExecutionEvent) -> None:
        self._wake(step_of(event.job_id))


def step_of(job: str) -> str:
    """The step that a job rings for."""
    kind, _, name = job.partition(":")
    return name if kind == STEP else REPORTS


def next_rings(database: Database) -> dict[str, datetime]:
    """Of every job when it rings next, aware; read without APScheduler, in any process."""
    query = sa.select(apscheduler_jobs.c.id, apscheduler_jobs.c.next_run_time)
    with database.read() as connection:
        rows = connection.execute(query.where(apscheduler_jobs.c.next_run_time.is_not(None)))
        return {row.id: EPOCH + timedelta(seconds=round(row.next_run_time, 3)) for row in rows}

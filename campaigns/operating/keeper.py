"""The keeper: bells wake lanes, lanes run steps, a watchdog says that all of it lives."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from campaigns.campaign import Campaign
from campaigns.operating.instance import BEAT, Instance
from campaigns.operating.lanes import Ended, Hand, Lane, Steady
from campaigns.operating.schedule import REPORTS, Timetable, order_bells, step_bell
from campaigns.operating.step_log import StepLog
from campaigns.operating.steps import Step, patience
from lantoa.clock import Clock
from lantoa.database import EPOCH, Database
from lantoa.errors import LantoaError
from lantoa.web.formats import moment
from lantoa.words import word

LOG = logging.getLogger(__name__)
JUMP = timedelta(minutes=5)
"""A clock that goes wrong by more between two beats was set, or the machine slept."""
DISTRUST = timedelta(days=1)
"""A clock that leaps forward by more may be plainly wrong: nothing is issued by it for a while."""
LONG = timedelta(days=30)
"""So long a downtime is as likely a wrong clock, at the start of a machine."""
HELD = timedelta(hours=1)


class Keeper:
    """Runs the steps by their rhythm until `stop`. hands: by lane; campaigns: asked for their orders
    of reports; lost: called when another took over the role."""

    def __init__(
        self, database: Database, instance: Instance, steps: Sequence[Step], hands: Mapping[str, Hand],
        campaigns: Callable[[], Iterable[Campaign]], clock: Clock, steady: Steady, lost: Callable[[], None],
    ) -> None:  # fmt: skip
        self.steps = steps
        self.log = StepLog(database, instance.keeper)
        self.lanes = {
            name: Lane([one for one in steps if one.lane == name], hand, self.log, clock, steady, self._after)
            for name, hand in hands.items()
        }
        self._instance = instance
        self._timetable = Timetable(database, self.want)
        self._campaigns = campaigns
        self._clock = clock
        self._steady = steady
        self._lost = lost
        self._ending = threading.Event()
        self._threads: list[threading.Thread] = []
        self._stuck: dict[str, str] = {}
        self._offset = clock.now() - EPOCH - steady()
        self._note = ""

    def start(self) -> None:
        """Begin: every step is wanted once, then as its bell rings."""
        now = self._clock.now()
        if now - max((run.started for run in self.log.last().values()), default=now) > LONG:
            self._note = word("schedule.long_pause", at=moment(now))
            self._distrust()
        self.log.take_over(now)
        self._timetable.start([*map(step_bell, self.steps), *order_bells(self._campaigns())])
        for step in self.steps:
            self.want(step.name)
        for work in (*(lane.work for lane in self.lanes.values()), self._watch):
            thread = threading.Thread(target=work, name=f"keeper-{len(self._threads)}", daemon=True)
            self._threads.append(thread)
            thread.start()

    def stop(self) -> None:
        """Ring no more, break off what runs, and wait until that is in order."""
        self._ending.set()
        self._timetable.stop()
        enders = [threading.Thread(target=lane.stop) for lane in self.lanes.values()]
        for one in enders:
            one.start()
        for one in (*enders, *self._threads):
            one.join()

    def want(self, name: str) -> None:
        """This step is due."""
        for lane in self.lanes.values():
            lane.want(name)

    def beat(self) -> bool:
        """One look of the watchdog: hangs, the clock, the orders, the heartbeat. False when another
        took over."""
        self._look_for_hangs()
        self._look_at_clock()
        self._timetable.set([*map(step_bell, self.steps), *order_bells(self._campaigns())])
        return self._instance.beat(self._doing(), self._note)

    def _after(self, step: Step, ended: Ended) -> None:
        for lane in self.lanes.values():
            for other in lane.steps:
                if other.waits_for == step.name:
                    lane.let_go(other.name)
        if ended.outcome.brought:
            for name in step.then:
                self.want(name)

    def _watch(self) -> None:
        while not self._ending.wait(BEAT.total_seconds()):
            try:
                if not self.beat():
                    LOG.error("another instance took over")
                    self._lost()
                    return
            except (sa.exc.SQLAlchemyError, LantoaError) as error:  # the next beat may reach the database again
                LOG.warning("no heartbeat: %s", error)

    def _look_for_hangs(self) -> None:
        for name, lane in self.lanes.items():
            doing = lane.doing
            if doing is None:
                self._stuck.pop(name, None)
                continue
            silent = self._steady() - max(doing.began, lane.hand.pulse() or doing.began)
            allowed = patience(self.log.usual(doing.step.name))
            if silent > 2 * allowed:
                LOG.error("%s: silent for %s, broken off", doing.step.name, silent)
                lane.hand.kill()
            elif silent > allowed and self._stuck.get(name) != doing.step.name:
                LOG.warning("%s: silent for %s", doing.step.name, silent)
                self._stuck[name] = doing.step.name

    def _look_at_clock(self) -> None:
        now, steady = self._clock.now(), self._steady()
        offset = now - EPOCH - steady
        jump, self._offset = offset - self._offset, offset
        if abs(jump) > JUMP:
            key = "schedule.clock_forward" if jump > timedelta(0) else "schedule.clock_back"
            minutes = abs(jump) // timedelta(minutes=1)
            self._note = word(key, at=moment(now), minutes=minutes)
            LOG.warning("the clock was moved by %s", jump)
            if jump > DISTRUST:
                self._distrust()
        self._timetable.straighten(now)

    def _distrust(self) -> None:
        for lane in self.lanes.values():
            lane.hold(REPORTS, self._steady() + HELD)

    def _doing(self) -> dict[str, Any]:
        found = {}
        for name, lane in self.lanes.items():
            doing = lane.doing
            if doing is not None:
                found[name] = {
                    "step": doing.step.name, "since": doing.since.isoformat(),
                    "stuck": self._stuck.get(name) == doing.step.name,
                }  # fmt: skip
        return found

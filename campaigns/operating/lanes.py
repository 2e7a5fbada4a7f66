"""Steps run in lanes: those of one lane in order and never together, each judged by its verdict."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Protocol

from campaigns.operating.step_log import StepLog
from campaigns.operating.steps import FAILED, LATER, Outcome, Step, Trouble, Verdict, after_failure
from lantoa.clock import Clock
from lantoa.errors import Again, Aside, LantoaError, Later, Misuse

LOG = logging.getLogger(__name__)
Steady = Callable[[], timedelta]
"""Time since some beginning that no clock setting moves: pauses are measured by it."""
NONE = timedelta(0)
GATE = timedelta(hours=2)
"""How long a step waits after a start for the one it waits for."""


class Hand(Protocol):
    """What does the work of a lane: a process of its own, that can be ended."""

    def rest(self) -> None:
        """Nothing is due for now: let go of what it holds."""
        ...

    def end(self) -> None:
        """Break off what is under way, from another thread, and do no more."""
        ...

    def kill(self) -> None:
        """Break off what is under way; the next step finds a new process."""
        ...

    def pulse(self) -> timedelta | None:
        """When (steady) the step under way last said that it goes on; None: not since it began."""
        ...


@dataclass(frozen=True, slots=True)
class Ended:
    """How one run ended; error: one line, of a failure or of what was put aside."""

    step: str
    verdict: Verdict
    outcome: Outcome = field(default_factory=Outcome)
    error: str = ""


@dataclass(frozen=True, slots=True)
class Doing:
    """A step under way."""

    step: Step
    since: datetime
    began: timedelta


def judged(step: Step) -> Ended:
    """Run a step. The one place where whatever it raises becomes a verdict."""
    try:
        outcome = step.run()
    except Again as error:
        return Ended(step.name, Verdict.AGAIN, error=str(error))
    except Later as error:
        return Ended(step.name, Verdict.LATER, error=str(error))
    except (Aside, Misuse) as error:
        return Ended(step.name, Verdict.ASIDE, error=str(error))
    except LantoaError as error:
        return Ended(step.name, Verdict.LATER, error=str(error))
    except Exception as error:  # whatever it is: the other steps go on
        LOG.exception("step %s failed", step.name)
        return Ended(step.name, Verdict.AGAIN, error=f"{type(error).__name__}: {error}".partition("\n")[0][:500])
    verdict = Verdict.PARTLY if outcome.aside else Verdict.DONE
    return Ended(step.name, verdict, outcome, "\n".join(outcome.aside[:20]))


class Lane:
    """One lane and what is wanted of it. Its thread is run by the keeper; `want` from anywhere."""

    def __init__(
        self, steps: Sequence[Step], hand: Hand, log: StepLog, clock: Clock, steady: Steady,
        ended: Callable[[Step, Ended], None],
    ) -> None:  # fmt: skip
        self.steps = steps
        self.hand = hand
        self.doing: Doing | None = None
        self.trouble: dict[str, Trouble] = {}
        self.open: set[str] = {step.name for step in steps if not step.waits_for}
        self._log = log
        self._clock = clock
        self._steady = steady
        self._ended = ended
        self._wanted: dict[str, timedelta] = {}
        self._held: dict[str, timedelta] = {}
        self._change = threading.Condition()
        self._over = False

    def want(self, name: str) -> None:
        """This step is due; one in trouble keeps its pause."""
        with self._change:
            if any(step.name == name for step in self.steps) and name not in self._wanted:
                self._wanted[name] = NONE
                self._change.notify()

    def let_go(self, name: str) -> None:
        """Open the gate of a step that waited for another."""
        with self._change:
            self.open.add(name)
            self._change.notify()

    def hold(self, name: str, until: timedelta) -> None:
        """Do not run this step before that (steady) moment."""
        with self._change:
            self._held[name] = until

    def work(self) -> None:
        """Run what is wanted until `stop`; what fails for whatever reason is tried again by its verdict."""
        while (step := self._next()) is not None:
            ended = self._run(step)
            self.settle(step, ended)
            self._ended(step, ended)

    def stop(self) -> None:
        """Take no further step and break off the one under way."""
        with self._change:
            self._over = True
            self._change.notify()
        self.hand.end()

    def settle(self, step: Step, ended: Ended) -> None:
        """What follows from how a step ended."""
        with self._change:
            if ended.verdict not in FAILED:
                self.trouble.pop(step.name, None)
                return
            trouble = after_failure(self.trouble.get(step.name, Trouble()), ended.verdict, step.every)
            self.trouble[step.name] = trouble
            self._wanted[step.name] = self._steady() + trouble.pause
        LOG.warning("%s: %s (%s); %s", step.name, ended.error, ended.verdict, trouble.pause)

    def _next(self) -> Step | None:
        """The first step in order that is wanted, let through and not pausing; waits for one. None
        when it is over."""
        rested = False
        while True:
            with self._change:
                if self._over:
                    return None
                step, pause = self._ready()
                if step is not None:
                    del self._wanted[step.name]
                    return step
                if rested:
                    self._change.wait(pause)
            if not rested:  # outside the lock: letting go of a process takes its time
                self.hand.rest()
                rested = True

    def _ready(self) -> tuple[Step | None, float | None]:
        now = self._steady()
        waits = []
        for step in self.steps:
            if step.name not in self._wanted:
                continue
            gate = NONE if step.name in self.open else GATE
            at = max(self._wanted[step.name], self._held.get(step.name, NONE), gate)
            if at <= now:
                return step, None
            waits.append(at - now)
        return None, min(waits).total_seconds() if waits else None

    def _run(self, step: Step) -> Ended:
        """A run with its line in the log. A database that does not answer is no end of the lane."""
        found: list[Ended] = []

        def logged() -> Outcome:
            if step.idle():
                self._log.idle(step.name, self._clock.now())
                found.append(Ended(step.name, Verdict.IDLE))
                return Outcome()
            number = self._log.begin(step.name, self._clock.now())
            self.doing = Doing(step, self._clock.now(), self._steady())
            one = judged(step)
            if self._over and one.verdict is not Verdict.DONE:
                one = replace(one, verdict=Verdict.CUT, error="")
            found.append(one)
            self._log.end(number, self._clock.now(), one.verdict, one.outcome.counts, one.error)
            return one.outcome

        try:
            outer = judged(Step(step.name, logged, step.every))
        finally:
            self.doing = None
        return found[0] if found else outer


def one_round(steps: Sequence[Step], log: StepLog, clock: Clock, sleep: Callable[[timedelta], None]) -> list[Ended]:
    """Every step once, in order; what passes by itself is tried again at once, up to ATTEMPTS runs.
    A step that fails does not keep the others from running."""
    return [_insisted(step, log, clock, sleep) for step in steps]


def _insisted(step: Step, log: StepLog, clock: Clock, sleep: Callable[[timedelta], None]) -> Ended:
    trouble = Trouble()
    while True:
        number = log.begin(step.name, clock.now())
        ended = judged(step)
        log.end(number, clock.now(), ended.verdict, ended.outcome.counts, ended.error)
        if ended.verdict is not Verdict.AGAIN:
            return ended
        trouble = after_failure(trouble, ended.verdict, step.every)
        if trouble.pause >= LATER:
            return ended
        sleep(trouble.pause)

"""A step as the scheduler knows it, and what its verdicts mean for when it runs again. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum


class Verdict(StrEnum):
    """How a run of a step stands or ended."""

    RUNNING = "running"
    DONE = "done"
    PARTLY = "partly"
    AGAIN = "again"
    LATER = "later"
    ASIDE = "aside"
    CUT = "cut"
    IDLE = "idle"


FAILED = (Verdict.AGAIN, Verdict.LATER, Verdict.ASIDE)
"""Endings after which somebody may have to look; PARTLY: the step went through, some items did not."""

ATTEMPTS = 5
"""Runs at once before what passes by itself is taken for something that does not."""
AT_ONCE = timedelta(seconds=5)
"""Pause before the second run; it doubles."""
LATER, LATEST = timedelta(minutes=1), timedelta(minutes=30)
"""Pause after a Later; it doubles up to the second."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run did: counts by name; aside: what was put aside, a line each."""

    counts: Mapping[str, int] = field(default_factory=dict)
    aside: tuple[str, ...] = ()

    @property
    def brought(self) -> bool:
        """Whether there is anything for the steps that follow."""
        return any(self.counts.values())


def _never() -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Step:
    """One step as the door hands it in.

    run: raises Again, Later, Aside or Misuse; every: its usual rhythm; lane: steps of one lane run
    in order and never together; then: steps that follow at once when it brought something;
    waits_for: after a start it waits until that step has ended once, so that what was missed
    meanwhile is collected first; idle: asked before, True when there is surely nothing to do.
    """

    name: str
    run: Callable[[], Outcome]
    every: timedelta
    lane: str = "work"
    then: tuple[str, ...] = ()
    waits_for: str = ""
    idle: Callable[[], bool] = _never


@dataclass(frozen=True, slots=True)
class Trouble:
    """Runs of a step that failed one after the other; pause: before the next run."""

    runs: int = 0
    pause: timedelta = timedelta(0)


def after_failure(trouble: Trouble, verdict: Verdict, every: timedelta) -> Trouble:
    """What follows a failed run: Again is tried at once, up to ATTEMPTS runs in all, and is a
    Later from then on; a Later waits, twice as long each time, up to LATEST; an Aside waits for
    the step's usual time (somebody has to change something first)."""
    runs = trouble.runs + 1
    if verdict is Verdict.ASIDE:
        return Trouble(runs, every)
    if verdict is Verdict.AGAIN and runs < ATTEMPTS:
        return Trouble(runs, AT_ONCE * 2 ** (runs - 1))
    beyond = runs - ATTEMPTS if verdict is Verdict.AGAIN else runs - 1
    return Trouble(runs, min(LATER * 2 ** min(beyond, 10), LATEST))


SOONEST_NOTICED, TIMES = timedelta(minutes=10), 6
UNKNOWN = timedelta(hours=1)


def patience(usual: timedelta | None) -> timedelta:
    """How long a step may be silent before it counts as stuck. usual: the middle of its last
    durations, None when it never ended yet."""
    return UNKNOWN if usual is None else max(SOONEST_NOTICED, TIMES * usual)

"""How it all stands: heartbeat, steps, what waits, reports due next, room on the disk."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from campaigns.campaign import Campaign
from campaigns.operating.instance import Heartbeat, heartbeat
from campaigns.operating.report_turns import ReportTurns, Turn
from campaigns.operating.schedule import STEP, next_rings, order_bell
from campaigns.operating.step_log import Run, StepLog
from campaigns.operating.steps import Verdict
from campaigns.periods import DAY, Period, period_around
from lantoa.article import ZONE
from lantoa.clock import Clock
from lantoa.database import Database

Watch = Literal["ok", "late", "off"]
ROOM, SHARE = 2 * 1024**3, 0.05
"""A disk with less free than this many bytes, or this share of it, is nearly full."""


@dataclass(frozen=True, slots=True)
class StepState:
    """One step. running: since when it runs now; stuck: it has not been heard for far longer than
    it usually takes; last: its latest run that ended, looked: when there was last nothing to do;
    following: when its bell rings next."""

    name: str
    running: datetime | None
    stuck: bool
    last: Run | None
    looked: datetime | None
    following: datetime | None

    @property
    def failed(self) -> bool:
        """Whether somebody has to look: it hangs, or did not go through and still has work to do."""
        return self.stuck or (self.last is not None and self.last.failed and not self.rested)

    @property
    def rested(self) -> bool:
        """Whether there was nothing to do since its latest run."""
        return self.looked is not None and (self.last is None or self.looked >= self.last.started)


@dataclass(frozen=True, slots=True)
class NextReport:
    """The next report of an order: its period, and when it falls due."""

    campaign: Campaign
    period: Period
    layout: str
    due: datetime
    mailed: bool


@dataclass(frozen=True, slots=True)
class Disk:
    """Bytes of the disk that the data folder lies on."""

    free: int
    total: int

    @property
    def low(self) -> bool:
        """Whether it is nearly full."""
        return self.free < ROOM or self.free < SHARE * self.total


@dataclass(frozen=True, slots=True)
class Operations:
    """All of it at one moment. today: of the house, which is another where the demonstration's
    clock stands still; names: of campaigns by id."""

    now: datetime
    today: datetime
    watch: Watch
    heartbeat: Heartbeat | None
    steps: tuple[StepState, ...]
    reports: tuple[NextReport, ...]
    turns: tuple[Turn, ...]
    names: Mapping[str, str]
    backlog: Mapping[str, int]
    disk: Disk

    @property
    def failed(self) -> tuple[StepState, ...]:
        """The steps whose latest run did not go through, or that hang."""
        return tuple(one for one in self.steps if one.failed)

    @property
    def well(self) -> bool:
        """Whether nobody has to look."""
        return self.watch != "late" and not self.failed and not self.disk.low


class Overseer:
    """Looks at how it stands. clock: of the heartbeat, real time; house_clock: by which reports
    fall due; backlog: what waits, by step; steps: their names in order."""

    def __init__(
        self, database: Database, folder: Path, steps: Sequence[str], campaigns: Callable[[], Iterable[Campaign]],
        backlog: Callable[[], Mapping[str, int]], clock: Clock, house_clock: Clock,
    ) -> None:  # fmt: skip
        self._database = database
        self._folder = folder
        self._steps = steps
        self._campaigns = campaigns
        self._backlog = backlog
        self._clock = clock
        self._house_clock = house_clock

    def watch(self) -> Watch:
        """ok, late (silent without an end), or off: nothing runs here, and that is meant."""
        return _watch(heartbeat(self._database), self._clock.now())

    def look(self) -> Operations:
        """How it stands now."""
        beat, now, today = heartbeat(self._database), self._clock.now(), self._house_clock.now()
        used, campaigns = shutil.disk_usage(self._folder), tuple(self._campaigns())
        return Operations(
            now, today, _watch(beat, now), beat, tuple(self._states(beat)), tuple(next_reports(campaigns, today)),
            tuple(ReportTurns(self._database).lately()), {one.id: one.name for one in campaigns}, dict(self._backlog()), Disk(used.free, used.total),
        )  # fmt: skip

    def _states(self, beat: Heartbeat | None) -> Iterator[StepState]:
        log = StepLog(self._database)
        ended, looked = log.last(), log.looked()
        rings = next_rings(self._database)
        doing = {} if beat is None or beat.stopped else {one["step"]: one for one in beat.doing.values()}
        for name in self._steps:
            under_way = doing.get(name)
            since = datetime.fromisoformat(under_way["since"]) if under_way else None
            stuck = bool(under_way and under_way["stuck"])
            following = rings.get(f"{STEP}:{name}") if beat and not beat.stopped else None
            yield StepState(name, since, stuck, ended.get(name), looked.get(name), following)


def next_reports(campaigns: Iterable[Campaign], now: datetime) -> Iterator[NextReport]:
    """Of every order the next report that falls due, while its campaign lasts."""
    for campaign in campaigns:
        for order in campaign.reports:
            due = order_bell(campaign.id, order).trigger.get_next_fire_time(None, now)
            period = period_around(order.period, due.astimezone(ZONE).date() - DAY)
            if campaign.end is None or period.first <= campaign.end:
                mailed = order.mail and bool(campaign.mail)
                yield NextReport(campaign, period, order.layout, due, mailed)


def age(beat: Heartbeat, now: datetime) -> timedelta:
    """How long ago the heartbeat was written; never less than nothing."""
    return max(now - beat.beat, timedelta(0))


def _watch(beat: Heartbeat | None, now: datetime) -> Watch:
    if beat is None or beat.stopped is not None:
        return "off"
    return "late" if beat.late(now) else "ok"


def tone_of(state: StepState) -> str:
    """The colour of a step's state."""
    if state.failed:
        return "bad"
    if state.running:
        return "info"
    if state.last is None or state.rested:
        return "good" if state.rested else "plain"
    return {Verdict.PARTLY: "warn", Verdict.CUT: "warn"}.get(state.last.verdict, "good")

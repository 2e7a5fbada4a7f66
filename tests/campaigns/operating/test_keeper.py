"""The keeper: steps follow each other, hangs are noticed, clocks that are set do no harm."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from campaigns.campaign import ReportOrder
from campaigns.operating.instance import LATE, heartbeat, one_instance
from campaigns.operating.keeper import DISTRUST, HELD, Keeper
from campaigns.operating.lanes import Doing
from campaigns.operating.schedule import REPORTS, next_rings
from campaigns.operating.step_log import StepLog
from campaigns.operating.steps import UNKNOWN, Outcome, Step, Verdict
from lantoa.database import Database
from lantoa.words import word
from tests.campaigns.operating.test_lanes import Hand, Time
from tests.support.campaign_corpus import CAMPAIGN

NOW = datetime.now(UTC)
EVERY = timedelta(hours=2)


class Moved:
    """A wall clock that tests set, backwards too."""

    def __init__(self) -> None:
        self.at = NOW

    def now(self) -> datetime:
        return self.at

    def skip_to(self, moment: datetime) -> bool:
        return False


class World:
    """A keeper over steps that note their names; nothing is started."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.database, self.folder = database, folder
        self.clock, self.time = Moved(), Time()
        self.hands = {"crawl": Hand(), "work": Hand()}
        self.ran: list[str] = []
        self.all_ran = threading.Event()
        self.lost = threading.Event()
        self.campaigns = [CAMPAIGN]

    @contextmanager
    def keeper(self) -> Iterator[Keeper]:
        steps = [
            Step("crawl", self._step("crawl"), EVERY, "crawl", then=("tag",)),
            Step("tag", self._step("tag"), EVERY),
            Step(REPORTS, self._step(REPORTS), EVERY, waits_for="crawl"),
        ]
        with one_instance(self.folder, self.database, self.clock) as instance:
            yield Keeper(
                self.database, instance, steps, self.hands, lambda: self.campaigns, self.clock, self.time, self.lost.set
            )

    def _step(self, name: str) -> Callable[[], Outcome]:
        def run() -> Outcome:
            self.ran.append(name)
            if {"crawl", "tag", REPORTS} <= set(self.ran):
                self.all_ran.set()
            return Outcome({"done": 1})

        return run


@pytest.fixture
def world(sqlite_database: Database, tmp_path: Path) -> World:
    return World(sqlite_database, tmp_path)


def test_everything_runs_once_at_the_start_and_reports_after_the_first_crawl(world: World) -> None:
    StepLog(world.database, "killed before").begin("tag", NOW - timedelta(hours=1))
    with world.keeper() as keeper:
        keeper.start()
        assert world.all_ran.wait(60)
        keeper.stop()
        assert world.ran.index(REPORTS) > world.ran.index("crawl")
        assert next_rings(world.database).keys() == {"step:crawl", "step:tag", f"step:{REPORTS}"}
        assert all("end" in hand.said for hand in world.hands.values())
    verdicts = {name: run.verdict for name, run in StepLog(world.database).last().items()}
    assert verdicts == dict.fromkeys(("crawl", "tag", REPORTS), Verdict.DONE)


@pytest.mark.parametrize(("away", "held"), [(timedelta(days=400), True), (timedelta(days=20), False)])
def test_after_a_very_long_pause_reports_wait_for_the_clock_to_be_put_right(world: World, away: timedelta, held: bool) -> None:
    log = StepLog(world.database, "before")
    log.end(log.begin("tag", NOW - away), NOW - away, Verdict.DONE, {})
    with world.keeper() as keeper:
        keeper.start()
        keeper.stop()
        keeper.lanes["work"].let_go(REPORTS)
        keeper.lanes["work"].want(REPORTS)
        keeper.beat()
        beat = heartbeat(world.database)
        assert beat is not None
        assert bool(beat.note) is held
        waits = keeper.lanes["work"]._held.get(REPORTS)
        assert waits == (HELD if held else None)


def test_a_run_that_a_kill_cut_off_is_marked_so(world: World) -> None:
    StepLog(world.database, "killed before").begin("tag", NOW)
    assert StepLog(world.database, "now").take_over(NOW) == 1
    assert StepLog(world.database).last()["tag"].verdict is Verdict.CUT


def test_a_step_that_hangs_is_said_then_broken_off(world: World) -> None:
    with world.keeper() as keeper:
        lane, step = keeper.lanes["crawl"], keeper.steps[0]
        lane.doing = Doing(step, NOW, timedelta(0))
        world.time.at = UNKNOWN
        assert keeper.beat()
        assert not doing(world)["crawl"]["stuck"]
        world.time.at = UNKNOWN + timedelta(seconds=1)
        assert keeper.beat()
        assert doing(world)["crawl"] == {"step": "crawl", "since": NOW.isoformat(), "stuck": True}
        assert world.hands["crawl"].said == []
        world.time.at = 2 * UNKNOWN + timedelta(seconds=1)
        keeper.beat()
        assert world.hands["crawl"].said == ["kill"]
        lane.doing = None
        keeper.beat()
        assert doing(world) == {}


def test_a_step_that_says_it_goes_on_is_not_stuck(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    with world.keeper() as keeper:
        keeper.lanes["crawl"].doing = Doing(keeper.steps[0], NOW, timedelta(0))
        world.time.at = 9 * UNKNOWN
        monkeypatch.setattr(Hand, "pulse", lambda hand: 9 * UNKNOWN - timedelta(minutes=1))
        keeper.beat()
        assert not doing(world)["crawl"]["stuck"]


def doing(world: World) -> dict[str, dict[str, object]]:
    beat = heartbeat(world.database)
    assert beat is not None
    return {lane: dict(one) for lane, one in beat.doing.items()}


@pytest.mark.parametrize(("jump", "key"), [(timedelta(minutes=30), "forward"), (timedelta(minutes=-30), "back"), (timedelta(minutes=1), "")])
def test_a_clock_that_was_set_is_said(world: World, jump: timedelta, key: str) -> None:
    with world.keeper() as keeper:
        world.clock.at += jump
        keeper.beat()
        beat = heartbeat(world.database)
        assert beat is not None
        opening = word(f"schedule.clock_{key}").partition("{minutes}")[0].rpartition("}")[2] if key else ""
        assert (opening in beat.note, bool(beat.note)) == (True, bool(key))


@pytest.mark.parametrize(("jump", "held"), [(DISTRUST * 2, True), (DISTRUST / 2, False), (-DISTRUST * 2, False)])
def test_no_report_is_issued_by_a_clock_that_leapt_into_the_future(world: World, jump: timedelta, held: bool) -> None:
    with world.keeper() as keeper:
        work = keeper.lanes["work"]
        work.let_go(REPORTS)
        world.clock.at += jump
        keeper.beat()
        work.want(REPORTS)
        assert (work._ready()[0] is None) is held
        world.time.at += HELD
        assert work._ready()[0] is not None


def test_it_hears_that_another_machine_took_over(world: World, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    with world.keeper() as keeper:
        assert keeper.beat()
        world.clock.at += 2 * LATE
        with one_instance(elsewhere, world.database, world.clock):
            assert not keeper.beat()


def test_an_order_that_is_saved_while_it_runs_has_its_bell(world: World) -> None:
    with world.keeper() as keeper:
        keeper._timetable.start([])
        world.campaigns[:] = [replace(CAMPAIGN, reports=(ReportOrder("week", time(7)),))]
        keeper.beat()
        assert f"report:{CAMPAIGN.id}:week:party" in next_rings(world.database)
        world.campaigns.clear()
        keeper.beat()
        assert f"report:{CAMPAIGN.id}:week:party" not in next_rings(world.database)
        keeper._timetable.stop()

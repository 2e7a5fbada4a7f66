"""Lanes: steps in order, never together, each by its verdict; a round of all of them."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
import sqlalchemy as sa

from campaigns.operating.lanes import GATE, Ended, Lane, one_round
from campaigns.operating.step_log import StepLog
from campaigns.operating.steps import ATTEMPTS, LATER, Outcome, Step, Verdict
from campaigns.operating.tables import step_runs
from lantoa.clock import FixedClock
from lantoa.database import Database
from lantoa.errors import Again, Aside, Later

NOW = datetime(2025, 9, 24, 3, tzinfo=UTC)
EVERY = timedelta(minutes=5)


@dataclass
class Time:
    """Steady time that tests move."""

    at: timedelta = timedelta(0)

    def __call__(self) -> timedelta:
        return self.at


@dataclass
class Hand:
    """Notes what is asked of it."""

    said: list[str] = field(default_factory=list)

    def rest(self) -> None:
        self.said.append("rest")

    def end(self) -> None:
        self.said.append("end")

    def kill(self) -> None:
        self.said.append("kill")

    def pulse(self) -> timedelta | None:
        return None


@dataclass
class Bench:
    """A lane whose steps note their names and fail as told; `turn` runs what is ready, once."""

    database: Database
    names: tuple[str, ...] = ("extract", "tag", "reports")
    time: Time = field(default_factory=Time)
    hand: Hand = field(default_factory=Hand)
    ran: list[str] = field(default_factory=list)
    raising: dict[str, Exception] = field(default_factory=dict)
    idle: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        steps = [
            Step(name, self._run(name), EVERY, waits_for="crawl" if name == "reports" else "", idle=partial(self.is_idle, name))
            for name in self.names
        ]
        self.log = StepLog(self.database, "k")
        self.lane = Lane(steps, self.hand, self.log, FixedClock(NOW), self.time, lambda step, ended: None)

    def _run(self, name: str) -> Callable[[], Outcome]:
        def run() -> Outcome:
            self.ran.append(name)
            if name in self.raising:
                raise self.raising[name]
            return Outcome({"done": 1})

        return run

    def is_idle(self, name: str) -> bool:
        return name in self.idle

    def want(self, *names: str) -> None:
        for name in names:
            self.lane.want(name)

    def turn(self) -> list[str]:
        """What ran until nothing was ready."""
        self.ran.clear()
        while (found := self.lane._ready()[0]) is not None:
            step = self.lane._next()
            assert step is found
            self.lane.settle(step, self.lane._run(step))
        return list(self.ran)


@pytest.fixture
def bench(sqlite_database: Database) -> Bench:
    return Bench(sqlite_database)


def test_steps_run_in_their_order_whatever_the_order_of_the_bells(bench: Bench) -> None:
    bench.lane.let_go("reports")
    bench.want("reports", "tag", "extract", "tag", "unknown")
    assert bench.turn() == ["extract", "tag", "reports"]
    assert bench.turn() == []


def test_a_failed_step_is_tried_again_after_its_pause_and_the_others_go_on(bench: Bench) -> None:
    bench.raising["extract"] = Later("chỉ mục không trả lời")
    bench.want("extract", "tag")
    assert bench.turn() == ["extract", "tag"]
    bench.want("extract", "tag")  # the next bells: the one in trouble keeps its pause
    assert bench.turn() == ["tag"]
    bench.time.at += LATER
    del bench.raising["extract"]
    assert bench.turn() == ["extract"]
    assert bench.lane.trouble == {}
    last = bench.log.last()["extract"]
    assert (last.verdict, last.counts) == (Verdict.DONE, {"done": 1})


def test_a_step_with_nothing_to_do_is_not_run_and_leaves_one_line_however_often(bench: Bench) -> None:
    bench.want("tag")
    bench.turn()
    bench.idle.add("tag")
    for _ in range(3):
        bench.want("tag")
        assert bench.turn() == []
    assert bench.log.last()["tag"].counts == {"done": 1}, "what it last did stays to be seen"
    assert bench.log.looked() == {"tag": NOW}
    with bench.database.read() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(step_runs)).scalar_one() == 2


def test_trouble_ends_when_somebody_else_did_the_work(bench: Bench) -> None:
    bench.raising["tag"] = Later("không trả lời")
    bench.want("tag")
    bench.turn()
    bench.idle.add("tag")
    bench.time.at += LATER
    assert bench.turn() == []
    assert bench.lane.trouble == {}


def test_a_crashed_step_is_tried_again_by_its_verdict(bench: Bench) -> None:
    bench.raising["tag"] = Again("tiến trình dừng")
    bench.want("tag")
    runs = 0
    while bench.time.at < timedelta(minutes=2):
        runs += len(bench.turn())
        bench.time.at += timedelta(seconds=1)
    assert runs == ATTEMPTS
    assert bench.log.last()["tag"].error == "tiến trình dừng"


def test_a_step_waits_after_a_start_for_the_first_crawl_but_not_for_ever(bench: Bench) -> None:
    bench.want("reports", "tag")
    assert bench.turn() == ["tag"]
    bench.lane.let_go("reports")
    assert bench.turn() == ["reports"]
    late = Bench(bench.database)
    late.want("reports")
    assert late.turn() == []
    late.time.at = GATE
    assert late.turn() == ["reports"]


def test_a_step_can_be_held(bench: Bench) -> None:
    bench.lane.hold("tag", timedelta(minutes=60))
    bench.want("tag")
    assert bench.turn() == []
    bench.time.at = timedelta(minutes=60)
    assert bench.turn() == ["tag"]


def test_a_lane_ends_while_it_waits_and_lets_go_of_its_process_before(bench: Bench) -> None:
    ran = threading.Event()
    bench.lane._ended = lambda step, ended: ran.set()
    thread = threading.Thread(target=bench.lane.work)
    thread.start()
    bench.want("tag")
    assert ran.wait(60)
    bench.lane.stop()
    thread.join(60)
    assert not thread.is_alive()
    assert "end" in bench.hand.said


def test_what_is_broken_off_at_the_end_is_no_failure(bench: Bench) -> None:
    bench.raising["tag"] = Again("tiến trình dừng")
    bench.want("tag")
    step = bench.lane._next()
    assert step is not None
    bench.lane.stop()
    assert bench.lane._run(step).verdict is Verdict.CUT
    assert bench.log.last()["tag"].verdict is Verdict.CUT


def test_a_lane_outlives_a_database_that_does_not_answer(bench: Bench) -> None:
    bench.want("tag")
    with bench.database.write() as connection:
        connection.exec_driver_sql("ALTER TABLE step_runs RENAME TO elsewhere")
    assert bench.turn() == []
    with bench.database.write() as connection:
        connection.exec_driver_sql("ALTER TABLE elsewhere RENAME TO step_runs")
    bench.time.at = timedelta(minutes=1)
    assert bench.turn() == ["tag"]


def round_of(database: Database, *raised: Exception | None) -> tuple[list[Ended], list[timedelta]]:
    """A round of two steps, the first raising these one after the other; the pauses made."""
    left, slept = list(raised), list[timedelta]()

    def first() -> Outcome:
        error = left.pop(0) if left else None
        if error is not None:
            raise error
        return Outcome({"done": 2})

    steps = [Step("extract", first, EVERY), Step("tag", Outcome, EVERY)]
    return one_round(steps, StepLog(database, "k"), FixedClock(NOW), slept.append), slept


def test_a_round_insists_on_what_passes_by_itself(sqlite_database: Database) -> None:
    ended, slept = round_of(sqlite_database, Again("x"), Again("x"), None)
    assert [one.verdict for one in ended] == [Verdict.DONE, Verdict.DONE]
    assert len(slept) == 2


def test_a_round_gives_up_after_so_many_and_goes_on_with_the_next_step(sqlite_database: Database) -> None:
    ended, slept = round_of(sqlite_database, *[Again("x")] * 99)
    assert [one.verdict for one in ended] == [Verdict.AGAIN, Verdict.DONE]
    assert len(slept) == ATTEMPTS - 1


@pytest.mark.parametrize("error", [Later("x"), Aside("x")], ids=["later", "aside"])
def test_a_round_does_not_wait_for_what_is_not_now(sqlite_database: Database, error: Exception) -> None:
    ended, slept = round_of(sqlite_database, error)
    assert ([one.error for one in ended], slept) == (["x", ""], [])

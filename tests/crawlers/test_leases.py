"""Leases: who may ask which host, in what order, how much a day; no address twice."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import sleep

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawlers.fates import Fate
from crawlers.frontier import Frontier
from crawlers.frontier_rows import Found
from crawlers.hosts import Asker, take
from crawlers.leasing import LEASE
from crawlers.owners import is_alive, this_owner
from crawlers.plan import Rhythm
from crawlers.tables import frontier as frontier_table
from crawlers.visits import Due, Outcome
from lantoa.clock import FixedClock
from lantoa.database import Database

NOW = datetime(2025, 9, 1, 1, tzinfo=UTC)
WALL = datetime(2026, 1, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)
MIDNIGHT = datetime(2025, 9, 1, 17, tzinfo=UTC)
ROOT = str(Path(__file__).parents[2])


def article(name: str, host: str = "bao.test", **values: object) -> Found:
    return Found(f"http://{host}/{name}.html", "article", "bao", f"http://{host}/feed", **values)  # type: ignore[arg-type]


def channel(name: str = "rss", host: str = "bao.test") -> Found:
    return Found(f"http://{host}/{name}", "feed", "bao", "sources", every=HOUR)


def names(dues: Iterable[Due]) -> list[str]:
    return [due.url.rsplit("/", 1)[1].removesuffix(".html") for due in dues]


def stored(dues: Iterable[Due], at: datetime) -> list[Outcome]:
    return [Outcome(due, Fate.STORED if due.role == "article" else Fate.READ, at, 200) for due in dues]


@pytest.fixture
def wall() -> FixedClock:
    return FixedClock(WALL)


@pytest.fixture
def frontier(database: Database, wall: FixedClock) -> Frontier:
    return Frontier(database, Rhythm(adaptive=False), wall)


def test_a_host_is_asked_by_one_process_at_a_time(frontier: Frontier) -> None:
    frontier.discovered([article(str(number), host) for number in range(5) for host in ("a.test", "b.test")], NOW)
    mine = frontier.lease(NOW, 3, "me", per_host=3)
    yours = frontier.lease(NOW, 9, "you", per_host=3)
    assert [{due.host for due in mine}, {due.host for due in yours}] == [{"a.test"}, {"b.test"}]
    assert frontier.lease(NOW, 9, "third") == []
    assert len(frontier.lease(NOW, 9, "me", without=("b.test",))) == 2


def test_a_lease_ends_by_the_walls_clock_however_far_the_crawls_own_skips(frontier: Frontier, wall: FixedClock) -> None:
    frontier.discovered([article(str(number)) for number in range(10)], NOW)
    frontier.lease(NOW, 6, "me")
    assert frontier.lease(NOW + 100 * HOUR, 20, "you") == []
    assert frontier.others("you") == ["me"]
    wall.skip_to(WALL + LEASE)
    assert frontier.others("you") == []
    assert len(frontier.lease(NOW, 20, "you")) == 10


def test_who_is_at_work_keeps_what_he_leased(frontier: Frontier, wall: FixedClock) -> None:
    frontier.discovered([article("a")], NOW)
    frontier.lease(NOW, 1, "me")
    wall.skip_to(WALL + LEASE / 2)
    frontier.renew("me")
    wall.skip_to(WALL + LEASE)
    assert frontier.lease(NOW, 1, "you") == []


def test_a_host_that_changes_hands_keeps_its_pause(frontier: Frontier, wall: FixedClock) -> None:
    frontier.discovered([article("a"), article("b")], NOW)
    frontier.gaps["bao.test"] = timedelta(seconds=3)
    frontier.done(stored(frontier.lease(NOW, 1, "me"), NOW), "me")
    assert frontier.lease(NOW, 1, "you") == []
    wall.skip_to(WALL + timedelta(seconds=3))
    assert len(frontier.lease(NOW, 1, "you")) == 1


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(1, 7), st.integers(0, 3)), min_size=1, max_size=8))
def test_leases_never_overlap_whoever_asks_for_how_many(
    sqlite_database: Database, asked: list[tuple[str, int, int]]
) -> None:
    frontier = Frontier(sqlite_database, Rhythm())
    for owner in "abc":
        frontier.release(owner)
    frontier.discovered([article(str(number), f"{number % 4}.test") for number in range(20)], NOW)
    taken = [(due.host, owner, due.id) for owner, limit, share in asked for due in frontier.lease(NOW, limit, owner, share)]
    assert len({number for _, _, number in taken}) == len(taken)
    assert len({(host, owner) for host, owner, _ in taken}) == len({host for host, _, _ in taken})


def test_two_processes_get_disjoint_addresses_at_the_same_time(database: Database) -> None:
    frontier = Frontier(database, Rhythm())
    frontier.discovered([article(str(number), f"{number % 30}.test") for number in range(300)], NOW)
    url = database.engine.url.render_as_string(hide_password=False)
    code = (
        "import sys, datetime; from lantoa.database import open_database; from crawlers.frontier import Frontier\n"
        "f = Frontier(open_database(sys.argv[1])); now = datetime.datetime.fromisoformat(sys.argv[2])\n"
        "while (dues := f.lease(now, 7, sys.argv[3], 3)): print(*[f'{due.id}:{due.host}' for due in dues])"
    )
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", code, url, NOW.isoformat(), owner], stdout=subprocess.PIPE, text=True,
            env=os.environ | {"PYTHONPATH": ROOT},
        )
        for owner in ("one", "two")
    ]  # fmt: skip
    taken = [[pair.split(":") for pair in run.communicate()[0].split()] for run in runs]
    numbers = [number for pairs in taken for number, _ in pairs]
    assert len(numbers) == len(set(numbers)) == 300
    assert not {host for _, host in taken[0]} & {host for _, host in taken[1]}


def test_what_another_process_only_looks_at_is_not_overlooked(database: Database) -> None:
    frontier = Frontier(database, Rhythm())
    frontier.discovered([article("1", "a.test"), article("2", "b.test")], NOW)
    with ThreadPoolExecutor(1) as pool:
        with database.write() as looking:
            take(looking, Asker("you", NOW, WALL, None, 100), (), 1)
            mine = pool.submit(frontier.lease, NOW, 10, "me")
            sleep(0.3)
            assert not mine.done()
        assert {due.host for due in mine.result()} == {"a.test", "b.test"}


def test_what_a_killed_process_had_is_due_again(frontier: Frontier) -> None:
    frontier.discovered([article("a"), article("b")], NOW)
    dead = subprocess.run(
        [sys.executable, "-c", "from crawlers.owners import this_owner; print(this_owner())"],
        capture_output=True, text=True, check=True, env=os.environ | {"PYTHONPATH": ROOT},
    ).stdout.strip()  # fmt: skip
    frontier.lease(NOW, 2, dead)
    assert frontier.lease(NOW, 2, "me") == []
    assert (is_alive(dead), is_alive(this_owner())) == (False, True)
    assert frontier.release(dead) == 2
    assert len(frontier.lease(NOW, 2, "me")) == 2


def test_an_outcome_of_a_lost_lease_is_left_to_the_new_owner(frontier: Frontier, wall: FixedClock) -> None:
    frontier.discovered([article("a")], NOW)
    mine = frontier.lease(NOW, 1, "me")
    wall.skip_to(WALL + LEASE)
    frontier.lease(NOW, 1, "you")
    frontier.done(stored(mine, NOW), "me")
    assert frontier.fates() == {"bao": {"waiting": 1}}


def test_a_share_keeps_one_host_from_taking_the_whole_lease(frontier: Frontier) -> None:
    frontier.discovered([article(str(number), "big.test") for number in range(9)], NOW)
    frontier.discovered([article("only", "small.test")], NOW)
    hosts = [due.host for due in frontier.lease(NOW, 5, "me", per_host=2)]
    assert sorted(hosts) == ["big.test", "big.test", "small.test"]


@pytest.mark.parametrize("share", [0, 20])
def test_channels_come_first_then_what_is_likely_then_what_is_newest(frontier: Frontier, share: int) -> None:
    frontier.discovered(
        [
            article("old", listed_at=NOW - 50 * HOUR),
            article("new", listed_at=NOW - HOUR),
            article("likely", listed_at=NOW - 90 * HOUR, likely=True),
            article("deep", page=9),
            article("top"),
            channel(),
        ],
        NOW,
    )
    assert names(frontier.lease(NOW, 9, "me", share)) == ["rss", "likely", "top", "new", "old", "deep"]


def test_first_visits_and_revisits_take_turns(frontier: Frontier) -> None:
    frontier.discovered([article(f"again{number}") for number in range(40)], NOW)
    frontier.done(stored(frontier.lease(NOW, 40, "me"), NOW), "me")
    later = NOW + HOUR
    frontier.discovered([article(f"first{number}") for number in range(40)], later)
    kinds = [name.rstrip("0123456789") for name in names(frontier.lease(later, 20, "me", per_host=20))]
    assert (kinds.count("first"), kinds.count("again")) == (15, 5)


def test_a_host_that_asked_for_a_pause_gets_it_for_all_its_addresses_found_later_too(frontier: Frontier) -> None:
    frontier.discovered([article("a"), article("c", "other.test")], NOW)
    frontier.postpone("bao.test", NOW + HOUR)
    frontier.discovered([article("b")], NOW)
    assert [due.host for due in frontier.lease(NOW, 9, "me")] == ["other.test"]
    assert frontier.next_due(NOW) == NOW + HOUR
    frontier.release("me")
    assert len(frontier.lease(NOW + HOUR, 9, "me")) == 3


@pytest.mark.parametrize("share", [0, 4])
def test_beyond_its_budget_a_host_waits_for_tomorrow_and_nothing_is_lost(
    database: Database, wall: FixedClock, share: int
) -> None:
    frontier = Frontier(database, Rhythm(adaptive=False), wall, budget=20)
    frontier.discovered([article(str(number)) for number in range(50)], NOW)
    asked = 0
    while dues := frontier.lease(NOW, 7, "me", share):
        frontier.done(stored(dues, NOW), "me")
        asked += len(dues)
    assert asked == 18  # a tenth of the day is kept for channels
    frontier.discovered([channel(str(number)) for number in range(5)], NOW)
    assert [due.role for due in frontier.lease(NOW, 7, "me", share)] == ["feed"] * 2
    assert frontier.fates()["bao"] == {"stored": 18, "waiting": 37}
    with database.read() as connection:
        notes = connection.scalars(sa.select(frontier_table.c.note).where(frontier_table.c.fate == "waiting"))
        assert list(notes).count("budget") == 32
    frontier.release("me")
    assert frontier.next_due(NOW) == MIDNIGHT
    assert len(frontier.lease(MIDNIGHT, 50, "me")) > 7


def test_what_is_leased_counts_for_the_budget(database: Database, wall: FixedClock) -> None:
    frontier = Frontier(database, Rhythm(), wall, budget=20)
    frontier.discovered([article(str(number)) for number in range(50)], NOW)
    assert [len(frontier.lease(NOW, 10, "me", 10)) for _ in range(3)] == [10, 8, 0]

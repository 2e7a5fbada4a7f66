"""lantoa up: one at a time, ended at any moment, going on where it was."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from campaigns.operating.lanes import judged
from campaigns.operating.steps import Outcome, Step, Verdict
from lantoa.cli.hands import ProcessHand
from lantoa.cli.rounds import EVERY, LANE_OF, ROUND, THEN, WORK
from lantoa.errors import Again, Aside, Later
from lantoa.words import catalogue
from tests.cli.test_interrupted import answers, interrupt, wait_until
from tests.support.ports import free_port
from tests.support.terminal import Terminal

ANSWERING = """
import sys
for line in sys.stdin:
    print({answer}, flush=True)
"""


def hand(tmp_path: Path, answer: str) -> ProcessHand:
    """A hand whose process answers every step with this Python expression."""
    return ProcessHand(tmp_path / "log", lambda: timedelta(0), (sys.executable, "-c", ANSWERING.format(answer=answer)))


def test_a_process_does_steps_until_it_may_rest(tmp_path: Path) -> None:
    found = hand(tmp_path, """'{"pulse": true}\\n{"counts": {"done": 2}, "aside": ["a"]}'""")
    assert found.run("tag") == Outcome({"done": 2}, ("a",))
    assert found.pulse() == timedelta(0)
    assert found.run("group") == Outcome({"done": 2}, ("a",))
    found.rest()
    assert found.run("index") == Outcome({"done": 2}, ("a",)), "a new one"
    found.end()
    with pytest.raises(Again):
        found.run("tag")
    found.rest()


@pytest.mark.parametrize(("verdict", "kind"), [("again", Again), ("later", Later), ("aside", Aside)])
def test_a_verdict_of_the_process_is_a_verdict_here(tmp_path: Path, verdict: str, kind: type[Exception]) -> None:
    found = hand(tmp_path, f"""'{{"verdict": "{verdict}", "why": "Chưa được."}}'""")
    with pytest.raises(kind, match="Chưa được"):
        found.run("tag")
    found.rest()


def test_a_process_that_dies_or_is_killed_is_tried_again(tmp_path: Path) -> None:
    found = ProcessHand(tmp_path / "log", lambda: timedelta(0), (sys.executable, "-c", "import os; os._exit(9)"))
    with pytest.raises(Again, match="9"):
        found.run("tag")
    assert judged(Step("tag", lambda: found.run("tag"), timedelta(hours=1))).verdict is Verdict.AGAIN


def test_a_process_that_says_something_else_is_ended_and_tried_again(tmp_path: Path) -> None:
    found = hand(tmp_path, """'một dòng lạ'""")
    with pytest.raises(Again, match="một dòng lạ"):
        found.run("tag")
    found.rest()


def test_every_step_has_its_rhythm_a_name_and_followers_that_exist() -> None:
    assert set(EVERY) == set(ROUND)
    assert {name for names in THEN.values() for name in names} <= set(ROUND)
    assert set(LANE_OF) <= set(ROUND)
    assert all(f"cli.step.{name}" in catalogue() for name in ROUND)
    order = list(ROUND)
    for name, followers in THEN.items():
        for one in followers:
            assert order.index(one) > order.index(name)
            assert one == "send" or LANE_OF.get(one, WORK) == WORK


def test_one_round_takes_every_step_and_says_what_it_could_not_do(lantoa: Terminal) -> None:
    ended = lantoa("up", "--once", "--json")
    assert ended.code == 3, "no contact is set, so no outlet is asked"
    told = {one["step"]: one for one in ended.json}
    assert list(told) == list(ROUND)
    assert "LANTOA_CONTACT" in told["crawl"]["failed_items"][0]
    assert all(one["failed_items"] == [] for name, one in told.items() if name != "crawl")
    status = lantoa("status", "--json")
    assert (status.code, status.json["watchdog"], status.json["well"]) == (1, "off", False)
    assert lantoa("status").out.count("LANTOA_CONTACT") == 1


def test_what_makes_no_sense_is_refused_in_one_line(lantoa: Terminal) -> None:
    assert (lantoa("up", "--json").code, lantoa("up", index_url="memory:").code) == (2, 2)
    assert "memory:" in lantoa("up", index_url="memory:").line


def test_a_folder_where_nothing_ever_ran_has_a_status(lantoa: Terminal) -> None:
    found = lantoa("status", "--json")
    assert (found.code, found.json["watchdog"], found.json["heartbeat"]) == (0, "off", None)


@pytest.mark.slow
@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_refuses_a_second_and_ends_in_order(lantoa: Terminal, by: signal.Signals) -> None:
    port = free_port()
    with running(lantoa, "up", port=port) as process:
        patiently(lambda: answers(f"http://127.0.0.1:{port}/api/v1/health"), process)
        second = lantoa("up", port=port)
        assert (second.code, str(process.pid) in second.line) == (2, True)
        assert lantoa("up", "--once").code == 2
        patiently(lambda: steps_ran(port) >= set(ROUND) - {"reports", "digest"}, process)
        code, said = interrupt(process, by)
    assert (code, f"http://127.0.0.1:{port}/" in said) == (0, True)
    assert lantoa("status", "--json").json["heartbeat"]["stopped"]


def steps_ran(port: int) -> set[str]:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v1/operations") as answer:
        return {one["step"] for one in json.load(answer)["steps"] if one["last"] or one["idle_at"]}


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_killed_at_any_moment_the_next_one_goes_on_to_the_end(lantoa: Terminal) -> None:
    """The demonstration, begun by `demo`, carried on by `up`, which is killed while it crawls and
    while it tags."""
    begun = lantoa.start("demo", "--no-serve")
    wait_until(lambda: count(lantoa.data, "captures") > 20, begun)
    interrupt(begun)
    for table, wanted in (("captures", 200), ("articles WHERE tagged_v > 0", 200)):
        with running(lantoa, "up", "--no-serve") as process:
            patiently(partial(at_least, lantoa.data, table, wanted), process)
            os.kill(process.pid, signal.SIGKILL)
    with running(lantoa, "up", port=(port := free_port())) as last:
        patiently(partial(settled, f"http://127.0.0.1:{port}/api/v1/operations"), last)
        assert interrupt(last)[0] == 0
    whole = lantoa.folder / "whole"
    assert lantoa("demo", "--no-serve", "--json", data=whole).code == 0
    phases = [{one["url"]: (one["phases"], one["is_original"]) for one in lantoa.exported(data=data)} for data in (lantoa.data, whole)]
    assert phases[0] == phases[1]
    assert lantoa("index", "--check").code == 0


def settled(url: str) -> bool:
    """Whether nothing waits and every step was looked at; letters do wait, without a mail server."""
    if not answers(url):
        return False
    with urllib.request.urlopen(url) as answer:
        told = json.load(answer)
    looked = all((one["last"] or one["idle_at"]) and not one["running_since"] for one in told["steps"])
    return looked and not any(count for step, count in told["backlog"].items() if step != "send")


def patiently(holds: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    """As `wait_until`, for what takes minutes on a busy machine."""
    for _ in range(7):
        with suppress(AssertionError):
            wait_until(holds, process)
            return
        assert process.poll() is None
    wait_until(holds, process)


@contextmanager
def running(lantoa: Terminal, *typed: str, **environ: object) -> Iterator[subprocess.Popen[str]]:
    """A process that is gone afterwards, whatever becomes of the test."""
    process = lantoa.start(*typed, **environ)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def at_least(data: Path, table: str, wanted: int) -> bool:
    return count(data, table) >= wanted


def count(data: Path, table: str) -> int:
    file = data / "lantoa.db"
    if not file.exists():
        return 0
    connection = sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=30)
    try:
        return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
    except sqlite3.OperationalError:  # before the migrations made the table
        return 0
    finally:
        connection.close()

"""Two crawls on one database: no article is asked for twice, and each host keeps its pace."""

from __future__ import annotations

import os
import signal
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from lantoa.database import Database
from tests.crawlers.test_crawl_ends import child_of, ended, parent_of, until
from tests.support.crawls import HOUR, START, World, make_world, rss, stanza
from tests.support.websites import Asked, Reply, Websites, html, websites

NAMES = [f"bao{number}" for number in range(6)]
COUNT = 12
PACE = timedelta(milliseconds=100)


def links(name: str) -> list[str]:
    return [f"http://{name}.test/dai-hoi-dang-bo-lan-thu-nhat-{10_000 + number}.html" for number in range(COUNT)]


def answer(asked: Asked) -> Reply:
    if asked.path == "/rss":
        return Reply(200, rss(*links(asked.host.removesuffix(".test"))))
    return html(f"<p>{asked.path} {'nội dung ' * 100}</p>") if "dai-hoi" in asked.path else Reply(404)


@pytest.fixture
def served() -> Iterator[Websites]:
    with websites({f"{name}.test": answer for name in NAMES}) as sites:
        yield sites


def world_of(served: Websites, folder: Path, url: str = "") -> World:
    stanzas = "".join(stanza(name, "/rss") for name in NAMES)
    return make_world(folder, served.hosts, stanzas, url, until=START + HOUR, near_delay=PACE)


def all_once(world: World, served: Websites) -> None:
    asked = Counter((each.host, each.path) for each in served.asked if "dai-hoi" in each.path)
    assert set(asked.values()) == {1}
    assert len(asked) == len(NAMES) * COUNT
    assert not [row.url for row in world.rows() if row.role == "article" and row.fate != "stored"]
    assert not [row.url for row in world.rows() if row.lease_owner]
    assert world.damage() == []


def test_two_crawls_at_once_share_the_work_and_keep_the_pace(
    served: Websites, database: Database, tmp_path: Path
) -> None:
    world = world_of(served, tmp_path, database.engine.url.render_as_string(hide_password=False))
    parents = [parent_of(replace(world, plan=replace(world.plan, log=tmp_path / f"{n}.log"))) for n in range(2)]
    for parent in parents:
        _, errors = parent.communicate(timeout=100)
        assert (parent.returncode, errors) == (0, "")
    all_once(world, served)
    for name in NAMES:
        times = [each.at for each in served.asked if each.host == f"{name}.test" and each.path != "/robots.txt"]
        assert min(later - earlier for earlier, later in pairwise(times)) > PACE.total_seconds() / 2
    world.database.close()


def test_when_one_of_two_dies_the_other_takes_over(served: Websites, tmp_path: Path) -> None:
    world = world_of(served, tmp_path)
    first = parent_of(world)
    until(lambda: len(served.asked) > 20)
    second = parent_of(replace(world, plan=replace(world.plan, log=tmp_path / "second.log")))
    child = child_of(second.pid)
    os.kill(child_of(first.pid), signal.SIGKILL)
    first.communicate(timeout=60)
    output, errors = second.communicate(timeout=100)
    assert (second.returncode, errors) == (0, "")
    assert "complete=True" in output
    assert ended(child)
    assert not [row.url for row in world.rows() if row.role == "article" and row.fate != "stored"]
    assert not [row.url for row in world.rows() if row.lease_owner]
    world.database.close()


def test_by_the_systems_clock_a_second_crawl_leaves_the_first_its_work_and_ends(
    served: Websites, tmp_path: Path
) -> None:
    world = world_of(served, tmp_path)
    plan = replace(world.plan, clock="", clock_file=None, until=None, near_delay=5 * PACE)
    first = parent_of(replace(world, plan=plan))
    until(lambda: len(served.asked) > 20)
    second = world.crawl(clock="", clock_file=None, until=None, log=tmp_path / "second.log")
    assert second.requests == 0
    assert first.poll() is None
    first.communicate(timeout=60)
    all_once(world, served)
    world.database.close()


def test_one_crawl_after_another_goes_on_where_the_first_stopped(served: Websites, tmp_path: Path) -> None:
    world = world_of(served, tmp_path)
    assert not world.crawl(max_pages=20).complete
    assert world.crawl().complete
    all_once(world, served)
    world.database.close()

"""However a crawl ends, nothing is lost, and no child stays behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from lantoa.database import Database
from lantoa.errors import Misuse
from tests.support.crawls import HOUR, START, World, make_world, rss, stanza
from tests.support.tls import self_signed
from tests.support.websites import Asked, Reply, Websites, html, websites

ROOT = str(Path(__file__).parents[2])
COUNT = 60
LINKS = [f"http://cham.test/dai-hoi-dang-bo-lan-thu-nhat-{10_000 + number}.html" for number in range(COUNT)]
SLOWLY = timedelta(milliseconds=25)


def slow(asked: Asked) -> Reply:
    if asked.path == "/rss":
        return Reply(200, rss(*LINKS))
    return (
        html(f"<h1>Bài</h1><p>{asked.path} {'nội dung ' * 300}</p>")
        if "dai-hoi" in asked.path
        else Reply(404)
    )


@pytest.fixture
def served() -> Iterator[Websites]:
    with websites({"cham.test": slow}) as sites:
        yield sites


@pytest.fixture
def world(served: Websites, tmp_path: Path) -> Iterator[World]:
    made = make_world(tmp_path, served.hosts, stanza("cham", "/rss"), until=START + HOUR, near_delay=SLOWLY)
    yield made
    made.database.close()


def parent_of(world: World) -> subprocess.Popen[str]:
    """A process that crawls."""
    code = (
        "import signal, sys; from crawlers.crawl import run_crawl; from crawlers.plan import CrawlPlan\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"  # ignored where tests run in the background
        "print(run_crawl(CrawlPlan.from_json(sys.argv[1])), flush=True)"
    )
    return subprocess.Popen(
        [sys.executable, "-c", code, world.plan.to_json()],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ | {"PYTHONPATH": ROOT},
    )  # fmt: skip


def child_of(pid: int) -> int:
    """The process that a process started."""
    found = Path(f"/proc/{pid}/task/{pid}/children")
    until(lambda: found.read_text().split() != [])
    return int(found.read_text().split()[0])


def until(condition: Callable[[], bool], seconds: float = 60) -> None:
    limit = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < limit, "did not happen"
        time.sleep(0.02)


def ended(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except (FileNotFoundError, ProcessLookupError):
        return True


def all_is_there(world: World) -> None:
    assert {row.url: row.fate for row in world.rows() if row.role == "article"} == dict.fromkeys(
        LINKS, "stored"
    )
    assert all(len(world.pages(link)) >= 1 for link in LINKS)
    assert world.damage() == []


def test_a_child_killed_in_the_middle_loses_nothing(world: World, served: Websites) -> None:
    parent = parent_of(world)
    until(lambda: len(served.asked) > 30)
    os.kill(child_of(parent.pid), signal.SIGKILL)
    _, errors = parent.communicate(timeout=30)
    assert "Later" in errors
    assert "-9" in errors
    assert world.damage() == []
    assert world.crawl().complete
    all_is_there(world)


@pytest.mark.slow
@pytest.mark.parametrize("after", range(4, 60, 8))
def test_wherever_it_is_killed_nothing_is_lost(world: World, served: Websites, after: int) -> None:
    parent = parent_of(world)
    until(lambda: len(served.asked) > after)
    os.kill(child_of(parent.pid), signal.SIGKILL)
    parent.communicate(timeout=30)
    world.crawl()
    all_is_there(world)


def test_a_crawl_whose_parent_was_killed_ends(world: World, served: Websites) -> None:
    parent = parent_of(world)
    until(lambda: len(served.asked) > 10)
    child = child_of(parent.pid)
    parent.kill()
    parent.communicate()
    until(lambda: ended(child), 30)
    assert not [row.url for row in world.rows() if row.lease_owner]
    world.crawl()
    all_is_there(world)


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_crawl_ends_its_child_and_goes_on_later(
    world: World, served: Websites, sent: int
) -> None:
    parent = parent_of(world)
    until(lambda: len(served.asked) > 10)
    child = child_of(parent.pid)
    parent.send_signal(sent)
    parent.communicate(timeout=30)
    assert parent.returncode != 0
    until(lambda: ended(child), 30)
    asked = len(served.asked)
    assert asked < COUNT
    world.crawl()
    all_is_there(world)


def test_so_many_pages_and_no_more(world: World, served: Websites) -> None:
    outcome = world.crawl(max_pages=7)
    assert outcome.requests == 7
    assert not outcome.complete
    assert not [row.url for row in world.rows() if row.lease_owner]


def test_the_same_on_either_database(served: Websites, database: Database, tmp_path: Path) -> None:
    url = database.engine.url.render_as_string(hide_password=False)
    world = make_world(tmp_path, served.hosts, stanza("cham", "/rss"), url, until=START + HOUR)
    world.crawl()
    all_is_there(world)
    world.database.close()


def test_an_archive_that_cannot_be_written_stops_the_crawl_with_one_line(
    world: World, served: Websites
) -> None:
    world.plan.archive.write_text("no folder")
    with pytest.raises(Misuse, match="archive"):
        world.crawl()
    world.plan.archive.unlink()
    world.crawl()
    all_is_there(world)


def test_a_malformed_sources_file_is_refused_with_its_line(world: World, tmp_path: Path) -> None:
    broken = tmp_path / "broken.toml"
    broken.write_text("[source.x]\nname = 1\n")
    with pytest.raises(Misuse, match=r"broken\.toml"):
        world.crawl(sources=(broken,))


def test_a_certificate_nobody_vouches_for_is_refused(tmp_path: Path) -> None:
    with websites({"cham.test": slow}, self_signed("cham.test", tmp_path)) as sites:
        stanzas = stanza("cham", home="https://cham.test/")
        world = make_world(tmp_path, sites.hosts, stanzas, until=START + timedelta(minutes=5))
        world.crawl()
        row = world.row("https://cham.test/")
        assert (row.fate, row.note) == ("tls", "robots.txt: tls")
        assert sites.asked == []
        world.database.close()


def test_a_certificate_is_accepted_where_the_source_says_why(tmp_path: Path) -> None:
    with websites({"cham.test": slow, "khac.test": slow}, self_signed("cham.test", tmp_path)) as sites:
        excepted = stanza("cham", home="https://cham.test/").rstrip() + '\ntls_exception = "hết hạn, xem ngày 2026-11-01"\n\n'
        other = stanza("khac", home="https://khac.test/")
        world = make_world(tmp_path, sites.hosts, excepted + other, until=START + timedelta(minutes=5))
        world.crawl()
        assert world.row("https://cham.test/").last_status == 404
        assert world.row("https://khac.test/").fate == "tls"
        assert {asked.host for asked in sites.asked} == {"cham.test"}
        assert world.plan.log is not None
        assert "cham.test is not checked: hết hạn" in world.plan.log.read_text(encoding="utf-8")
        world.database.close()


def test_silence_and_dripping_are_cut_off(tmp_path: Path) -> None:
    mute, drop = (f"http://im.test/dai-hoi-dang-bo-lan-thu-nhat-{number}.html" for number in (10001, 10002))

    def mutely(asked: Asked) -> Reply:
        if "10001" in asked.path:
            return Reply(200, b"x", hold=20)
        if "10002" in asked.path:
            return Reply(200, headers={"Content-Type": "text/html"}, drip=(b"x", 400), hold=0.1)
        return Reply(200, rss(mute, drop)) if asked.path == "/rss" else Reply(404)

    with websites({"im.test": mutely}) as sites:
        world = make_world(tmp_path, sites.hosts, stanza("im", "/rss"), until=START + timedelta(minutes=5))
        world.crawl(timeout=timedelta(seconds=2.5))
        for url in (mute, drop):
            row = world.row(url)
            assert (row.fate, row.due) == ("timeout", START + timedelta(minutes=15))
        world.database.close()

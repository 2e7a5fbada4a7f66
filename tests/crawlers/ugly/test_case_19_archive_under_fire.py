"""Case 19: kill -9 in the middle, a torn record, a flipped byte, two crawlers on one archive: no
address is lost, and every record that was committed can be read. (A full disk, and kills at any
moment of writing: tests/crawlers/test_archive*.)"""

from __future__ import annotations

import os
import signal
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from crawlers.archive import Archive
from crawlers.archive_tables import captures
from crawlers.step import put_aside
from lantoa.errors import Later
from tests.support.crawls import HOUR, START, World, make_world, rss, stanza
from tests.support.ugly import Crawled, crawling, link, path, story
from tests.support.websites import Asked, Reply, Websites, websites

COUNT = 40
NAMES = [f"{number:02d}" for number in range(COUNT)]
PACE = timedelta(milliseconds=10)


def site(asked: Asked) -> Reply:
    if asked.path == "/rss":
        return Reply(200, rss(*(link(asked.host.removesuffix(".test"), each) for each in NAMES)))
    return story(f"Bài ở {asked.host}{asked.path}", more=f"Riêng {asked.path}.") if "dai-hoi" in asked.path else Reply(404)


@pytest.fixture
def served() -> Iterator[Websites]:
    with websites({"mot.test": site, "hai.test": site}) as sites:
        yield sites


@pytest.fixture
def world(served: Websites, tmp_path: Path) -> Iterator[World]:
    made = make_world(tmp_path, served.hosts, stanza("mot", "/rss") + stanza("hai", "/rss"), until=START + HOUR, near_delay=PACE)
    yield made
    made.database.close()


def all_is_there(world: World) -> None:
    fates = {row.url: row.fate for row in world.rows() if row.role == "article"}
    assert fates == {link(host, name): "stored" for host in ("mot", "hai") for name in NAMES}
    assert all(world.pages(url) for url in fates)
    assert [row.url for row in world.rows() if row.lease_owner] == []


def test_a_crawl_killed_in_the_middle_loses_nothing(tmp_path: Path) -> None:
    def deadly(asked: Asked) -> Reply:
        if asked.path == path(NAMES[25]) and asked.nth == 1:
            for process in crawling():
                os.kill(process, signal.SIGKILL)
        return site(asked)

    with websites({"mot.test": site, "hai.test": deadly}) as served:
        stanzas = stanza("mot", "/rss") + stanza("hai", "/rss")
        world = make_world(tmp_path, served.hosts, stanzas, until=START + HOUR, near_delay=PACE)
        with pytest.raises(Later, match="-9"):
            world.crawl()
        assert world.damage() == []
        assert world.crawl().complete
        all_is_there(world)
        assert world.damage() == []
        world.database.close()


def test_a_torn_record_is_cut_off_before_the_next_is_written(world: World) -> None:
    world.crawl(max_pages=20)
    file = newest(world)
    whole = file.read_bytes()
    file.write_bytes(whole + whole[:200])  # a write the power went out in
    assert world.crawl().complete
    assert file.read_bytes()[: len(whole)] == whole
    all_is_there(world)
    assert world.damage() == []


def test_a_flipped_byte_costs_its_own_page_and_says_so(world: World, served: Websites) -> None:
    outcome = world.crawl()
    with world.database.read() as connection:
        row = connection.execute(sa.select(captures).where(captures.c.url == link("hai", NAMES[7]))).one()
    file = next(Path(world.plan.archive).rglob(row.file))
    body = bytearray(file.read_bytes())
    body[row.offset + row.length // 2] ^= 0x55
    file.write_bytes(bytes(body))
    case = Crawled(world, served, outcome, 0)
    done = case.extract()
    assert (done.done, done.failed) == (2 * COUNT - 1, 1)
    assert [each.url for each in put_aside(world.database)] == [link("hai", NAMES[7])]
    assert len(case.articles()) == 2 * COUNT - 1
    assert len(world.damage()) == 1


def test_two_crawlers_at_once_ask_each_address_once_and_share_the_archive(world: World, served: Websites) -> None:
    one, two = (replace(world.plan, log=world.plan.archive.parent / f"{name}.log") for name in ("mot", "hai"))
    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(lambda plan: world.crawl(log=plan.log), (one, two)))
    all_is_there(world)
    asked = Counter((each.host, each.path) for each in served.asked if "dai-hoi" in each.path)
    assert set(asked.values()) == {1}
    assert sum(each.stored for each in done) == 2 * COUNT
    assert world.damage() == []
    with world.database.read() as connection:
        urls = list(connection.scalars(sa.select(captures.c.url).where(captures.c.role == "article")))
    assert len(urls) == len(set(urls)) == 2 * COUNT


def newest(world: World) -> Path:
    """The file that is being written."""
    archive = Archive(world.plan.archive, world.database, world.clock)
    with world.database.read() as connection:
        name = connection.scalar(sa.select(captures.c.file).order_by(captures.c.id.desc()).limit(1))
    return next(archive.folder.rglob(str(name)))

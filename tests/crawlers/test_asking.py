"""A crawl that asks for robots.txt and nothing else."""

from __future__ import annotations

from pathlib import Path

from crawlers.robots import RobotsBook
from tests.support.crawls import make_world, stanza
from tests.support.trials import outlet
from tests.support.websites import Reply, websites


def test_the_origins_are_asked_once_and_the_frontier_is_not_touched(tmp_path: Path) -> None:
    sites = {"mot.test": outlet("mot.test", robots=Reply(200, b"User-agent: *\nDisallow: /x\n")), "hai.test": outlet("hai.test")}
    with websites(sites) as served:
        world = make_world(tmp_path, served.hosts, stanza("mot", "/rss"))
        outcome = world.crawl(ask=("http://mot.test", "http://hai.test", "http://vang.test"))
        assert [each.path for each in served.asked] == ["/robots.txt", "/robots.txt"]
    assert (outcome.requests, outcome.complete) == (0, True)
    assert world.rows() == []
    book = RobotsBook(world.database)
    assert {one.origin: one.verdict for one in book.all()} == {
        "http://hai.test": "open",
        "http://mot.test": "rules",
        "http://vang.test": "unreachable",
    }

"""Case 1: robots.txt answers 503, nothing at all, or a page. Nothing is fetched now; later all is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests.support.crawls import HOUR, START
from tests.support.ugly import Crawled, crawled, link, outlet, path, story
from tests.support.websites import Asked, Reply, html

ONE = {"mot": story()}
RECOVERS = "hoi"
NEVER = {"loi": Reply(503), "im": Reply(200, hold=30), "trang": html("Bảo trì hệ thống"), "rong": Reply(raw=b"")}


def late(asked: Asked) -> Reply:
    return Reply(503) if asked.nth <= 2 else Reply(200, b"User-agent: *\nDisallow: /kin\n")


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    sites = {f"{name}.test": outlet(name, ONE, robots) for name, robots in NEVER.items()}
    sites[f"{RECOVERS}.test"] = outlet(RECOVERS, ONE, late)
    with crawled(tmp_path_factory.mktemp("case"), sites, timeout=timedelta(seconds=1.5), until=START + 2.5 * HOUR) as found:
        yield found


@pytest.mark.parametrize("name", sorted(NEVER))
def test_nothing_but_robots_txt_is_asked_and_every_address_waits(case: Crawled, name: str) -> None:
    assert set(case.sites.paths(f"{name}.test")) == {"/robots.txt"}
    assert case.fates(name) == {"/rss": "robots_later", "/": "robots_later"}
    for url in (f"http://{name}.test/rss", f"http://{name}.test/"):
        row = case.world.row(url)
        assert row.robots == "unreachable"
        assert row.due > case.world.clock.now()


@pytest.mark.parametrize(("name", "why"), [("loi", "status 503"), ("im", "timeout"), ("trang", "html")])
def test_the_reason_is_recorded(case: Crawled, name: str, why: str) -> None:
    assert case.world.row(f"http://{name}.test/rss").note == f"robots.txt: {why}"


def test_it_is_asked_again_after_an_hour_not_sooner(case: Crawled) -> None:
    assert case.sites.paths("loi.test") == ["/robots.txt"] * 3  # at 0, 1 and 2 hours


def test_when_robots_txt_is_back_what_waited_is_fetched(case: Crawled) -> None:
    assert case.sites.paths(f"{RECOVERS}.test")[:3] == ["/robots.txt"] * 3
    row = case.world.row(link(RECOVERS, "mot"))
    assert (row.fate, row.stored_at) == ("stored", START + 2 * HOUR)
    assert case.kept(RECOVERS) == [path("mot")]

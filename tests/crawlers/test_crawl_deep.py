"""Collecting in depth: earlier days, endless calendars, and how channels were read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from crawlers.backfill import complete_since
from crawlers.outlet_days import Gap, outlet_days
from crawlers.plan import Rhythm
from crawlers.tables import channel_days
from lantoa.article import ZONE
from tests.support.crawls import HOUR, START, World, make_world, rss, stanza
from tests.support.websites import Asked, Reply, Site, html, websites

XML = {"Content-Type": "application/xml"}
DAY = timedelta(days=1)
TODAY = START.date()


def path(host: str, day: date) -> str:
    return f"/dai-hoi-dang-bo-lan-thu-nhat-{host}-{day:%Y%m%d}08300012.html"


def month(host: str, first: date, last: date) -> bytes:
    days = [first + DAY * number for number in range((last - first).days + 1)]
    entry = "<url><loc>http://{}.test{}</loc><lastmod>{}T08:30:00+07:00</lastmod></url>"
    return ("<urlset>" + "".join(entry.format(host, path(host, day), day) for day in days) + "</urlset>").encode()


INDEX = "".join(f"<sitemap><loc>http://ban-do.test/sitemap-2025-{number:02}.xml</loc></sitemap>" for number in range(4, 10))


def with_sitemap(asked: Asked) -> Reply:
    if asked.path == "/sitemap.xml":
        return Reply(200, f"<sitemapindex>{INDEX}</sitemapindex>".encode(), XML)
    if asked.path.startswith("/sitemap-2025-"):
        number = int(asked.path[14:16])
        last = min(date(2025, number + 1, 1) - DAY, TODAY)
        return Reply(200, month("ban-do", date(2025, number, 1), last), XML)
    return html("<h1>Đại hội</h1><p>Nội dung</p>") if "dai-hoi" in asked.path else Reply(404)


def with_pages(asked: Asked) -> Reply:
    """A list of ten pages, three days a page."""
    if asked.path.startswith("/tin"):
        number = int(asked.path.partition("=")[2] or 1)
        days = [TODAY - DAY * (3 * (number - 1) + each) for each in range(3)]
        items = "".join(f'<p><a href="{path("trang", day)}">Đại hội Đảng bộ ngày {day}</a></p>' for day in days)
        return html(items + (f'<a href="/tin?page={number + 1}">Trang sau</a>' if number < 10 else ""))
    return html("<h1>Đại hội</h1><p>Nội dung</p>") if "dai-hoi" in asked.path else Reply(404)


def endless(asked: Asked) -> Reply:
    """Every page leads to forty more, for ever, and to the page after it."""
    number = int("".join(char for char in asked.path if char.isdigit()) or 1)
    items = "".join(
        f'<p><a href="/tin/dai-hoi-ngay-hop-thu-{number * 40 + each + 10_000}.html">Lịch họp của ngày {each}</a></p>'
        for each in range(40)
    )
    return Reply(404) if asked.path == "/robots.txt" else html(items + f'<a href="/?page={number + 1}">{number + 1}</a>')


LATEST = [f"http://dong.test/dai-hoi-dang-bo-lan-thu-nhat-{10_000 + number}.html" for number in range(40)]


def stream(asked: Asked) -> Reply:
    """A feed of three items: at first it moves by one, then by more than it shows, then it fails,
    and at last it is empty."""
    if asked.path != "/rss":
        return html("<h1>Đại hội</h1><p>Nội dung</p>") if "dai-hoi" in asked.path else Reply(404)
    first = {1: 0, 2: 1, 3: 10}.get(asked.nth)
    if first is not None:
        return Reply(200, rss(*LATEST[first : first + 3]))
    return Reply(500) if asked.nth < 10 else Reply(200, rss())


def quiet(asked: Asked) -> Reply:
    return Reply(200, rss(LATEST[0].replace("dong", "lang"))) if asked.path == "/rss" else Reply(404)


SITES: dict[str, Site] = {
    "ban-do.test": with_sitemap, "trang.test": with_pages, "vo-tan.test": endless, "dong.test": stream,
    "lang.test": quiet,
}  # fmt: skip
STANZAS = {
    "ban-do": stanza("ban-do").replace("feeds = []", 'sitemaps = ["http://ban-do.test/sitemap.xml"]'),
    "trang": stanza("trang").replace("feeds = []", 'sections = ["http://trang.test/tin"]'),
    "vo-tan": stanza("vo-tan"),
    "dong": stanza("dong", "/rss"),
    "lang": stanza("lang", "/rss"),
}


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Any]:
    with websites(SITES) as served:
        worlds: list[World] = []

        def made(name: str, **changes: Any) -> World:
            worlds.append(make_world(tmp_path, served.hosts, STANZAS[name], **changes))
            return worlds[0]

        yield made
        for world in worlds:
            world.database.close()


def stored_days(world: World, host: str) -> list[date]:
    urls = {row.url for row in world.rows() if row.fate == "stored"}
    days = [TODAY - DAY * number for number in range(200)]
    return [day for day in days if f"http://{host}.test{path(host, day)}" in urls]


def log_of(world: World, url: str) -> Sequence[Any]:
    with world.database.read() as connection:
        query = sa.select(channel_days).where(channel_days.c.url == url).order_by(channel_days.c.day)
        return connection.execute(query).all()


def test_months_of_a_sitemap_are_read_back_to_the_horizon(make: Any) -> None:
    world = make("ban-do", reach=40 * DAY, until=START + HOUR)
    world.crawl()
    days = stored_days(world, "ban-do")
    assert (days[0], days[-1]) == (TODAY, TODAY - 40 * DAY)
    assert len(days) == 41
    assert complete_since(world.database) == {"ban-do": TODAY - 39 * DAY}


def test_a_farther_horizon_reads_again_what_was_left(make: Any) -> None:
    world = make("ban-do", reach=40 * DAY, until=START + HOUR)
    world.crawl()
    since = datetime(2025, 5, 10, tzinfo=ZONE)
    world.crawl(since=since)
    days = stored_days(world, "ban-do")
    assert (days[-1], len(days)) == (since.date(), (TODAY - since.date()).days + 1)
    assert complete_since(world.database) == {"ban-do": since.date() + DAY}


def test_a_list_is_followed_while_it_is_newer_than_the_horizon(make: Any) -> None:
    world = make("trang", reach=10 * DAY, until=START + HOUR)
    world.crawl()
    days = stored_days(world, "trang")
    assert days == [TODAY - DAY * number for number in range(15)]
    assert complete_since(world.database)["trang"] <= TODAY - 9 * DAY


def test_what_never_ends_is_bounded_by_the_days_budget_and_waits_for_the_next(make: Any) -> None:
    world = make("vo-tan", host_budget=50, until=START + 6 * HOUR)
    outcome = world.crawl()
    assert outcome.requests <= 50
    waiting = [row for row in world.rows() if row.fate == "waiting"]
    assert {row.note for row in waiting} == {"budget"}
    assert all(row.due is not None for row in waiting)
    assert world.crawl(until=START + 20 * HOUR).requests in range(40, 51)


def test_the_log_of_a_channel_tells_reads_failures_and_breaks(make: Any) -> None:
    world = make("dong", until=START + 3 * DAY)
    world.crawl()
    first, *later = log_of(world, "http://dong.test/rss")
    assert (first.reads, first.failures, first.shown, first.fresh, first.breaks) == (3, 0, 3, 7, 1)
    assert sum(day.failures for day in later) == 2
    assert later[0].trouble == "http_error"
    assert sum(day.empty for day in later) >= 1
    judged = outlet_days(world.database, (START + 3 * DAY).date())
    assert Gap.BREAK in judged[TODAY, "dong"].gaps


def test_a_channel_that_brings_nothing_is_asked_ever_more_seldom(make: Any) -> None:
    world = make("lang", until=START + 40 * HOUR, rhythm=Rhythm(revisits=()))
    world.crawl()
    (reads,) = [sum(day.reads for day in log_of(world, "http://lang.test/rss"))]
    assert reads < 20  # at the stated half an hour it would be 81
    row = world.row("http://lang.test/rss")
    assert row.due - row.last_fetched == 6 * HOUR

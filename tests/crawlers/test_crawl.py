"""Whole crawls: every address ends in one fate, no outlet is wronged. Unruly websites: ugly/."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from crawlers.plan import CrawlOutcome, CrawlPlan
from tests.support.crawls import HOUR, START, World, make_world, rss, stanza
from tests.support.websites import Asked, Reply, Site, Websites, html, websites

HOSTS = ("tot", "cam", "nghi", "mat")
NO_ROBOTS = Reply(404)


def link(host: str, name: str) -> str:
    return f"http://{host}.test/dai-hoi-dang-bo-lan-thu-{name}-10001.html"


def path(name: str) -> str:
    return link("x", name).partition(".test")[2]


def site(name: str, articles: dict[str, Site | Reply], robots: Site | Reply = NO_ROBOTS) -> Site:
    """robots.txt, a feed of the articles, an empty home page and the articles."""
    feed = Reply(200, rss(*(link(name, each) for each in articles)), {"Content-Type": "application/rss+xml"})
    pages: dict[str, Site | Reply] = {path(each): reply for each, reply in articles.items()}
    pages |= {"/robots.txt": robots, "/rss": feed, "/": html("")}

    def answer(asked: Asked) -> Reply:
        reply = pages.get(asked.path, Reply(404))
        return reply if isinstance(reply, Reply) else reply(asked)

    return answer


def story(text: str = "Nội dung bài viết. " * 20) -> Reply:
    return html(f"<h1>Đại hội</h1><p>{text}</p>")


def with_validator(asked: Asked) -> Reply:
    if asked.headers.get("if-none-match") == '"v1"':
        return Reply(304, headers={"ETag": '"v1"'})
    return Reply(200, story().body, {"Content-Type": "text/html", "ETag": '"v1"'})


def edited(asked: Asked) -> Reply:
    return story("Bản một." if asked.nth == 1 else "Bản hai, đã sửa.")


def lively_gone(asked: Asked) -> Reply:
    return story() if asked.nth == 1 else html("<h1>Không tìm thấy trang</h1>", "Không tìm thấy trang")


def asks_for_a_pause(asked: Asked) -> Reply:
    return Reply(429, headers={"Retry-After": "7200"}) if asked.nth == 1 else story()


HTML = {"Content-Type": "text/html"}


def sites() -> dict[str, Site]:
    zipped = Reply(200, gzip.compress(story("Bài nén.").body), HTML | {"Content-Encoding": "gzip"})
    return {
        "tot.test": site("tot", {"plain": story(), "same": with_validator, "zip": zipped, "edited": edited, "pdf": Reply(200, b"%PDF-1.7", {"Content-Type": "application/pdf"})}),
        "cam.test": site("cam", {"open": story(), "closed": story()}, Reply(200, f"User-agent: *\nDisallow: {path('closed')}\n".encode())),
        "nghi.test": site("nghi", {"pause": asks_for_a_pause, "other": story()}),
        "mat.test": site("mat", {"gone": lambda asked: story() if asked.nth == 1 else Reply(410), "soft": lively_gone, "ill": lambda asked: story() if asked.nth == 1 else Reply(500), "absent": Reply(404)}),
    }  # fmt: skip


@dataclass(frozen=True)
class Crawled:
    world: World
    sites: Websites
    outcome: CrawlOutcome

    def fate(self, host: str, name: str) -> str:
        return str(self.world.row(link(host, name)).fate)


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    """Forty hours of all the sites, in one crawl."""
    with websites(sites()) as served:
        stanzas = "".join(stanza(name, "/rss") for name in HOSTS)
        stanzas += stanza("rieng", home="http://127.0.0.1:9/") + stanza("ten", home="http://localhost./")
        world = make_world(tmp_path_factory.mktemp("crawl"), served.hosts, stanzas)
        yield Crawled(world, served, world.crawl())
        world.database.close()


def test_articles_are_archived_as_they_were_answered_and_unpacked(crawled: Crawled) -> None:
    (page,) = crawled.world.pages(link("tot", "zip"))
    assert "Bài nén." in page.body.decode()
    assert (page.status, page.source, page.url) == (200, "tot", link("tot", "zip"))
    assert page.fetched_at == START
    assert crawled.world.damage() == []


def test_what_did_not_change_is_asked_for_with_its_validator_and_kept_once(crawled: Crawled) -> None:
    assert len(crawled.world.pages(link("tot", "same"))) == 1
    asked = [each for each in crawled.sites.asked if each.path == path("same")]
    assert [each.headers.get("if-none-match") for each in asked] == [None, '"v1"', '"v1"']


def test_an_edit_is_a_second_capture(crawled: Crawled) -> None:
    first, second = crawled.world.pages(link("tot", "edited"))
    assert b"B\xe1\xba\xa3n m\xe1\xbb\x99t" in first.body
    assert second.fetched_at == START + 12 * HOUR


def test_what_is_no_page_is_not_archived(crawled: Crawled) -> None:
    assert crawled.fate("tot", "pdf") == "not_html"
    assert crawled.world.pages(link("tot", "pdf")) == []


def test_we_say_who_we_are_and_how_to_reach_us(crawled: Crawled) -> None:
    assert {each.headers["user-agent"] for each in crawled.sites.asked} == {
        "LanToa/0.1 (+https://lantoa.test/lien-he)"
    }
    assert not any("cookie" in each.headers for each in crawled.sites.asked)


def test_robots_txt_is_asked_first_and_what_it_closes_is_never_asked(crawled: Crawled) -> None:
    paths = crawled.sites.paths("cam.test")
    assert paths[0] == "/robots.txt"
    assert path("closed") not in paths
    assert crawled.fate("cam", "closed") == "robots"
    assert crawled.world.row(link("cam", "closed")).robots == "disallowed"
    assert crawled.fate("cam", "open") == "stored"


def test_a_private_address_is_not_asked(crawled: Crawled) -> None:
    assert crawled.world.row("http://127.0.0.1:9/").fate == "private"


def test_a_name_that_leads_to_a_private_address_is_not_asked(crawled: Crawled) -> None:
    row = crawled.world.row("http://localhost/")
    assert row.fate == "private"
    assert "127.0.0.1" in row.note


def test_a_pause_asked_for_is_given_to_the_whole_host(crawled: Crawled) -> None:
    row = crawled.world.row(link("nghi", "pause"))
    assert (row.fate, row.stored_at) == ("stored", START + 2 * HOUR)
    assert [each.nth for each in crawled.sites.asked if each.path == path("pause")][:2] == [1, 2]
    assert crawled.fate("nghi", "other") == "stored"


def test_gone_three_times_over_a_day_is_removed_and_trouble_is_not(crawled: Crawled) -> None:
    assert crawled.fate("mat", "gone") == "removed"
    assert crawled.fate("mat", "soft") == "removed"
    assert crawled.world.row(link("mat", "gone")).removed_at - START >= 36 * HOUR
    assert (crawled.fate("mat", "ill"), crawled.world.row(link("mat", "ill")).removed_at) == ("stored", None)
    assert crawled.fate("mat", "absent") == "gone"
    assert len(crawled.world.pages(link("mat", "soft"))) == 1


def test_what_a_removal_is_held_by_is_archived_as_evidence_and_never_read_as_an_article(crawled: Crawled) -> None:
    assert [page.status for page in crawled.world.pages(link("mat", "gone"), "gone")] == [410] * 3
    assert [page.status for page in crawled.world.pages(link("mat", "soft"), "gone")] == [200] * 3
    assert crawled.world.pages(link("mat", "absent"), "gone") == []


def test_every_address_has_one_fate_and_no_lease_is_left(crawled: Crawled) -> None:
    rows = crawled.world.rows()
    assert len({row.url for row in rows}) == len(rows)
    assert not [row.url for row in rows if row.fate == "waiting" or row.lease_owner]
    assert crawled.outcome.complete
    assert (
        crawled.outcome.requests
        == crawled.outcome.stored
        + crawled.outcome.unchanged
        + crawled.outcome.channels
        + crawled.outcome.failed
    )


def test_the_clock_stands_where_the_plan_ends(crawled: Crawled) -> None:
    assert crawled.world.clock.now() == START + 40 * HOUR


def test_a_second_crawl_with_nothing_due_asks_nothing(crawled: Crawled) -> None:
    before = len(crawled.sites.asked)
    outcome = crawled.world.crawl(until=START + 40 * HOUR)
    assert (outcome.requests, outcome.complete) == (0, True)
    assert len(crawled.sites.asked) == before


def test_a_plan_goes_to_the_child_and_back_unchanged(crawled: Crawled) -> None:
    plan = crawled.world.plan
    assert CrawlPlan.from_json(plan.to_json()) == plan

"""Whole crawls against unruly websites: every address ends in one fate, no outlet is wronged."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import pytest

from crawlers.plan import CrawlOutcome, CrawlPlan
from tests.support.crawls import HOUR, START, World, make_world, rss, stanza
from tests.support.websites import Asked, Reply, Site, Websites, html, websites

HOSTS = ("tot", "cam", "cho", "trang", "vong", "lon", "dut", "nghi", "mat", "tu", "hong")
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

    if name == "hong":
        pages["/"] = html(
            '<a href="http://[x">'
            + "<div>" * 20_000
            + f'<a href="{"y" * 5000}"><a href="{path("fine")}">'
            + "\0" * 99
        )

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


def redirect(to: str, status: int = 302) -> Reply:
    return Reply(status, headers={"Location": to})


def robots_late(asked: Asked) -> Reply:
    return Reply(503) if asked.nth <= 2 else Reply(200, b"User-agent: *\nDisallow: /kin\n")


BOMB = gzip.compress(b"\0" * 30_000_000)
HTML = {"Content-Type": "text/html"}


def sites() -> dict[str, Site]:
    zipped = Reply(200, gzip.compress(story("Bài nén.").body), HTML | {"Content-Encoding": "gzip"})
    far = {f"chain{number}": redirect(path(f"chain{number + 1}")) for number in range(20)}
    return {
        "tot.test": site("tot", {"plain": story(), "same": with_validator, "zip": zipped, "edited": edited, "pdf": Reply(200, b"%PDF-1.7", {"Content-Type": "application/pdf"})}),
        "cam.test": site("cam", {"open": story(), "closed": story()}, Reply(200, f"User-agent: *\nDisallow: {path('closed')}\n".encode())),
        "cho.test": site("cho", {"late": story()}, robots_late),
        "trang.test": site("trang", {"never": story()}, html("Bảo trì")),
        "vong.test": site("vong", {"self": redirect(path("self")), "a": redirect(path("b")), "b": redirect(path("a")), "out": redirect("http://khac.example/x"), "inside": redirect("http://127.0.0.1/secret"), "moved": redirect(path("new")), "new": story("Bài ở địa chỉ mới."), **far}),
        "lon.test": site("lon", {"stated": Reply(200, b"x", HTML | {"Content-Length": "90000000"}), "chunked": Reply(200, headers=HTML, drip=(b"x" * 65536, 40)), "bomb": Reply(200, BOMB, HTML | {"Content-Encoding": "gzip"})}),
        "dut.test": site("dut", {"short": Reply(raw=b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5000\r\n\r\n<html>"), "cut": Reply(raw=b""), "lie": Reply(200, b"<html>not packed</html>", HTML | {"Content-Encoding": "gzip"}), "empty": Reply(200, b"", HTML)}),
        "nghi.test": site("nghi", {"pause": asks_for_a_pause, "other": story()}),
        "tu.test": site("tu", {str(number): story() for number in range(3)}, Reply(200, b"User-agent: *\nCrawl-delay: 0.3\n")),
        "hong.test": site("hong", {"fine": story()}),
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


def test_while_robots_txt_is_out_of_reach_nothing_is_asked_then_all_is(crawled: Crawled) -> None:
    paths = crawled.sites.paths("cho.test")
    assert paths[:3] == ["/robots.txt"] * 3
    assert crawled.fate("cho", "late") == "stored"
    assert crawled.world.row(link("cho", "late")).stored_at == START + 2 * HOUR


def test_a_page_in_the_place_of_robots_txt_keeps_us_out(crawled: Crawled) -> None:
    assert set(crawled.sites.paths("trang.test")) == {"/robots.txt"}
    assert crawled.world.row("http://trang.test/rss").fate == "robots_later"


def test_redirects_end_and_are_one_outcome(crawled: Crawled) -> None:
    assert [crawled.fate("vong", each) for each in ("self", "a", "chain0")] == ["redirect"] * 3
    assert crawled.fate("vong", "out") == "off_panel"
    assert crawled.fate("vong", "inside") == "off_panel"
    row = crawled.world.row(link("vong", "moved"))
    assert (row.fate, row.final_url) == ("stored", link("vong", "new"))


def test_a_private_address_is_not_asked(crawled: Crawled) -> None:
    assert crawled.world.row("http://127.0.0.1:9/").fate == "private"


def test_a_name_that_leads_to_a_private_address_is_not_asked(crawled: Crawled) -> None:
    row = crawled.world.row("http://localhost/")
    assert row.fate == "private"
    assert "127.0.0.1" in row.note


def test_too_much_is_cut_off_whatever_the_headers_say(crawled: Crawled) -> None:
    assert [crawled.fate("lon", each) for each in ("stated", "chunked", "bomb")] == ["too_large"] * 3


def test_half_an_answer_is_no_article(crawled: Crawled) -> None:
    assert [crawled.fate("dut", each) for each in ("short", "lie", "empty")] == ["truncated"] * 3
    assert crawled.fate("dut", "cut") in ("truncated", "broken")
    assert not any(crawled.world.pages(link("dut", each)) for each in ("short", "lie", "empty", "cut"))


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


def test_the_pause_that_robots_txt_asks_for_is_kept(crawled: Crawled) -> None:
    times = [each.at for each in crawled.sites.asked if each.host == "tu.test" and each.path != "/robots.txt"]
    assert len(times) > 3
    assert min(later - earlier for earlier, later in pairwise(times)) > 0.2


def test_a_hostile_page_spoils_nothing_but_itself(crawled: Crawled) -> None:
    assert crawled.world.row("http://hong.test/").fate in ("read", "broken", "not_channel")
    assert crawled.fate("hong", "fine") == "stored"


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

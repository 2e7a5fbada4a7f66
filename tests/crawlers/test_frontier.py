"""The frontier: what is due when, who has it, and one fate for every address."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from crawlers.fates import Fate
from crawlers.frontier import Frontier
from crawlers.frontier_rows import Found
from crawlers.plan import Rhythm
from crawlers.sources import Source, Sources
from crawlers.visits import GONE_SPAN, Due, Outcome
from lantoa.article import Outlet
from lantoa.database import Database

NOW = datetime(2025, 9, 1, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)
RHYTHM = Rhythm(
    feed=6 * HOUR, sitemap=6 * HOUR, page=6 * HOUR, side=24 * HOUR,
    revisits=(12 * HOUR, 24 * HOUR, 72 * HOUR), adaptive=False,
)  # fmt: skip


def article(name: str, host: str = "bao.test") -> Found:
    return Found(f"http://{host}/{name}.html", "article", "bao", f"http://{host}/feed")


def source(**values: object) -> Source:
    outlet = Outlet("bao", "Báo", "bao.test", "local_press", "province")
    return Source(outlet, "http://bao.test/", **values)  # type: ignore[arg-type]


def stored(due: Due, at: datetime, digest: str = "d") -> Outcome:
    return Outcome(due, Fate.STORED, at, 200, digest=digest)


@pytest.fixture
def frontier(database: Database) -> Frontier:
    return Frontier(database, RHYTHM)


def take(frontier: Frontier, now: datetime, limit: int = 100) -> list[Due]:
    return frontier.lease(now, limit, "me")


def visit(frontier: Frontier, now: datetime, outcome: Callable[[Due, datetime], Outcome]) -> datetime | None:
    """One address, fetched at `now`; when it is due next."""
    (due,) = take(frontier, now)
    frontier.done([outcome(due, now)], "me")
    return frontier.next_due(NOW)


def test_an_address_stands_once_with_all_the_channels_that_showed_it(frontier: Frontier) -> None:
    first = article("a")
    elsewhere = [Found(first.url, "article", "bao", f"http://bao.test/{name}") for name in ("", "sitemap.xml")]
    assert frontier.discovered([first, elsewhere[0], first], NOW) == 1
    assert frontier.discovered([elsewhere[1], elsewhere[0]], NOW) == 0
    assert frontier.fates() == {"bao": {"waiting": 1}}
    (due,) = take(frontier, NOW)
    assert due.channels == (first.channel, elsewhere[0].channel, elsewhere[1].channel)


def test_an_article_is_visited_again_at_the_offsets_from_its_first_capture(frontier: Frontier) -> None:
    frontier.discovered([article("a")], NOW)
    assert visit(frontier, NOW, stored) == NOW + 12 * HOUR
    assert visit(frontier, NOW + 30 * HOUR, stored) == NOW + 72 * HOUR
    assert visit(frontier, NOW + 72 * HOUR, stored) is None
    assert frontier.fates() == {"bao": {"stored": 1}}


def test_the_validators_and_the_digest_of_a_visit_come_with_the_next_lease(frontier: Frontier) -> None:
    frontier.discovered([article("a")], NOW)
    (due,) = take(frontier, NOW)
    frontier.done([Outcome(due, Fate.STORED, NOW, 200, etag='"x"', last_modified="Mon", digest="d")], "me")
    (again,) = take(frontier, NOW + 12 * HOUR)
    assert (again.etag, again.last_modified, again.digest, again.visits) == ('"x"', "Mon", "d", 1)


def test_removed_is_what_three_visits_over_a_day_did_not_find(frontier: Frontier) -> None:
    frontier.discovered([article("a")], NOW)
    visit(frontier, NOW, stored)

    def gone(due: Due, at: datetime) -> Outcome:
        return Outcome(due, Fate.GONE, at, 404)

    at = NOW + 12 * HOUR
    second = visit(frontier, at, gone)
    assert second is not None
    assert frontier.removals() == []
    third = visit(frontier, second, gone)
    assert third is not None
    assert third >= at + GONE_SPAN
    assert frontier.removals() == []
    visit(frontier, third, gone)
    (removal,) = frontier.removals()
    assert (removal.url, removal.at) == (article("a").url, third)
    assert frontier.fates() == {"bao": {"removed": 1}}


def test_a_restored_article_is_no_longer_removed(frontier: Frontier) -> None:
    frontier.discovered([article("a")], NOW)
    at: datetime | None = NOW
    visit(frontier, NOW, stored)
    for _ in range(3):
        at = frontier.next_due(NOW)
        assert at is not None
        visit(frontier, at, lambda due, at: Outcome(due, Fate.GONE, at, 410))
    assert len(frontier.removals()) == 1
    at = frontier.next_due(NOW)
    assert at is not None
    visit(frontier, at, stored)
    assert (frontier.removals(), frontier.fates()) == ([], {"bao": {"stored": 1}})


@pytest.mark.parametrize("fate", [Fate.TIMEOUT, Fate.HTTP_ERROR, Fate.ROBOTS, Fate.ROBOTS_LATER, Fate.DNS])
def test_trouble_never_removes_and_what_was_stored_stays_stored(frontier: Frontier, fate: Fate) -> None:
    frontier.discovered([article("a")], NOW)
    visit(frontier, NOW, stored)
    for _ in range(6):
        at = frontier.next_due(NOW)
        assert at is not None
        visit(frontier, at, lambda due, at: Outcome(due, fate, at))
    assert frontier.removals() == []
    assert frontier.fates() == {"bao": {"stored": 1}}


def test_trouble_is_retried_ever_more_slowly_and_an_article_is_put_aside_at_last(frontier: Frontier) -> None:
    frontier.discovered([article("a")], NOW)
    waits, at = [], NOW
    while True:
        following = visit(frontier, at, lambda due, at: Outcome(due, Fate.TIMEOUT, at))
        if following is None:
            break
        waits.append(following - at)
        at = following
    assert waits == sorted(waits)
    assert waits[-1] <= 24 * HOUR
    assert 3 <= len(waits) < 20
    assert frontier.fates() == {"bao": {"timeout": 1}}


def test_a_channel_is_never_given_up(frontier: Frontier) -> None:
    frontier.seed(Sources({"bao": source()}, {}), NOW)
    at = NOW
    for _ in range(20):
        following = visit(frontier, at, lambda due, at: Outcome(due, Fate.HTTP_ERROR, at, 500))
        assert following is not None
        assert following - at <= 24 * HOUR
        at = following


def test_home_and_sections_are_looked_at_rarely_beside_a_feed_and_often_without(frontier: Frontier) -> None:
    frontier.seed(Sources({"bao": source()}, {}), NOW)
    assert [(due.role, due.every) for due in take(frontier, NOW)] == [("home", 6 * HOUR)]
    frontier.release("me")
    frontier.seed(Sources({"bao": source(feeds=("http://bao.test/rss",))}, {}), NOW)
    assert {due.role: due.every for due in take(frontier, NOW)} == {"home": 24 * HOUR, "feed": 6 * HOUR}


def test_addresses_of_a_source_that_was_disabled_wait_for_its_return(frontier: Frontier) -> None:
    frontier.seed(Sources({"bao": source()}, {}), NOW)
    frontier.discovered([article("a")], NOW)
    frontier.seed(Sources({"bao": source(enabled=False)}, {}), NOW)
    assert take(frontier, NOW) == []
    assert frontier.next_due(NOW) is None
    frontier.seed(Sources({"bao": source()}, {}), NOW)
    assert len(take(frontier, NOW)) == 2


def test_a_channel_no_longer_stated_is_no_longer_polled(frontier: Frontier) -> None:
    frontier.seed(Sources({"bao": source(feeds=("http://bao.test/rss",))}, {}), NOW)
    frontier.seed(Sources({"bao": source()}, {}), NOW)
    assert [due.role for due in take(frontier, NOW)] == ["home"]


def test_a_sitemap_that_says_changed_brings_an_article_forward(frontier: Frontier) -> None:
    frontier.discovered([article("a")], NOW)
    visit(frontier, NOW, stored)
    later = NOW + 2 * HOUR
    seen = article("a")
    frontier.discovered([Found(seen.url, "article", "bao", seen.channel, listed_at=NOW - HOUR)], later)
    assert take(frontier, later) == []
    frontier.discovered([Found(seen.url, "article", "bao", seen.channel, listed_at=NOW + HOUR)], later)
    assert len(take(frontier, later)) == 1


def test_a_date_in_the_future_brings_nothing_forward(frontier: Frontier) -> None:
    frontier.discovered([article("a")], NOW)
    visit(frontier, NOW, stored)
    seen = Found(article("a").url, "article", "bao", "c", listed_at=NOW + 400 * HOUR)
    frontier.discovered([seen], NOW + HOUR)
    assert take(frontier, NOW + HOUR) == []


def test_what_no_database_takes_is_left_out_of_what_an_outlet_says(frontier: Frontier) -> None:
    seen = article("a")
    frontier.discovered([Found(seen.url, "article", "bao", "c", title="Đại\x00 hội \ud800")], NOW)
    visit(frontier, NOW, lambda due, at: Outcome(due, Fate.STORED, at, 200, etag="a\x00b", note="\x00"))
    (due,) = take(frontier, NOW + 12 * HOUR)
    assert (due.title, due.etag) == ("Đại hội ?", "ab")


def test_what_is_not_worth_fetching_is_counted_and_not_fetched(frontier: Frontier) -> None:
    seen = article("a")
    frontier.discovered([Found(seen.url, "article", "bao", "c", skip=True)], NOW)
    assert (take(frontier, NOW), frontier.fates()) == ([], {"bao": {"skipped": 1}})
    frontier.discovered([seen], NOW)
    assert len(take(frontier, NOW)) == 1


def test_a_host_that_goes_to_another_source_takes_its_addresses_with_it(frontier: Frontier) -> None:
    frontier.seed(Sources({"bao": source()}, {}), NOW)
    frontier.discovered([article("a")], NOW)
    heir = replace(source(), outlet=replace(source().outlet, id="bao-moi"))
    frontier.seed(Sources({"bao-moi": heir}, {}), NOW, all_of_them=False)
    assert frontier.fates() == {"bao": {"waiting": 2}}
    frontier.seed(Sources({"bao-moi": heir}, {}), NOW)
    assert frontier.fates() == {"bao-moi": {"waiting": 2}}
    assert {due.source for due in take(frontier, NOW)} == {"bao-moi"}

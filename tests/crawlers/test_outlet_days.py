"""Outlet-days not completely collected are known as such, with the reason."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawlers.backfill import Part, Root, complete_since, since
from crawlers.channel_log import ChannelDay, reaches_back
from crawlers.exposure import FIRST_DAY, day_number
from crawlers.fates import Fate
from crawlers.frontier import Frontier
from crawlers.frontier_rows import Found
from crawlers.hosts import day_of, instant
from crawlers.outlet_days import Gap, Readings, incomplete_days, outlet_days
from crawlers.plan import Rhythm
from crawlers.visits import Due, Outcome
from lantoa.database import Database

FIRST = date(2025, 9, 1)
NOON = datetime(2025, 9, 1, 5, tzinfo=UTC)
DAY = timedelta(days=1)
FEED = "http://bao.test/rss"


def log(*days: tuple[int, int, int], trouble: str = "") -> list[ChannelDay]:
    """Days as (number, reads, breaks); a day without reads is one of failures."""
    return [
        ChannelDay(
            FEED, FIRST + DAY * number, "bao", "feed", NOON, NOON, reads=reads, breaks=breaks,
            failures=int(not reads), trouble="" if reads else trouble,
        )
        for number, reads, breaks in days
    ]  # fmt: skip


def gaps(number: int, days: list[ChannelDay], today: int = 9) -> set[Gap]:
    return Readings.of(days).gaps(FIRST + DAY * number, FIRST + DAY * today)


def test_a_day_is_whole_when_a_reading_after_its_end_joins_on_to_one_before() -> None:
    assert gaps(1, log((0, 5, 0), (1, 5, 0), (2, 5, 0))) == set()
    assert gaps(1, log((0, 5, 0), (4, 1, 0))) == set()  # nobody looked, and nothing was missed


def test_where_a_reading_showed_nothing_known_all_days_back_to_the_one_before_are_open() -> None:
    days = log((0, 5, 0), (1, 5, 0), (4, 1, 1), (5, 3, 0))
    assert [gaps(number, days) for number in range(6)] == [
        set(), {Gap.BREAK}, {Gap.BREAK}, {Gap.BREAK}, {Gap.BREAK}, {Gap.UNREAD},
    ]  # fmt: skip


def test_a_channel_not_read_since_leaves_its_days_open_and_says_whether_it_may_be() -> None:
    assert gaps(2, log((0, 5, 0), (1, 5, 0), (2, 0, 0), trouble="timeout")) == {Gap.UNREAD}
    assert gaps(2, log((0, 5, 0), (2, 0, 0), trouble="robots_later")) == {Gap.ROBOTS}


def test_today_is_running_and_a_channel_never_read_says_nothing() -> None:
    assert gaps(3, log((0, 5, 0), (3, 2, 0)), today=3) == {Gap.RUNNING}
    assert gaps(3, log((2, 0, 0), trouble="gone")) == set()


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.timedeltas(timedelta(0), timedelta(days=30_000)))
def test_the_database_and_the_house_agree_on_what_day_it_is(database: Database, later: timedelta) -> None:
    moment = datetime(1998, 1, 1, tzinfo=UTC) + later
    with database.read() as connection:
        number = connection.scalar(sa.select(day_number(sa.literal(instant(moment), sa.BigInteger))))
    assert FIRST_DAY + DAY * int(number or 0) == day_of(moment)


def at(day: int) -> datetime:
    return NOON + DAY * day


def test_an_outlet_is_complete_from_the_day_after_the_one_its_sitemap_reaches_back_to() -> None:
    began = FIRST + 40 * DAY
    feed, bare = Root("feed", began, at(38)), Root("feed", began, None)
    assert since([feed]) == FIRST + 39 * DAY
    assert since([bare]) == began + DAY
    parts = (Part(at(0), at(30), True), Part(at(31), at(40), True))
    assert since([bare, Root("sitemap", began, None, parts)]) == FIRST + DAY
    assert since([feed, bare]) == began + DAY
    assert since([Root("section", began, at(3)), Root("home", began, at(20))]) == FIRST + 21 * DAY
    assert since([]) is None


def test_a_part_that_was_not_read_keeps_what_is_older_open() -> None:
    parts = (Part(at(0), at(10), True), Part(None, at(20), False), Part(at(21), at(40), True))
    assert Root("sitemap", FIRST + 40 * DAY, None, parts).since == FIRST + 21 * DAY
    undated = (Part(at(0), None, True), Part(None, None, False))
    assert Root("sitemap", FIRST + 40 * DAY, None, undated).since == FIRST + 41 * DAY


def test_an_old_item_behind_a_long_gap_does_not_reach_back() -> None:
    assert reaches_back([at(40), at(38), at(36), at(0)], at(40)) == at(36)
    assert reaches_back([at(50)], at(40)) is None
    assert reaches_back([at(20), at(18)], at(40)) is None
    assert reaches_back([at(20), at(18)], at(40), part=True) == at(18)


@pytest.fixture
def frontier(database: Database) -> Frontier:
    frontier = Frontier(database, Rhythm(feed=timedelta(hours=6), adaptive=False))
    frontier.discovered([Found(FEED, "feed", "bao", "sources", every=timedelta(hours=6))], NOON)
    return frontier


def articles(*numbers: int) -> list[Found]:
    return [
        Found(f"http://bao.test/{number}.html", "article", "bao", FEED, listed_at=NOON + DAY * number)
        for number in numbers
    ]


def read(frontier: Frontier, day: int, found: list[Found] | None, fate: Fate = Fate.READ) -> None:
    """The feed is read, and every address that is due is fetched."""
    now = at(day)
    (due,) = [each for each in frontier.lease(now, 99, "me") if each.role == "feed"]
    frontier.done([Outcome(due, fate, now, 200)], "me", {due.id: found} if found is not None else {})
    frontier.release("me")


def fetch(frontier: Frontier, day: int) -> None:
    dues: list[Due] = [each for each in frontier.lease(at(day), 99, "me") if each.role == "article"]
    frontier.done([Outcome(due, Fate.STORED, at(day), 200) for due in dues], "me")
    frontier.release("me")


def test_the_log_and_the_frontier_together_tell_the_state_of_every_day(frontier: Frontier, database: Database) -> None:
    read(frontier, 0, articles(-2, -1, 0))
    fetch(frontier, 0)
    read(frontier, 1, articles(-1, 0, 1))
    fetch(frontier, 1)
    read(frontier, 2, articles(0, 1, 2))
    read(frontier, 3, articles(-9, 12, 13))
    read(frontier, 4, None, Fate.HTTP_ERROR)
    judged = outlet_days(database, FIRST + 5 * DAY)
    assert complete_since(database) == {"bao": FIRST - DAY}
    state = {(day - FIRST).days: one.gaps for (day, _), one in judged.items()}
    assert state == {
        -9: (Gap.BEFORE, Gap.UNFETCHED), -1: (), 0: (), 1: (), 2: (Gap.BREAK, Gap.UNFETCHED), 3: (Gap.UNREAD,),
        4: (Gap.UNREAD,), 5: (Gap.RUNNING,),
    }  # fmt: skip
    assert (judged[FIRST + 2 * DAY, "bao"].published, judged[FIRST + 2 * DAY, "bao"].unfetched) == (1, 1)
    assert {(day - FIRST).days for day, _ in incomplete_days(database, FIRST + 5 * DAY)} == {-9, 2, 3, 4, 5}


def test_what_waits_from_before_the_begin_puts_the_begin_of_completeness_off(
    frontier: Frontier, database: Database
) -> None:
    read(frontier, 0, articles(-5, -4, -3, -2, -1, 0))
    assert complete_since(database) == {"bao": FIRST}
    fetch(frontier, 0)
    assert complete_since(database) == {"bao": FIRST - 4 * DAY}

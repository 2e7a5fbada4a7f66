"""Case 11: calendars without end and page=99999 use up their own host's budget and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from crawlers.tables import hosts
from tests.support.crawls import HOUR, START
from tests.support.ugly import HTML, Crawled, crawled, path, story
from tests.support.websites import Asked, Reply

BUDGET = 60
STANZA = """
[source.lich]
name = "Lịch"
home = "http://lich.test/"
kind = "portal"
level = "commune"
sections = ["http://lich.test/tin?page=1"]
"""


def calendar(asked: Asked) -> Reply:
    """Every page links to the next, and to ten articles nobody has seen."""
    if asked.path == "/robots.txt":
        return Reply(404)
    if "dai-hoi" in asked.path:
        return story(f"Bài {asked.path}", more=f"Chỉ có ở {asked.path}.")
    number = int((re.search(r"(\d+)$", asked.path) or ["0", "0"])[1])
    news = "".join(f'<a href="{path(f"{number}-{each}")}">Đại hội Đảng bộ lần thứ {number}</a>' for each in range(10))
    pages = f'<a href="/tin?page={number + 1}">{number + 1}</a><a href="/lich/2025/{number + 1}">Tháng sau</a><a href="/tin?page=99999">Trang cuối</a>'
    return Reply(200, f"<html><body>{news}{pages}</body></html>".encode(), HTML)


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    with crawled(tmp_path_factory.mktemp("case"), {"lich.test": calendar}, STANZA, until=START + 3 * HOUR, host_budget=BUDGET) as found:
        yield found


def test_a_host_gets_no_more_than_its_budget_of_a_day(case: Crawled) -> None:
    paths = [each for each in case.sites.paths("lich.test") if each != "/robots.txt"]
    assert 10 < len(paths) <= BUDGET
    with case.world.database.read() as connection:
        row = connection.execute(sa.select(hosts).where(hosts.c.host == "lich.test")).one()
    assert row.requests == len(paths)


def test_articles_are_among_what_was_fetched_not_lists_alone(case: Crawled) -> None:
    assert len([each for each in case.kept("lich") if "dai-hoi" in each]) >= 10


def test_the_last_page_of_all_is_not_jumped_to(case: Crawled) -> None:
    assert "/tin?page=99999" not in case.sites.paths("lich.test")


def test_what_was_found_and_not_fetched_waits_for_tomorrow(case: Crawled) -> None:
    waiting = [row for row in case.world.rows() if row.host == "lich.test" and row.fate == "waiting"]
    assert waiting
    assert {row.due is not None for row in waiting} == {True}
    assert {row.note for row in waiting} == {"budget"}


def test_the_other_host_does_not_pay_for_it(case: Crawled) -> None:
    assert len(case.kept("lanh")) == 2

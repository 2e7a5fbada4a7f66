"""Stories: who had it first, who followed and after how long; what is compared with the original."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from campaigns.spread import spread
from campaigns.story_routes import story_router
from lantoa.article import Article, Kind, Moment, Origin, StoredArticle
from lantoa.database import Database
from nlp.difference import differences
from search_api.app import create_app
from tests.support.campaign_corpus import Row, desk_of

START = datetime(2025, 9, 6, 2, tzinfo=UTC)


def member(number: int, source: str, minutes: int | None) -> StoredArticle:
    at = None if minutes is None else START + timedelta(minutes=minutes)
    article = Article(f"http://{source}.test/{number}", Kind.ARTICLE, "Tin", "", "Tin.", Moment.of(at, "meta", 1) if at else Moment())
    return StoredArticle(number, article, source, Origin.CAPTURE, START, "r", reprint_group=1, is_original=number == 1)


def test_lags_are_counted_from_the_original() -> None:
    told = spread([member(1, "a", 0), member(2, "b", 30), member(3, "b", 45), member(4, "c", 600)], ("a", "b", "x"))
    assert [one.lag for one in told.appearances] == [timedelta(minutes=minutes) for minutes in (0, 30, 45, 600)]
    assert [one.opens for one in told.appearances] == [True, True, False, True]
    assert [one.together for one in told.appearances] == [1, 2, 2, 3]
    assert (told.story.reprints, told.story.outlets, told.half) == (3, 3, timedelta(minutes=30))
    assert (told.in_panel, told.panel_size) == (2, 3)


def test_an_article_without_an_hour_has_no_lag() -> None:
    told = spread([member(1, "a", 0), member(2, "b", None)], ())
    assert [one.lag for one in told.appearances] == [timedelta(), None]
    assert told.half is None


def test_a_story_of_one_outlet_has_no_half() -> None:
    assert spread([member(1, "a", 0), member(2, "a", 5)], ()).half is None


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.none() | st.integers(0, 5000)), min_size=1, max_size=12))
def test_every_article_appears_once_and_outlets_only_grow(rows: list[tuple[str, int | None]]) -> None:
    ordered = sorted(rows, key=lambda row: (row[1] is None, row[1] or 0))
    members = [member(number, source, minutes) for number, (source, minutes) in enumerate(ordered, 1)]
    told = spread(members, ("a",))
    assert sorted(one.stored.id for one in told.appearances) == [one.id for one in members]
    assert [one.together for one in told.appearances] == sorted(one.together for one in told.appearances)
    assert told.appearances[-1].together == told.story.outlets == len({source for source, _ in rows})
    assert len(told.reprints) == told.story.reprints


@pytest.fixture
def client(sqlite_database: Database) -> TestClient:
    desk = desk_of(sqlite_database, [Row("bao-a", 10, 1), Row("bao-b", 12.5, 1), Row("cong-c", 40, 2)])
    app = create_app(store=desk.articles, outlets=desk.outlets, index=desk.index, routers=[story_router(desk, differences)])
    return TestClient(app, base_url="http://127.0.0.1")


def test_the_page_names_the_first_and_the_lag_of_the_others(client: TestClient) -> None:
    page = client.get("/cau-chuyen/1").text
    assert "đăng đầu tiên" in page
    assert "sau 2 giờ 30 phút" in page
    assert page.count("so với bài đầu tiên") == 1


def test_a_reprint_is_held_against_the_original(client: TestClient) -> None:
    assert "Nội dung giống hệt." in client.get("/cau-chuyen/1?so-voi=2").text


@pytest.mark.parametrize("path", ["/cau-chuyen/99", "/cau-chuyen/1?so-voi=3", "/cau-chuyen/1?so-voi=1"])
def test_what_is_not_there_is_said(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_stories_of_a_campaign_stand_with_every_article(client: TestClient) -> None:
    told = client.get("/api/v1/campaigns/tg/spread").json()["stories"]
    assert [(one["articles"], one["outlets"], one["half_minutes"]) for one in told] == [(2, 2, 150), (1, 1, None)]
    assert [each["lag_minutes"] for each in told[0]["appearances"]] == [0, 150]
    page = client.get("/chien-dich/tg/lan-toa").text
    assert 'href="/cau-chuyen/1#cac-bai">2</a>' in page

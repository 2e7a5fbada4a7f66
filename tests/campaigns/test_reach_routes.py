"""Reach by the API: the rows with what they were counted over, totals with L1 to L3 and their cards."""

from __future__ import annotations

from datetime import date

import pytest
from fastapi.testclient import TestClient

from campaigns.desk import Desk
from campaigns.measured import Collected
from campaigns.reach_routes import reach_router
from campaigns.splits import DIMENSIONS
from lantoa.database import Database
from search_api.app import create_app
from tests.support.campaign_corpus import OUTLETS, Row, desk_of

ROWS = [Row("bao-a", 10, 1), Row("bao-b", 12, 1), Row("cong-c", 24 * 24, 2)]
BROKEN = (date(2025, 9, 1), "bao-b")
REACH = "/api/v1/campaigns/tg/reach"


@pytest.fixture
def desk(sqlite_database: Database) -> Desk:
    desk = desk_of(sqlite_database, ROWS)
    since = {one.id: date(2025, 8, 1) for one in OUTLETS[:3]}
    per_day = desk.collected(date(2025, 10, 12)).per_day
    desk.collected = lambda _: Collected(per_day, frozenset({BROKEN}), since)
    return desk


@pytest.fixture
def client(desk: Desk) -> TestClient:
    app = create_app(store=desk.articles, outlets=desk.outlets, index=desk.index, routers=[reach_router(desk)])
    return TestClient(app, base_url="http://127.0.0.1")


def test_totals_come_with_their_levels_and_cards(client: TestClient) -> None:
    told = client.get(REACH, params={"dimension": "all"}).json()
    assert (told["panel"], told["panel_version"], told["panel_size"], told["since"]) == ("main", 1, 4, "2025-08-01")
    assert told["not_collected"] == ["dai-d"]
    assert told["left_out"] == {"bao-b": ["2025-09-01"]}
    before = told["rows"][0]
    assert (before["articles"], before["originals"], before["spread"], before["panel_share_articles"]) == (2, 1, 2.0, 1)
    assert before["contacts"] is None
    assert before["weighted"] == 0.0
    assert {"originals", "attention", "weighted", "net"} <= {one["key"] for one in told["cards"]}
    assert all(one["definition"] and one["method"] and one["panel"] and one["since"] for one in told["cards"])


def test_every_dimension_can_be_asked_alone_and_none_asks_all(client: TestClient) -> None:
    for dimension in DIMENSIONS:
        told = client.get(REACH, params={"dimension": dimension}).json()
        assert {row["dimension"] for row in told["rows"]} <= {dimension}
        assert bool(told["cards"]) == (dimension == "all")
    everything = client.get(REACH).json()["rows"]
    assert {row["dimension"] for row in everything} == set(DIMENSIONS) - {"wave", "message"}


def test_the_page_lists_what_is_left_out(client: TestClient) -> None:
    page = client.get("/chien-dich/tg/so-do").text
    assert "bao-b: 2025-09-01" in page
    assert "Chưa thu thập: Dai-D." in page
    assert client.get("/chien-dich/khac/so-do").status_code == 404
    assert client.get("/chien-dich/tg/so-do", params={"dimension": "mau"}).status_code == 422

"""Gaps: what the panel, the congresses, the topics and the messages have that nothing was published of."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from fastapi.testclient import TestClient

from campaigns.campaign import Phase
from campaigns.gaps import gaps
from campaigns.parts import Message
from campaigns.story_routes import story_router
from lantoa.database import Database
from nlp.difference import differences
from search_api.app import create_app
from tests.support.campaign_corpus import CAMPAIGN, CITY, WARD, Row, desk_of

ROWS = [Row("bao-a", 10, 1, (WARD, CITY)), Row("bao-a", 24 * 24, 2), Row("bao-b", 24 * 30, 3, (WARD,))]
BEFORE, DURING, AFTER = Phase.BEFORE, Phase.DURING, Phase.AFTER


def found(database: Database, now: datetime) -> dict[tuple[str, str], tuple[tuple[Phase, ...], int]]:
    desk = desk_of(database, ROWS, now=now)
    rows = gaps(desk.measured(CAMPAIGN), [], desk.today())
    return {(gap.of, gap.value): (tuple(gap.empty), gap.articles) for gap in rows}


def test_an_outlet_lacks_the_phases_of_the_leading_congress(sqlite_database: Database) -> None:
    rows = found(sqlite_database, datetime(2025, 10, 12, tzinfo=UTC))
    assert rows["source", "bao-a"] == ((AFTER,), 2)
    assert rows["source", "bao-b"] == ((BEFORE, DURING), 1)
    assert rows["source", "dai-d"] == ((BEFORE, DURING, AFTER), 0)


def test_a_congress_lacks_phases_of_its_own(sqlite_database: Database) -> None:
    rows = found(sqlite_database, datetime(2025, 10, 12, tzinfo=UTC))
    assert rows["congress", "ward"] == ((DURING,), 2)
    assert rows["congress", "city"] == ((AFTER,), 2)


def test_what_has_not_begun_is_no_gap(sqlite_database: Database) -> None:
    rows = found(sqlite_database, datetime(2025, 9, 5, tzinfo=UTC))
    assert rows["source", "dai-d"] == ((BEFORE,), 0)
    assert ("congress", "ward") not in rows
    assert ("source", "bao-a") not in rows


def test_a_topic_that_nobody_wrote_about_is_one(sqlite_database: Database) -> None:
    desk = desk_of(sqlite_database, ROWS)
    rows = gaps(desk.measured(CAMPAIGN), ["health"], desk.today())
    assert [(gap.value, gap.silent) for gap in rows if gap.of == "topic"] == [("health", True)]


def test_a_message_that_nobody_carried_is_one(sqlite_database: Database) -> None:
    desk = desk_of(sqlite_database, ROWS)
    messages = (Message("carried", "Có", ("Bài 2",)), Message("missing", "Không", ("thông điệp chưa ai nêu",)))
    rows = gaps(desk.measured(replace(CAMPAIGN, messages=messages)), [], desk.today())
    assert [gap.value for gap in rows if gap.of == "message"] == ["missing"]


@pytest.fixture
def client(sqlite_database: Database) -> TestClient:
    desk = desk_of(sqlite_database, ROWS)
    app = create_app(store=desk.articles, outlets=desk.outlets, index=desk.index, routers=[story_router(desk, differences)])
    return TestClient(app, base_url="http://127.0.0.1")


def test_page_and_api_tell_the_same(client: TestClient) -> None:
    told = client.get("/api/v1/campaigns/tg/gaps").json()["gaps"]
    page = client.get("/chien-dich/tg/khoang-trong").text
    assert {"of": "source", "value": "dai-d", "empty": ["before", "during", "after"], "articles": 0} in told
    assert page.count("<tr>") == len(told) + len({gap["of"] for gap in told})
    assert "Dai-D" in page
    assert "chưa có bài nào" in page

"""Campaign pages and API: every number opens its list; the same figures everywhere."""

from __future__ import annotations

import re
from html import unescape

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from playwright.sync_api import Browser

from campaigns.desk import Desk
from campaigns.reach import reach, row_object
from campaigns.reach_routes import reach_router
from campaigns.routes import router
from lantoa.database import Database
from search_api.app import create_app
from tests.support.browser import NARROW, WIDE, serving, visiting
from tests.support.campaign_corpus import CAMPAIGN, CITY, WARD, Row, desk_of

ROWS = [
    Row("bao-a", 10, 1),
    Row("bao-b", 12, 1),
    Row("cong-c", 24 * 8 + 3, 2, (WARD,)),
    Row("bao-a", 24 * 20, 3, (WARD, CITY)),
    Row("bao-a", 24 * 23 + 5, 4),
    Row("bao-b", 24 * 30, 6),
    Row("bao-b", 0, 7, dated=False),
]


@pytest.fixture
def desk(sqlite_database: Database) -> Desk:
    return desk_of(sqlite_database, ROWS)


@pytest.fixture
def app(desk: Desk) -> FastAPI:
    return create_app(store=desk.articles, outlets=desk.outlets, index=desk.index, routers=[router(desk), reach_router(desk)], banner="Trình diễn")


@pytest.fixture
def client(app: FastAPI) -> TestClient:
    return TestClient(app, base_url="http://127.0.0.1")


def linked_counts(page: str) -> list[tuple[str, int]]:
    """(address of a list, the number that links to it)."""
    links = re.findall(r'<a href="(/chien-dich/[^"]*/bai[^"]*)">([\d.]+)</a>', page)
    return [(unescape(address), int(shown.replace(".", ""))) for address, shown in links]


@pytest.mark.parametrize("path", ["/", "/chien-dich/tg", "/chien-dich/tg/so-do", "/chien-dich/tg/so-do?dimension=day"])
def test_every_number_opens_a_list_of_that_length(client: TestClient, path: str) -> None:
    found = linked_counts(client.get(path).text)
    assert len(found) > 5
    for address, shown in found:
        listing = client.get(address)
        assert listing.status_code == 200
        assert listing.text.count('<a href="/bai-viet/') == shown, address


def test_the_api_gives_the_rows_of_reach(client: TestClient, desk: Desk) -> None:
    rows = [row_object(row) for row in reach(desk.measured(CAMPAIGN))]
    told = client.get("/api/v1/campaigns/tg/reach").json()["rows"]
    assert [{key: one[key] for key in row} for one, row in zip(told, rows, strict=True)] == rows
    some = client.get("/api/v1/campaigns/tg/reach", params={"dimension": "kind"}).json()["rows"]
    assert {row["dimension"] for row in some} == {"kind"}


def test_what_does_not_exist_is_named(client: TestClient) -> None:
    answer = client.get("/api/v1/campaigns/hue/reach")
    assert answer.status_code == 404
    assert "hue" in answer.json()["detail"]
    assert client.get("/api/v1/campaigns/tg/reach", params={"dimension": "colour"}).status_code == 422
    assert client.get("/chien-dich/hue").status_code == 404
    assert client.get("/chien-dich/tg/bai", params={"dimension": "congress", "value": "none"}).status_code == 422
    assert client.get("/chien-dich/tg/bai", params={"dimension": "week", "value": "x"}).status_code == 422


def test_gaps_are_named(client: TestClient) -> None:
    assert "Dai-D" in client.get("/").text


@pytest.mark.parametrize("size", [WIDE, NARROW])
@pytest.mark.parametrize("path", ["/", "/chien-dich/tg/bai?phase=before", "/chien-dich/tg/so-do?dimension=kind"])
def test_pages_fit_and_are_quiet_in_a_browser(browser: Browser, app: FastAPI, path: str, size: tuple[int, int]) -> None:
    with serving(app) as address, visiting(browser, address + path, size) as visit:
        assert visit.charts_drawn() == (2 if path == "/" else 0)
        assert visit.overflow() <= 0
        assert visit.complaints == []
        assert visit.foreign() == []
        assert visit.page.locator("nav a[aria-current]").count() >= (0 if "bai" in path else 1)

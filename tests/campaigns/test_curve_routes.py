"""The curve of a search over a campaign: every number opens its list, whatever is asked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from campaigns.curve_routes import curve_router
from campaigns.desk import Desk
from campaigns.routes import router
from lantoa.cli.searched import READERS
from search_api.app import create_app
from tests.support.campaign_corpus import CITY, WARD, Row, desk_of
from tests.support.databases import fresh_sqlite

ROWS = [
    Row("bao-a", 10, 1),
    Row("bao-b", 12, 1),
    Row("cong-c", 24 * 8 + 3, 2, (WARD,)),
    Row("bao-a", 24 * 20, 3, (WARD, CITY)),
    Row("bao-a", 24 * 23 + 5, 4),
    Row("bao-b", 24 * 30, 6),
    Row("bao-b", 0, 7, dated=False),
    Row("bao-a", 24 * 24, 8, ()),
    Row("bao-b", 24 * 24 + 1, 8, ()),
    Row("bao-a", -24 * 120, 9, ()),
    Row("bao-b", -24 * 121, 10),
    Row("cong-c", 24 * 60, 11, ()),
    Row("cong-c", 0, 12, (), dated=False),
]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    for database in fresh_sqlite(tmp_path_factory.mktemp("curve")):
        yield desk_of(database, ROWS)


@pytest.fixture(scope="module")
def app(desk: Desk) -> FastAPI:
    routers = [router(desk), curve_router(desk, READERS)]
    return create_app(store=desk.articles, outlets=desk.outlets, index=desk.index, routers=routers)


@pytest.fixture(scope="module")
def client(app: FastAPI) -> TestClient:
    return TestClient(app, base_url="http://127.0.0.1")


def linked_counts(page: str) -> list[tuple[str, int]]:
    """(address of a list, the number that links to it)."""
    links = re.findall(r'<a href="(/(?:tim-kiem|do-phu/bai)\?[^"]*)">([\d.]+)</a>', page)
    return [(unescape(address), int(shown.replace(".", ""))) for address, shown in links]


def listed(client: TestClient, address: str) -> int:
    """How many articles the list at this address holds."""
    if address.startswith("/tim-kiem"):
        return int(client.get("/api/v1/search" + address.removeprefix("/tim-kiem")).json()["total"])
    [count] = re.findall(r"<h1>([\d.]+) ", client.get(address).text)
    return int(count.replace(".", ""))


@pytest.mark.parametrize("scope", ["all", "members"])
@pytest.mark.parametrize("asked", ["", "q=bài", "source=bao-a", "from=2025-09-02&to=2025-09-25", "original=no", "q=1 HOẶC 4"])
def test_every_number_opens_a_list_of_that_length(client: TestClient, asked: str, scope: str) -> None:
    page = client.get(f"/do-phu?campaign=tg&scope={scope}&{asked}")
    assert page.status_code == 200
    found = linked_counts(page.text)
    assert len(found) > 4
    for address, shown in dict(found).items():
        assert listed(client, address) == shown, address

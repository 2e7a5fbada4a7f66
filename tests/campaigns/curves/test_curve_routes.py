"""The curve of a search over a campaign: every number opens its list, whatever is asked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from playwright.sync_api import Browser

from campaigns.curves.routes import curve_router
from campaigns.desk import Desk
from campaigns.measured import Collected
from campaigns.reach_routes import reach_router
from campaigns.routes import router
from campaigns.store import CampaignStore
from lantoa.cli.searched import READERS
from lantoa.words import word
from search_api.app import create_app
from tests.support.browser import NARROW, WIDE, serving, visiting
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
    routers = [router(desk), reach_router(desk), curve_router(desk, READERS)]
    return create_app(store=desk.articles, outlets=desk.outlets, index=desk.index, routers=routers)


@pytest.fixture(scope="module")
def client(app: FastAPI) -> TestClient:
    return TestClient(app, base_url="http://127.0.0.1")


def test_the_members_of_a_campaign_are_those_of_its_overview(client: TestClient) -> None:
    curve = client.get("/api/v1/campaigns/tg/curve", params={"scope": "members"}).json()
    reach = client.get("/api/v1/campaigns/tg/reach", params={"dimension": "all"}).json()["rows"]
    for figure in ("articles", "originals"):
        assert sum(row[figure] for row in curve["rows"]) == sum(row[figure] for row in reach)
    assert curve["outside"] == {"early": {"articles": 1, "originals": 1}, "late": {"articles": 0, "originals": 0}}
    assert curve["share"] == {"originals": 6, "of": 6, "share": 1.0}


def test_everything_found_is_counted_once_inside_or_apart(client: TestClient) -> None:
    curve = client.get("/api/v1/campaigns/tg/curve").json()
    assert [row["articles"] for row in curve["rows"]] == [4, 3, 1, 2]
    assert {name: count["articles"] for name, count in curve["outside"].items()} == {"early": 2, "late": 1}
    assert curve["articles"] == 8
    assert client.get("/api/v1/search").json()["total"] == len(ROWS)
    assert sum(bar["articles"] for bar in curve["bars"]) == 8
    assert sum(bar["articles"] for bar in curve["baseline"]) == 6


def test_the_page_shows_the_figures_of_the_api(client: TestClient) -> None:
    page = client.get("/do-phu", params={"q": "bài", "campaign": "tg"}).text
    curve = client.get("/api/v1/campaigns/tg/curve", params={"q": "bài"}).json()
    cards = [int(value) for value in re.findall(r'card-value"><a href="/tim-kiem[^"]*">(\d+)<', page)]
    assert cards == [curve["originals"], curve["articles"]]
    assert f"{curve['outlets']}/{curve['panel_size']}" in page


def test_what_cannot_be_read_is_explained_as_on_the_search_page(client: TestClient) -> None:
    page = client.get("/do-phu", params={"q": 'bài "số', "source": "bao-a"})
    search = client.get("/tim-kiem", params={"q": 'bài "số', "source": "bao-a"})
    assert (page.status_code, search.status_code) == (422, 422)
    [told] = re.findall(r'<p class="caret-line".*?</p>', page.text)
    assert told in search.text
    assert 'name="source" value="bao-a"' in page.text
    answer = client.get("/api/v1/campaigns/tg/curve", params={"q": 'bài "số'})
    assert (answer.status_code, answer.json()["position"]) == (422, 4)
    assert client.get("/do-phu", params={"from": "2025-09-30", "to": "2025-09-01"}).status_code == 422


@pytest.mark.parametrize("path", ["/do-phu", "/do-phu/bai", "/api/v1/campaigns/tg/curve"])
@pytest.mark.parametrize(("name", "value"), [("colour", "red"), ("scope", "half"), ("author", "ai"), ("from", "soon"), ("sort", "size")])
def test_a_wrong_parameter_is_refused_by_name(client: TestClient, path: str, name: str, value: str) -> None:
    answer = client.get(path, params={name: value}, headers={"accept": "application/json"})
    assert answer.status_code == 422
    assert name in answer.json()["detail"]


def test_an_unknown_campaign_is_named(client: TestClient) -> None:
    for path, params in (("/do-phu", {"campaign": "hue"}), ("/do-phu/bai", {"campaign": "hue"}), ("/api/v1/campaigns/hue/curve", {})):
        answer = client.get(path, params=params, headers={"accept": "application/json"})
        assert answer.status_code == 404
        assert "hue" in answer.json()["detail"]


def test_what_finds_nothing_has_words_and_no_ratio(client: TestClient) -> None:
    page = client.get("/do-phu", params={"q": "khôngcóđâu"}).text
    assert word("curve.nothing") in page
    assert " lần (" not in page
    assert 'href="/do-phu/bai' not in page


def test_days_inside_or_have_no_windows(client: TestClient) -> None:
    page = client.get("/do-phu", params={"q": "bài HOẶC từ:2025-09-01"}).text
    assert word("curve.days_in_query") in page
    assert client.get("/api/v1/campaigns/tg/curve", params={"q": "bài HOẶC từ:2025-09-01"}).json()["windows"] is None


def test_a_long_list_goes_on_and_its_cursor_leads_nowhere_else(tmp_path: Path) -> None:
    for database in fresh_sqlite(tmp_path):
        desk = desk_of(database, [Row("bao-a", at, at + 1) for at in range(60)])
        app = create_app(store=desk.articles, outlets=desk.outlets, index=desk.index, routers=[curve_router(desk, READERS)])
        client = TestClient(app, base_url="http://127.0.0.1")
        first = client.get("/do-phu/bai?scope=members").text
        [following] = re.findall(r'rel="next" href="([^"]*)"', first)
        second = client.get(unescape(following)).text
        found = [set(re.findall(r"/bai-viet/(\d+)", page)) for page in (first, second)]
        assert (len(found[0]), len(found[1]), len(found[0] | found[1])) == (50, 10, 60)
        assert client.get(unescape(following).replace("scope=members", "scope=all")).status_code == 422


def test_without_a_campaign_the_page_says_how_to_add_one(desk: Desk, tmp_path: Path) -> None:
    for database in fresh_sqlite(tmp_path):
        bare = Desk(CampaignStore(database), desk.articles, desk.outlets, desk.index, lambda _: Collected(), desk.clock)
        app = create_app(store=desk.articles, outlets=desk.outlets, index=desk.index, routers=[curve_router(bare, READERS)])
        client = TestClient(app, base_url="http://127.0.0.1")
        for path in ("/do-phu?q=bài", "/do-phu/bai"):
            assert word("overview.no_campaign") in client.get(path).text


def test_the_overview_leads_to_the_curve(client: TestClient) -> None:
    page = client.get("/").text
    assert 'action="/do-phu"' in page
    assert 'name="campaign" value="tg"' in page


@pytest.mark.parametrize("size", [WIDE, NARROW])
@pytest.mark.parametrize(("path", "charts"), [("/do-phu?q=bài", 2), ("/do-phu?q=bài&from=2026-01-01", 0), ("/do-phu?q=khôngcóđâu", 1), ("/do-phu/bai?figure=undated", 0)])
def test_pages_fit_and_are_quiet_in_a_browser(browser: Browser, app: FastAPI, path: str, charts: int, size: tuple[int, int]) -> None:
    with serving(app) as address, visiting(browser, address + path, size) as visit:
        assert visit.charts_drawn() == charts
        assert visit.overflow() <= 0
        assert visit.complaints == []
        assert visit.foreign() == []

"""The page of alerts and its forms, and the API."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from playwright.sync_api import Browser

from campaigns.alerts.routes import alert_router
from campaigns.post.outbox import Outbox, send_due
from lantoa.database import Database
from lantoa.errors import Aside
from lantoa.words import word
from search_api.app import create_app
from tests.campaigns.post.test_outbox import Postman
from tests.support.alert_season import WATCHED, Season, at
from tests.support.browser import NARROW, WIDE, serving, visiting
from tests.support.campaign_corpus import Row

HOOK = "https://hook.test/bi-mat"


@pytest.fixture
def season(sqlite_database: Database) -> Season:
    """Three alerts: a story of which mail went out and a webhook refused, another, a removal."""
    season = Season(sqlite_database, [Row("bao-a", 1, 1)], campaign=replace(WATCHED, webhook=HOOK))
    season.step(2)
    season.add(Row("bao-b", 3, 2))
    season.step(4)
    refuse = Postman(lambda address: Aside("hook.test đáp 404") if address == HOOK else None)
    send_due(Outbox(sqlite_database), refuse, at(4))
    season.add(Row("bao-b", 5, 3))
    season.desk.articles.removed("http://bao-a.test/1", at(5))
    season.step(6)
    season.digest(32)
    return season


@pytest.fixture
def app(season: Season) -> FastAPI:
    desk = season.desk
    return create_app(
        store=desk.articles, outlets=desk.outlets, index=desk.index, clock=desk.clock,
        routers=[alert_router(desk, mail_is_set=False, digest_at="07:30")],
    )  # fmt: skip


@pytest.fixture
def client(app: FastAPI) -> TestClient:
    return TestClient(app, base_url="http://127.0.0.1", follow_redirects=False)


def test_the_page_tells_what_was_sent_to_whom_and_what_waits(client: TestClient) -> None:
    page = client.get("/canh-bao").text
    for text in ("Bài 1 số 1", "Bài 2 số 2", "Bài 3 số 3", "mai@co-quan.test", "hook.test đáp 404", "07:30"):
        assert text in page, text
    assert HOOK not in page
    assert "https://hook.test/…" in page
    assert word("alerts.no_mail") in page
    assert word("alerts.budget_used", used="0", budget="10") in page


def test_the_list_is_narrowed_by_kind_and_campaign(client: TestClient) -> None:
    page = client.get("/canh-bao", params={"kind": "removal", "campaign": "tg"}).text
    assert page.count('class="hit"') == 1
    assert client.get("/canh-bao", params={"campaign": "hue"}).status_code == 404
    assert client.get("/canh-bao", params={"kind": "noise"}).status_code == 422


def test_everything_is_marked_as_read_up_to_what_was_seen(client: TestClient, season: Season) -> None:
    assert client.get("/canh-bao?unread=true").text.count('class="hit"') == 3
    newest = season.kept()[-1].id
    answer = client.post("/canh-bao/da-doc", data={"until": str(newest - 1), "campaign": "tg"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/canh-bao?campaign=tg")
    assert client.get("/canh-bao?unread=true").text.count('class="hit"') == 1
    assert client.post("/canh-bao/da-doc", data={"until": "9", "campaign": "hue"}).status_code == 404
    assert client.post("/canh-bao/da-doc", data={"until": "9"}).status_code == 303
    assert client.get("/canh-bao?unread=true").text.count('class="hit"') == 0


def test_a_refused_letter_is_sent_again_by_its_button(client: TestClient, season: Season) -> None:
    outbox = Outbox(season.database)
    refused = next(one for one in outbox.listed() if one.fate == "refused")
    answer = client.post(f"/canh-bao/gui-lai/{refused.letter}")
    assert (answer.status_code, answer.headers["location"]) == (303, "/canh-bao#thu")
    postman = Postman()
    send_due(outbox, postman, season.desk.clock.now())
    assert (refused.key, HOOK) in postman.carried
    assert (refused.key, "mai@co-quan.test") not in postman.carried
    assert client.post(f"/canh-bao/gui-lai/{refused.letter}").status_code == 422
    assert client.post("/canh-bao/gui-lai").status_code == 303


def test_another_site_can_press_no_button(client: TestClient, season: Season) -> None:
    answer = client.post("/canh-bao/da-doc", data={"until": "99"}, headers={"origin": "https://khac.test"})
    assert answer.status_code == 403
    assert [one.read_at for one in season.kept()] == [None] * 3


def test_the_api_lists_alerts_page_by_page(client: TestClient) -> None:
    first = client.get("/api/v1/campaigns/tg/alerts", params={"limit": 2}).json()
    assert first["budget"] == {"used": 0, "of": 10}
    rest = client.get("/api/v1/campaigns/tg/alerts", params={"before": first["alerts"][-1]["id"]}).json()
    found = [*first["alerts"], *rest["alerts"]]
    assert [one["kind"] for one in found] == ["new_story", "removal", "new_story"]
    assert {one["fate"] for one in found} == {"sent"}
    assert set(found[0]) == {
        "id", "campaign", "kind", "title", "lines", "path", "at", "made_at", "fate", "digest", "read",
    }  # fmt: skip
    assert client.get("/api/v1/campaigns/tg/alerts", params={"kind": "edit"}).json()["alerts"] == []
    assert client.get("/api/v1/campaigns/hue/alerts").status_code == 404


def test_without_any_alert_the_page_says_why(sqlite_database: Database) -> None:
    desk = Season(sqlite_database).desk
    app = create_app(store=desk.articles, outlets=desk.outlets, index=desk.index, routers=[alert_router(desk, True, "07:30")])
    page = TestClient(app, base_url="http://127.0.0.1").get("/canh-bao").text
    assert word("alerts.none_yet") in page
    assert word("letters.none_open") in page
    assert word("alerts.no_mail") not in page


@pytest.mark.slow
@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_the_page_fits_and_is_quiet_in_a_browser(browser: Browser, app: FastAPI, size: tuple[int, int]) -> None:
    with serving(app) as address, visiting(browser, address + "/canh-bao", size) as visit:
        assert visit.overflow() <= 0
        assert visit.page.locator("nav a[aria-current]").count() == 1
        visit.page.get_by_role("button", name=word("alerts.mark_read", count="3")).click()
        visit.page.wait_for_load_state()
        assert visit.page.locator(".hit .badge-info").count() == 0
        assert visit.complaints == []
        assert visit.foreign() == []

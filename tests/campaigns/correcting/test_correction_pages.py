"""Pages and API that correct: forms, many at once, files, keys; every count equals its list."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from playwright.sync_api import Browser

from campaigns.campaign import Message
from campaigns.correcting.acts import Correcting
from campaigns.correcting.pages import correction_pages
from campaigns.correcting.review import Review
from campaigns.correcting.review_pages import review_pages
from campaigns.correcting.routes import correction_router
from campaigns.correcting.verdict_routes import verdict_router
from campaigns.desk import Desk
from campaigns.routes import router
from lantoa.article import StoredArticle
from lantoa.database import Database
from lantoa.words import word
from search_api.app import create_app
from tests.support.browser import NARROW, WIDE, serving, visiting
from tests.support.campaign_corpus import CAMPAIGN, WARD, Row, desk_of

ROWS = [
    Row("bao-a", 10, 1),
    Row("bao-b", 12, 1),
    Row("cong-c", 24 * 8 + 3, 2, (WARD,)),
    Row("bao-b", 0, 7, dated=False),
    Row("dai-d", 0, 8, dated=False),
    Row("dai-d", 24 * 12, 9, ()),
]
SAID = {"who": "An", "why": "xem lại"}
LOG = "/chien-dich/tg/sua-chua"
API = "/api/v1/campaigns/tg/corrections"


@pytest.fixture
def desk(sqlite_database: Database) -> Desk:
    made = desk_of(sqlite_database, ROWS)
    made.store.save(replace(CAMPAIGN, messages=(Message("gan-dan", "Gần dân", ("Bài 1",)),)), made.clock.now())
    return made


@pytest.fixture
def app(desk: Desk) -> FastAPI:
    corrects = Correcting(desk, Review(desk, lambda ids: {}), lambda: 3)
    routers = [router(desk), correction_router(corrects), correction_pages(corrects), review_pages(corrects), verdict_router(desk)]
    return create_app(store=desk.articles, outlets=desk.outlets, index=desk.index, routers=routers)


@pytest.fixture
def client(app: FastAPI) -> TestClient:
    return TestClient(app, base_url="http://127.0.0.1", headers={"accept": "text/html"})


def named(client: TestClient) -> TestClient:
    assert client.post("/ten-nguoi-sua", data={"who": "Trần Bình", "back": "/ra-soat"}).status_code == 200
    return client


def ids(desk: Desk) -> list[int]:
    stored: dict[str, StoredArticle] = {one.article.url: one for one in desk.articles.everything()}
    return [stored[f"http://{row.source}.test/{place}"].id for place, row in enumerate(ROWS)]


def listed(client: TestClient) -> int:
    return client.get("/chien-dich/tg/bai").text.count('<a href="/bai-viet/')


def test_boxes_of_a_list_are_excluded_together_and_the_log_undoes_one(client: TestClient, desk: Desk) -> None:
    named(client)
    chosen = ids(desk)[:2]
    page = client.post(LOG, data={"do": "exclude", "articles": chosen, "back": "/chien-dich/tg/bai?phase=before"})
    assert word("correct.done", count=2) in page.text
    assert page.url.path == "/chien-dich/tg/bai"
    assert listed(client) == 3
    log = client.get(LOG).text
    assert "Trần Bình" in log
    [entry, *_] = re.findall(r'name="ids" value="(\d+)"', log)
    client.post(f"{LOG}/hoan-tac", data={"ids": entry})
    assert listed(client) == 4
    assert word("correct.page.is_undone") in client.get(LOG).text


def test_nothing_is_corrected_by_nobody(client: TestClient, desk: Desk) -> None:
    answer = client.post(LOG, data={"do": "exclude", "articles": ids(desk)[0]})
    assert answer.status_code == 422
    assert word("correct.no_who") in answer.text
    assert client.post("/ten-nguoi-sua", data={"who": " "}).status_code == 422
    assert word("correct.page.who_first") in client.get("/ra-soat/tg").text


def test_a_form_leads_back_to_our_own_pages_only(client: TestClient) -> None:
    for back in ("//elsewhere.test/", "https://elsewhere.test/", "/\\elsewhere.test"):
        answer = client.post("/ten-nguoi-sua", data={"who": "An", "back": back}, follow_redirects=False)
        assert answer.headers["location"] == "/ra-soat"


def test_a_file_is_taken_whole_or_not_at_all(client: TestClient, desk: Desk) -> None:
    named(client)
    good = "\n".join(map(str, ids(desk)[:2]))
    bad = client.post(LOG, data={"do": "exclude"}, files={"file": ("ds.txt", f"{good}\n77777\nhttp://x.test/y\n")})
    assert bad.status_code == 422
    for row, reference in ((3, "77777"), (4, "http://x.test/y")):
        assert word("correct.row", row=row, why="").strip() in bad.text
        assert reference in bad.text
    assert listed(client) == 5
    done = client.post(LOG, data={"do": "exclude"}, files={"file": ("ds.csv", f"id;tựa\n{good}\n".encode("utf-8-sig"))})
    assert done.status_code == 200
    assert listed(client) == 3
    assert client.post(LOG, data={"do": "exclude"}, files={"file": ("a.docx", b"PK\x03\x04\xff\xfe")}).status_code == 422


def test_every_correction_of_the_page_of_one_article(client: TestClient, desk: Desk) -> None:
    named(client)
    one, other, *_ = ids(desk)
    for form in ({"do": "include", "congress": "ward"}, {"do": "date", "date": "2025-09-05", "time": "14:30"},
                 {"do": "extracted"}, {"do": "undated"}, {"do": "with", "other": other}, {"do": "apart"}):  # fmt: skip
        answer = client.post(LOG, data={"articles": one, "back": f"/sua-bai/{one}", **form})
        assert answer.status_code == 200, form
        assert answer.url.path == f"/sua-bai/{one}"
    assert word("correct.waiting", count=3) in answer.text
    page = client.get(f"/sua-bai/{one}").text
    assert page.count("Trần Bình") >= 6
    assert word("page.date_from.corrected") in client.get(f"/bai-viet/{one}").text
    assert client.get("/sua-bai/99999").status_code == 404
    assert client.get(f"/sua-bai/{one}?campaign=hue").status_code == 404


def test_articles_chosen_on_the_search_page_are_corrected_together(client: TestClient, desk: Desk) -> None:
    named(client)
    one, two, *_ = ids(desk)
    page = client.get("/sua-nhieu", params={"articles": [one, two]}).text
    assert re.findall(r'form="sua" name="articles" value="(\d+)"', page) == [str(one), str(two)]
    assert word("correct.page.none_chosen") in client.get("/sua-nhieu").text
    assert client.get("/chien-dich/tg/ra-soat").url.path == "/ra-soat/tg"


def test_the_queue_empties_as_it_is_looked_through(client: TestClient, desk: Desk) -> None:
    named(client)
    assert word("review.left", count=2) in client.get("/ra-soat/tg").text
    undated = ids(desk)[3:5]
    page = client.post(LOG, data={"do": "confirm", "articles": undated, "back": "/ra-soat/tg"})
    assert word("review.left", count=0) in page.text
    assert word("review.nothing") in page.text
    assert client.get("/ra-soat").status_code == 200


def test_the_api_corrects_undoes_and_tells(client: TestClient, desk: Desk) -> None:
    one, two, *_ = ids(desk)
    made = client.post(API, json={"action": "exclude", "articles": [str(one)], **SAID})
    assert made.status_code == 201
    [entry] = made.json()["corrections"]
    assert (entry["article"], entry["action"], entry["who"]) == (one, "exclude", "An")
    twice = client.post(API, json={"action": "exclude", "articles": [str(one)], **SAID})
    assert twice.status_code == 422
    assert "An" in twice.json()["detail"]
    client.post(API, json={"action": "include", "articles": ["http://bao-b.test/1"], "congress": "ward", **SAID})
    told = client.get(API).json()
    assert (told["excluded"], told["included"]) == ([one], {str(two): "ward"})
    assert client.post(f"{API}/undo", json={"ids": [entry["id"]], **SAID}).status_code == 201
    assert client.get(API).json()["excluded"] == []
    assert client.post(f"{API}/undo", json={"ids": [entry["id"]], **SAID}).status_code == 422
    for action, field in (("include", "congress"), ("date", "date"), ("with", "other")):
        assert client.post(API, json={"action": action, "articles": [str(one)], field: "?", **SAID}).status_code == 422
    assert client.get("/api/v1/campaigns/hue/corrections").status_code == 404


def test_the_review_of_the_api_says_how_many_are_left(client: TestClient) -> None:
    told = client.get("/api/v1/campaigns/tg/review", params={"limit": 1}).json()
    assert (told["left"], len(told["items"])) == (2, 1)
    assert told["items"][0]["doubts"][0]["code"] == "undated"


def test_messages_are_judged_on_their_page_and_the_share_is_told_everywhere(client: TestClient, desk: Desk) -> None:
    named(client)
    page = "/chien-dich/tg/thong-diep/gan-dan"
    first, second, *_ = ids(desk)
    assert word("verdict.unchecked") in client.get("/chien-dich/tg/thong-diep").text
    assert client.get(page).text.count('id="bai-') == 2
    client.post(f"{page}/{first}", data={"verdict": "right"})
    client.post(f"{page}/{second}", data={"verdict": "wrong"})
    [told] = client.get("/api/v1/campaigns/tg/messages").json()["messages"]
    assert (told["right"], told["judged"], told["articles"]) == (1, 2, 2)
    assert 0 < told["low"] < 0.5 < told["high"] < 1
    assert told["text"] in client.get(page).text
    assert desk.measured(desk.store.get("tg")).precision == {"gan-dan": (1, 2)}
    assert client.post(f"{page}/999999", data={"verdict": "right"}).status_code == 404
    assert client.get("/chien-dich/tg/thong-diep/khac").status_code == 404


@pytest.mark.slow
@pytest.mark.parametrize("size", [WIDE, NARROW])
@pytest.mark.parametrize("path", ["/ra-soat", "/ra-soat/tg", LOG, "/sua-bai/1", "/sua-nhieu?articles=1&articles=2", "/chien-dich/tg/bai", "/chien-dich/tg/thong-diep/gan-dan"])
def test_pages_fit_and_are_quiet_in_a_browser(browser: Browser, app: FastAPI, path: str, size: tuple[int, int]) -> None:
    with serving(app) as address, visiting(browser, address + path, size) as visit:
        assert visit.overflow() <= 0
        assert visit.complaints == []
        assert visit.foreign() == []


@pytest.mark.slow
def test_the_queue_is_worked_through_by_keys(browser: Browser, app: FastAPI) -> None:
    with serving(app) as address, visiting(browser, f"{address}/ra-soat/tg", WIDE) as visit:
        page = visit.page
        page.fill("input[name=who]", "Trần Bình")
        page.keyboard.press("Enter")
        page.wait_for_selector(".who summary")
        for key in "jkx":
            page.keyboard.press(key)
        assert page.locator("[data-queue] input:checked").count() == 1
        page.keyboard.press("m")
        assert page.locator("[data-more][open]").count() == 1
        page.keyboard.press("d")
        page.wait_for_selector(f"text={word('review.left', count=1)}")
        page.keyboard.press("j")
        page.keyboard.press("l")
        page.wait_for_selector(f"text={word('review.nothing')}")
        assert visit.complaints == []

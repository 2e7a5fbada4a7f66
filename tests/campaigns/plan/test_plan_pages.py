"""The board of a plan, its entries and forms, its API."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from html import unescape
from io import BytesIO
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from playwright.sync_api import Browser

from campaigns.campaign import Phase
from campaigns.desk import Desk
from campaigns.plan.dates import deadline_typed
from campaigns.plan.items import Done, Expectation, Offline, PlanItem, Step
from campaigns.plan.photo import Photos
from campaigns.plan.routes import plan_router
from campaigns.plan.store import PlanStore
from campaigns.routes import router
from lantoa.database import Database
from lantoa.words import word
from search_api.app import create_app
from tests.campaigns.plan.test_plan_photo import SECRET, chunk, png
from tests.campaigns.test_campaign_pages import ROWS, linked_counts
from tests.support.browser import NARROW, WIDE, serving, visiting
from tests.support.campaign_corpus import CAMPAIGN, desk_of

BOARD = "/chien-dich/tg/ke-hoach"
WHO = {"who": "Tổ Thông tin"}
STEPS = (Step(date(2025, 8, 1), date(2025, 8, 1)), Step(date(2025, 9, 1)), Step(), Step())
PLAN = (
    PlanItem("tg", "V1", "Họp báo", "Phòng Báo chí", ("Sở A", "Sở B"), "Trưởng phòng", "Trưởng ban", "12-KH/TU", date(2025, 7, 1),
             deadline=deadline_typed("15/09/2025"), steps=STEPS, product="Thông cáo"),
    PlanItem("tg", "V2", "Bản tin tuần", "Phòng Tuyên truyền", deadline=deadline_typed("thứ sáu hằng tuần từ 01/09/2025 đến 26/09/2025"),
             done=tuple(Done(date(2025, 9, day), date(2025, 9, day)) for day in (5, 12, 19, 26))),
    PlanItem("tg", "V3", "Chuyên trang", "Phòng Báo chí", deadline=deadline_typed("sau bế mạc 3 ngày")),
    Expectation("tg", "E1", "bao-a", Phase.BEFORE, item="V3"),
    Expectation("tg", "E2", "dai-d", Phase.DURING, unit="Đài"),
    Offline("tg", "N1", "billboard", "Panô cửa ngõ", "Phường Bến Đá", "phường Bến Đá", 12, "tấm", date(2025, 9, 1), date(2025, 9, 30)),
    Offline("tg", "N2", "official_post", "Bài trên trang chính thức", first=date(2025, 9, 24), link="https://trang.test/1"),
)  # fmt: skip


@pytest.fixture
def desk(sqlite_database: Database) -> Desk:
    made = desk_of(sqlite_database, ROWS)
    PlanStore(sqlite_database).save(PLAN, "Tổ A", made.clock.now())
    return made


@pytest.fixture
def photos(tmp_path: Path) -> Photos:
    return Photos(tmp_path / "photos")


@pytest.fixture
def app(desk: Desk, photos: Photos) -> FastAPI:
    routers = [router(desk), plan_router(desk, photos)]
    return create_app(store=desk.articles, outlets=desk.outlets, index=desk.index, routers=routers, banner="Trình diễn")


@pytest.fixture
def client(app: FastAPI) -> TestClient:
    return TestClient(app, base_url="http://127.0.0.1")


def plan_counts(page: str) -> list[tuple[str, int]]:
    """(address of a filtered board, the number that links to it)."""
    links = re.findall(r'<a href="(/chien-dich/[^"]*/ke-hoach\?[^"]*)">([\d.]+)</a>', page)
    return [(unescape(address), int(shown)) for address, shown in links]


def test_the_only_campaign_is_opened_at_once(client: TestClient) -> None:
    answer = client.get("/ke-hoach", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, BOARD)


def test_of_several_campaigns_one_is_chosen(client: TestClient, desk: Desk) -> None:
    desk.store.save(replace(CAMPAIGN, id="tg-2", name="Chiến dịch thứ hai"), desk.clock.now())
    page = client.get("/ke-hoach").text
    assert "Chiến dịch thứ hai" in page
    assert f'href="{BOARD}"' in page
    assert word("plan.empty") in client.get("/chien-dich/tg-2/ke-hoach").text


@pytest.mark.parametrize("view", ["tin-bai", "lich"])
def test_every_number_opens_a_list_of_that_length(client: TestClient, view: str) -> None:
    found = linked_counts(client.get(BOARD, params={"xem": view}).text)
    assert len(found) > 3
    for address, shown in found:
        assert client.get(address).text.count('<a href="/bai-viet/') == shown, address


def test_every_number_of_a_unit_opens_the_entries_it_counts(client: TestClient) -> None:
    found = plan_counts(client.get(BOARD).text)
    assert len(found) > 5
    for address, shown in found:
        assert re.search(rf'id="danh-sach">[^<]*: {shown}</h2>', client.get(address).text), address


def test_the_filter_takes_what_its_form_sends(client: TestClient) -> None:
    everything = client.get(BOARD, params={"xem": "viec", "don-vi": "", "tinh-trang": "", "giai-doan": ""})
    assert 'id="danh-sach">' in everything.text
    some = client.get(BOARD, params={"xem": "viec", "don-vi": "Phòng Báo chí", "tinh-trang": "missing", "giai-doan": "before"}).text
    assert f"{word('plan.list.viec')}: 1</h2>" in some
    assert "Chuyên trang" not in some[some.index('id="danh-sach"') :]


def test_an_expectation_opens_the_articles_it_counts(client: TestClient) -> None:
    page = client.get(f"{BOARD}/tin-bai/E1").text
    assert page.count('<a href="/bai-viet/') == 1
    assert word("plan.counted", found=1, wanted=1) in page
    assert word("plan.gap") in client.get(BOARD, params={"xem": "tin-bai"}).text


def test_the_board_says_who_does_what_until_when_on_whose_decision(client: TestClient) -> None:
    page = client.get(BOARD).text
    for told in ("Họp báo", "Phòng Báo chí", "Sở A; Sở B", "Trưởng phòng", "Trưởng ban", "12-KH/TU", "15/09/2025", "Thông cáo"):
        assert told in page
    assert page.index("Họp báo") < page.index("Bản tin tuần"), "late ones first"
    assert word("plan.held_up", step=word("plan.step.carried_out").lower()) in page


def test_the_api_gives_the_same_figures(client: TestClient) -> None:
    plan = client.get("/api/v1/campaigns/tg/plan").json()
    states = {one["code"]: one["state"] for one in plan["items"]}
    assert states == {"V1": "missing", "V2": "done", "V3": "seen", "E1": "seen", "E2": "missing", "N1": "missing", "N2": "done"}
    assert {one["unit"]: (one["total"], one["missing"]) for one in plan["units"]} == {"Phòng Báo chí": (2, 1), "Phòng Tuyên truyền": (1, 0)}
    first = next(one for one in plan["items"] if one["code"] == "V1")
    assert first["steps"][0] == {"step": "assigned", "planned": "2025-08-01", "done": "2025-08-01"}
    assert client.get("/api/v1/campaigns/hue/plan").status_code == 404


def test_an_activity_is_added_changed_marked_and_taken_out(client: TestClient, desk: Desk) -> None:
    fields = {"code": "V9", "activity": "Tọa đàm", "lead": "Phòng B", "channel": "meeting", "deadline": "trước khai mạc 5 ngày", **WHO}
    assert client.post(f"{BOARD}/viec/them", data=fields).status_code == 200
    assert client.post(f"{BOARD}/viec/them", data=fields).status_code == 422, "the code is taken"
    assert client.post(f"{BOARD}/viec/V9/xong", data={"due": "19/09/2025", "on": "18/09/2025", **WHO}).status_code == 200
    assert client.post(f"{BOARD}/viec/V9/buoc", data={"name": "approved", "on": "20/09/2025", **WHO}).status_code == 200
    assert client.post(f"{BOARD}/viec/V9/minh-chung", data={"link": "/bai-viet/1", "note": "bài đầu", **WHO}).status_code == 200
    assert client.post(f"{BOARD}/viec/V9/minh-chung", data={"link": "/bai-viet/999", **WHO}).status_code == 422
    assert client.post(f"{BOARD}/viec/V9/sua", data={**fields, "lead": "Phòng C"}).status_code == 200
    kept = PlanStore(desk.store.database).entry("tg", "item", "V9")
    assert isinstance(kept, PlanItem)
    assert (kept.lead, kept.done, kept.steps[3].done) == ("Phòng C", (Done(date(2025, 9, 19), date(2025, 9, 18)),), date(2025, 9, 20))
    assert [one.link for one in kept.evidence] == ["1"]
    assert client.post(f"{BOARD}/viec/V9/bo", data=WHO).status_code == 200
    assert client.get(f"{BOARD}/viec/V9").status_code == 404
    told = PlanStore(desk.store.database).history("tg", "item", "V9")
    assert [one.action for one in told] == ["removed", "changed", "changed", "changed", "changed", "added"]
    assert client.get(f"{BOARD}/nhat-ky").text.count("V9") >= 6


def test_only_what_falls_due_is_marked_as_done(client: TestClient, desk: Desk) -> None:
    told = client.post(f"{BOARD}/viec/V2/xong", data={"due": "06/09/2025", "on": "06/09/2025", **WHO})
    assert told.status_code == 422
    assert "05/09/2025" in told.text
    assert client.post(f"{BOARD}/viec/V2/xong", data={"due": "05/09/2025", "on": "", **WHO}).status_code == 200
    kept = PlanStore(desk.store.database).entry("tg", "item", "V2")
    assert isinstance(kept, PlanItem)
    assert [one.due for one in kept.done if one.due] == [date(2025, 9, day) for day in (12, 19, 26)]


def test_a_form_that_is_refused_keeps_what_was_typed_and_names_the_fields(client: TestClient) -> None:
    wrong = {"code": "V 9", "activity": "Tọa đàm", "lead": "", "channel": "meeting", "deadline": "mai", "steps": "x"}
    page = client.post(f"{BOARD}/viec/them", data=wrong)
    assert page.status_code == 422
    assert all(told in page.text for told in ("#o-lead", "#o-deadline", "Tọa đàm", 'value="mai"'))
    nobody = client.post(f"{BOARD}/viec/them", data={**wrong, "code": "V9", "lead": "Phòng B", "deadline": ""})
    assert word("plan.who_needed", most=120) in unescape(nobody.text)


def test_a_photo_is_kept_without_what_the_camera_wrote(client: TestClient, desk: Desk) -> None:
    picture = png(chunk(b"eXIf", SECRET))
    assert client.post(f"{BOARD}/ngoai-bao-chi/N1/anh", files={"picture": ("a.png", picture)}, data=WHO).status_code == 200
    kept = PlanStore(desk.store.database).entry("tg", "offline", "N1")
    assert isinstance(kept, Offline)
    answer = client.get(f"{BOARD}/anh/{kept.photo}")
    assert (answer.content, answer.headers["content-type"]) == (png(), "image/png")
    assert client.get(f"{BOARD}/anh/{'0' * 64}").status_code == 404
    assert client.post(f"{BOARD}/ngoai-bao-chi/N1/anh", files={"picture": ("a.png", bytes(11 << 20))}, data=WHO).status_code == 413
    assert client.post(f"{BOARD}/ngoai-bao-chi/N1/anh", data=WHO).status_code == 422
    assert client.post(f"{BOARD}/ngoai-bao-chi/N1/anh", files={"picture": ("a.png", b"<svg/>")}, data=WHO).status_code == 422


def test_a_workbook_goes_out_and_in(client: TestClient, desk: Desk) -> None:
    book = client.get(f"{BOARD}.xlsx")
    before = PlanStore(desk.store.database).plan("tg")
    assert client.post(f"{BOARD}/nhap", files={"file": ("k.xlsx", book.content)}, data=WHO).status_code == 200
    assert PlanStore(desk.store.database).plan("tg") == before
    assert client.get("/ke-hoach-mau.xlsx").content[:2] == b"PK"
    refused = client.post(f"{BOARD}/nhap", files={"file": ("k.xlsx", b"no")}, data=WHO)
    assert refused.status_code == 422
    from openpyxl import load_workbook

    changed = load_workbook(BytesIO(book.content))
    changed[word("plan.sheet.item")]["A3"] = "a b"
    whole = BytesIO()
    changed.save(whole)
    told = client.post(f"{BOARD}/nhap", files={"file": ("k.xlsx", whole.getvalue())}, data=WHO)
    assert told.status_code == 422
    assert "dòng 3" in told.text


def test_accredited_outlets_are_expected_and_the_unknown_named(client: TestClient, desk: Desk) -> None:
    page = client.post(f"{BOARD}/the", data={"names": "Báo Bao-B\nTờ Lạ", "phase": "during", "minimum": "1", **WHO})
    assert "Tờ Lạ" in page.text
    assert any(one.accredited and one.outlet == "bao-b" for one in PlanStore(desk.store.database).plan("tg").coverage)


@pytest.mark.parametrize("path", ["/viec/none", "/tin-bai/none", "/viec/none/sua", "/anh/x"])
def test_what_is_not_there_is_not_found(client: TestClient, path: str) -> None:
    assert client.get(BOARD + path).status_code == 404
    assert client.post(f"{BOARD}/viec/none/bo", data=WHO).status_code == 404
    assert client.get(BOARD, params={"xem": "khac"}).status_code == 422


@pytest.mark.slow
@pytest.mark.parametrize("size", [WIDE, NARROW])
@pytest.mark.parametrize("path", ["", "?xem=tin-bai", "?xem=ngoai-bao-chi", "?xem=lich", "/viec/V1", "/tin-bai/E1", "/ngoai-bao-chi/N1", "/viec/them", "/nhat-ky"])
def test_pages_fit_and_are_quiet_in_a_browser(browser: Browser, app: FastAPI, path: str, size: tuple[int, int]) -> None:
    with serving(app) as address, visiting(browser, address + BOARD + path, size) as visit:
        assert visit.overflow() <= 0
        assert visit.complaints == []
        assert visit.foreign() == []
        assert visit.page.locator("nav a[aria-current]").count() >= 1

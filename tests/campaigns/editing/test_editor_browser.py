"""The campaign editor in a browser: it fits, goes by keyboard, and needs no script."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser

from campaigns.desk import Desk
from campaigns.editing.routes import editor_router
from campaigns.known import Surroundings
from lantoa.database import Database
from search_api.app import create_app
from search_api.query_text import parse
from tests.campaigns.editing.test_congress_sheet import HEAD, row
from tests.campaigns.test_workbook import book
from tests.support.browser import NARROW, WIDE, serving, visiting
from tests.support.campaign_corpus import CAMPAIGN, desk_of

pytestmark = pytest.mark.slow


@pytest.fixture
def desk(sqlite_database: Database) -> Desk:
    return desk_of(sqlite_database, [])


@pytest.fixture
def address(desk: Desk) -> Iterator[str]:
    router = editor_router(desk, Surroundings(desk.outlets, parse))
    app: FastAPI = create_app(store=desk.articles, outlets=desk.outlets, index=desk.index, routers=[router])
    with serving(app) as found:
        yield found


@pytest.mark.parametrize("size", [WIDE, NARROW])
@pytest.mark.parametrize("path", ["/chien-dich/moi", "/chien-dich/tg/sua", "/chien-dich/tg/xoa"])
def test_the_pages_fit_and_every_field_has_its_label(browser: Browser, address: str, path: str, size: tuple[int, int]) -> None:
    with visiting(browser, address + path, size) as visit:
        for button in ("Thêm thông điệp", "Thêm báo cáo định kỳ", "Thêm chỉ tiêu", "Thêm đợt cao điểm"):
            if "xoa" not in path:
                visit.page.get_by_role("button", name=button).click()
        assert visit.overflow() <= 0
        assert visit.complaints == []
        assert visit.foreign() == []
        bare = "[...document.querySelectorAll('main input:not([type=hidden]), main select, main textarea')].filter(one => !one.labels.length).map(one => one.name)"
        assert visit.page.evaluate(bare) == []


def test_a_row_is_added_and_saved_by_keyboard_alone(browser: Browser, address: str, desk: Desk) -> None:
    with visiting(browser, f"{address}/chien-dich/tg/sua") as visit:
        page = visit.page
        page.get_by_role("button", name="Thêm đợt cao điểm").focus()
        page.keyboard.press("Enter")
        page.wait_for_function("document.activeElement.name == 'wave-0-name'")
        for typed in ("Tuần cuối", "15/09/2025", "23/09/2025"):
            page.keyboard.type(typed)
            page.keyboard.press("Tab")
        page.get_by_label("Đến ngày").press("Enter")
        page.get_by_text("chưa lưu").first.wait_for()
        assert desk.store.get("tg").waves == (), "Enter in a field looks, it does not save"
        page.get_by_role("button", name="Lưu").first.press("Enter")
        page.get_by_text("Đã lưu.").wait_for()
        assert [one.name for one in desk.store.get("tg").waves] == ["Tuần cuối"]


def test_everything_goes_without_scripts(browser: Browser, address: str, desk: Desk) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/chien-dich/tg/sua")
    sheet = book(HEAD, row("xã Gò Sim"))
    page.set_input_files("#f-xlsx", {"name": "a.xlsx", "mimeType": "application/octet-stream", "buffer": sheet})
    page.get_by_role("button", name="Đưa vào").first.click()
    page.get_by_role("button", name="Bỏ Đại hội Đảng bộ phường").click()
    page.get_by_role("button", name="Lưu").first.click()
    assert page.get_by_text("Đã lưu.").count() == 1
    assert [one.id for one in desk.store.get("tg").congresses] == ["city", "xa-go-sim"]
    context.close()


def test_what_is_wrong_leads_to_its_field(browser: Browser, address: str, desk: Desk) -> None:
    with visiting(browser, f"{address}/chien-dich/tg/sua", NARROW) as visit:
        page = visit.page
        page.get_by_label("Webhook").fill("không phải")
        page.get_by_role("button", name="Lưu").last.click()
        page.get_by_role("link", name="Webhook").click()
        field = page.get_by_label("Webhook")
        assert field.get_attribute("aria-invalid") == "true"
        assert field.input_value() == "không phải"
        described = field.get_attribute("aria-describedby") or ""
        assert "http" in page.locator(f"#{described.strip()}").inner_text()
        assert visit.overflow() <= 0
        assert desk.store.get("tg") == CAMPAIGN

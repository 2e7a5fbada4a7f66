"""The pages in a real browser: they fit, draw, complain about nothing and ask nobody else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from lantoa.database import Database
from lantoa.settings import Settings
from search_api.app import create_app
from tests.support.browser import NARROW, WIDE, serving, visiting
from tests.support.coverage import seeded

BANNER = "Dữ liệu trình diễn"


@pytest.fixture
def address(sqlite_database: Database) -> Iterator[str]:
    coverage = seeded(sqlite_database)
    app = create_app(store=coverage.store, outlets=coverage.outlets, index=coverage.index, banner=BANNER)
    with serving(app) as where:
        yield where


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_the_search_page_finds_draws_and_fits(browser: Browser, address: str, size: tuple[int, int]) -> None:
    with visiting(browser, f"{address}/tim-kiem", size) as visit:
        visit.page.get_by_role("combobox", name="Từ cần tìm").fill("dai hoi nhan su")
        visit.page.get_by_role("combobox", name="Từ cần tìm").press("Enter")
        visit.page.wait_for_url("**/tim-kiem?q=dai+hoi+nhan+su")
        assert visit.charts_drawn() == 1
        assert visit.page.locator("li.hit").count() == 9
        assert visit.page.locator("li.hit mark").count() > 9
        assert visit.page.locator("[data-chart] svg path[aria-label]").count() > 3
        assert visit.overflow() <= 0
        assert visit.complaints == []
        assert visit.foreign() == []


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_a_hit_opens_its_article_and_the_article_fits(browser: Browser, address: str, size: tuple[int, int]) -> None:
    with visiting(browser, f"{address}/tim-kiem?q=nhan+su", size) as visit:
        visit.page.locator("li.hit h2 a").first.click()
        visit.page.wait_for_url("**/bai-viet/*")
        assert "nhân sự" in visit.page.locator("h1").inner_text()
        assert visit.page.get_by_text(BANNER).is_visible()
        assert visit.overflow() <= 0
        assert visit.complaints == []
        assert visit.foreign() == []


def test_a_filter_narrows_and_its_badge_takes_it_off(browser: Browser, address: str) -> None:
    with visiting(browser, f"{address}/tim-kiem") as visit:
        visit.page.locator(".filter a", has_text="Tin Sáng").click()
        visit.page.wait_for_url("**source=bao-b*")
        assert visit.page.get_by_text("12 bài", exact=True).is_visible()
        visit.page.locator(".chosen .badge").click()
        visit.page.wait_for_url("**/tim-kiem")
        assert visit.page.get_by_text("36 bài", exact=True).is_visible()


def test_the_keyboard_reaches_the_content_first(browser: Browser, address: str) -> None:
    with visiting(browser, f"{address}/tim-kiem") as visit:
        visit.page.keyboard.press("Tab")
        assert visit.page.evaluate("document.activeElement.getAttribute('href')") == "#noi-dung"


def test_signing_in_with_the_form_opens_the_page_that_was_asked_for(
    browser: Browser, sqlite_database: Database
) -> None:
    coverage = seeded(sqlite_database, 6)
    settings = Settings(token="mã thử có dấu")
    app = create_app(store=coverage.store, outlets=coverage.outlets, index=coverage.index, settings=settings)
    with serving(app) as where, visiting(browser, f"{where}/tim-kiem?q=nhan+su") as visit:
        assert "/dang-nhap" in visit.page.url
        visit.page.get_by_label("Mã truy cập").fill("mã thử có dấu")
        visit.page.get_by_role("button").click()
        visit.page.wait_for_url("**/tim-kiem?q=nhan+su")
        assert visit.charts_drawn() == 1
        visit.page.get_by_role("combobox", name="Từ cần tìm").fill("tin s")
        visit.page.get_by_role("listbox").get_by_text("Tin Sáng").wait_for()
        assert visit.complaints == []
        visit.page.get_by_role("button", name="Đăng xuất").click()
        visit.page.wait_for_url("**/dang-nhap")

"""The search page under mouse, finger and keys, in a real browser."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, Route

from search_api.app import create_app
from tests.support.browser import NARROW, Visit, serving, visiting
from tests.support.coverage import seeded
from tests.support.databases import fresh_sqlite


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """One service for all tests here: none changes what another one looks at."""
    for database in fresh_sqlite(tmp_path_factory.mktemp("search-page")):
        coverage = seeded(database)
        with serving(create_app(store=coverage.store, outlets=coverage.outlets, index=coverage.index)) as where:
            yield where


def counted(page: Page) -> int:
    """The number of articles that the page says it found."""
    return int(page.locator(".found strong").inner_text().removesuffix(" bài").replace(".", ""))


def box(page: Page) -> Locator:
    return page.get_by_role("combobox", name="Từ cần tìm")


def suggested(page: Page) -> Locator:
    return page.get_by_role("listbox", name="Gợi ý").get_by_role("option")


def bars(page: Page) -> list[dict[str, Any]]:
    """The bars of the chart, once it can be dragged over."""
    page.wait_for_selector("[data-ready]")
    spec = page.locator('[data-chart] script[type="application/json"]').text_content()
    found: list[dict[str, Any]] = json.loads(spec or "")["datasets"]["bars"]
    return found


def ends(page: Page, bar: int, count: int) -> tuple[float, float]:
    """Where on the screen the middle of a bar is, of `count` bars over the whole width."""
    view = page.locator(".chart-area svg .background").first.bounding_box()
    assert view is not None
    return view["x"] + view["width"] * (bar + 0.5) / count, view["y"] + view["height"] / 2


def drag(page: Page, first: int, last: int) -> list[dict[str, Any]]:
    """Drag from one bar to another with the mouse; the bars between, both included."""
    all_bars = bars(page)
    page.mouse.move(*ends(page, first, len(all_bars)))
    page.mouse.down()
    page.mouse.move(*ends(page, (first + last) // 2, len(all_bars)))
    page.mouse.move(*ends(page, last, len(all_bars)))
    page.mouse.up()
    page.wait_for_url("**from=*")
    return all_bars[min(first, last) : max(first, last) + 1]


def days_of(page: Page) -> tuple[str, str]:
    asked = parse_qs(urlsplit(page.url).query)
    return asked["from"][0], asked["to"][0]


def fits(visit: Visit) -> bool:
    return visit.overflow() <= 0 and visit.complaints == [] and visit.foreign() == []


def test_what_is_typed_without_marks_is_found_and_marked_with_them(browser: Browser, address: str) -> None:
    with visiting(browser, f"{address}/tim-kiem?q=duong+lon") as visit:
        assert counted(visit.page) == 9
        found = {one.lower() for one in visit.page.locator("li.hit mark").all_inner_texts()}
        assert {"đường", "đường lớn"} & found
        assert found <= {"đường", "lớn", "đường lớn"}


def test_dragging_over_bars_searches_their_days_and_finds_as_many_articles(browser: Browser, address: str) -> None:
    with visiting(browser, f"{address}/tim-kiem?sort=oldest&topic=personnel&q=nhan+su") as visit:
        page = visit.page
        before = counted(page)
        dragged = drag(page, 20, 8)
        assert days_of(page) == (dragged[0]["first"], dragged[-1]["last"])
        assert 0 < sum(bar["count"] for bar in dragged) == counted(page) < before
        assert parse_qs(urlsplit(page.url).query)["sort"] == ["oldest"]
        assert page.locator(".chosen .badge", has_text="Chủ đề").is_visible()
        shown = bars(page)
        assert sum(bar["count"] for bar in shown if bar["picked"]) == counted(page)
        assert any(bar["count"] for bar in shown if not bar["picked"])
        page.get_by_role("link", name="Xem mọi ngày").click()
        page.wait_for_url(lambda url: "from=" not in url)
        assert counted(page) == before
        assert fits(visit)


@pytest.mark.slow
def test_a_click_on_a_bar_searches_its_day_and_its_neighbours_stay_in_sight(browser: Browser, address: str) -> None:
    with visiting(browser, f"{address}/tim-kiem") as visit:
        clicked = drag(visit.page, 10, 10)
        assert days_of(visit.page) == (clicked[0]["first"], clicked[0]["first"])
        assert counted(visit.page) == clicked[0]["count"] == 1
        shown = bars(visit.page)
        day = date.fromisoformat(clicked[0]["first"])
        assert shown[0]["first"] <= (day - timedelta(days=7)).isoformat()
        assert shown[-1]["last"] >= (day + timedelta(days=7)).isoformat()


@pytest.mark.slow
def test_days_are_chosen_with_arrow_keys_too(browser: Browser, address: str) -> None:
    with visiting(browser, f"{address}/tim-kiem") as visit:
        page = visit.page
        last = bars(page)[-3:]
        page.locator(".chart-area").focus()
        for key in ("ArrowLeft", "ArrowLeft", "ArrowLeft", "Shift+ArrowRight", "Shift+ArrowRight"):
            page.keyboard.press(key)
        assert page.locator(".brush-said").inner_text().endswith(f"{sum(bar['count'] for bar in last)} bài")
        page.keyboard.press("Enter")
        page.wait_for_url("**from=*")
        assert days_of(page) == (last[0]["first"], last[-1]["last"])


def swipe(page: Page, x: float, y: float, right: float, down: float) -> None:
    """A finger put down, moved and lifted."""
    hand = page.context.new_cdp_session(page)
    hand.send("Emulation.setTouchEmulationEnabled", {"enabled": True})
    hand.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for step in range(1, 9):
        point = {"x": x + right * step / 8, "y": y + down * step / 8}
        hand.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
    hand.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def test_a_finger_that_moves_up_over_the_chart_scrolls_and_one_that_moves_along_it_chooses(
    browser: Browser, address: str
) -> None:
    with visiting(browser, f"{address}/tim-kiem", NARROW) as visit:
        page = visit.page
        count = len(bars(page))
        start, stop = ends(page, 12, count), ends(page, 20, count)
        wanted = bars(page)[12:21]
        swipe(page, *start, 0, -200)
        page.wait_for_function("scrollY > 100")
        assert "from=" not in page.url
        assert page.locator(".brush-said").inner_text() == ""
        page.reload()
        bars(page)
        page.evaluate("scrollTo({top: 0, behavior: 'instant'})")
        swipe(page, *start, stop[0] - start[0], 6)
        page.wait_for_url("**from=*")
        assert days_of(page) == (wanted[0]["first"], wanted[-1]["last"])
        assert fits(visit)


def test_keys_lead_to_the_box_through_the_hits_and_into_an_article(browser: Browser, address: str) -> None:
    with visiting(browser, f"{address}/tim-kiem?q=nhan+su") as visit:
        page = visit.page
        page.keyboard.press("/")
        assert box(page).evaluate("one => one === document.activeElement")
        page.keyboard.type("j/?k")
        assert box(page).input_value() == "j/?k"
        page.keyboard.press("Escape")
        assert page.evaluate("document.activeElement === document.body")
        titles = page.locator(".hit h2 a")
        for key, at in (("j", 0), ("j", 1), ("ArrowDown", 2), ("ArrowUp", 1), ("k", 0), ("k", 0), ("j", 1)):
            page.keyboard.press(key)
            assert titles.nth(at).evaluate("one => one === document.activeElement")
        assert titles.nth(1).evaluate("one => getComputedStyle(one).outlineStyle") == "solid"
        page.keyboard.press("?")
        assert page.get_by_text("mở bài đang chọn").is_visible()
        page.keyboard.press("j")
        wanted = titles.nth(0).get_attribute("href")
        page.keyboard.press("Enter")
        page.wait_for_url(f"**{wanted}")
        assert fits(visit)


def test_an_empty_result_says_what_to_try_and_it_helps(browser: Browser, address: str) -> None:
    with visiting(browser, f"{address}/tim-kiem?q=dương+lớn", NARROW) as visit:
        assert visit.page.get_by_role("heading", name="Không tìm thấy bài nào").is_visible()
        assert fits(visit)
        visit.page.get_by_role("link", name="duong lon").click()
        visit.page.wait_for_url("**q=duong+lon")
        assert counted(visit.page) == 9


def test_a_query_that_cannot_be_read_is_explained_where_it_breaks(browser: Browser, address: str) -> None:
    with visiting(browser, f"{address}/tim-kiem", NARROW) as visit:
        box(visit.page).fill('nhân sự "văn kiện')
        box(visit.page).press("Enter")
        alert = visit.page.get_by_role("alert")
        assert "chưa được đóng" in alert.inner_text()
        assert alert.locator(".wrong").inner_text() == '"văn kiện'
        assert box(visit.page).get_attribute("aria-invalid") == "true"
        assert visit.overflow() <= 0


def test_what_was_found_is_taken_along_as_a_file(browser: Browser, address: str) -> None:
    with visiting(browser, f"{address}/tim-kiem?q=nhan+su&limit=3") as visit:
        with visit.page.expect_download() as download:
            visit.page.get_by_role("link", name="CSV").click()
        lines = download.value.path().read_text(encoding="utf-8-sig").splitlines()
        assert download.value.suggested_filename.endswith(".csv")
        assert len(lines) == 1 + counted(visit.page) == 10


def test_a_search_is_saved_under_a_name_found_again_and_taken_off_the_list(browser: Browser, address: str) -> None:
    with visiting(browser, f"{address}/tim-kiem?q=nhan+su&topic=personnel&sort=oldest", NARROW) as visit:
        page, asked = visit.page, visit.page.url
        page.get_by_role("link", name="Lưu tìm kiếm này").click()
        page.get_by_label("Tên để lưu").fill("Nhân sự, từ đầu")
        page.get_by_role("button", name="Lưu tìm kiếm này").click()
        page.get_by_text("Tìm kiếm đã lưu (1)").wait_for()
        assert page.url == asked
        assert not page.get_by_role("link", name="Lưu tìm kiếm này").is_visible()
        page.goto(f"{address}/tim-kiem")
        assert page.get_by_text("chung cho cả phòng").is_visible()
        page.get_by_role("link", name="Nhân sự, từ đầu").click()
        page.wait_for_url(asked)
        page.get_by_text("Tìm kiếm đã lưu (1)").click()
        assert fits(visit)
        page.get_by_role("button", name="Bỏ tìm kiếm đã lưu: Nhân sự, từ đầu").click()
        page.get_by_text("Tìm kiếm đã lưu (0)").wait_for()
        assert page.url == asked


def test_what_may_be_meant_is_suggested_and_taken_by_keys(browser: Browser, address: str) -> None:
    with visiting(browser, f"{address}/tim-kiem?sort=oldest", NARROW) as visit:
        page, options = visit.page, suggested(visit.page)
        box(page).press_sequentially("ben da", delay=20)
        options.first.wait_for()
        assert box(page).get_attribute("aria-expanded") == "true"
        assert fits(visit)
        page.keyboard.press("Escape")
        assert options.count() == 0
        assert box(page).input_value() == "ben da"
        assert box(page).evaluate("one => one === document.activeElement")
        box(page).fill("dien ra ben d")
        options.filter(has_text="đại hội").first.wait_for()
        wanted = int(options.first.locator(".count").inner_text())
        for key, at in (("ArrowDown", 0), ("ArrowUp", None), ("ArrowUp", -1), ("ArrowDown", None), ("ArrowDown", 0)):
            page.keyboard.press(key)
            named = None if at is None else (options.first if at == 0 else options.last).get_attribute("id")
            assert box(page).get_attribute("aria-activedescendant") == named
        page.keyboard.press("Enter")
        page.wait_for_url("**/tim-kiem?q=*")
        assert box(page).input_value() == 'dien ra đại hội:"phường Bến Đá"'
        assert parse_qs(urlsplit(page.url).query)["sort"] == ["oldest"]
        assert counted(page) == wanted


@pytest.mark.slow
def test_only_the_answer_to_what_stands_in_the_box_is_shown_and_a_failure_is_told(browser: Browser, address: str) -> None:
    with visiting(browser, f"{address}/tim-kiem") as visit:
        page, asked = visit.page, []

        def answer(route: Route) -> None:
            text = parse_qs(urlsplit(route.request.url).query)["q"][0]
            asked.append(text)
            if text == "xin":
                route.fulfill(status=503, json={"detail": "Chỉ mục không trả lời."})
            elif text != "cũ":  # the old question is never answered
                one = {"kind": "source", "label": text.upper(), "query": text, "count": 1}
                route.fulfill(json={"suggestions": [one]})

        page.route("**/api/v1/suggest*", answer)
        with page.expect_request("**/api/v1/suggest*"):
            box(page).fill("cũ")
        box(page).fill("mới")
        suggested(page).filter(has_text="MỚI").wait_for()
        box(page).fill("xin")
        page.get_by_text("Chưa lấy được gợi ý").wait_for(state="attached")
        assert suggested(page).count() == 0
        assert asked == ["cũ", "mới", "xin"]

"""Health as it is counted from the tables, told by page, API and both kinds of database."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient
from playwright.sync_api import Browser

from crawlers.completeness import estimate
from crawlers.frontier import Frontier
from crawlers.frontier_rows import Found
from crawlers.health import State
from crawlers.health_rows import count_readings, readings
from crawlers.health_tables import reading_days
from crawlers.revisit_tables import redesigns
from crawlers.source_health import SourceHealth, panel_estimates, source_health
from crawlers.sources import Sources
from crawlers.tables import frontier
from lantoa.article import Article, Kind, Moment, Origin
from lantoa.articles import ArticleStore
from lantoa.database import Database
from tests.support.browser import NARROW, WIDE, serving, visiting
from tests.support.watched import DAY, NOW, TODAY, pages_of, watched


@pytest.fixture
def sources(database: Database, tmp_path: Path) -> Sources:
    return watched(database, tmp_path)


def judged(database: Database, sources: Sources) -> dict[str, SourceHealth]:
    return {one.source.id: one for one in source_health(database, sources, NOW)}


def test_every_source_is_judged_by_its_month(database: Database, sources: Sources) -> None:
    found = judged(database, sources)
    assert {key: (one.health.state, [each.key for each in one.health.reasons]) for key, one in found.items()} == {
        "deu": (State.GOOD, []),
        "im": (State.BAD, ["silent"]),
        "lech": (State.BAD, ["drift_undated"]),
        "dut": (State.BAD, ["all_failing"]),
        "moi": (State.UNKNOWN, ["young"]),
        "tat": (State.OFF, []),
    }
    steady = found["deu"]
    assert (steady.health.day, steady.health.seen) == (TODAY - DAY, 12)
    assert steady.health.expected is not None
    assert steady.last_answer == datetime.fromisoformat("2025-09-29T20:00+07:00")


def test_days_to_come_are_not_judged(database: Database, sources: Sources) -> None:
    before = {one.source.id: one for one in source_health(database, sources, NOW - 3 * DAY)}
    assert before["im"].health.state is State.GOOD
    assert before["im"].days[-1].day == TODAY - 3 * DAY


@pytest.mark.parametrize(("channels", "reasons"), [(["https://deu.test/"], []), (["sources"], ["some_failing"])])
def test_a_dead_link_of_a_home_page_is_no_channel_that_fails(
    database: Database, sources: Sources, channels: list[str], reasons: list[str]
) -> None:
    page = Found("https://deu.test/lich-phat-song", "section", "deu", channels[0], every=DAY)
    Frontier(database).discovered([page], NOW)
    with database.write() as connection:
        connection.execute(sa.update(frontier).where(frontier.c.url == page.url).values(fate="gone", tries=9))
    assert [each.key for each in judged(database, sources)["deu"].health.reasons] == reasons


def test_what_was_missed_is_estimated_over_the_days_both_kinds_were_read(database: Database, sources: Sources) -> None:
    found = judged(database, sources)
    window = found["deu"].window
    assert window.days == 28
    assert found["deu"].estimate == estimate(window.sighted)
    assert window.sighted.seen == sum(10 + number % 3 for number in range(2, 30))
    assert window.sighted.lists < window.sighted.feeds < window.sighted.seen
    assert found["tat"].refusal == "one_kind"
    panels = panel_estimates(sources, list(found.values()))
    assert panels["thu"] is not None
    assert panels["thu"].outlets == 2


def test_the_api_tells_it(database: Database, sources: Sources) -> None:
    answer = TestClient(pages_of(database, sources)).get("/api/v1/sources/health").json()
    assert answer["alarms"] == 3
    one = {each["id"]: each for each in answer["sources"]}["im"]
    assert (one["state"], one["seen"], one["day"]) == ("bad", 0, "2025-09-28")
    assert one["reasons"][0]["text"].startswith("Im lặng: kênh vẫn trả lời nhưng 3 ngày liền không có bài mới kể từ 25/09/2025")
    assert 0.8 < one["estimate"]["recall_low"] <= one["estimate"]["recall"] <= one["estimate"]["recall_high"] <= 1
    assert answer["panels"]["thu"]["outlets"] == 2


def test_the_page_puts_alarms_on_top_and_names_the_lower_bound(database: Database, sources: Sources) -> None:
    page = TestClient(pages_of(database, sources)).get("/nguon").text
    for text in ("Nguồn đang báo động", "Hỏng: 3", "Tốt: 1", "Chưa đủ dữ liệu: 1", "Bảng thử", "cận dưới", "Báo Im</a>: Im lặng"):
        assert text in page
    assert page.index("Báo Im") < page.index("Báo Đều")


def test_readings_are_counted_once_and_only_of_what_was_crawled(database: Database) -> None:
    store = ArticleStore(database)
    for number, (kind, sapo, text, origin) in enumerate([
        (Kind.ARTICLE, "Sapo", "Dài. " * 100, Origin.CAPTURE), (Kind.ARTICLE, "", "Ngắn.", Origin.CAPTURE),
        (Kind.UNKNOWN, "", "", Origin.CAPTURE), (Kind.ARTICLE, "", "Ngắn.", Origin.IMPORT),
    ]):  # fmt: skip
        at = Moment.of(NOW, "meta", 1.0) if number == 0 else Moment()
        article = Article(f"https://bao.test/{number}", kind, "Tin", sapo, text, at)
        store.save(article, source="bao", origin=origin, ref=f"r:{number}", seen_at=NOW, extractor=1)
    for _ in range(2):
        count_readings(database, TODAY)
    (one,) = readings(database, TODAY)["bao"]
    assert (one.day, one.read, one.empty, one.no_sapo, one.undated, one.unknown) == (TODAY, 3, 1, 1, 1, 1)
    assert one.length == (500 + 5) / 2


def test_days_counted_before_stay_as_they_were_read_first(database: Database, sources: Sources) -> None:
    def earlier() -> list[tuple[object, ...]]:
        query = sa.select(reading_days).where(reading_days.c.day < date(2025, 9, 20)).order_by(*reading_days.primary_key)
        with database.read() as connection:
            return [tuple(row) for row in connection.execute(query)]

    before = earlier()
    count_readings(database, TODAY + timedelta(days=1))
    assert earlier() == before != []


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_the_pages_fit_and_draw(sqlite_database: Database, tmp_path: Path, browser: Browser, size: tuple[int, int]) -> None:
    from search_api.app import create_app  # the door of the static files, as serve composes it
    from tests.support.coverage import seeded

    whole = pages_of(sqlite_database, watched(sqlite_database, tmp_path))
    coverage = seeded(sqlite_database)
    app = create_app(store=coverage.store, outlets=coverage.outlets, index=coverage.index)
    app.router.routes.extend(whole.router.routes)
    with serving(app) as address, visiting(browser, f"{address}/nguon", size) as visit:
        assert visit.overflow() <= 0
        visit.page.get_by_role("link", name="Báo Im", exact=True).first.click()
        visit.page.wait_for_url("**/nguon/im")
        assert visit.charts_drawn() == 1
        assert visit.overflow() <= 0
        assert visit.complaints == []
        assert visit.foreign() == []


def test_an_outlet_that_moved_is_told_where_to(database: Database, sources: Sources) -> None:
    with database.write() as connection:
        mine = sa.and_(frontier.c.source == "deu", frontier.c.role != "article")
        connection.execute(sa.update(frontier).where(mine).values(fate="off_panel", final_url="https://moi-ten.test/"))
    found = judged(database, sources)["deu"]
    assert found.health.alarm
    assert [each.text for each in found.health.reasons if each.key == "moved"] == [
        'nguồn deu chuyển hướng sang moi-ten.test: nếu đó là tên miền mới của tòa báo, thêm hosts = ["moi-ten.test"] hoặc đổi home'
    ]


def test_a_change_of_everything_at_once_is_worth_a_look_until_it_is_settled(database: Database, sources: Sources) -> None:
    row = {"source": "deu", "since": NOW - DAY, "noticed_at": NOW, "extractor": 1, "verdict": "held", "changed": 30, "revisited": 40, "lines": []}
    with database.write() as connection:
        connection.execute(sa.insert(redesigns).values(**row))
    found = judged(database, sources)["deu"].health
    assert (found.state, [each.key for each in found.reasons]) == (State.LOOK, ["mass_change"])
    assert "30 trong 40 bài" in found.reasons[0].text
    with database.write() as connection:
        connection.execute(sa.update(redesigns).values(settled_at=NOW))
    assert judged(database, sources)["deu"].health.state is State.GOOD

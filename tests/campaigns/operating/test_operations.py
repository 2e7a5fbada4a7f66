"""How it stands: the same on the page, by command and by API, and somebody is told who has to look."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from html import unescape
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from playwright.sync_api import Browser

from campaigns.campaign import ReportOrder
from campaigns.operating.instance import LATE, Instance, one_instance
from campaigns.operating.operations import Overseer
from campaigns.operating.report_turns import ReportTurns, issue_due
from campaigns.operating.routes import operations_router
from campaigns.operating.step_log import StepLog
from campaigns.operating.steps import Verdict
from campaigns.operating.view import counts_text, lasted
from campaigns.store import CampaignStore
from lantoa.clock import FixedClock
from lantoa.database import Database
from lantoa.words import word
from search_api.app import create_app
from tests.support.browser import NARROW, WIDE, serving, visiting
from tests.support.campaign_corpus import CAMPAIGN, desk_of

NOW = datetime(2025, 9, 24, 3, tzinfo=UTC)
STEPS = ("crawl", "tag", "reports")
ORDERED = replace(CAMPAIGN, reports=(ReportOrder("week", time(7)),), mail=("ban@tg.test",))


class Site:
    """A database with a running keeper, and the application that shows it."""

    def __init__(self, database: Database, folder: Path, instance: Instance, clock: FixedClock) -> None:
        self.log = StepLog(database, instance.keeper)
        self.instance, self.clock, self.database = instance, clock, database
        self.campaigns = [ORDERED]
        self.overseer = Overseer(
            database, folder, STEPS, lambda: self.campaigns, lambda: {"crawl": 7, "tag": 1234, "send": 2}, clock, clock
        )
        desk = desk_of(database, [], now=NOW)
        CampaignStore(database).save(ORDERED, NOW - timedelta(days=20))
        routers = [operations_router(self.overseer)]
        self.app: FastAPI = create_app(
            store=desk.articles, outlets=desk.outlets, index=desk.index, routers=routers, watchdog=self.overseer.watch
        )
        self.client = TestClient(self.app, base_url="http://127.0.0.1")

    def ran(self, step: str, verdict: Verdict, error: str = "", **counts: int) -> None:
        self.log.end(self.log.begin(step, NOW - timedelta(minutes=3)), NOW - timedelta(minutes=1), verdict, counts, error)

    @property
    def page(self) -> str:
        """As it is read: `&amp;` and its like are undone."""
        answer = self.client.get("/van-hanh")
        assert answer.status_code == 200
        return unescape(answer.text)

    @property
    def told(self) -> dict[str, object]:
        found: dict[str, object] = self.client.get("/api/v1/operations").json()
        return found


@pytest.fixture
def site(sqlite_database: Database, tmp_path: Path) -> Iterator[Site]:
    clock = FixedClock(NOW)
    with one_instance(tmp_path, sqlite_database, clock) as instance:
        yield Site(sqlite_database, tmp_path, instance, clock)


def test_it_says_that_all_is_well(site: Site) -> None:
    site.ran("crawl", Verdict.DONE, stored=3)
    assert (site.told["watchdog"], site.told["well"]) == ("ok", True)
    assert word("schedule.watch.ok") in site.page
    assert "trang lưu mới 3" in site.page
    assert "2 phút" in site.page
    assert "1.234" in site.page, "what waits"
    assert site.client.get("/api/v1/health").json()["watchdog"] == "ok"


def test_a_late_heartbeat_is_said_everywhere(site: Site) -> None:
    site.clock.skip_to(NOW + 2 * LATE)
    assert (site.told["watchdog"], site.told["well"]) == ("late", False)
    assert word("schedule.page.late") in site.page
    assert site.client.get("/api/v1/health").json()["watchdog"] == "late"


def test_where_nothing_runs_it_says_what_that_means(site: Site) -> None:
    site.instance.stop()
    assert (site.told["watchdog"], site.told["well"]) == ("off", True)
    assert word("schedule.page.off") in site.page


@pytest.mark.parametrize("verdict", [Verdict.AGAIN, Verdict.LATER, Verdict.ASIDE])
def test_a_failed_step_is_named_with_its_error(site: Site, verdict: Verdict) -> None:
    site.ran("tag", verdict, "Chỉ mục <b>không</b> trả lời.")
    assert site.told["well"] is False
    assert word(f"schedule.verdict.{verdict}") in site.page
    assert "Chỉ mục &lt;b&gt;không&lt;/b&gt; trả lời." in site.client.get("/van-hanh").text


def test_a_failed_step_whose_work_was_done_since_needs_nobody(site: Site) -> None:
    site.ran("tag", Verdict.LATER, "Chỉ mục không trả lời.")
    site.log.idle("tag", NOW)
    assert site.told["well"] is True
    assert word("schedule.verdict.idle") in site.page
    assert word("schedule.page.looked", at="24/09/2025 10:00:00") in site.page


def test_a_step_under_way_is_shown_and_one_that_hangs_is_named(site: Site) -> None:
    site.log.begin("crawl", NOW)
    site.instance.beat({"crawl": {"step": "crawl", "since": NOW.isoformat(), "stuck": False}})
    assert word("schedule.verdict.running") in site.page
    site.instance.beat({"crawl": {"step": "crawl", "since": NOW.isoformat(), "stuck": True}})
    assert word("schedule.verdict.stuck") in site.page
    assert site.told["well"] is False


def test_the_next_reports_stand_there_with_their_local_time(site: Site) -> None:
    assert site.told["reports_next"] == [
        {"campaign": "tg", "period": "2025-W39", "layout": "party", "due": "2025-09-29T07:00:00+07:00", "mail": True}
    ]
    assert "29/09/2025 07:00" in site.page
    site.campaigns.clear()
    assert word("schedule.page.no_reports") in site.page


def test_reports_that_fell_due_are_listed_with_what_became_of_them(site: Site) -> None:
    issue_due([ORDERED], ReportTurns(site.database), lambda campaign, period, order: None, NOW)
    assert word("schedule.turn.late") in site.page
    assert 'href="/bao-cao/tg/2025-W38"' in site.page
    due = site.told["reports_due"]
    assert isinstance(due, list)
    assert [(one["period"], one["late"]) for one in due] == [("2025-W38", True), ("2025-W37", True), ("2025-W36", True)]


def test_a_disk_that_is_nearly_full_is_said(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage("/")
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: type(usage)(100 * 1024**3, 99 * 1024**3, 1024**3))
    assert word("schedule.page.disk_low") in site.page
    assert site.told["well"] is False


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0.4, "dưới 1 giây"), (45, "45 giây"), (200, "3 phút 20 giây"), (7500, "2 giờ 5 phút"), (90061, "1 ngày 1 giờ")],
)
def test_durations_are_read_at_a_glance(seconds: float, text: str) -> None:
    assert lasted(timedelta(seconds=seconds)) == text


def test_counts_are_words() -> None:
    assert counts_text({"stored": 1200, "unchanged": 0, "requests.gone": 2}).startswith("trang lưu mới 1.200, ")
    assert counts_text({}) == word("schedule.nothing")


@pytest.mark.slow
@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_the_page_fits_and_reads_itself_anew(browser: Browser, site: Site, size: tuple[int, int]) -> None:
    site.ran("tag", Verdict.LATER, "Chỉ mục không trả lời: " + "rất dài " * 40)
    with serving(site.app) as address, visiting(browser, address + "/van-hanh", size) as visit:
        assert (visit.overflow() <= 0, visit.complaints, visit.foreign()) == (True, [], [])
        assert visit.page.locator("meta[http-equiv=refresh]").count() == 1
        assert visit.page.locator("nav a[aria-current]").inner_text() == word("web.nav_operations")

"""Report pages: every period can be had in every format, and what was issued says so."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from playwright.sync_api import Browser

from campaigns.desk import Desk
from campaigns.periods import period_of
from campaigns.post.outbox import Outbox
from campaigns.report.issue import issue
from campaigns.report.posting import letter_of
from campaigns.report.routes import report_router
from campaigns.report.store import FORMATS
from lantoa.database import Database
from lantoa.errors import Misuse
from lantoa.words import word
from search_api.app import create_app
from tests.support.browser import NARROW, WIDE, serving, visiting
from tests.support.campaign_corpus import CAMPAIGN, Row, desk_of

ROWS = [Row("bao-a", 10, 1), Row("bao-b", 12, 1), Row("cong-c", 30, 2), Row("bao-a", 24 * 24, 4)]
WITH_MAIL = replace(CAMPAIGN, mail=("ban@co-quan.test",))


@pytest.fixture
def desk(sqlite_database: Database, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Desk:
    if "browser" not in request.fixturenames:  # most questions are not about what the files look like
        monkeypatch.setattr("campaigns.report.issue.drawn", lambda frozen, kinds: dict.fromkeys(kinds, frozen["subject"].encode()))
    desk = desk_of(sqlite_database, ROWS)
    desk.store.save(WITH_MAIL, desk.clock.now())
    return desk


@pytest.fixture
def app(desk: Desk) -> FastAPI:
    return create_app(store=desk.articles, outlets=desk.outlets, index=desk.index, routers=[report_router(desk)], banner="Trình diễn")


@pytest.fixture
def client(app: FastAPI) -> TestClient:
    return TestClient(app, base_url="http://127.0.0.1")


def test_the_list_offers_weeks_months_quarters_and_years(client: TestClient) -> None:
    page = client.get("/bao-cao").text
    for period in ("2025-W36", "2025-09", "2025-Q3", "2025"):
        for kind in FORMATS:
            assert f'href="/bao-cao/tg/{period}.{kind}?mau=party"' in page
    assert 'href="/bao-cao/tg/2025-W35?mau=state"' in client.get("/bao-cao?mau=state").text


def test_any_range_is_a_form_away(client: TestClient) -> None:
    answer = client.get("/bao-cao?campaign=tg&tu=2025-09-01&den=2025-09-20", follow_redirects=False)
    assert answer.headers["location"] == "/bao-cao/tg/2025-09-01..2025-09-20?mau=party"
    assert word("report.headline") in client.get(answer.headers["location"]).text
    assert client.get("/bao-cao/tg/2025-09-01..2025-09-20.pdf").headers["content-type"] == "application/pdf"
    assert "2025-09-01..2025-09-20" in client.get("/bao-cao").text
    assert client.get("/bao-cao?campaign=tg&tu=2025-09-21&den=2025-09-20").status_code == 422


def test_an_issued_report_gives_the_same_bytes_and_says_when(client: TestClient) -> None:
    first = client.get("/bao-cao/tg/2025-W36.docx")
    assert 'filename="tg-2025-W36-party.docx"' in first.headers["content-disposition"]
    assert client.get("/bao-cao/tg/2025-W36.docx").content == first.content
    page = client.get("/bao-cao/tg/2025-W36").text
    assert "đã chốt lúc 12/10/2025 10:00, số thứ tự 1" in page
    assert "/bao-cao/tg/2025-W36/thay-doi?mau=party" in page


def test_the_html_file_may_style_itself_and_run_nothing(client: TestClient) -> None:
    page = client.get("/bao-cao/tg/2025-W36.html")
    assert "script" not in page.headers["content-security-policy"]


def test_what_changed_since_is_a_page_of_lists(client: TestClient, desk: Desk) -> None:
    client.get("/bao-cao/tg/2025-W36")
    assert word("reports.since.nothing") in client.get("/bao-cao/tg/2025-W36/thay-doi").text
    desk.articles.removed("http://bao-b.test/1", datetime(2025, 10, 13, tzinfo=UTC))
    page = client.get("/bao-cao/tg/2025-W36/thay-doi").text
    assert word("reports.since.list.removed") in page
    assert "Bài 1 số 1" in page


def test_a_preview_says_that_it_is_one_and_is_not_kept(client: TestClient) -> None:
    assert word("reports.page.preview") in client.get("/bao-cao/tg/2025-Q4").text
    assert word("reports.since.preview") in client.get("/bao-cao/tg/2025-Q4/thay-doi").text
    assert client.get("/api/v1/campaigns/tg/reports").json() == []


def test_a_report_is_put_into_the_outbox_once(client: TestClient, desk: Desk) -> None:
    for sent in ("now", "before"):
        answer = client.post("/bao-cao/tg/2025-W36/gui", data={"mau": "party"}, headers={"Origin": "http://127.0.0.1"}, follow_redirects=False)
        assert answer.headers["location"].endswith(f"sent={sent}")
        assert client.get(answer.headers["location"]).status_code == 200
    assert [one.address for one in Outbox(desk.store.database).listed()] == ["ban@co-quan.test"]


def test_a_letter_has_the_files_and_leaves_number_and_signature_to_the_office(desk: Desk) -> None:
    letter = letter_of(issue(desk, WITH_MAIL, period_of("2025-W36")), WITH_MAIL, ("pdf", "xlsx"))
    assert [name for name, _, _ in letter.attachments] == ["tg-2025-W36-party.pdf", "tg-2025-W36-party.xlsx"]
    assert letter.subject.startswith("[Dự thảo]")
    assert "3 bài của 2 câu chuyện gốc" in letter.text
    assert "chữ ký do cơ quan điền" in letter.text


def test_a_preview_is_not_sent_and_nobody_gets_nothing(desk: Desk) -> None:
    with pytest.raises(Misuse, match="2025-Q4"):
        letter_of(issue(desk, WITH_MAIL, period_of("2025-Q4")), WITH_MAIL)
    with pytest.raises(Misuse, match="cũ"):
        letter_of(replace(issue(desk, WITH_MAIL, period_of("2025-W36")), content={}), WITH_MAIL)
    with pytest.raises(Misuse, match="tg"):
        letter_of(issue(desk, CAMPAIGN, period_of("2025-W36")), CAMPAIGN)


def test_the_api_lists_reports_and_gives_what_they_say(client: TestClient) -> None:
    one = client.get("/api/v1/campaigns/tg/reports/2025-W36").json()
    assert one["serial"] == 1
    assert one["content"]["sections"][0]["title"] == word("report.headline")
    assert [row["period"] for row in client.get("/api/v1/campaigns/tg/reports").json()] == ["2025-W36"]


@pytest.mark.parametrize(
    ("path", "status", "named"),
    [
        ("/bao-cao/hue/2025-W36", 404, "hue"),
        ("/bao-cao/tg/2025-W99", 422, "2025-W99"),
        ("/bao-cao/tg/2025-W36?mau=vuong", 422, "vuong"),
        ("/bao-cao?mau=../../etc/passwd", 422, "party"),
        ("/bao-cao?campaign=tg&tu=x&den=", 422, "x.."),
        ("/api/v1/campaigns/tg/reports/2025-13", 422, "2025-13"),
    ],
)
def test_what_is_asked_wrongly_is_named(client: TestClient, path: str, status: int, named: str) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert named in answer.text


@pytest.mark.slow
@pytest.mark.parametrize("size", [WIDE, NARROW])
@pytest.mark.parametrize(
    ("path", "charts"), [("/bao-cao", 0), ("/bao-cao/tg/2025-W36", 1), ("/bao-cao/tg/2025-W36.html", 0), ("/bao-cao/tg/2025-W36/thay-doi", 0)]
)
def test_pages_fit_and_are_quiet_in_a_browser(browser: Browser, app: FastAPI, path: str, charts: int, size: tuple[int, int]) -> None:
    with serving(app) as address, visiting(browser, address + path, size) as visit:
        assert visit.charts_drawn() == charts
        assert visit.overflow() <= 0
        assert visit.complaints == []
        assert visit.foreign() == []

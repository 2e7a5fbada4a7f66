"""The weekly report: its numbers are those of reach, and once issued its bytes never change."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pytest
from docx import Document

from campaigns.desk import Desk
from campaigns.report.content import Table, content_from_json, content_to_json
from campaigns.report.issue import issue_weekly
from campaigns.report.render import docx_of, html_of
from campaigns.report.weekly import weekly
from campaigns.weeks import week_span
from lantoa.database import Database
from lantoa.errors import Misuse
from lantoa.web.formats import week
from lantoa.words import word
from tests.support.campaign_corpus import CAMPAIGN, Row, desk_of

ROWS = [Row("bao-a", 10, 1), Row("bao-b", 12, 1), Row("cong-c", 30, 2), Row("bao-a", 24 * 8, 3), Row("bao-a", 24 * 24, 4)]


@pytest.fixture
def desk(sqlite_database: Database) -> Desk:
    return desk_of(sqlite_database, ROWS)


def tables(desk: Desk, period: str) -> dict[str, Table]:
    content = weekly(desk, CAMPAIGN, period)
    return {block.caption: block for section in content.sections for block in section.blocks if isinstance(block, Table)}


def test_the_headline_counts_the_week_and_compares_it_with_the_last(desk: Desk) -> None:
    found = tables(desk, "2025-W37")[word("report.week_table", week="2025-W37")]
    assert found.rows == (
        ("Số bài", "1", "3", "−2 (−66,7%)"),
        ("Câu chuyện gốc", "1", "2", "−1 (−50,0%)"),
        ("Số nguồn", "1", "3", "−2 (−66,7%)"),
    )


def test_the_appendix_lists_exactly_the_articles_of_the_week(desk: Desk) -> None:
    found = tables(desk, "2025-W36")[word("report.appendix_table")]
    assert [row[0] for row in found.rows] == ["Bài 1 số 0", "Bài 1 số 1", "Bài 2 số 2"]
    assert [row[3] for row in found.rows] == ["Gốc", "Đăng lại", "Gốc"]


def test_content_survives_freezing(desk: Desk) -> None:
    content = weekly(desk, CAMPAIGN, "2025-W36")
    assert content_from_json(content_to_json(content)) == content


def test_the_same_content_gives_the_same_bytes(desk: Desk) -> None:
    content = weekly(desk, CAMPAIGN, "2025-W36")
    again = content_from_json(content_to_json(content))
    assert html_of(content) == html_of(again)
    assert docx_of(content) == docx_of(again)


def test_an_issued_report_stays_as_it_was(desk: Desk) -> None:
    first, frozen = issue_weekly(desk, CAMPAIGN, "2025-W36")
    assert frozen
    desk.articles.removed("http://bao-a.test/0", datetime(2025, 9, 3, tzinfo=UTC))
    again, _ = issue_weekly(desk, CAMPAIGN, "2025-W36")
    assert (again.html, again.docx, again.made_at) == (first.html, first.docx, first.made_at)
    assert again.content["snapshot"]["articles"]


def test_a_week_that_is_not_over_is_only_a_preview(sqlite_database: Database) -> None:
    desk = desk_of(sqlite_database, ROWS, now=datetime(2025, 9, 5, tzinfo=UTC))
    _, frozen = issue_weekly(desk, CAMPAIGN, "2025-W36")
    assert not frozen
    assert desk.store.issued("tg", "2025-W36") is None


def test_an_empty_week_says_so(desk: Desk) -> None:
    report, _ = issue_weekly(desk, CAMPAIGN, "2025-W30")
    assert word("report.nothing") in report.html.decode()


def test_the_docx_opens_and_says_what_the_html_says(desk: Desk) -> None:
    report, _ = issue_weekly(desk, CAMPAIGN, "2025-W36")
    document = Document(io.BytesIO(report.docx))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert word("report.headline") in text
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert "Bài 2 số 2" in cells
    assert "Bài 2 số 2" in report.html.decode()


@pytest.mark.parametrize("period", ["2025-36", "2025-W54", "W36", "", "2025-W00"])
def test_what_is_no_week_is_refused_by_name(period: str) -> None:
    with pytest.raises(Misuse, match="tuần"):
        week_span(period)


def test_weeks_run_from_monday_to_sunday() -> None:
    monday, sunday = week_span("2025-W36")
    assert (monday.isoformat(), sunday.isoformat()) == ("2025-09-01", "2025-09-07")
    assert week(sunday) == "2025-W36"

"""Reports: their numbers are those of reach, and once issued their bytes never change."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from campaigns.desk import Desk
from campaigns.parts import Letterhead
from campaigns.periods import period_of
from campaigns.report.compose import compose
from campaigns.report.content import Cell, Content, Table, content_from_json, content_to_json, tables_of
from campaigns.report.issue import differing, drawn, issue
from campaigns.report.store import FORMATS, ReportStore
from campaigns.weeks import week_span
from lantoa.database import Database
from lantoa.errors import Misuse
from lantoa.web.formats import week
from lantoa.words import word
from tests.support.campaign_corpus import CAMPAIGN, Row, desk_of

ROWS = [Row("bao-a", 10, 1), Row("bao-b", 12, 1), Row("cong-c", 30, 2), Row("bao-a", 24 * 8, 3), Row("bao-a", 24 * 24, 4)]
W36, W37 = period_of("2025-W36"), period_of("2025-W37")


@pytest.fixture
def desk(sqlite_database: Database) -> Desk:
    return desk_of(sqlite_database, ROWS)


@pytest.fixture
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reports whose files are not drawn: what matters is when they are kept."""
    monkeypatch.setattr("campaigns.report.issue.drawn", lambda frozen, kinds: dict.fromkeys(kinds, frozen["subject"].encode()))


def table(content: Content, name: str) -> Table:
    return next(one for one in tables_of(content) if one.name == name)


def said(content: Content) -> str:
    return "\n".join(getattr(block, "text", "") for section in content.sections for block in section.blocks)


def test_the_headline_counts_the_period_and_compares_it_with_the_one_before(desk: Desk) -> None:
    found = table(compose(desk, CAMPAIGN, W37), word("report.headline"))
    wanted: list[tuple[Cell, ...]] = [
        ("Số bài", 1, 3, "−2 (−66,7%)"),
        ("Câu chuyện gốc", 1, 2, "−1 (−50,0%)"),
        ("Số nguồn", 1, 3, "−2 (−66,7%)"),
        (word("reports.spread"), 1.0, 1.5, None),
    ]
    assert list(found.rows) == wanted


@pytest.mark.parametrize(
    ("period", "articles"),
    [("2025-W36", 3), ("2025-09", 5), ("2025-Q3", 5), ("2025", 5), ("2025-09-02..2025-09-09", 2), ("2025-W30", 0)],
)
def test_every_kind_of_period_counts_its_own_days(desk: Desk, period: str, articles: int) -> None:
    content = compose(desk, CAMPAIGN, period_of(period))
    assert table(content, word("report.headline")).rows[0][1] == articles
    assert len(content.snapshot["articles"]) == articles


def test_phases_are_counted_up_to_the_end_of_the_period(desk: Desk) -> None:
    """A report of a past week says what it would have said then."""
    early, late = (table(compose(desk, CAMPAIGN, one), word("report.phase")) for one in (W36, period_of("2025-09")))
    assert [row[2] for row in early.rows] == [3, 0, 0]
    assert [row[2] for row in late.rows] == [4, 1, 0]
    assert early.rows[1][5] == word("reports.to_come")


def test_the_appendix_lists_exactly_the_articles_of_the_period(desk: Desk) -> None:
    found = table(compose(desk, CAMPAIGN, W36), word("report.appendix"))
    assert [row[0] for row in found.rows] == ["Bài 1 số 0", "Bài 1 số 1", "Bài 2 số 2"]
    assert [row[3] for row in found.rows] == ["Gốc", "Đăng lại", "Gốc"]


def test_gaps_name_outlets_and_congresses_without_a_word(desk: Desk) -> None:
    text = said(compose(desk, CAMPAIGN, W36))
    assert "1/4 nguồn trong bảng nguồn không có bài nào trong kỳ: Dai-D." in text
    assert CAMPAIGN.congresses[1].name in text


def test_an_empty_phase_and_an_empty_campaign_say_so_in_words(sqlite_database: Database) -> None:
    content = compose(desk_of(sqlite_database, []), CAMPAIGN, W36)
    assert word("reports.nothing_yet") in said(content)
    assert word("report.nothing") in said(content)


def test_content_survives_freezing(desk: Desk) -> None:
    content = compose(desk, CAMPAIGN, W36)
    assert content_from_json(content_to_json(content)) == content


def test_every_format_is_made_again_byte_by_byte_from_what_was_kept(desk: Desk) -> None:
    issued = issue(desk, CAMPAIGN, W36, "state")
    again = drawn(issued.content)
    assert {kind: issued.file(kind) == again[kind] for kind in FORMATS} == dict.fromkeys(FORMATS, True)
    assert differing(issued) == []
    assert differing(replace(issued, docx=b"otherwise")) == ["docx"]
    assert differing(replace(issued, content={})) is None


def test_an_issued_report_stays_as_it_was(desk: Desk, undrawn: None) -> None:
    first = issue(desk, CAMPAIGN, W36)
    desk.articles.removed("http://bao-a.test/0", datetime(2025, 9, 3, tzinfo=UTC))
    renamed = replace(CAMPAIGN, name="Tên khác", letterhead=Letterhead(body="Ban khác"))
    assert issue(desk, renamed, W36) == first
    assert [(one.serial, one.period, one.layout) for one in ReportStore(desk.store.database).listed("tg")] == [
        (1, "2025-W36", "party")
    ]


def test_a_period_is_issued_once_a_layout_and_numbered_through(desk: Desk, undrawn: None) -> None:
    serials = [issue(desk, CAMPAIGN, one, layout).serial for one, layout in ((W36, "party"), (W36, "state"), (W37, "party"))]
    assert serials == [1, 2, 3]
    assert issue(desk, CAMPAIGN, W36, "state").serial == 2


def test_a_period_that_is_not_over_is_only_a_preview(sqlite_database: Database, undrawn: None) -> None:
    desk = desk_of(sqlite_database, ROWS, now=datetime(2025, 9, 5, tzinfo=UTC))
    report = issue(desk, CAMPAIGN, W36)
    assert not report.frozen
    assert ReportStore(desk.store.database).listed() == []


def test_what_it_was_counted_from_is_kept(desk: Desk, undrawn: None) -> None:
    kept = issue(desk, CAMPAIGN, W36).content["snapshot"]
    assert kept["campaign"]["id"] == "tg"
    assert kept["panel"] == {"name": "main", "version": 1, "sources": ["bao-a", "bao-b", "cong-c", "dai-d"]}
    assert [len(row[2]) for row in kept["articles"]] == [64, 64, 64]
    assert kept["versions"]["tagged_v"] == 1


@pytest.mark.parametrize("period", ["2025-36", "2025-W54", "W36", "", "2025-W00"])
def test_what_is_no_week_is_refused_by_name(period: str) -> None:
    with pytest.raises(Misuse, match="tuần"):
        week_span(period)


def test_weeks_run_from_monday_to_sunday() -> None:
    monday, sunday = week_span("2025-W36")
    assert (monday.isoformat(), sunday.isoformat()) == ("2025-09-01", "2025-09-07")
    assert week(sunday) == "2025-W36"

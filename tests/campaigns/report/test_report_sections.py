"""Sections of a report that stand on the plan, on the crawl and on many rows."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from campaigns.desk import Desk
from campaigns.parts import Message, Wave
from campaigns.periods import period_of
from campaigns.plan.dates import Deadline
from campaigns.plan.items import PlanItem
from campaigns.plan.store import PlanStore
from campaigns.report.compose import compose
from campaigns.report.content import PRINTED, Chart, Content, Table, printed, tables_of
from lantoa.database import Database
from lantoa.words import word
from tests.support.campaign_corpus import CAMPAIGN, Row, desk_of

ROWS = [Row("bao-a", 10, 1), Row("bao-b", 12, 1), Row("cong-c", 30, 2)]
W36 = period_of("2025-W36")


@pytest.fixture
def desk(sqlite_database: Database) -> Desk:
    return desk_of(sqlite_database, ROWS)


def titles(content: Content) -> list[str]:
    return [one.title for one in content.sections]


def table(content: Content, name: str) -> Table:
    return next(one for one in tables_of(content) if one.name == name)


def test_a_campaign_without_a_plan_has_no_section_of_it(desk: Desk) -> None:
    assert titles(compose(desk, CAMPAIGN, W36))[0] == word("report.headline")


def test_the_plan_comes_first_with_units_and_what_is_late(desk: Desk) -> None:
    items = [
        PlanItem("tg", "V1", "Họp báo", "Phòng A", deadline=Deadline("day", date(2025, 9, 3))),
        PlanItem("tg", "V2", "Trang trí", "Phòng B", deadline=Deadline("day", date(2025, 9, 20))),
    ]
    PlanStore(desk.store.database).save(items, "Văn thư", datetime(2025, 8, 1, tzinfo=UTC))
    content = compose(desk, CAMPAIGN, W36)
    assert titles(content)[0] == word("reports.plan.title")
    units = {row[0]: row[1:] for row in table(content, word("reports.plan.unit")).rows}
    assert units == {"Phòng A": (1, 0, 0, 0, 0, 1), "Phòng B": (1, 0, 0, 1, 0, 0)}
    late = table(content, word("reports.plan.late_sheet")).rows
    assert [row[:3] for row in late] == [("Họp báo", "Phòng A", "03/09/2025")]
    assert word("reports.plan.seen_title") in titles(content)


def test_outlet_days_that_were_not_collected_are_listed_as_stretches(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    missing = frozenset((date(2025, 9, day), "bao-b") for day in (2, 3, 5, 12))
    whole = desk.collected
    monkeypatch.setattr(desk, "collected", lambda today: replace(whole(today), incomplete=missing))
    rows = table(compose(desk, CAMPAIGN, W36), word("reports.outages")).rows
    assert rows == (("Bao-B", 3, "02/09/2025 – 03/09/2025; 05/09/2025"),)


def test_every_message_has_its_row_though_nobody_carries_it(desk: Desk) -> None:
    campaign = replace(CAMPAIGN, messages=(Message("m", "Thông điệp M", ("bài 1",)), Message("n", "Thông điệp N", ("không ai nói",))))
    rows = table(compose(desk, campaign, W36), word("reports.value.message")).rows
    assert rows == (("Thông điệp M", 2, 1, 2), ("Thông điệp N", 0, 0, 0))


def test_the_curve_marks_congresses_and_peak_waves_of_its_days(desk: Desk) -> None:
    campaign = replace(CAMPAIGN, waves=(Wave("Cao điểm", date(2025, 9, 2), date(2025, 9, 4)),))
    content = compose(desk, campaign, period_of("2025-09"))
    chart = next(block for section in content.sections for block in section.blocks if isinstance(block, Chart))
    waves, _, events = chart.spec["layer"]
    assert [(one["from"], one["to"]) for one in waves["data"]["values"]] == [("2025-09-02", "2025-09-05")]
    assert {one["day"] for one in events["data"]["values"]} == {"2025-09-09", "2025-09-10", "2025-09-24", "2025-09-26"}
    assert "01/09/2025" in chart.alt


def test_a_long_list_is_printed_in_part_and_says_so() -> None:
    rows = tuple((f"Bài {number}",) for number in range(PRINTED + 5))
    long = Table("Danh sách", (("Bài", "text"),), rows, tuple("http://a.test/" for _ in rows))
    cut, note = printed(long)
    assert (len(cut.rows), len(cut.links)) == (PRINTED, PRINTED)
    assert "1.005" in note
    assert printed(cut) == (cut, "")

"""The plan as a workbook: out and in again without a difference, mistakes by row and column."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.desk import Desk
from campaigns.plan.fields import FIELDS, Field, choice_text, texts_of, typed_entry
from campaigns.plan.items import KINDS, EntryKind, Plan, PlanItem
from campaigns.plan.photo import Photos
from campaigns.plan.planning import Planning
from campaigns.plan.workbook import WorkbookTrouble, plain_text, plan_workbook, read_workbook, safe_text
from lantoa.database import Database
from lantoa.errors import Misuse
from lantoa.words import word
from tests.support.campaign_corpus import CAMPAIGN, desk_of

TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="|;"), max_size=30)
FORMULAS = st.sampled_from(["=1+1", "'=1", "+84", "-5", "@x", "''-2", "=HYPERLINK(\"http://x\")", "＝1"])
DAYS = st.one_of(st.just(""), st.dates(date(1931, 1, 1), date(2100, 1, 1)).map(lambda day: f"{day:%d/%m/%Y}"))
DEADLINES = st.sampled_from(["", "15/09/2025", "tháng 9/2025", "trước khai mạc 3 ngày", "thứ ba hằng tuần từ 01/09/2025 đến 30/09/2025"])


def texts_for(field: Field) -> st.SearchStrategy[str]:
    if field.name in ("code", "result", "inspected", "photo", "link") or field.name.endswith(("_planned", "last", "first")):
        return st.just("")  # bound to one another; put in below
    match field.kind:
        case "day":
            return DAYS
        case "number":
            return st.integers(1, 9_999).map(str)
        case "flag":
            return st.sampled_from(["", "có", "không", "x"])
        case "choice":
            return st.sampled_from([choice_text(field, code) for code in field.choices if code != "official_post"])
        case "deadline":
            return DEADLINES
        case "done":
            return st.sampled_from(["", "15/09/2025: 14/09/2025", "chưa định: 01/09/2025; 05/09/2025: 06/09/2025"])
        case "evidence":
            return st.sampled_from(["", "123 | bài đầu tiên | Phòng Báo chí | 12/09/2025 10:30\nhttps://a.test/x |  | Tổ A | 01/09/2025 00:00"])
        case _:
            return TEXTS.map(lambda text: f"x{text}") | FORMULAS if field.needed else TEXTS | FORMULAS


def typed(kind: EntryKind) -> st.SearchStrategy[dict[str, str]]:
    bound = {"result": "đạt", "inspected": "02/09/2025", "link": "https://trang.test/?a=1", "photo": "", "first": "01/09/2025",
             "assigned_planned": "01/08/2025", "approved_planned": "30/08/2025"}  # fmt: skip
    return st.fixed_dictionaries({field.name: texts_for(field) for field in FIELDS[kind]}).map(
        lambda texts: texts | {name: value for name, value in bound.items() if name in texts}
    )


def entries(kind: EntryKind) -> st.SearchStrategy[tuple[Any, ...]]:
    rows = st.lists(typed(kind), max_size=3)
    return rows.map(lambda found: tuple(typed_entry(kind, "tg", {**row, "code": f"M{at}"}) for at, row in enumerate(found)))


@settings(max_examples=25, deadline=None)
@given(entries("item"), entries("coverage"), entries("offline"))
def test_a_plan_written_and_read_again_is_the_same(items: tuple[Any, ...], coverage: tuple[Any, ...], offline: tuple[Any, ...]) -> None:
    plan = Plan(items, coverage, offline)
    if not plan.entries:
        return
    data = plan_workbook(plan)
    rows, wrong = read_workbook(data, "tg")
    assert ([row.entry for row in rows], wrong) == (list(plan.entries), [])
    for entry in plan.entries:
        assert typed_entry(next(kind for kind in KINDS if entry in getattr(plan, {"item": "items"}.get(kind, kind))), "tg", texts_of(entry)) == entry


@given(TEXTS | FORMULAS)
def test_nothing_can_be_run_and_nothing_is_lost(text: str) -> None:
    text = text.strip()
    assert plain_text(safe_text(text)) == text
    assert not safe_text(text).lstrip().startswith(("=", "+", "-", "@"))


def test_no_cell_is_a_formula() -> None:
    data = plan_workbook(Plan(items=(PlanItem("tg", "V1", "=SUM(A1)", "+84 đơn vị"),)))
    with ZipFile(BytesIO(data)) as book:
        assert b"<f>" not in b"".join(book.read(name) for name in book.namelist() if "sheet" in name)
    assert data == plan_workbook(Plan(items=(PlanItem("tg", "V1", "=SUM(A1)", "+84 đơn vị"),)))


@pytest.fixture
def planning(sqlite_database: Database, tmp_path: Path) -> Planning:
    desk: Desk = desk_of(sqlite_database, [])
    return Planning(desk, Photos(tmp_path / "photos"))


def book_of(**sheets: list[Mapping[str, Any]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for kind, rows in sheets.items():
        sheet = book.create_sheet(word(f"plan.sheet.{kind}"))
        names = list(dict.fromkeys(name for row in rows for name in row))
        sheet.append([word(f"plan.field.{name}") for name in names])
        for row in rows:
            sheet.append([row.get(name) for name in names])
    whole = BytesIO()
    book.save(whole)
    return whole.getvalue()


GOOD = {"code": "V1", "activity": "Họp báo", "lead": "Phòng Báo chí", "channel": "báo chí", "deadline": "15/9/2025"}


def test_a_workbook_is_taken_in_and_what_it_does_not_have_stays(planning: Planning) -> None:
    seen = {"code": "E1", "item": "V1", "outlet": "Bao-A", "phase": "Trước đại hội", "minimum": 2.0}
    taken = planning.take(CAMPAIGN, book_of(item=[GOOD], coverage=[seen]), "Tổ A")
    assert (taken.added, taken.changed) == (2, 0)
    assert planning.store.plan("tg").coverage[0].outlet == "bao-a"
    assert planning.take(CAMPAIGN, planning.workbook(CAMPAIGN), "Tổ A").unchanged == 2
    other = {**GOOD, "code": "V2", "deadline": date(2025, 9, 20)}
    assert planning.take(CAMPAIGN, book_of(item=[other, {**GOOD, "lead": "Phòng B"}]), "Tổ B").changed == 1
    assert [one.lead for one in planning.store.items("tg")] == ["Phòng B", "Phòng Báo chí"]
    last = planning.store.history("tg", "item", "V1")[0]
    assert (last.who, last.action, last.before, last.after) == ("Tổ B", "changed", {"lead": "Phòng Báo chí"}, {"lead": "Phòng B"})


def test_every_mistake_is_named_by_row_and_column_and_nothing_is_taken(planning: Planning) -> None:
    rows = [
        GOOD, {**GOOD, "code": "V2", "deadline": "mai"}, {}, {**GOOD, "code": "V3", "channel": "tivi", "lead": ""}, {**GOOD},
        {**GOOD, "code": "V4", "message": "khong-co"},
    ]  # fmt: skip
    with pytest.raises(WorkbookTrouble) as told:
        planning.take(CAMPAIGN, book_of(item=rows), "Tổ A")
    places = ["dòng 3, cột Thời hạn", "dòng 5, cột Đơn vị chủ trì", "dòng 5, cột Kênh", "dòng 6, cột Mã", "dòng 7, cột Thông điệp"]
    assert len(told.value.lines) == len(places)
    assert all(place in line for place, line in zip(places, told.value.lines, strict=True))
    with pytest.raises(WorkbookTrouble, match="dòng 3, cột Thông điệp"):
        planning.take(CAMPAIGN, book_of(item=[GOOD, rows[5]]), "Tổ A")
    with pytest.raises(WorkbookTrouble, match="bao-x"):
        planning.take(CAMPAIGN, book_of(item=[GOOD], coverage=[{"code": "E", "outlet": "bao-x", "phase": "during", "minimum": 1}]), "Tổ A")
    assert planning.store.items("tg") == ()


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "XLSX"),
        (b"PK\x03\x04 nothing", "XLSX"),
        (b"\xd0\xcf\x11\xe0 an old workbook", "XLSX"),
        (book_of(item=[{**GOOD, "note": "x"}]), "cột lạ"),
        (book_of(item=[{"code": "V1"}]), "thiếu cột"),
        (book_of(item=[]), "thiếu cột"),
        (b"x" * (5 << 20), "4 MB"),
        (plan_workbook(Plan()), "không có dòng nào"),
        (book_of(item=[{**GOOD, "activity": "=1+1"}]), "B2 là công thức"),
    ],
    ids=["empty", "cut", "xls", "odd column", "missing column", "no header", "large", "template", "formula"],
)
def test_what_is_no_plan_is_told(planning: Planning, data: bytes, told: str) -> None:
    with pytest.raises(Misuse, match=told):
        planning.take(CAMPAIGN, data, "Tổ A")


def test_accredited_outlets_become_expected_coverage_and_the_others_are_named(planning: Planning) -> None:
    phase = CAMPAIGN.phase(CAMPAIGN.leading, CAMPAIGN.leading.opening)
    done = planning.accredit(CAMPAIGN, ["Báo Bao-A", "https://bao-b.test/", "Tờ Lạ", "", "bao-a"], phase, 1, "Trung tâm báo chí", "Tổ A")
    assert (done.taken.added, done.unmatched) == (2, ("Tờ Lạ",))
    assert {(one.outlet, one.accredited, one.unit) for one in planning.store.plan("tg").coverage} == {
        ("bao-a", True, "Trung tâm báo chí"), ("bao-b", True, "Trung tâm báo chí"),
    }  # fmt: skip
    with pytest.raises(Misuse, match="Tờ Lạ"):
        planning.accredit(CAMPAIGN, ["Tờ Lạ"], phase, 1, "", "Tổ A")


def test_a_change_says_who_made_it(planning: Planning) -> None:
    with pytest.raises(Misuse, match=r"chức vụ"):
        planning.take(CAMPAIGN, book_of(item=[GOOD]), "  ")
    assert planning.store.items("tg") == ()

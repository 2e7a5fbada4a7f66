"""A spreadsheet is read for its values; anything that could mean something else is refused in one line."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime

import pytest
from openpyxl import Workbook

from campaigns.workbook import MOST_ROWS, day_of_cell, read_sheet, text_of
from lantoa.errors import Misuse

COLUMNS = {"place": ("noi", "phuong xa"), "day": ("ngay",)}


def book(*rows: list[object], prepare: Callable[[Workbook], None] = lambda made: None) -> bytes:
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    prepare(made)
    kept = io.BytesIO()
    made.save(kept)
    return kept.getvalue()


def repacked(data: bytes, **changed: bytes) -> bytes:
    """The same file with parts replaced or added; "/" is written "__"."""
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as new:
        names = {name.replace("__", "/"): content for name, content in changed.items()}
        for part in old.namelist():
            new.writestr(part, names.pop(part, old.read(part)))
        for name, content in names.items():
            new.writestr(name, content)
    return kept.getvalue()


GOOD = book(["Danh sách đại hội"], [], ["STT", "Phường / Xã", "NGÀY"], [1, " Bến Đá ", date(2025, 9, 9)], [None, None, None], [2, "Gò Sim", "11/9/2025"])


def test_the_header_is_found_and_other_columns_are_told() -> None:
    sheet = read_sheet(GOOD, COLUMNS, ["place"])
    assert sheet.headers == {"place": "Phường / Xã", "day": "NGÀY"}
    assert sheet.unread == ["STT"]
    assert [(row.number, row.values["place"], day_of_cell(row.values["day"])) for row in sheet.rows] == [
        (4, "Bến Đá", date(2025, 9, 9)),
        (6, "Gò Sim", date(2025, 9, 11)),
    ]


def test_a_sheet_behind_another_is_found() -> None:
    def second(made: Workbook) -> None:
        sheet = made.create_sheet("Lịch")
        sheet.append(["Nơi"])
        sheet.append(["Bến Đá"])

    assert len(read_sheet(book(["Ghi chú"], prepare=second), COLUMNS, ["place"]).rows) == 1


def merge(made: Workbook) -> None:
    assert made.active is not None
    made.active.merge_cells("A2:A3")


@pytest.mark.parametrize(
    ("data", "named"),
    [
        (b"", "không phải là bảng tính XLSX"),
        (b"M\xc3\xa3,T\xc3\xaan\n1,2\n", "không phải là bảng tính XLSX"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "lưu lại thành .xlsx"),
        (repacked(GOOD, **{"xl__vbaProject.bin": b"x"}), "macro"),
        (repacked(GOOD, **{"xl__workbook.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><workbook/>'}), "hỏng"),
        (repacked(GOOD, **{"xl__workbook.xml": b"<workbook"}), "hỏng"),
        (repacked(GOOD, **{"xl__worksheets__sheet1.xml": b"<worksheet><sheetData><row r='x'/>"}), "hỏng"),
        (repacked(GOOD, **{"xl__media__a.xml": bytes(50_000_000)}), "giải nén"),
        (bytes(5_000_000), "4 MB"),
        (book(["Nơi"], ["a"], ["b"], prepare=merge), "ô gộp .*A2"),
        (book(["Mã", "Tên"], [1, 2]), 'các cột "noi"'),
        (book(["Nơi", "Phường xã"], ["a", "b"]), "hai lần"),
    ],
    ids=["nothing", "csv", "xls", "macros", "entities", "cut workbook", "cut sheet", "bomb", "large", "merged", "no header", "header twice"],
)
def test_what_cannot_be_read_is_one_line(data: bytes, named: str) -> None:
    with pytest.raises(Misuse, match=named) as caught:
        read_sheet(data, COLUMNS, ["place"])
    assert "\n" not in str(caught.value)


def test_rows_without_end_are_refused() -> None:
    far = book(["Nơi"], ["a"], prepare=lambda made: made.active.cell(MOST_ROWS + 1, 1, "b") and None)  # type: ignore[union-attr]
    with pytest.raises(Misuse, match=str(MOST_ROWS)):
        read_sheet(far, COLUMNS, ["place"])


def test_a_formula_and_an_error_are_named_by_their_cell() -> None:
    sheet = read_sheet(book(["Nơi", "Ngày"], ["=A1", "#REF!"]), COLUMNS, ["place"])
    assert [(row, header) for row, header, _ in sheet.wrong] == [(2, "Nơi"), (2, "Ngày")]
    assert "A2" in sheet.wrong[0][2]
    assert "B2" in sheet.wrong[1][2]


@pytest.mark.parametrize(
    ("value", "day"),
    [
        (datetime(2025, 9, 24, 8, 30), date(2025, 9, 24)),  # noqa: DTZ001 - as a cell has it
        (date(2025, 9, 24), date(2025, 9, 24)),
        ("24/9/2025", date(2025, 9, 24)),
        ("24-09-2025", date(2025, 9, 24)),
        ("2025-09-24", date(2025, 9, 24)),
        ("", None),
        (None, None),
        ("Chưa định", None),
    ],
)
def test_days_of_cells(value: str | date | None, day: date | None) -> None:
    assert day_of_cell(value) == day


@pytest.mark.parametrize("value", ["31/9/2025", "24/9/25", "tháng 9", 45924, "9/24/2025"])
def test_what_is_no_day_is_refused(value: str | int) -> None:
    with pytest.raises(ValueError, match=str(value)):
        day_of_cell(value)


def test_cells_read_as_they_would_be_typed() -> None:
    assert [text_of(one) for one in (1.0, 2.5, None, True, " a ")] == ["1", "2.5", "", "True", "a"]

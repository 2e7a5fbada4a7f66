"""Cells of exported tables: whatever an outlet wrote, no program takes it for a formula."""

from __future__ import annotations

import csv
import io
import tracemalloc
import unicodedata
from collections.abc import Iterator
from datetime import date, time
from typing import Any

import openpyxl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape

from search_api.cells import LONGEST, cell_text
from search_api.export_rows import Row
from search_api.sheets import workbook

UGLY = st.text(
    st.one_of(st.sampled_from("=+-@＝＋－＠−⁺;,\"'\t\r\n \u00a0\u200b\ufeff\x00\x85\u2028\udcff\ufffe_x0041"), st.characters())
)


def begins_formula(text: str) -> bool:
    """What the law forbids, said another way than in the program."""
    shapeless = {"Cc", "Cf", "Co", "Cn", "Cs", "Zs", "Zl", "Zp"}
    seen = [sign for sign in text if unicodedata.category(sign) not in shapeless]
    return bool(seen) and unicodedata.normalize("NFKC", seen[0])[0] in "=+-@−"


@settings(deadline=None)
@given(UGLY)
@example("=1+1")
@example(" \u200b＝HYPERLINK(\"x\")")
@example("tin;=1+1")
@example("\t=1")
@example("\r-2")
@example("⩵1")
def test_no_cell_begins_as_a_formula_wherever_a_program_cuts_the_line(text: str) -> None:
    made = cell_text(text)
    assert not any(begins_formula(part) for part in made.split(";"))
    assert made.splitlines() in ([made], [])
    assert "\t" not in made
    made.encode()
    assert cell_text(made) == made


@settings(deadline=None)
@given(st.text(st.characters(categories=["L", "Nd"], include_characters=" "), min_size=1))
def test_an_ordinary_text_stays_as_it_is(text: str) -> None:
    assert cell_text(text) == text.strip()


@pytest.mark.parametrize("letter", ["ế", "𝒩"])
def test_a_text_that_no_cell_holds_is_cut_and_says_so(letter: str) -> None:
    made = cell_text(letter * 40_000)
    assert made.endswith("… (đã cắt bớt)")
    assert LONGEST - 1 <= len(made.encode("utf-16-le")) // 2 <= LONGEST
    whole = letter * (LONGEST // (len(letter.encode("utf-16-le")) // 2))
    assert cell_text(whole) == whole


def read_back(data: bytes) -> list[list[list[object]]]:
    """Sheets of rows of values; no cell may be a formula or a link."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheets = [[list(row) for row in sheet.iter_rows()] for sheet in book.worksheets]
    for sheet in sheets:
        for row in sheet:
            assert not [cell for cell in row if cell.data_type == "f" or cell.hyperlink]
    return [[[_value(cell) for cell in row] for row in sheet] for sheet in sheets]


def _value(cell: Any) -> object:
    if cell.value is None:
        return ""
    return unescape(cell.value) if isinstance(cell.value, str) else cell.value


def written(batches: Iterator[list[Row]] | list[list[Row]], **more: int) -> bytes:
    return b"".join(piece for piece, _rows in workbook(("Đầu", "Đuôi"), batches, **more))


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(UGLY, UGLY), max_size=12))
@example([("_x003D_1+1", "a_x0041_")])
def test_a_workbook_reads_back_as_it_was_written_and_holds_no_formula(rows: list[tuple[str, str]]) -> None:
    harmless: list[Row] = [tuple(cell_text(cell) for cell in row) for row in rows]
    [sheet] = read_back(written([harmless]))
    assert sheet[0] == ["Đầu", "Đuôi"]
    filled = [list(row) for row in harmless]
    while filled and not any(filled[-1]):
        filled.pop()  # a row of empty cells is no row of the file
    assert sheet[1:] == filled


def test_days_and_times_are_such_and_days_that_excel_does_not_know_are_texts() -> None:
    rows: list[Row] = [(date(2025, 9, 6), time(15, 49)), (date(1899, 12, 31), 7)]
    [[_header, first, second]] = read_back(written([rows]))
    assert str(first[0]).startswith("2025-09-06")
    assert first[1] == time(15, 49)
    assert second == ["1899-12-31", 7]


@pytest.mark.parametrize(("count", "sizes"), [(0, [0]), (3, [3]), (4, [3, 1]), (7, [3, 3, 1])])
def test_what_does_not_fit_on_a_sheet_goes_on_the_next_under_the_same_header(count: int, sizes: list[int]) -> None:
    rows: list[Row] = [(number, "x") for number in range(count)]
    sheets = read_back(written([rows[:2], rows[2:]], rows=3))
    assert [len(sheet) - 1 for sheet in sheets] == sizes
    assert [sheet[0] for sheet in sheets] == [["Đầu", "Đuôi"]] * len(sizes)
    assert [row[0] for sheet in sheets for row in sheet[1:]] == list(range(count))


def test_a_workbook_that_is_given_up_asks_for_no_further_batch_and_leaves_nothing_behind(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path_factory.mktemp("temporary")
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    asked: list[int] = []

    def batches() -> Iterator[list[Row]]:
        for number in range(9):
            asked.append(number)
            yield [(number, "x")]

    making = workbook(("a", "b"), batches())
    assert [next(making), next(making)] == [(b"", 1), (b"", 1)]
    assert list(folder.iterdir())
    making.close()
    assert asked == [0, 1]
    assert list(folder.iterdir()) == []


def test_rows_that_are_written_are_not_kept() -> None:
    def peak(count: int) -> int:
        tracemalloc.start()
        for _piece in workbook(("a", "b"), ([("chữ " * 50 + str(number), number)] for number in range(count))):
            pass
        used = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return used

    peak(10)
    assert peak(2_400) < 1.2 * peak(800)


def test_what_csv_reads_back_is_what_was_written() -> None:
    text = cell_text('Tin "nóng", nhiều dấu; và\nhai dòng')
    line = io.StringIO()
    csv.writer(line).writerow([text])
    assert next(csv.reader(io.StringIO(line.getvalue()))) == [text] == ['Tin "nóng", nhiều dấu; và hai dòng']

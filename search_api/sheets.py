"""XLSX: written row by row to a temporary file, sent when it is whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from lantoa.words import word
from search_api.export_rows import Row

ROWS = 1_048_575
"""Rows of a sheet of Excel, its header aside."""
PIECE = 1 << 18
FIRST_YEAR = 1900
"""Before it Excel has no days."""


def workbook(header: Row, batches: Iterable[Sequence[Row]], rows: int = ROWS) -> Iterator[tuple[bytes, int]]:
    """An XLSX file in pieces: (bytes, how many rows were written since the last piece).

    While rows are written the pieces are empty, so whoever takes them can stop at every batch.
    The file is built in the folder for temporary files, about 2 kB a row at its largest.
    rows: after so many another sheet begins. No cell is a formula or a link.
    """
    import xlsxwriter  # here: no command but this one waits for it

    with TemporaryDirectory(prefix="lantoa-") as folder:
        whole = Path(folder) / "whole.xlsx"
        book = xlsxwriter.Workbook(whole, {"constant_memory": True, "tmpdir": folder, "use_zip64": True})
        try:
            sheets = _Sheets(book, header, rows)
            for batch in batches:
                for row in batch:
                    sheets.write(row)
                yield b"", len(batch)
            book.close()
        finally:
            for sheet in book.worksheets():  # a book that was given up keeps them open
                sheet.row_data_fh.close()
        with whole.open("rb") as file:
            while piece := file.read(PIECE):
                yield piece, 0


class _Sheets:
    """Sheets one after the other, each under the same header."""

    def __init__(self, book: Any, header: Row, rows: int) -> None:
        self._book = book
        self._header = header
        self._rows = rows
        self._bold = book.add_format({"bold": True})
        self._day = book.add_format({"num_format": "dd/mm/yyyy"})
        self._time = book.add_format({"num_format": "hh:mm"})
        self._begin()

    def write(self, row: Row) -> None:
        """Below the last one."""
        if self._at > self._rows:
            self._begin()
        for column, cell in enumerate(row):
            self._put(column, cell)
        self._at += 1

    def _begin(self) -> None:
        number = len(self._book.worksheets()) + 1
        self._sheet = self._book.add_worksheet(word("export.sheet", number=number))
        self._sheet.freeze_panes(1, 0)
        for column, name in enumerate(self._header):
            self._sheet.write_string(0, column, name, self._bold)
        self._at = 1

    def _put(self, column: int, cell: object) -> None:
        if isinstance(cell, int):
            self._sheet.write_number(self._at, column, cell)
        elif isinstance(cell, time):
            self._sheet.write_datetime(self._at, column, cell, self._time)
        elif isinstance(cell, date) and cell.year >= FIRST_YEAR:
            self._sheet.write_datetime(self._at, column, cell, self._day)
        elif cell != "":
            self._sheet.write_string(self._at, column, str(cell))

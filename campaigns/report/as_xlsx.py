"""A report as a workbook: what is said on the first sheet, then one sheet a table. Numbers are
numbers; no text is ever a formula."""

from __future__ import annotations

import io
import re
from datetime import datetime
from typing import Any

import xlsxwriter

from campaigns.report.content import Cell, CellKind, Chart, Content, Paragraph, Table, tables_of
from campaigns.report.drawing import png
from campaigns.report.layout import Layout
from lantoa.words import word

TEXT, NUMBER = 46, 12
"""Widths of columns, in characters."""


def xlsx_of(content: Content, layout: Layout) -> bytes:
    """The same content gives the same bytes."""
    written = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(written, options)
    created = datetime.fromisoformat(content.day)
    book.set_properties({"title": content.subject, "author": word("web.brand"), "created": created})
    _cover(book, content, layout)
    taken: set[str] = set()
    for table in tables_of(content):
        _sheet(book, table, sheet_name(table.name or table.caption, taken))
    book.close()
    return written.getvalue()


def sheet_name(wanted: str, taken: set[str]) -> str:
    """At most 31 characters, without those that are not allowed, not twice; noted in `taken`."""
    plain = re.sub(r"[\[\]:*?/\\']", " ", wanted).strip()[:31].strip() or "—"
    name, number = plain, 1
    while name.casefold() in taken:
        number += 1
        name = f"{plain[: 30 - len(str(number))]} {number}"
    taken.add(name.casefold())
    return name


def _cover(book: Any, content: Content, layout: Layout) -> None:
    page = book.add_worksheet(word("reports.cover"))
    page.set_column(0, 0, 100)
    formats = {
        "title": book.add_format({"bold": True, "font_size": 14, "text_wrap": True}),
        "heading": book.add_format({"bold": True, "font_size": 12}),
        "plain": book.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True}),
    }
    lines = [(content.demo, "plain")] if content.demo else []
    lines += [(word("reports.draft"), "heading"), (content.title, "title"), (content.subject, "title")]
    lines += [(line.text, "plain") for line in layout.filled("to", content)]
    lines += [(word("report.as_of", made=content.made), "plain")]
    row = _write(page, 0, lines, formats)
    for number, section in enumerate(content.sections, 1):
        row = _write(page, row + 1, [(f"{number}. {section.title}", "heading")], formats)
        for block in section.blocks:
            match block:
                case Paragraph(text):
                    row = _write(page, row, [(text, "plain")], formats)
                case Table(caption):
                    row = _write(page, row, [(word("reports.see_sheet", caption=caption), "plain")], formats)
                case Chart():
                    page.insert_image(row, 0, "chart.png", {"image_data": io.BytesIO(png(block)), "x_scale": 0.4, "y_scale": 0.4, "description": block.alt or block.caption})
                    row = _write(page, row + 16, [(block.caption, "plain")], formats)


def _write(page: Any, row: int, lines: list[tuple[str, str]], formats: dict[str, Any]) -> int:
    for text, face in lines:
        page.write_string(row, 0, text, formats[face])
        row += 1
    return row


def _sheet(book: Any, table: Table, name: str) -> None:
    page = book.add_worksheet(name)
    head = book.add_format({"bold": True, "text_wrap": True, "bg_color": "#F1EFE9", "border": 1, "valign": "top"})
    formats: dict[CellKind, Any] = {
        "text": book.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True}),
        "number": book.add_format({"num_format": "#,##0.##", "valign": "top"}),
        "percent": book.add_format({"num_format": "0.0%", "valign": "top"}),
    }
    whole = book.add_format({"num_format": "#,##0", "valign": "top"})
    page.write_string(0, 0, table.caption, book.add_format({"bold": True, "font_size": 12}))
    for place, (label, kind) in enumerate(table.columns):
        page.write_string(2, place, label, head)
        page.set_column(place, place, TEXT if kind == "text" and place == 0 else NUMBER if kind != "text" else 26)
    addressed = len(table.columns)
    if table.links:
        page.write_string(2, addressed, word("reports.address"), head)
        page.set_column(addressed, addressed, TEXT)
    for at, row in enumerate(table.rows):
        for place, (cell, (_, kind)) in enumerate(zip(row, table.columns, strict=True)):
            _put(page, at + 3, place, cell, whole if isinstance(cell, int) and kind == "number" else formats[kind])
        if table.links:
            page.write_string(at + 3, addressed, table.links[at], formats["text"])
    page.freeze_panes(3, 0)
    if table.rows:
        page.autofilter(2, 0, len(table.rows) + 2, addressed if table.links else addressed - 1)


def _put(page: Any, row: int, place: int, cell: Cell, face: Any) -> None:
    if isinstance(cell, str):
        page.write_string(row, place, cell, face)
    elif cell is None:
        page.write_blank(row, place, None, face)
    else:
        page.write_number(row, place, cell, face)

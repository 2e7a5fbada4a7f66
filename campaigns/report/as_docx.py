"""A report as DOCX after its layout: headings for the navigation pane, page numbers from page 2,
head rows that repeat, charts with a text for who does not see them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from docx import Document
from docx.document import Document as DocxDocument
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from campaigns.report import docx_parts as parts
from campaigns.report.content import Chart, Content, Paragraph, Section, Table, printed, shown
from campaigns.report.drawing import png
from campaigns.report.layout import Layout, Line
from lantoa.words import word

A4 = (210, 297)
POINTS = 72 / 25.4
"""Points a millimetre."""
TOGETHER = 8
"""Tables of so few rows are not broken over pages."""
BLACK = RGBColor(0, 0, 0)


def docx_of(content: Content, layout: Layout) -> bytes:
    """The same content and layout give the same bytes: the times in the file are fixed."""
    document = Document()
    _page(document, layout)
    _opening(document, content, layout)
    numbered = list(enumerate(content.sections, 1))
    for number, section in numbered:
        if not section.appendix:
            _section(document, layout, number, section)
    _closing(document, content, layout)
    for number, section in numbered:
        if section.appendix:
            _section(document, layout, number, section)
    properties = document.core_properties
    properties.title, properties.author = parts.sayable(content.subject), word("web.brand")
    properties.language, properties.revision = "vi-VN", 1
    properties.created = properties.modified = datetime.fromisoformat(content.day)
    written = io.BytesIO()
    document.save(written)
    return parts.without_clock(written.getvalue())


def _width(layout: Layout) -> float:
    """Of the text, in millimetres."""
    return A4[0] - layout.page["left"] - layout.page["right"]


def _page(document: DocxDocument, layout: Layout) -> None:
    page = document.sections[0]
    page.page_width, page.page_height = Mm(A4[0]), Mm(A4[1])
    for side in ("top", "bottom", "left", "right"):
        setattr(page, f"{side}_margin", Mm(layout.page[side]))
    page.header_distance, page.different_first_page_header_footer = Mm(10), True
    number = page.header.paragraphs[0]
    number.alignment = ALIGN.CENTER
    parts.add_page_number(number, layout.sizes["number"])
    for name, size in (("Normal", layout.sizes["body"]), ("Heading 1", layout.sizes["heading"])):
        style = document.styles[name]
        style.font.name, style.font.size, style.font.color.rgb = layout.fonts[0], Pt(size), BLACK
        for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
            style.element.rPr.rFonts.set(qn(script), layout.fonts[0])
        for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            style.element.rPr.rFonts.attrib.pop(qn(theme), None)
    document.styles["Normal"].paragraph_format.space_after = Pt(6)
    heading = document.styles["Heading 1"].paragraph_format
    heading.space_before, heading.space_after, heading.keep_with_next = Pt(14), Pt(6), True


def _opening(document: DocxDocument, content: Content, layout: Layout) -> None:
    if content.demo:
        _line(document, Line(content.demo, 11, italic=True))
    left, right = _columns(document, layout, 0.42)
    _lines(left, layout.filled("left", content), 0.42 * _width(layout))
    _lines(right, layout.filled("right", content), 0.58 * _width(layout))
    _gap(document, 10)
    for part in ("title", "to"):
        for line in layout.filled(part, content):
            _line(document, line, _width(layout))
        _gap(document, 6)
    _line(document, Line(word("report.as_of", made=content.made), layout.sizes["note"], italic=True))


def _closing(document: DocxDocument, content: Content, layout: Layout) -> None:
    _gap(document, 14)
    left, right = _columns(document, layout, 0.5)
    _lines(left, layout.recipients(content), 0.5 * _width(layout), ALIGN.LEFT)
    _lines(right, layout.filled("signature", content), 0.5 * _width(layout))
    right.add_paragraph().paragraph_format.space_after = Pt(60)


def _columns(document: DocxDocument, layout: Layout, share: float) -> Sequence[Any]:
    """Two cells without borders beside each other, kept on one page."""
    grid = document.add_table(rows=1, cols=2)
    grid.autofit, grid.alignment = False, WD_TABLE_ALIGNMENT.CENTER
    parts.mark_row(grid.rows[0], "w:cantSplit")
    cells: Sequence[Any] = grid.rows[0].cells
    for column, cell, part in zip(grid.columns, cells, (share, 1 - share), strict=True):
        column.width = cell.width = Mm(_width(layout) * part)
    return cells


def _lines(cell: Any, lines: Sequence[Line], width: float, align: ALIGN = ALIGN.CENTER) -> None:
    """Lines into a cell; its first, empty paragraph is taken. width: in millimetres."""
    room = width - 4  # the cell's own margins
    for place, line in enumerate(lines):
        paragraph = cell.paragraphs[0] if place == 0 else cell.add_paragraph()
        _say(paragraph, line, align)
        if line.rule and align is ALIGN.CENTER:
            parts.rule_under(cell.add_paragraph(), line.text, line.size, line.rule, room * POINTS)
        elif line.rule:
            paragraph.runs[0].underline = True


def _line(document: DocxDocument, line: Line, width: float = 0.0) -> None:
    """A centred line of its own; width: of the text, for its rule."""
    _say(document.add_paragraph(), line, ALIGN.CENTER)
    if line.rule:
        parts.rule_under(document.add_paragraph(), line.text, line.size, line.rule, width * POINTS)


def _say(paragraph: Any, line: Line, align: ALIGN) -> None:
    paragraph.alignment = align
    paragraph.paragraph_format.space_after = Pt(2)
    paragraph.paragraph_format.keep_with_next = True
    run = paragraph.add_run(parts.sayable(line.text))
    run.font.size, run.bold, run.italic = Pt(line.size), line.bold, line.italic


def _section(document: DocxDocument, layout: Layout, number: int, section: Section) -> None:
    heading = document.add_heading(parts.sayable(f"{number}. {section.title}"), level=1)
    heading.paragraph_format.page_break_before = section.appendix
    for block in section.blocks:
        match block:
            case Paragraph(text, tone):
                paragraph = document.add_paragraph()
                paragraph.alignment = ALIGN.JUSTIFY
                run = paragraph.add_run(parts.sayable(text))
                run.font.size = Pt(layout.sizes["note" if tone == "note" else "body"])
                run.bold, run.italic = tone == "key", tone == "note"
            case Chart():
                _chart(document, layout, block)
            case Table():
                _table(document, layout, block)


def _chart(document: DocxDocument, layout: Layout, chart: Chart) -> None:
    shape = document.add_picture(io.BytesIO(png(chart)), width=Mm(_width(layout)))
    parts.describe(shape, chart.alt or chart.caption)
    document.paragraphs[-1].paragraph_format.keep_with_next = True
    note = document.add_paragraph()
    note.alignment = ALIGN.CENTER
    run = note.add_run(parts.sayable(chart.caption))
    run.font.size, run.italic = Pt(layout.sizes["note"]), True


def _table(document: DocxDocument, layout: Layout, whole: Table) -> None:
    table, rest = printed(whole)
    caption = document.add_paragraph()
    caption.paragraph_format.keep_with_next = True
    run = caption.add_run(parts.sayable(table.caption))
    run.font.size, run.bold = Pt(layout.sizes["table"] + 1), True
    # every row at once: adding rows one by one takes the square of their number
    grid = document.add_table(rows=1 + len(table.rows), cols=len(table.columns))
    grid.style, grid.alignment, grid.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    widths = [Mm(_width(layout) * share) for share in shares(table)]
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = width  # readers differ in which of the two widths they obey
    links = ("", *(table.links or ("",) * len(table.rows)))
    for place, (line, link) in enumerate(zip(grid.rows, links, strict=True)):
        parts.mark_row(line, "w:cantSplit" if place else "w:tblHeader")
        for at, (cell, width, (label, kind)) in enumerate(zip(line.cells, widths, table.columns, strict=True)):
            cell.width = width
            text = shown(table.rows[place - 1][at], kind) if place else label
            _cell(cell, text, layout, link if at == 0 else "", kind != "text", head=not place)
            if place < len(table.rows) <= TOGETHER:
                cell.paragraphs[0].paragraph_format.keep_with_next = True
    _gap(document, 8)
    if rest:
        document.add_paragraph().add_run(rest).italic = True


def _gap(document: DocxDocument, points: float) -> None:
    """Room between two blocks; two tables without a paragraph between them would be one."""
    gap = document.add_paragraph().paragraph_format
    gap.line_spacing, gap.space_after = Pt(points), Pt(0)


def _cell(cell: Any, text: str, layout: Layout, link: str, right: bool, head: bool) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.alignment = ALIGN.CENTER if head else ALIGN.RIGHT if right else ALIGN.LEFT
    paragraph.paragraph_format.space_after = Pt(2)
    parts.add_link(paragraph, text, link, layout.sizes["table"])
    if head:
        paragraph.paragraph_format.keep_with_next = True
        paragraph.runs[0].bold = True
        parts.shade(cell, "F1EFE9")


def shares(table: Table) -> Sequence[float]:
    """The widths of a table's columns as shares of the whole; texts get more than numbers."""
    if table.widths:
        return table.widths
    weights = [1.6 if kind == "text" else 1.0 for _, kind in table.columns]
    return [weight / sum(weights) for weight in weights]

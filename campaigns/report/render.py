"""A report's content as HTML and as DOCX: the same content gives the same bytes."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from typing import Any

import vl_convert
from docx import Document
from docx.document import Document as DocxDocument
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph as DocxParagraph
from jinja2 import Environment, PackageLoader, StrictUndefined

from campaigns.report.content import Chart, Content, Paragraph, Section, Table
from lantoa.words import word

FACE = "Times New Roman"
WIDTH = Cm(16.5)
"""Text width: A4 with margins 20, 20, 30 and 15 mm, as party documents have them."""
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
INK = RGBColor(0x1C, 0x24, 0x30)


def html_of(content: Content) -> bytes:
    """One self-contained page: styles and drawn charts inside."""
    environment = Environment(
        loader=PackageLoader("campaigns", "pages"),
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    environment.globals.update(w=word, svg=_svg, kind_of=lambda block: type(block).__name__)
    return environment.get_template("report_document.html").render(content=content).encode()


def docx_of(content: Content) -> bytes:
    """A4, Times New Roman, headed as a draft. Zip times are fixed, so bytes depend on content only."""
    document = Document()
    _page(document)
    _heading(document, content)
    for number, section in enumerate(content.sections, 1):
        _section(document, number, section)
    properties = document.core_properties
    properties.title, properties.author = content.subject, word("web.brand")
    properties.created = properties.modified = LONG_AGO.replace(tzinfo=None)
    properties.revision = 1
    written = io.BytesIO()
    document.save(written)
    return _without_clock(written.getvalue())


def _svg(chart: Chart) -> str:
    spec = {**chart.spec, "width": 640, "height": 220}
    return str(vl_convert.vegalite_to_svg(spec))


def _without_clock(data: bytes) -> bytes:
    """The same archive with every member dated alike."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            member = zipfile.ZipInfo(name, LONG_AGO.timetuple()[:6])
            member.compress_type, member.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            new.writestr(member, old.read(name))
    return written.getvalue()


def _page(document: DocxDocument) -> None:
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.top_margin = page.bottom_margin = Cm(2)
    page.left_margin, page.right_margin = Cm(3), Cm(1.5)
    style = document.styles["Normal"]
    style.font.name, style.font.size = FACE, Pt(13)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FACE)
    style.paragraph_format.space_after = Pt(6)


def _heading(document: DocxDocument, content: Content) -> None:
    if content.demo:
        _line(document, content.demo, size=11, italic=True, align=WD_ALIGN_PARAGRAPH.CENTER)
    _line(document, word("report.draft"), size=11, italic=True, align=WD_ALIGN_PARAGRAPH.RIGHT)
    _line(document, content.title.upper(), size=16, bold=True, align=WD_ALIGN_PARAGRAPH.CENTER)
    _line(document, content.subject, size=14, bold=True, align=WD_ALIGN_PARAGRAPH.CENTER)
    _line(document, word("report.to", who=content.addressee), align=WD_ALIGN_PARAGRAPH.CENTER)
    _line(document, word("report.as_of", made=content.made), size=11, italic=True, align=WD_ALIGN_PARAGRAPH.CENTER)


def _section(document: DocxDocument, number: int, section: Section) -> None:
    title = _line(document, f"{number}. {section.title}", size=14, bold=True)
    title.paragraph_format.space_before, title.paragraph_format.keep_with_next = Pt(12), True
    for block in section.blocks:
        match block:
            case Paragraph(text, tone):
                _line(document, text, size=11 if tone == "note" else 13, italic=tone == "note")
            case Chart():
                _chart(document, block)
            case Table():
                _table(document, block)


def _line(
    document: DocxDocument, text: str, size: float = 13, bold: bool = False, italic: bool = False,
    align: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.LEFT,
) -> DocxParagraph:  # fmt: skip
    paragraph = document.add_paragraph()
    paragraph.alignment = align
    run = paragraph.add_run(text)
    run.font.size, run.bold, run.italic = Pt(size), bold, italic
    return paragraph


def _chart(document: DocxDocument, chart: Chart) -> None:
    spec = {**chart.spec, "width": 640, "height": 240}
    picture = io.BytesIO(vl_convert.vegalite_to_png(spec, scale=2))
    document.add_picture(picture, width=WIDTH)
    _line(document, chart.caption, size=11, italic=True, align=WD_ALIGN_PARAGRAPH.CENTER)


def _table(document: DocxDocument, table: Table) -> None:
    caption = _line(document, table.caption, size=12, bold=True)
    caption.paragraph_format.keep_with_next = True
    grid = document.add_table(rows=1, cols=len(table.columns))
    grid.style, grid.alignment, grid.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    _mark(grid.rows[0]._tr, "w:tblHeader")
    for cell, (label, _) in zip(grid.rows[0].cells, table.columns, strict=True):
        _fill(cell.paragraphs[0], label, bold=True)
    links = table.links or ("",) * len(table.rows)
    for row, link in zip(table.rows, links, strict=True):
        line = grid.add_row()
        _mark(line._tr, "w:cantSplit")
        cells = line.cells
        for position, (text, (_, kind)) in enumerate(zip(row, table.columns, strict=True)):
            _fill(cells[position].paragraphs[0], text, right=kind == "number", link=link if position == 0 else "")
    shares = table.widths or (1 / len(table.columns),) * len(table.columns)
    for column, share in zip(grid.columns, shares, strict=True):
        column.width = int(WIDTH * share)  # readers differ in which of the two widths they obey
        for cell in column.cells:
            cell.width = int(WIDTH * share)
    document.add_paragraph().paragraph_format.space_after = Pt(2)


def _fill(paragraph: DocxParagraph, text: str, bold: bool = False, right: bool = False, link: str = "") -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if right else WD_ALIGN_PARAGRAPH.LEFT
    paragraph.paragraph_format.space_after = Pt(2)
    run = paragraph.add_run(text)
    run.font.size, run.bold = Pt(11), bold
    if link.startswith(("http://", "https://")):
        run.font.color.rgb = INK
        wrapped = OxmlElement("w:hyperlink")
        relation = paragraph.part.relate_to(link, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        wrapped.set(qn("r:id"), relation)
        wrapped.append(run._r)
        paragraph._p.append(wrapped)


def _mark(row: Any, name: str) -> None:
    """Switch a property of a row on: repeat it as header, or keep it on one page."""
    mark = OxmlElement(name)
    mark.set(qn("w:val"), "true")
    row.get_or_add_trPr().append(mark)

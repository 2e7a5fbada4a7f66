"""One content, four formats: the same numbers, whatever the outlets put into their headlines."""

from __future__ import annotations

import io
import re
import zipfile
from html import unescape

import openpyxl
import pypdfium2
import pytest
from docx import Document

from campaigns.report.as_docx import docx_of
from campaigns.report.as_html import html_of
from campaigns.report.as_pdf import pdf_of
from campaigns.report.as_xlsx import sheet_name, xlsx_of
from campaigns.report.content import Chart, Content, Paragraph, Section, Table, shown, tables_of
from campaigns.report.layout import Layout, layout_named

NASTY = (
    "#eval(\"1\") *đậm* _nghiêng_ $x$ @ref <nhãn> // [ ] { } \\ `mã`",
    "<script>alert(1)</script> & \"Đại hội\" ẤẦẨẪẬ ỰỮỬỪỨ",
    "=HYPERLINK(\"http://a.test\";\"b\")",
    "+1+1", "-2", "@SUM(A1)", "\tTab", "Điều\x0bkhiển\x00", "{{ 7*7 }} {% raw %} {parent}",
    "Chữ" * 60,
)  # fmt: skip
BARS = {
    "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
    "data": {"values": [{"a": "Trước đại hội", "b": 3}, {"a": "Sau", "b": 1}]},
    "mark": "bar",
    "encoding": {"x": {"field": "a", "type": "nominal"}, "y": {"field": "b", "type": "quantitative"}},
}
COLUMNS = (("Câu chuyện", "text"), ("Số bài", "number"), ("Tỷ lệ", "percent"))


@pytest.fixture(scope="module")
def content() -> Content:
    rows = tuple((text, 1234 + place, 0.125 * place) for place, text in enumerate(NASTY))
    return Content(
        title="Báo cáo", subject="Kết quả #tuần *36*", period="2025-W36", made="08/09/2025 07:00", day="2025-09-08",
        addressee="Tiểu ban <Tuyên truyền>", demo="", recipients=("Như trên", "#Lưu"),
        head={"parent": "Tỉnh ủy", "body": "Ban #1", "symbol": "BTG", "place": "Bến Đá", "signer": "Trưởng ban"},
        sections=(
            Section("Kết *quả*", (Paragraph(NASTY[0], "key"), Chart("Diễn biến", BARS, "Ba bài"), Table("Bảng", COLUMNS, rows, tuple("http://a.test/#" for _ in rows)))),
            Section("Trống", (Table("Không dòng", COLUMNS, (), name="Bảng"),)),
            Section("Phụ lục", (Paragraph("Hết."),), appendix=True),
        ),
    )  # fmt: skip


@pytest.fixture(scope="module")
def layout() -> Layout:
    return layout_named("party")


def wanted(content: Content) -> list[str]:
    """The numbers of the content, as they are read."""
    return [shown(cell, kind) for table in tables_of(content) for row in table.rows for cell, (_, kind) in zip(row[1:], table.columns[1:], strict=True)]


def of_html(data: bytes) -> list[str]:
    return re.findall(r'<td class="(?:number|percent)">([^<]*)</td>', data.decode())


def of_docx(data: bytes) -> list[str]:
    document = Document(io.BytesIO(data))
    tables = [table for table in document.tables if len(table.columns) == len(COLUMNS)]
    return [cell.text for table in tables for row in table.rows[1:] for cell in row.cells[1:]]


def of_xlsx(data: bytes) -> list[str]:
    book = openpyxl.load_workbook(io.BytesIO(data))
    return [
        shown(row[at].value, kind)
        for name in book.sheetnames[1:]
        for row in book[name].iter_rows(min_row=4)
        for at, (_, kind) in list(enumerate(COLUMNS))[1:]
    ]


def text_of(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    pages = [page.get_textpage() for page in document]
    found = "\n".join(page.get_text_bounded() for page in pages)
    for page in pages:
        page.close()
    document.close()
    return found


def test_every_format_says_the_same_numbers(content: Content, layout: Layout) -> None:
    numbers = wanted(content)
    assert numbers[:2] == ["1.234", "0,0%"]
    assert of_html(html_of(content, layout)) == numbers
    assert of_docx(docx_of(content, layout)) == numbers
    assert of_xlsx(xlsx_of(content, layout)) == numbers
    words = text_of(pdf_of(content, layout)).split()
    assert [one for one in words if one in set(numbers)] == numbers


def test_what_looks_like_markup_stays_text(content: Content, layout: Layout) -> None:
    page = html_of(content, layout).decode()
    assert "<script>" not in page
    assert NASTY[1] in unescape(page)
    pdf = text_of(pdf_of(content, layout)).replace("\r\n", " ").replace("\n", " ")
    assert "#eval(\"1\") *đậm* _nghiêng_ $x$ @ref <nhãn> // [ ] { } \\ `mã`" in pdf
    assert "ẤẦẨẪẬ ỰỮỬỪỨ" in pdf
    cells = [cell.text for table in Document(io.BytesIO(docx_of(content, layout))).tables for row in table.rows for cell in row.cells]
    assert {NASTY[0], NASTY[1], "Điềukhiển"} <= set(cells)


def test_no_cell_of_a_workbook_is_a_formula(content: Content, layout: Layout) -> None:
    data = xlsx_of(content, layout)
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        sheets = "".join(parts.read(name).decode() for name in parts.namelist() if name.startswith("xl/worksheets/"))
    assert "<f>" not in sheets
    book = openpyxl.load_workbook(io.BytesIO(data))
    first = [row[0] for row in book[book.sheetnames[1]].iter_rows(min_row=4)]
    assert [cell.value for cell in first][2:6] == list(NASTY[2:6])
    assert all(cell.quotePrefix for cell in first)
    assert [cell.data_type for cell in book[book.sheetnames[1]][4]][:3] == ["s", "n", "n"]


def test_names_of_sheets_are_allowed_and_different() -> None:
    taken: set[str] = set()
    names = [sheet_name(one, taken) for one in ("Theo [nguồn]: a/b", "theo  nguồn   a b", "x" * 40, "x" * 41, "'", "")]
    assert all(1 <= len(one) <= 31 and not set(one) & set("[]:*?/\\'") for one in names)
    assert len({one.casefold() for one in names}) == len(names)


def test_a_document_has_what_a_reader_navigates_by(content: Content, layout: Layout) -> None:
    document = Document(io.BytesIO(docx_of(content, layout)))
    headings = [one.text for one in document.paragraphs if one.style.name == "Heading 1"]
    assert headings == ["1. Kết *quả*", "2. Trống", "3. Phụ lục"]
    page = document.sections[0]
    assert page.different_first_page_header_footer
    assert "PAGE" in page.header._element.xml
    xml = document.element.xml
    assert xml.count("w:tblHeader") == 2
    assert 'descr="Ba bài"' in xml
    assert any(one.target_ref == "http://a.test/#" for one in document.part.rels.values() if one.is_external)


@pytest.mark.parametrize("name", ["party", "state"])
def test_a_report_is_always_a_draft_whose_number_and_signature_are_left_to_the_office(content: Content, name: str) -> None:
    page = unescape(html_of(content, layout_named(name)).decode())
    assert "DỰ THẢO" in page
    assert re.search(r"Số:? {6,}", page)
    assert "TRƯỞNG BAN" in page
    assert "- #Lưu;" in page
    assert ("ĐẢNG CỘNG SẢN VIỆT NAM" in page) == (name == "party")


def test_fonts_are_inside_the_pdf(content: Content, layout: Layout) -> None:
    data = pdf_of(content, layout)
    assert data.count(b"/FontFile") >= 2
    assert pdf_of(content, layout) == data

"""What python-docx has no word for: page numbers, rules, links, rows that repeat, alt texts."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, datetime
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from docx.text.paragraph import Paragraph

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
LINK = RGBColor(0x1D, 0x3F, 0x72)
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_WIDE, _NARROW = 0.68, 0.46
"""Width of a letter of Times as a share of its size: capitals, others. For rules only."""


def sayable(text: str) -> str:
    """The text without characters that XML does not allow."""
    return _FORBIDDEN.sub("", text)


def add_link(paragraph: Paragraph, text: str, address: str, size: float) -> None:
    """A text that leads to an address; "" to none."""
    run = paragraph.add_run(sayable(text))
    run.font.size = Pt(size)
    if not address:
        return
    run.font.color.rgb = LINK
    wrapped = OxmlElement("w:hyperlink")
    relation = paragraph.part.relate_to(sayable(address), RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    wrapped.set(qn("r:id"), relation)
    wrapped.append(run._r)
    paragraph._p.append(wrapped)


def add_page_number(paragraph: Paragraph, size: float) -> None:
    """The number of the page the paragraph stands on."""
    run = paragraph.add_run()
    run.font.size = Pt(size)
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = text
        run._r.append(part)


def rule_under(paragraph: Paragraph, text: str, size: float, share: float, width: float) -> None:
    """A line under a text, `share` of the text's length long. width: of its column, in points."""
    length = min(width, sum(_WIDE if one.isupper() or one.isdigit() else _NARROW for one in text) * size) * share
    indent = max(0.0, (width - length) / 2)
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Pt(indent)
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(0), Pt(4)
    paragraph.paragraph_format.line_spacing = Pt(3)
    edges: Any = OxmlElement("w:pBdr")
    edge = OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "auto")):
        edge.set(qn(f"w:{name}"), value)
    edges.append(edge)
    paragraph._p.get_or_add_pPr().insert_element_before(
        edges, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def mark_row(row: Any, name: str) -> None:
    """Switch a property of a row on: repeat it as header, or keep it on one page."""
    mark = OxmlElement(name)
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


def shade(cell: Any, colour: str) -> None:
    """A cell's background, as RRGGBB."""
    fill = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        fill.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(fill)


def describe(shape: Any, text: str) -> None:
    """The alt text of a picture."""
    shape._inline.docPr.set("descr", sayable(text))


def without_clock(data: bytes) -> bytes:
    """The same archive with every member dated alike."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            member = zipfile.ZipInfo(name, LONG_AGO.timetuple()[:6])
            member.compress_type, member.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            new.writestr(member, old.read(name))
    return written.getvalue()

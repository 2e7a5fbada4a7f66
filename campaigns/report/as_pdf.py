"""A report as PDF, set by typst: fonts embedded, tagged, the same bytes from the same content."""

from __future__ import annotations

import json
from dataclasses import asdict
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import typst

from campaigns.report.content import Chart, Content, Paragraph, Table, printed, shown
from campaigns.report.drawing import png
from campaigns.report.layout import PARTS, Layout
from lantoa.words import word


def pdf_of(content: Content, layout: Layout) -> bytes:
    """A4 after the layout. Texts are handed over as data, so none is read as markup."""
    pictures: dict[str, bytes] = {}
    said = {
        "layout": {"fonts": layout.fonts, "sizes": dict(layout.sizes), "page": dict(layout.page)},
        "lines": _lines(content, layout),
        "subject": content.subject,
        "brand": word("web.brand"),
        "demo": content.demo,
        "as_of": word("report.as_of", made=content.made),
        "date": [int(part) for part in content.day.split("-")],
        "sections": [
            {"title": section.title, "appendix": section.appendix, "blocks": [_block(block, pictures) for block in section.blocks]}
            for section in content.sections
        ],
    }
    template = (files("campaigns.report") / "report.typ").read_bytes()
    written = {"main.typ": template, "report.json": json.dumps(said, ensure_ascii=False).encode(), **pictures}
    with TemporaryDirectory(prefix="lantoa-") as folder:
        for name, data in written.items():
            (Path(folder) / name).write_bytes(data)
        return bytes(typst.compile(Path(folder) / "main.typ", root=Path(folder)))


def _lines(content: Content, layout: Layout) -> dict[str, list[dict[str, Any]]]:
    found = {part: layout.filled(part, content) for part in PARTS if part != "recipient"}
    found["recipients"] = layout.recipients(content)
    return {part: [asdict(line) for line in of] for part, of in found.items()}


def _block(block: Paragraph | Table | Chart, pictures: dict[str, bytes]) -> dict[str, Any]:
    match block:
        case Paragraph(text, tone):
            return {"block": "Paragraph", "text": text, "tone": tone}
        case Chart():
            name = f"chart-{len(pictures)}.png"
            pictures[name] = png(block)
            return {"block": "Chart", "file": name, "caption": block.caption, "alt": block.alt or block.caption}
        case Table():
            table, rest = printed(block)
            return {
                "block": "Table",
                "caption": block.caption,
                "labels": [label for label, _ in block.columns],
                "kinds": [kind for _, kind in block.columns],
                "rows": [[shown(cell, kind) for cell, (_, kind) in zip(row, block.columns, strict=True)] for row in table.rows],
                "links": table.links,
                "widths": block.widths,
                "rest": rest,
            }

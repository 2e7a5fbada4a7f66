"""What a report says, apart from how it looks. Plain values: it is frozen as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any, Literal

from lantoa.web.formats import number, percent
from lantoa.words import word

Cell = str | int | float | None
CellKind = Literal["text", "number", "percent"]
PRINTED = 1_000
"""Rows of a table that pages and documents have room for."""
FORM = 2
"""The shape that `content_to_json` writes; reports issued in another one keep their bytes only."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; tone "note" is set smaller, "key" stands out."""

    text: str
    tone: Literal["plain", "note", "key"] = "plain"


@dataclass(frozen=True, slots=True)
class Table:
    """columns: (label, kind); rows: one cell a column: texts, numbers, shares of one (percent),
    None a dash; links: an address a row for its first cell, or nothing; widths: shares of the
    text's width; name: of its sheet in a workbook."""

    caption: str
    columns: tuple[tuple[str, CellKind], ...]
    rows: tuple[tuple[Cell, ...], ...]
    links: tuple[str, ...] = ()
    widths: tuple[float, ...] = ()
    name: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """A Vega-Lite specification with its data. alt: what it shows, for who does not see it."""

    caption: str
    spec: Mapping[str, Any]
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered part of the report. appendix: it stands after the signature, on a page of its own."""

    title: str
    blocks: tuple[Paragraph | Table | Chart, ...]
    appendix: bool = False


@dataclass(frozen=True, slots=True)
class Content:
    """A whole report. head: what a layout's placeholders are filled with; recipients: lines of
    "Nơi nhận"; made: local time as text; day: the local day it was made, ISO; demo: the line
    that says it is a demonstration, or ""; snapshot: what the numbers were counted from."""

    title: str
    subject: str
    period: str
    made: str
    day: str
    addressee: str
    demo: str
    head: Mapping[str, str]
    recipients: tuple[str, ...]
    sections: tuple[Section, ...]
    snapshot: Mapping[str, Any] = field(default_factory=dict)


def shown(cell: Cell, kind: CellKind) -> str:
    """A cell as it is read: 1234 -> "1.234", .5 as percent -> "50,0%", None -> a dash."""
    if cell is None:
        return word("web.dash")
    if isinstance(cell, str):
        return cell
    return percent(cell) if kind == "percent" else number(cell)


def printed(table: Table) -> tuple[Table, str]:
    """The table as it is printed, and what is said where its rows are too many; a workbook has all.
    Only http and https become links, the others are left empty."""
    links = tuple(one if one.startswith(("http://", "https://")) else "" for one in table.links[:PRINTED])
    whole = len(table.rows) <= PRINTED
    note = "" if whole else word("reports.rest", shown=number(PRINTED), total=number(len(table.rows)))
    return replace(table, rows=table.rows[:PRINTED], links=links), note


def tables_of(content: Content) -> list[Table]:
    """Every table in order."""
    return [block for section in content.sections for block in section.blocks if isinstance(block, Table)]


def content_to_json(content: Content) -> dict[str, Any]:
    """Plain lists and dicts; every block carries its kind."""
    table = asdict(content)
    for section, whole in zip(table["sections"], content.sections, strict=True):
        for block, one in zip(section["blocks"], whole.blocks, strict=True):
            block["block"] = type(one).__name__
    return {**table, "form": FORM}


def content_from_json(table: Mapping[str, Any]) -> Content:
    """The inverse. Raises ValueError for another form, KeyError for another shape."""
    if table.get("form") != FORM:
        raise ValueError(f"a report of form {table.get('form')}, not {FORM}")
    sections = tuple(
        Section(section["title"], tuple(_block(dict(block)) for block in section["blocks"]), section["appendix"])
        for section in table["sections"]
    )
    plain = {one.name: table[one.name] for one in fields(Content)}
    return Content(**{**plain, "sections": sections, "recipients": tuple(table["recipients"])})


def _block(block: dict[str, Any]) -> Paragraph | Table | Chart:
    kind = block.pop("block")
    if kind == "Paragraph":
        return Paragraph(**block)
    if kind == "Chart":
        return Chart(**block)
    return Table(
        block["caption"],
        tuple((label, of) for label, of in block["columns"]),
        tuple(tuple(row) for row in block["rows"]),
        tuple(block["links"]),
        tuple(block["widths"]),
        block["name"],
    )

"""What a report says, apart from how it looks. Plain values: it is frozen as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; tone "note" is set smaller."""

    text: str
    tone: Literal["plain", "note"] = "plain"


@dataclass(frozen=True, slots=True)
class Table:
    """columns: (label, "text" or "number"); rows: texts, one a column; links: an address a row
    for its first cell, or nothing."""

    caption: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, ...], ...]
    links: tuple[str, ...] = ()
    widths: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Chart:
    """A Vega-Lite specification with its data."""

    caption: str
    spec: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered part of the report."""

    title: str
    blocks: tuple[Paragraph | Table | Chart, ...]


@dataclass(frozen=True, slots=True)
class Content:
    """A whole report. made: local time as text; demo: the line that says it is a
    demonstration, or ""; snapshot: what the numbers were counted from."""

    title: str
    subject: str
    period: str
    made: str
    addressee: str
    demo: str
    sections: tuple[Section, ...]
    snapshot: Mapping[str, Any]


def content_to_json(content: Content) -> dict[str, Any]:
    """Plain lists and dicts; every block carries its kind."""
    table = asdict(content)
    for section, whole in zip(table["sections"], content.sections, strict=True):
        for block, one in zip(section["blocks"], whole.blocks, strict=True):
            block["kind"] = type(one).__name__
    return table


def content_from_json(table: Mapping[str, Any]) -> Content:
    """The inverse. Raises KeyError on another shape."""
    sections = tuple(
        Section(section["title"], tuple(_block(dict(block)) for block in section["blocks"]))
        for section in table["sections"]
    )
    return Content(**{**table, "sections": sections})


def _block(block: dict[str, Any]) -> Paragraph | Table | Chart:
    kind = block.pop("kind")
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
    )

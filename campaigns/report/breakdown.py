"""Where and about what was published: the dimensions of a report, largest value first."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from campaigns.report.content import Cell, CellKind, Paragraph, Section, Table
from campaigns.report.sheet import Sheet, columns, kind_name, lines
from lantoa.web.labels import label
from lantoa.words import word

MOST = 20
"""Rows of a table; how many more there are is said below it."""
WIDTHS = (0.52, 0.16, 0.16, 0.16)


def by_source(sheet: Sheet) -> Section:
    """By kind and level of outlet, by channel, by outlet."""
    blocks = [
        *_table(sheet, "kind", lambda value: label("outlet_kind", value)),
        *_table(sheet, "level", lambda value: label("outlet_level", value)),
        *_table(sheet, "channel", lambda value: word(f"reach.channel.{value}")),
        *_outlets(sheet),
    ]
    return _section("report.sources", blocks)


def by_topic(sheet: Sheet) -> Section:
    """By topic and by the form of the articles."""
    blocks = [
        *_table(sheet, "topic", lambda value: label("topic", value) if value else word("reports.no_topic")),
        *_table(sheet, "form", lambda value: label("form", value).capitalize() if value else word("reports.no_form")),
    ]
    return _section("reports.topics", blocks, "reports.topic_note")


def by_place(sheet: Sheet) -> Section:
    """By province, and by congress where there are several."""
    names = {one.id: one.name for one in sheet.campaign.congresses}
    blocks = _table(sheet, "province", lambda value: value or word("reports.no_province"))
    if len({one.key.place for one in sheet.campaign.congresses}) > 1:
        blocks += _table(sheet, "locality", str)
    if len(names) > 1:
        blocks += _table(sheet, "congress", lambda value: names.get(value, value))
    return _section("reports.places", blocks, "reports.place_note")


def by_message(sheet: Sheet) -> Section | None:
    """By message of the campaign, each with its count; None where the campaign has none."""
    if not sheet.campaign.messages:
        return None
    found = {one.value: one for one in lines(sheet.within, "message")}
    rows = []
    for message in sheet.campaign.messages:
        one = found.get(message.id)
        rows.append((message.name, one.articles, one.originals, one.outlets) if one else (message.name, 0, 0, 0))
    table = Table(word("reports.by.message"), _columns("message"), tuple(rows), widths=WIDTHS, name=word("reports.value.message"))
    return Section(word("reports.messages"), (table, Paragraph(word("reports.message_note"), "note")))


def _section(title: str, blocks: Sequence[Table | Paragraph], note: str = "") -> Section:
    if not blocks:
        return Section(word(title), (Paragraph(word("report.nothing")),))
    notes = (Paragraph(word(note), "note"),) if note else ()
    return Section(word(title), (*blocks, *notes))


def _table(sheet: Sheet, dimension: str, named: Callable[[str], str]) -> list[Table | Paragraph]:
    found = lines(sheet.within, dimension)
    if not found:
        return []
    rows = tuple((named(one.value), one.articles, one.originals, one.outlets) for one in found[:MOST])
    table = Table(word(f"reports.by.{dimension}"), _columns(dimension), rows, widths=WIDTHS, name=word(f"reports.value.{dimension}"))
    return [table, *_more(len(found))]


def _outlets(sheet: Sheet) -> list[Table | Paragraph]:
    found = lines(sheet.within, "source")
    if not found:
        return []
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (sheet.outlet(one.value), kind_name(sheet, one.value), one.articles, one.originals) for one in found
    )
    named = columns(("report.source", "text"), ("report.kind", "text"), ("report.measure.articles", "number"), ("report.measure.originals", "number"))
    return [Table(word("reports.by.source"), named, rows, widths=(0.38, 0.3, 0.16, 0.16), name=word("report.source"))]


def _more(count: int) -> list[Table | Paragraph]:
    return [Paragraph(word("reports.more", count=count - MOST, shown=MOST), "note")] if count > MOST else []


def _columns(dimension: str) -> tuple[tuple[str, CellKind], ...]:
    return columns(
        (f"reports.value.{dimension}", "text"), ("report.measure.articles", "number"),
        ("report.measure.originals", "number"), ("report.measure.outlets", "number"),
    )  # fmt: skip

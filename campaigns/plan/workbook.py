"""The plan as one XLSX workbook of three sheets: written, and read back whole or not at all.

No cell is a formula: what would begin one bears an apostrophe, which reading takes off again.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from types import MappingProxyType
from typing import Any

from campaigns.plan.fields import FIELDS, Field, FieldTrouble, choice_text, shown, typed_entry, values_of
from campaigns.plan.items import KINDS, Entry, EntryKind, Plan, kind_of
from campaigns.workbook import BROKEN, Value, no_value, opened, text_of
from lantoa.errors import Misuse
from lantoa.words import word

ROWS, COLUMNS = 5_000, 60
"""Of a sheet that is read."""
WORST = 60
"""Mistakes that are told at most."""
FIRST_YEAR = 1900
WIDTHS: Mapping[str, int] = MappingProxyType({"text": 44, "name": 24, "names": 30, "deadline": 30, "evidence": 50, "done": 26})
_FORMULA = frozenset("=+-@\N{MINUS SIGN}")


class WorkbookTrouble(Misuse):
    """Everything that is wrong with a workbook, one line each."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = tuple(lines)
        told = [*lines[:WORST], *([word("plan.sheet.more", count=len(lines) - WORST)] if len(lines) > WORST else [])]
        super().__init__("\n".join([word("plan.sheet.refused", count=len(lines)), *told]))


@dataclass(frozen=True, slots=True)
class SheetRow:
    """An entry and where it stood: kind of the sheet, row as Excel counts it."""

    kind: EntryKind
    row: int
    entry: Entry


def plan_workbook(plan: Plan) -> bytes:
    """The workbook of a plan; of an empty one it is a template to fill in."""
    import xlsxwriter  # here: no command but this one waits for it

    whole = BytesIO()
    # a fixed day inside: the same plan gives the same bytes
    with xlsxwriter.Workbook(whole, {"in_memory": True}) as book:
        book.set_properties({"created": datetime(2000, 1, 1, tzinfo=UTC)})
        bold = book.add_format({"bold": True, "text_wrap": True, "bg_color": "#F3EFE6", "border": 1})
        formats = {"day": book.add_format({"num_format": "dd/mm/yyyy"}), "text": book.add_format({"text_wrap": True})}
        for kind in KINDS:
            sheet = book.add_worksheet(word(f"plan.sheet.{kind}"))
            sheet.freeze_panes(1, 1)
            for column, field in enumerate(FIELDS[kind]):
                sheet.write_string(0, column, field.label, bold)
                sheet.set_column(column, column, WIDTHS.get(field.kind, 14))
                if field.choices:
                    _offer(sheet, column, field)
            for row, entry in enumerate((one for one in plan.entries if kind_of(one) == kind), 1):
                values = values_of(entry)
                for column, field in enumerate(FIELDS[kind]):
                    _put(sheet, row, column, field, values[field.name], formats)
    return whole.getvalue()


def read_workbook(data: bytes, campaign: str) -> tuple[list[SheetRow], list[str]]:
    """(the entries of a workbook, what is wrong with others by row and column). Sheets may be left
    out, rows may be empty, columns in any order.

    Raises Misuse when `data` is no workbook or none of a plan.
    """
    book = opened(data)
    trouble: list[str] = []
    try:
        tables = {sheet.title.strip(): _table(sheet, trouble) for sheet in book.worksheets}
    except BROKEN as error:
        raise Misuse(word("workbook.unreadable")) from error
    names = {word(f"plan.sheet.{kind}"): kind for kind in KINDS}
    if not set(names) & set(tables):
        raise WorkbookTrouble([word("plan.sheet.no_sheet", name="; ".join(names), known=", ".join(tables))])
    found: list[SheetRow] = []
    for title, kind in names.items():
        if title in tables:
            found += _read_sheet(title, kind, tables[title], campaign, trouble)
    if not found and not trouble:
        raise WorkbookTrouble([word("plan.sheet.nothing")])
    return found, trouble


def place(row: SheetRow, why: str, field: str = "") -> str:
    """A mistake with its row and column."""
    sheet = word(f"plan.sheet.{row.kind}")
    if field:
        return word("plan.sheet.cell", sheet=sheet, row=row.row, column=word(f"plan.field.{field}"), why=why)
    return word("plan.sheet.row", sheet=sheet, row=row.row, why=why)


def _table(sheet: Any, trouble: list[str]) -> list[list[str]]:
    """The cells as texts; only as many rows as may be. A formula is trouble."""
    table: list[list[str]] = []
    sheet.reset_dimensions()
    for row in sheet.iter_rows(max_row=ROWS + 2, max_col=COLUMNS):
        table.append([_text(cell.value) for cell in row])
        trouble += [f"{sheet.title}: {why}" for cell in row if (why := no_value(cell))]
    return table


def _read_sheet(
    title: str, kind: EntryKind, table: Sequence[Sequence[str]], campaign: str, trouble: list[str]
) -> Iterator[SheetRow]:
    columns = _columns(title, kind, table[0] if table else (), trouble)
    if len(table) > ROWS + 1:
        trouble.append(word("plan.sheet.many", sheet=title, most=ROWS))
    if columns is None or len(table) > ROWS + 1:
        return
    seen: dict[str, int] = {}
    for number, cells in enumerate(table[1:], 2):
        if not any(cells):
            continue
        texts = {name: cells[at] for at, name in columns.items() if at < len(cells)}
        try:
            entry = typed_entry(kind, campaign, texts)
        except FieldTrouble as error:
            blank = SheetRow(kind, number, None)  # type: ignore[arg-type]
            trouble += [place(blank, why, field) for field, why in error.found]
            continue
        row = SheetRow(kind, number, entry)
        if entry.code in seen:
            trouble.append(place(row, word("plan.bad.entry_twice", value=entry.code, row=seen[entry.code]), "code"))
        seen.setdefault(entry.code, number)
        yield row


def _columns(title: str, kind: EntryKind, header: Sequence[str], trouble: list[str]) -> dict[int, str] | None:
    """Position -> field."""
    names = {field.label.lower(): field.name for field in FIELDS[kind]}
    found: dict[int, str] = {}
    mistakes = []
    for at, label in enumerate(header):
        name = names.get(" ".join(label.split()).lower())
        if name in found.values():
            mistakes.append(word("plan.sheet.twice_column", sheet=title, column=label))
        elif name is not None:
            found[at] = name
        elif label:
            mistakes.append(word("plan.sheet.odd_column", sheet=title, column=label[:60], cell=_cell_name(at)))
    missing = [field.label for field in FIELDS[kind] if field.needed and field.name not in found.values()]
    mistakes += [word("plan.sheet.no_column", sheet=title, column=label) for label in missing]
    trouble += mistakes
    return None if mistakes else found


def _cell_name(at: int) -> str:
    from openpyxl.utils import get_column_letter

    return f"{get_column_letter(at + 1)}1"


def _text(cell: Value) -> str:
    match cell:
        case bool():
            return word("plan.yes") if cell else word("plan.no")
        case str():
            return plain_text(cell)
        case _:
            return text_of(cell)


def _put(sheet: Any, row: int, column: int, field: Field, value: Any, formats: Mapping[str, Any]) -> None:
    if field.kind == "day" and value is not None and value.year >= FIRST_YEAR:
        sheet.write_datetime(row, column, value, formats["day"])
    elif field.kind == "number":
        sheet.write_number(row, column, value)
    elif text := shown(field, value):
        code = sheet.write_string(row, column, safe_text(text), formats["text"])
        if code:
            raise Misuse(word("plan.sheet.long_cell", code=text[:40], most=32_767))


def _offer(sheet: Any, column: int, field: Field) -> None:
    """The choices as a list to pick from (Excel takes 255 signs of them)."""
    choices = [choice_text(field, code) for code in field.choices]
    if not any("," in one for one in choices) and len(",".join(choices)) < 255:
        sheet.data_validation(1, column, ROWS, column, {"validate": "list", "source": choices, "error_type": "warning"})


def safe_text(text: str) -> str:
    """An apostrophe before what a spreadsheet program could run; see `plain_text`."""
    return f"'{text}" if _begins_formula(text.lstrip("'")) else text


def plain_text(text: str) -> str:
    """The inverse of `safe_text`."""
    return text[1:] if text.startswith("'") and _begins_formula(text.lstrip("'")) else text


def _begins_formula(text: str) -> bool:
    first = re.sub(r"^\s+", "", text)[:1]
    return unicodedata.normalize("NFKC", first)[:1] in _FORMULA

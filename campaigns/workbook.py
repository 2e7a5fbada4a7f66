"""A table that somebody filled in with a spreadsheet, read with care.

Only values count: what a formula would give depends on the program that opened it last, and a
merged cell says one thing for several rows. Both are refused, with their place.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from campaigns.stanza import typed_day
from lantoa.errors import Misuse
from lantoa.words import word
from nlp.normalise import search_form

LARGEST_FILE = 4_000_000
"""Bytes of the file; three thousand congresses take 200,000."""
LARGEST_CONTENT = 40_000_000
"""Bytes of everything that is packed in it."""
MOST_PARTS = 500
MOST_ROWS, MOST_COLUMNS = 10_000, 60
HEAD_WITHIN = 20
"""Rows in which the header row is looked for."""
_NEEDED = ("[Content_Types].xml", "xl/workbook.xml")
_HOSTILE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*ref="([A-Z]+[0-9]+)')
BROKEN = (
    zipfile.BadZipFile, zlib.error, LookupError, ValueError, TypeError, AttributeError,
    SyntaxError, EOFError, ArithmeticError, NotImplementedError, RuntimeError, OSError,
)  # fmt: skip
"""What the library raises for files that are not what they say."""

Value = str | int | float | bool | date | datetime | None


@dataclass(frozen=True, slots=True)
class Row:
    """One row below the header. number: as the spreadsheet counts; values: by column key."""

    number: int
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Sheet:
    """headers: column key -> the header as it stands; unread: headers of no column known;
    wrong: (row, header or cell, what is wrong with it)."""

    headers: Mapping[str, str]
    rows: Sequence[Row]
    unread: Sequence[str]
    wrong: Sequence[tuple[int, str, str]]


def read_sheet(data: bytes, columns: Mapping[str, Sequence[str]], needed: Sequence[str]) -> Sheet:
    """The first sheet with a header row. columns: key -> the names it may have, unmarked lower
    case; needed: keys without which no row is the header. Empty rows are passed over.

    Raises Misuse for what is no XLSX file, for macros, merged cells, and too much of anything.
    """
    book = opened(data)
    try:
        for sheet in book.worksheets:
            sheet.reset_dimensions()
            found = _sheet(_cells(sheet), columns, needed)
            if found is not None:
                return found
    except BROKEN as error:
        raise Misuse(word("workbook.unreadable")) from error
    wanted = ", ".join(f'"{columns[key][0]}"' for key in needed)
    raise Misuse(word("workbook.no_header", columns=wanted, rows=HEAD_WITHIN))


def opened(data: bytes) -> Any:
    """The workbook, to be read cell by cell; what reading raises then is one of BROKEN.

    Raises Misuse for what is no XLSX file, for macros, merged cells, and too much of anything.
    """
    from openpyxl import load_workbook  # here: no command but those that read a table waits for it

    _check(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and validations, which are not read
            return load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
    except BROKEN as error:
        raise Misuse(word("workbook.unreadable")) from error


def _check(data: bytes) -> None:
    """Everything that can be said without understanding the file."""
    if len(data) > LARGEST_FILE:
        raise Misuse(word("workbook.too_large", most=LARGEST_FILE // 1_000_000))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = packed.infolist()
            if len(parts) > MOST_PARTS or sum(one.file_size for one in parts) > LARGEST_CONTENT:
                raise Misuse(word("workbook.too_much"))
            names = {one.filename for one in parts}
            if not names.issuperset(_NEEDED):
                raise Misuse(word("workbook.no_xlsx"))
            if any(name.lower().endswith("vbaproject.bin") for name in names) or b"macroEnabled" in packed.read(_NEEDED[0]):
                raise Misuse(word("workbook.macros"))
            for one in parts:
                _check_part(one.filename, packed.read(one) if one.filename.endswith((".xml", ".rels")) else b"")
    except BROKEN as error:
        raise Misuse(word("workbook.no_xlsx")) from error


def _check_part(name: str, content: bytes) -> None:
    if _HOSTILE.search(content) or content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise Misuse(word("workbook.unreadable"))
    merged = _MERGED.search(content) if name.startswith("xl/worksheets/") else None
    if merged:
        raise Misuse(word("workbook.merged", cell=merged[1].decode()))


def _cells(sheet: Any) -> Iterator[tuple[int, Sequence[Any]]]:
    """Rows with something in them, by their number."""
    for number, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS), 1):
        if any(cell.value is not None and str(cell.value).strip() for cell in row):
            if number > MOST_ROWS:
                raise Misuse(word("workbook.too_many_rows", most=MOST_ROWS))
            yield number, row


def _sheet(rows: Iterator[tuple[int, Sequence[Any]]], columns: Mapping[str, Sequence[str]], needed: Sequence[str]) -> Sheet | None:
    by_name = {name: key for key, names in columns.items() for name in names}
    for number, head in rows:
        if number > HEAD_WITHIN:
            return None
        named = [(at, str(cell.value).strip()) for at, cell in enumerate(head) if isinstance(cell.value, str)]
        places = [(by_name.get(folded(text), ""), at, text) for at, text in named]
        keys = [key for key, _, _ in places if key]
        if set(needed) <= set(keys):
            twice = next((text for key, _, text in places if key and keys.count(key) > 1), None)
            if twice:
                raise Misuse(word("workbook.header_twice", name=twice))
            return _read(rows, {key: (at, text) for key, at, text in places if key}, [text for key, _, text in places if not key])
    return None


def _read(rows: Iterator[tuple[int, Sequence[Any]]], places: Mapping[str, tuple[int, str]], unread: Sequence[str]) -> Sheet:
    found: list[Row] = []
    wrong: list[tuple[int, str, str]] = []
    for number, cells in rows:
        values: dict[str, Value] = {}
        for key, (at, header) in places.items():
            value = cells[at].value
            values[key] = value.strip() if isinstance(value, str) else value
            if why := no_value(cells[at]):
                wrong.append((number, header, why))
                values[key] = None
        if any(value not in (None, "") for value in values.values()):
            found.append(Row(number, values))
    return Sheet({key: header for key, (_, header) in places.items()}, found, unread, wrong)


def no_value(cell: Any) -> str:
    """Why a cell of `opened` states nothing: a formula, an error; "" when it does."""
    if cell.data_type not in ("f", "e"):
        return ""
    return word("workbook.formula" if cell.data_type == "f" else "workbook.error_value", cell=cell.coordinate)


def folded(text: str) -> str:
    """As headers are compared: "Đại hội cấp trên" -> "dai hoi cap tren"."""
    return search_form(text)[1]


def text_of(value: Value) -> str:
    """A cell as it would be typed: whole numbers without a point, days as dd/mm/yyyy."""
    match value:
        case None:
            return ""
        case datetime() | date():
            return f"{value:%d/%m/%Y}"
        case float() if value.is_integer():
            return str(int(value))
        case _:
            return str(value).strip()


def day_of_cell(value: Value) -> date | None:
    """A day from a date cell, or typed as dd/mm/yyyy or yyyy-mm-dd; None from an empty one or
    "chưa định". Raises ValueError for anything else."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    typed = text_of(value)
    if not typed or folded(typed) in ("chua dinh", "chua co", "chua ro"):
        return None
    found = typed_day(value) if isinstance(value, str) else None
    if found is None:
        raise ValueError(typed)
    return found

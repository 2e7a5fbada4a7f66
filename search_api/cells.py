"""Texts as cells of a table: one line, nothing in them taken for a formula, no cell too long.

A spreadsheet program runs what begins with = + - @, also behind signs that nobody sees, and it
may cut a CSV line at semicolons. An apostrophe before such a sign makes it text again.
"""

from __future__ import annotations

import re
import unicodedata

from lantoa.words import word

LONGEST = 32_767
"""UTF-16 units that a cell of Excel holds."""

_BREAKS = re.compile(r"[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]+")
_UNWRITABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_SIGNS = frozenset("=+-@\N{MINUS SIGN}")


def cell_text(text: str) -> str:
    """The text as one cell of CSV or XLSX.

    Line breaks and tabs become spaces, control characters and what is no character are left out,
    an apostrophe stands before what would begin a formula, also after a semicolon within; what
    is too long for Excel is cut and says so.
    """
    if text[:1].isalnum() and text.isprintable() and ";" not in text and 2 * len(text) <= LONGEST:
        return text.rstrip()  # nearly every cell; what follows takes ten times as long
    line = _UNWRITABLE.sub("", _BREAKS.sub(" ", text)).strip()
    return _cut(";".join(f"'{part}" if _begins_formula(part) else part for part in line.split(";")))


def _begins_formula(part: str) -> bool:
    """Full-width and raised forms of the signs count too; spaces and what has no shape do not."""
    first = next((sign for sign in part if unicodedata.category(sign)[0] not in "CZ"), "")
    return unicodedata.normalize("NFKC", first)[:1] in _SIGNS


def _cut(text: str) -> str:
    if 2 * len(text) <= LONGEST:
        return text
    units = text.encode("utf-16-le")
    if len(units) <= 2 * LONGEST:
        return text
    mark = word("export.cut")
    return units[: 2 * (LONGEST - len(mark))].decode("utf-16-le", "ignore") + mark

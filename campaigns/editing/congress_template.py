"""The spreadsheet to fill in with congresses, with those that the campaign has already."""

from __future__ import annotations

import io

from campaigns.campaign import Campaign, CampaignCongress
from campaigns.editing.congress_sheet import COLUMNS
from lantoa.web.labels import roman
from lantoa.words import word

LEVELS = ("toàn quốc", "tỉnh", "huyện", "xã", "chi bộ", "khối", "các cấp")
_LEVEL_CODES = dict(zip(("national", "province", "district", "commune", "cell", "sector", "generic"), LEVELS, strict=True))
_WIDTHS = {"name": 50, "place": 28, "venue": 30, "parent": 22, "id": 22, "origin": 30}
ROWS = 4000
"""Rows below the header that are prepared: more than a province has wards."""


def congress_template(campaign: Campaign) -> bytes:
    """An XLSX file whose sheet `take_congresses` reads back."""
    import xlsxwriter  # here: no command but this one waits for it

    kept = io.BytesIO()
    with xlsxwriter.Workbook(kept, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet(word("congress_sheet.sheet"))
        head = book.add_format({"bold": True, "bottom": 1})
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for at, key in enumerate(COLUMNS):
            sheet.write_string(0, at, word(f"congress_sheet.column.{key}"), head)
            dated = key in ("opening", "closing")
            sheet.set_column(at, at, _WIDTHS.get(key, 13), day if dated else None)
        sheet.freeze_panes(1, 0)
        level = list(COLUMNS).index("level")
        sheet.data_validation(1, level, ROWS, level, {"validate": "list", "source": list(LEVELS), "error_type": "warning"})
        for number, one in enumerate(campaign.congresses, 1):
            for at, value in enumerate(_cells(one)):
                sheet.write(number, at, value, day) if not isinstance(value, str) else sheet.write_string(number, at, value)
        notes = book.add_worksheet(word("congress_sheet.help"))
        notes.set_column(0, 0, 110)
        for at, line in enumerate(word("congress_sheet.help_text").strip().splitlines()):
            notes.write_string(at, 0, line)
    return kept.getvalue()


def _cells(one: CampaignCongress) -> list[object]:
    """In the order of the columns."""
    key = one.key
    return [
        one.id, one.name, _LEVEL_CODES[key.level], key.place or "", roman(key.ordinal) if key.ordinal else "",
        f"{key.term[0]}-{key.term[1]}" if key.term else "", one.opening or "", one.closing or "",
        "x" if one.tentative else "", one.venue, one.parent, one.origin,
    ]  # fmt: skip

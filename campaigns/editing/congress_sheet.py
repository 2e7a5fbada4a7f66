"""Many congresses at once from a spreadsheet: one row each, all wrong rows told, nothing half-taken."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from campaigns.campaign import Campaign, CampaignCongress
from campaigns.problems import Refused
from campaigns.workbook import Row, Sheet, Value, day_of_cell, folded, read_sheet, text_of
from lantoa.article import CongressKey, Level
from lantoa.errors import Misuse
from lantoa.web.labels import ROMANS, roman
from lantoa.words import word

COLUMNS: Mapping[str, Sequence[str]] = {
    "id": ("ma", "ma dai hoi"),
    "name": ("ten", "ten dai hoi"),
    "level": ("cap", "cap dai hoi"),
    "place": ("noi", "phuong xa", "noi phuong xa", "dia phuong", "don vi"),
    "ordinal": ("lan thu", "lan"),
    "term": ("nhiem ky",),
    "opening": ("khai mac", "ngay khai mac"),
    "closing": ("be mac", "ngay be mac"),
    "tentative": ("du kien", "ngay du kien"),
    "venue": ("dia diem", "noi to chuc"),
    "parent": ("dai hoi cap tren", "cap tren"),
    "origin": ("nguon goc", "can cu"),
}
"""Column -> the headers that it may have, as `folded` gives them."""
NEEDED = ("level", "place")
LEVEL_NAMES: Mapping[str, Level] = {
    "toan quoc": "national", "trung uong": "national", "tinh": "province", "thanh pho": "province",
    "cap tinh": "province", "cap thanh pho": "province", "cap tinh thanh pho": "province",
    "tinh thanh pho": "province", "huyen": "district", "quan": "district", "cap huyen": "district",
    "xa": "commune", "phuong": "commune", "dac khu": "commune", "cap xa": "commune",
    "xa phuong": "commune", "phuong xa": "commune", "chi bo": "cell", "khoi": "sector", "nganh": "sector",
    "khoi nganh": "sector", "cac cap": "generic",
}  # fmt: skip
YES, NO = ("x", "co", "du kien", "1", "true", "dung"), ("", "khong", "0", "false", "sai", "chinh thuc")


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What is wrong with one row. row: as the spreadsheet counts, 0 for what stands
    against the campaign as a whole; column: its header."""

    row: int
    column: str
    text: str

    def __str__(self) -> str:
        if not self.row:
            return self.text
        return word("congress_sheet.row", row=self.row, column=self.column, text=self.text)


@dataclass(frozen=True, slots=True)
class Taken:
    """The campaign with the rows taken in: those added, those that replaced one of the same id,
    those that changed nothing; unread: headers of the file that are not read."""

    campaign: Campaign
    added: Sequence[str]
    changed: Sequence[str]
    same: Sequence[str]
    unread: Sequence[str]


class RowsRefused(Misuse):
    """A sheet that was not taken, with the problems of all its rows."""

    def __init__(self, problems: Sequence[RowProblem]) -> None:
        super().__init__(word("congress_sheet.refused", count=len({one.row for one in problems})))
        self.problems = tuple(sorted(problems, key=lambda one: one.row))


def take_congresses(campaign: Campaign, data: bytes) -> Taken:
    """The campaign with the congresses of an XLSX file. Raises RowsRefused naming every wrong
    row, Misuse for a file that cannot be read; then nothing is taken."""
    sheet = _read(data)
    return _joined(campaign, _congresses(sheet), sheet.headers, sheet.unread)


def read_congresses(data: bytes) -> Sequence[tuple[int, CampaignCongress]]:
    """The congresses of an XLSX file with the numbers of their rows, whatever campaign they are
    for. Raises as `take_congresses`."""
    return _congresses(_read(data))


def _read(data: bytes) -> Sheet:
    sheet = read_sheet(data, COLUMNS, NEEDED)
    if not sheet.rows:
        raise Misuse(word("congress_sheet.empty"))
    return sheet


def _congresses(sheet: Sheet) -> list[tuple[int, CampaignCongress]]:
    problems = [RowProblem(*one) for one in sheet.wrong]
    stated = [(row.number, _RowReader(row, sheet.headers, problems).congress()) for row in sheet.rows]
    rows = [(number, congress) for number, congress in stated if congress is not None]
    first: dict[str, int] = {}
    for number, congress in rows:
        if congress.id in first:
            text = word("congress_sheet.twice", id=congress.id, row=first[congress.id])
            problems.append(RowProblem(number, sheet.headers.get("id", sheet.headers["place"]), text))
        first.setdefault(congress.id, number)
    if problems:
        raise RowsRefused(problems)
    return rows


def _joined(campaign: Campaign, rows: Sequence[tuple[int, CampaignCongress]], headers: Mapping[str, str], unread: Sequence[str]) -> Taken:
    old = {one.id: one for one in campaign.congresses}
    named = {one.name: one.id for one in (*campaign.congresses, *(congress for _, congress in rows))}
    numbers = {one.id: number for number, one in rows}
    new: dict[str, CampaignCongress] = {}
    for _, one in rows:
        parent = one.parent if one.parent in old or one.parent in numbers else named.get(one.parent, one.parent)
        kept = old.get(one.id)
        body = kept.key.body if kept else None
        origin = one.origin or (kept.origin if kept else "")
        new[one.id] = replace(one, parent=parent, key=replace(one.key, body=body), origin=origin)
    congresses = tuple({**old, **new}.values())
    try:
        made = replace(campaign, congresses=congresses)
    except Refused as refused:
        places = {at: numbers.get(one.id, 0) for at, one in enumerate(congresses)}
        raise RowsRefused([_of_row(problem.place, problem.text, places, headers) for problem in refused.problems]) from None
    changed = [one for one in new if one in old and old[one] != new[one]]
    same = [one for one in new if one in old and old[one] == new[one]]
    return Taken(made, [one for one in new if one not in old], changed, same, unread)


def _of_row(place: tuple[str | int, ...], text: str, places: Mapping[int, int], headers: Mapping[str, str]) -> RowProblem:
    at = place[1] if len(place) > 1 and isinstance(place[1], int) else -1
    key = str(place[-1]) if place else ""
    return RowProblem(places.get(at, 0), headers.get(key, key), text)


class _RowReader:
    """One row as a congress; what cannot be read is noted with its column."""

    def __init__(self, row: Row, headers: Mapping[str, str], problems: list[RowProblem]) -> None:
        self.row = row
        self._headers = headers
        self._problems = problems

    def congress(self) -> CampaignCongress | None:
        """None, with its problems noted, where it cannot be."""
        before = len(self._problems)
        place, level, ordinal, term = self._text("place"), self._level(), self._ordinal(), self._term()
        opening, closing, tentative = self._day("opening"), self._day("closing"), self._tentative()
        if not place and level not in ("national", "generic", None):
            self._note("place", word("congress_sheet.missing"))
        if level is None or len(self._problems) > before:
            return None
        key = CongressKey(level, place or None, ordinal, term)
        try:
            return CampaignCongress(
                id=self._text("id") or slug(place or level), name=self._text("name") or stated_name(key), key=key,
                opening=opening, closing=closing, parent=self._text("parent"), tentative=tentative,
                venue=self._text("venue"), origin=self._text("origin"),
            )  # fmt: skip
        except Refused as refused:
            for problem in refused.problems:
                self._note(str(problem.place[-1]), problem.text)
            return None

    def _value(self, key: str) -> Value:
        return self.row.values.get(key)

    def _text(self, key: str) -> str:
        return " ".join(text_of(self._value(key)).split())

    def _note(self, key: str, text: str) -> None:
        self._problems.append(RowProblem(self.row.number, self._headers.get(key, key), text))

    def _level(self) -> Level | None:
        typed = folded(self._text("level"))
        found = LEVEL_NAMES.get(typed) or next((one for one in LEVEL_NAMES.values() if one == typed), None)
        if found is None:
            text = word("congress_sheet.level", value=self._text("level")) if typed else word("congress_sheet.missing")
            self._note("level", text)
        return found

    def _ordinal(self) -> int | None:
        typed = folded(self._text("ordinal")).removeprefix("lan thu ").removeprefix("thu ").strip()
        if not typed:
            return None
        found = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 4 else ROMANS.get(typed.upper())
        if found is None:
            self._note("ordinal", word("congress_sheet.ordinal", value=self._text("ordinal")))
        return found

    def _term(self) -> tuple[int, int] | None:
        typed = self._text("term")
        years = re.fullmatch(r"([0-9]{4})\s*[-–—/]\s*([0-9]{4})", typed)
        if typed and not years:
            self._note("term", word("congress_sheet.term", value=typed))
        return (int(years[1]), int(years[2])) if years else None

    def _day(self, key: str) -> date | None:
        try:
            return day_of_cell(self._value(key))
        except ValueError:
            self._note(key, word("congress_sheet.day", value=self._text(key)))
            return None

    def _tentative(self) -> bool:
        typed = folded(self._text("tentative"))
        if typed not in (*YES, *NO):
            self._note("tentative", word("congress_sheet.tentative", value=self._text("tentative")))
        return typed in YES


def slug(text: str) -> str:
    """"Phường Bến Đá" -> "phuong-ben-da": the id of a congress that states none."""
    return "-".join(folded(text).split())[:80]


def stated_name(key: CongressKey) -> str:
    """The full name of a congress that states none."""
    name = word("congress_sheet.name", place=key.place) if key.place else word("web.congress.national")
    name += f" {word('web.congress.ordinal', ordinal=roman(key.ordinal))}" if key.ordinal else ""
    return name + (f", {word('congress_sheet.of_term', start=key.term[0], end=key.term[1])}" if key.term else "")

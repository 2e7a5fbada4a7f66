"""Places of the administrative map, and how a text writes them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from lantoa.article import Level
from nlp.gazetteer import is_known
from nlp.letters import SYLLABLE
from nlp.lexicon import lexicon
from nlp.normalise import search_form
from nlp.starts import Opened, both_cases, first_word

HCMC = "Thành phố Hồ Chí Minh"
"""Canonical name of the one city whose bare name is a person's."""

UNIT_LEVEL: dict[str, Level] = {
    "tỉnh": "province",
    "thành phố": "province",
    "quận": "district",
    "huyện": "district",
    "thị xã": "district",
    "phường": "commune",
    "xã": "commune",
    "thị trấn": "commune",
    "đặc khu": "commune",
}


@dataclass(frozen=True, slots=True)
class Province:
    """A province or city under the centre, of the map before or after July 2025.

    code: of the statistics office; into: code of the province it is part of today;
    merged: that province came from a merger; ordinal_2020: number of its congress of 2020.
    """

    name: str
    code: str
    city: bool
    into: str
    merged: bool
    ordinal_2020: int


@dataclass(frozen=True, slots=True)
class Place:
    """A place as a text names it.

    start, end: in that text; unit: unit word in lower case, in full ("" = bare name);
    name: without unit word ("" = the unit alone, "Đảng bộ phường"); province: when known.
    """

    start: int
    end: int
    unit: str
    name: str
    province: Province | None = None

    @property
    def level(self) -> Level:
        """Level of the party body of this place."""
        if self.province is not None or not self.unit:
            return "province"
        if self.unit == "thành phố" and is_district_city(self.name):
            return "district"
        return UNIT_LEVEL[self.unit]

    @property
    def canonical(self) -> str:
        """Provinces by their bare name, others with their unit word: `phường Bến Đá`."""
        if self.province is not None:
            return canonical_province(self.province)
        if self.level == "province":
            return self.name
        return f"{self.unit.capitalize() if self.name.isdigit() else self.unit} {self.name}"


def canonical_province(province: Province) -> str:
    return HCMC if province.name == "Hồ Chí Minh" else province.name


@cache
def provinces() -> dict[str, Province]:
    """Provinces by folded name, aliases included."""
    table = lexicon("places")
    named = {}
    for row in table["province"]:
        province = Province(
            row["name"], row["code"], row["city"], row["into"], row["merged"], row["ordinal_2020"]
        )
        named[_fold(province.name)] = province
    for alias, name in table["aliases"].items():
        named[_fold(alias)] = named[_fold(name)]
    return named


@lru_cache(maxsize=4096)
def province_named(name: str) -> Province | None:
    """The province of this name, with or without its unit word; None when there is none."""
    folded = re.sub(r"^(?:thanh pho|tinh|tp) ?", "", _fold(name))
    return provinces().get("tphcm" if folded == "hcm" else folded)


def one_city(name: str) -> str:
    """A name that holds one of the many spellings of Ho Chi Minh City, with the full one."""
    return _HCMC_HERE.sub(HCMC, name)


@cache
def is_district_city(name: str) -> bool:
    """Was it a city inside a province until June 2025?"""
    return _fold(name) in {_fold(city) for city in lexicon("places")["district_cities"]["names"]}


def _fold(text: str) -> str:
    return search_form(text)[1]


_SHORT = {"tp": "thành phố", "q": "quận", "p": "phường", "h": "huyện", "tx": "thị xã"}
_UNIT = r"(?P<unit>[Tt]hành [Pp]hố|THÀNH PHỐ|T[Pp]\.?|[Tt]ỉnh|[Qq]uận|[Hh]uyện|[Tt]hị xã|[Pp]hường|[Xx]ã|[Tt]hị trấn|[Đđ]ặc khu|[QP]\.|H\.(?= )|TX\.?)"
_HCMC = r"(?:T[Pp]\.? ?HCM|[Tt]hành phố HCM|(?:T[Pp]\.? ?|[Tt]hành phố )Hồ Chí Minh)"
_SURNAMES = "Nguyễn|Trần|Lê|Phạm|Huỳnh|Hoàng|Phan|Vũ|Võ|Đặng|Bùi|Đỗ|Ngô|Dương|Đoàn|Trương|Đinh|Lương|Trịnh"
_NOT_IN_NAME = (
    "Lần|Nhiệm|Khóa|Đại(?= (?:hội|biểu))|Anh(?= hùng)|Đảng|Ban(?= (?:Chấp|Thường|Tổ|Tuyên|Dân|Chỉ|Quản|Nội|Bí))|Bí(?= thư)"
    "|Phó(?= (?:Bí|Chủ|Trưởng|Giám|Ban|bí|chủ|trưởng|giám|ban))|Chủ(?= (?:tịch|nhiệm(?! kỳ)))|Ủy|Hội(?= (?:đồng|nghị|Liên|Nông|Cựu))"
    "|Trưởng(?= (?:[Bb]an|[Tt]iểu|[Pp]hòng|[Đđ]oàn))|Giám(?= đốc)|Chánh(?= (?:[Vv]ăn|án|[Tt]hanh))|Thường(?= (?:trực|vụ))"
    r"|Đồng(?= chí)|Ngày|Sáng(?= \d)|Chiều|Theo|Tại|Hôm|Trong|Đây|Các|Ảnh|UBND|HĐND|MTTQ|BCH|[IVX]+"
)
_NAME = "Lần|Nhiệm|Khóa|Đại(?= (?:hội|biểu))|Anh(?= hùng)|Đảng|Ban|Bí|Phó|Chủ|Ủy|Hội(?= (?:đồng|nghị|Liên|Nông|Cựu))|Trưởng|Giám|Chánh|Thường|Ông|Bà|Đồng|Ngày|Sáng|Chiều|Theo|Tại|Hôm|Trong|Đây|Các|Báo|Ảnh|UBND|HĐND|MTTQ|BCH|[IVX]+"
_NAME = rf"(?!(?:{_NOT_IN_NAME})\b){SYLLABLE}(?:(?: |[-–])(?!(?:{_NOT_IN_NAME}|Ông|Bà)\b){SYLLABLE}){{0,4}}"


@cache
def _bare_province() -> re.Pattern[str]:
    table = lexicon("places")
    names = [row["name"] for row in table["province"] if row["name"] != "Hồ Chí Minh"]
    names += [alias for alias in table["aliases"] if alias != "TPHCM"]
    longest = sorted(names, key=len, reverse=True)
    return re.compile("(?:" + "|".join(re.escape(name) for name in longest) + r")(?!\w)")


_UNIT_HERE = re.compile(rf"(?<!\w){_UNIT}(?:(?<=\.)|(?!\w)) ?")
_HCMC_HERE = re.compile(rf"(?<!\w){_HCMC}(?!\w)")
_NAME_HERE = re.compile(_NAME)
_NUMBER_HERE = re.compile(r"\d{1,2}(?![\w/]|[.,-]\d)")
_CUT = re.compile(
    rf" (?:(?:{_SURNAMES}) {SYLLABLE}(?: {SYLLABLE})*|{SYLLABLE} (?:Thị|Văn) {SYLLABLE}(?: {SYLLABLE})*)$"
)
_ANYWHERE = Opened(
    both_cases(["thành", "tỉnh", "quận", "huyện", "thị", "phường", "xã", "đặc"])
    | frozenset(["TP", "Tp", "THÀNH", "Q", "P", "H", "TX", "TPHCM", "TpHCM"]),
    re.compile(rf"(?<!\w)(?:{_HCMC}|{_UNIT} ?(?={SYLLABLE}|\d))"),
)
"""Wherever a place with its unit word may begin."""


def place_at(text: str, at: int) -> Place | None:
    """The place written at this offset: unit and name, a province's bare name, or a unit alone."""
    if hcmc := _HCMC_HERE.match(text, at):
        return Place(at, hcmc.end(), "thành phố", "Hồ Chí Minh", provinces()["ho chi minh"])
    if head := _UNIT_HERE.match(text, at):
        return _with_unit(text, head)
    if bare := _bare_province().match(text, at):
        return Place(at, bare.end(), "", bare[0], province_named(bare[0]))
    return None


def named_places(text: str) -> Iterator[Place]:
    """Every place written with its unit word and a name, in order."""
    for found in _ANYWHERE.finditer(text):
        place = place_at(text, found.start())
        if place is not None and place.name:
            yield place


def bare_provinces(text: str) -> Iterator[re.Match[str]]:
    """Every province's name without unit word, in order."""
    return _bare_anywhere().finditer(text)


@cache
def _bare_anywhere() -> Opened:
    names = [row["name"] for row in lexicon("places")["province"]] + list(lexicon("places")["aliases"])
    pattern = re.compile(rf"(?<![\w-]){_bare_province().pattern}")
    return Opened(frozenset(first_word(name) for name in names), pattern)


def name_at(text: str, at: int, unit: str = "") -> tuple[int, str] | None:
    """End and letters of a place name without unit word; person names behind it are left out."""
    if unit in ("", "tỉnh", "thành phố") and (bare := _bare_province().match(text, at)):
        return bare.end(), bare[0]
    if number := _NUMBER_HERE.match(text, at):
        return number.end(), number[0]
    if name := _NAME_HERE.match(text, at):
        kept = _CUT.sub("", name[0])
        return at + len(kept), kept
    return None


def _with_unit(text: str, head: re.Match[str]) -> Place | None:
    unit = head["unit"].lower().rstrip(".")
    unit = _SHORT.get(unit, unit)
    found = name_at(text, head.end(), unit)
    if found is not None and _is_person(unit, found[1]):
        found = None
    if head["unit"][1:] == "." and (found is None or (len(found[1]) == 1 and not found[1].isdigit())):
        return None  # initials, not a unit
    if found is None:
        return Place(head.start(), head.end("unit"), unit, "")
    end, name = found
    province = province_named(name) if _may_be_province(unit, name) else None
    return Place(head.start(), end, unit, name, province)


_FAMILIES = "|".join(lexicon("names")["surnames"].split())
_PERSON = re.compile(rf"(?:{_FAMILIES}) {SYLLABLE} {SYLLABLE}|\S+ (?:Văn|Thị|Duy|Đình|Hữu) {SYLLABLE}")


def _is_person(unit: str, name: str) -> bool:
    """ "UBND tỉnh Trần Tiến Hưng": the unit has no name, a person follows."""
    if unit not in ("tỉnh", "thành phố") and is_known(name):
        return False
    return _PERSON.match(name) is not None and (
        unit in ("tỉnh", "thành phố") or not (name.endswith(_NUMBERED) or name.count(" ") < 2)
    )


_NUMBERED = tuple("123456789")


def _may_be_province(unit: str, name: str) -> bool:
    found = province_named(name)
    if found is None:
        return False
    return unit == "tỉnh" or (unit == "thành phố" and (found.city or not is_district_city(name)))


__all__ = [
    "HCMC",
    "UNIT_LEVEL",
    "Place",
    "Province",
    "bare_provinces",
    "canonical_province",
    "name_at",
    "named_places",
    "one_city",
    "place_at",
    "province_named",
    "provinces",
]

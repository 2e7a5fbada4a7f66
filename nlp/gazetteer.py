"""Wards, communes and districts of Vietnam, before and since 1 July 2025, and what became of them.

Read at first use from the map that the installed segmenter's package carries (10,000 old wards
to 3,300 new ones); the package itself is not imported. Provinces stand in lexicon/places.toml.
"""

from __future__ import annotations

import importlib.util
import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from lantoa.errors import Misuse
from lantoa.words import word
from nlp.normalise import clean, search_form

REORGANISED = date(2025, 7, 1)
"""First day of today's map: 34 provinces, wards and communes below them, no districts."""

_UNITS = ("thị trấn", "đặc khu", "thành phố", "thị xã", "phường", "quận", "huyện", "xã")
_MAP = Path("address") / "data" / "mapping.json"


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit of the map.

    id: ours, stable; unit: its word in lower case; name: without it; district: "" since the
    reform and for districts themselves; province: name without its word; since: first day it
    stood under this name (None: before the reform); until: last day (None: it stands); became:
    ids of what it went into.
    """

    id: str
    unit: str
    name: str
    district: str
    province: str
    since: date | None
    until: date | None
    became: tuple[str, ...] = ()

    def stood_on(self, day: date) -> bool:
        """Did it stand on this day?"""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


def find(name: str, unit: str = "", province: str | None = None, day: date | None = None) -> tuple[Unit, ...]:
    """Units of this name (any spelling), newest first; empty when there is none.

    unit: its word, "" for any; province: today's or earlier name, None for any; day: only those
    that stood then. Raises Misuse when the map is not installed.
    """
    wanted = _fold(province) if province else None
    return tuple(
        one
        for one in _by_name().get(_fold(name), ())
        if (not unit or one.unit == unit)
        and (wanted is None or _fold(one.province) == wanted)
        and (day is None or one.stood_on(day))
    )


def is_known(name: str) -> bool:
    """Does some ward, commune or district bear exactly this name, marks included? name: clean."""
    return name.lower() in _marked_names()


def is_district(name: str) -> bool:
    """Did a district, town or city below a province bear exactly this name, marks included? name: clean."""
    return name.lower() in _district_names()


@cache
def _district_names() -> frozenset[str]:
    every = (one for units in _by_name().values() for one in units)
    return frozenset(clean(one.name).lower() for one in every if one.id.startswith("district:"))


@cache
def _marked_names() -> frozenset[str]:
    return frozenset(clean(one.name).lower() for units in _by_name().values() for one in units)


@lru_cache(maxsize=8192)
def _fold(name: str) -> str:
    return search_form(name)[1]


@cache
def _by_name() -> dict[str, tuple[Unit, ...]]:
    found: dict[str, list[Unit]] = defaultdict(list)
    for one in _units(_rows()):
        found[_fold(one.name)].append(one)
    return {
        name: tuple(sorted(units, key=lambda one: one.until is not None)) for name, units in found.items()
    }


def _rows() -> list[dict[str, str]]:
    package = importlib.util.find_spec("underthesea")
    folders = list(package.submodule_search_locations or ()) if package else []
    files = [Path(folder) / _MAP for folder in folders if (Path(folder) / _MAP).is_file()]
    if not files:
        raise Misuse(word("nlp.no_map", file=_MAP))
    known: dict[str, Any] = json.loads(files[0].read_text(encoding="utf-8"))
    rows: list[dict[str, str]] = known["ward_mapping"]
    return rows


def _units(rows: Iterable[dict[str, str]]) -> Iterable[Unit]:
    """Old wards and districts with what they went into, and the new wards."""
    last = date.fromordinal(REORGANISED.toordinal() - 1)
    new: dict[str, Unit] = {}
    wards: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    districts: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in rows:
        now = f"ward:{row['new_province_key']}:{row['new_ward_key']}"
        if now not in new:
            unit, name = _split(row["new_ward"])
            new[now] = Unit(now, unit, name, "", _split(row["new_province"])[1], REORGANISED, None)
        wards[row["old_province"], row["old_district"], row["old_ward"]].append(now)
        districts[row["old_province"], row["old_district"]].append(now)
    for (province, district, ward), became in wards.items():
        yield _old(province, district, ward, last, became)
    for (province, district), became in districts.items():
        yield _old(province, "", district, last, became)
    yield from new.values()


def _old(province: str, district: str, name: str, last: date, became: list[str]) -> Unit:
    kind = "old-ward" if district else "district"
    parts = [part for part in (province, district, name) if part]
    key = ":".join(_fold(part).replace(" ", "") for part in parts)
    unit, bare = _split(name)
    goes_on = tuple(dict.fromkeys(became))
    return Unit(f"{kind}:{key}", unit, bare, _split(district)[1], _split(province)[1], None, last, goes_on)


def _split(full: str) -> tuple[str, str]:
    """Unit word in lower case, and the name: "Phường Bến Thành"."""
    low = full.lower()
    unit = next((each for each in (*_UNITS, "tỉnh") if low.startswith(each + " ")), "")
    return unit, full[len(unit) :].strip()


__all__ = ["REORGANISED", "Unit", "find", "is_district", "is_known"]

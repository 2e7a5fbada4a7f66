"""The party body behind a name that leaves it open: from the sentence, the text, the outlet."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from lantoa.article import Level, Outlet
from nlp.congress_grammar import CELL, NO_UNIT, Name, without_places
from nlp.congress_subject import body_before
from nlp.letters import ROMAN
from nlp.places import (
    UNIT_LEVEL,
    Place,
    Province,
    bare_provinces,
    canonical_province,
    name_at,
    named_places,
    one_city,
    place_at,
    province_named,
)

_OLDEST, _NEWEST = 6, 15
_FOREIGN_CUES = re.compile(
    r"[Đđ]ảng (?:Cộng sản (?!Việt Nam)|CS (?!VN)|Dân chủ|Cộng hòa|Lao động|Bảo thủ|Xã hội|Quốc đại|Nhân dân|Tự do|cầm quyền|đối lập)"
    r"|Triều Tiên|Trung Quốc|Bình Nhưỡng|Bắc Kinh|Tập Cận Bình|Kim Jong|Cuba|Raul Castro|Tổng thống|Đảng Nước Nga|Liên Xô"
)
_HOME_CUES = re.compile(
    r"Đảng bộ|[Tt]ỉnh ủy|[Tt]hành ủy|[Qq]uận ủy|[Hh]uyện ủy|Đảng ủy|Đảng Cộng sản Việt Nam|Đảng ta|Việt Nam|VN(?!\w)|T\.Ư|Hà Nội|TP ?\.?HCM|nước ta"
)
_ORGAN = re.compile(r"(?P<organ>[Tt]hành ủy|[Tt]ỉnh ủy|[Qq]uận ủy|[Hh]uyện ủy|[Đđ]ảng bộ|[Đđ]ảng ủy)(?!\w) ?")
_ORGAN_UNIT = {"thành ủy": "thành phố", "tỉnh ủy": "tỉnh", "quận ủy": "quận", "huyện ủy": "huyện"}
_OTHER_HOLDER = re.compile(r"(?:Đoàn|Công đoàn|Hội|Liên đoàn|Mặt trận|đoàn viên|cổ đông|thể thao)")


@dataclass(frozen=True, slots=True)
class Body:
    """A party body. written: its place as the text has it (None: the text has none)."""

    level: Level
    canonical: str | None = None
    written: str | None = None
    province: Province | None = None
    unit: str = ""

    @property
    def code(self) -> str | None:
        """Its code in the administrative map; None when not linked."""
        return self.province.code if self.province and self.level == "province" else None


def _of_place(place: Place, text: str) -> Body:
    unit = place.unit or ("thành phố" if place.province and place.province.city else "tỉnh")
    return Body(place.level, place.canonical, text[place.start : place.end], place.province, unit)


class Context:
    """What a text and its outlet say about bodies; remembers the body named last."""

    def __init__(self, text: str, outlet: Outlet | None) -> None:
        self._text = text
        self._outlet = outlet
        self._last: Body | None = None
        self._numbers: dict[int, Body] = {}
        self._organs: dict[str, list[tuple[int, Body]]] | None = None
        self._anywhere: dict[str, list[tuple[int, Body]]] | None = None

    @cached_property
    def _abroad(self) -> bool:
        """Does the text speak of another country more than of this one?"""
        foreign = len(_FOREIGN_CUES.findall(self._text))
        return foreign > 0 and foreign > len(_HOME_CUES.findall(self._text))

    def remember(self, body: Body, number: int | None) -> None:
        """A body just named, with the number of its congress."""
        if body.level not in ("generic", "national"):
            self._last = body
            if number is not None and body.level in ("province", "district"):
                self._numbers |= {number: body, number - 1: body}

    def bodies(self, name: Name) -> list[Body]:
        """The body (several for "các phường A và B"), or none: foreign, unknown, an anaphor."""
        if name.foreign or name.elsewhere:
            return []
        if name.level is None and not name.unit:
            return self._left_open(name)
        others = [body for other in name.others for body in self._named(other)]
        return [*self._named(name), *others]

    def _named(self, name: Name) -> list[Body]:
        if name.level == "national":
            fits = name.ordinal is None or name.ordinal <= _NEWEST
            return [Body("national")] if fits and not self._abroad else []
        if name.place is not None:
            return [_of_place(name.place, self._text)]
        if name.level in ("sector", "cell"):
            return [Body(name.level, one_city(name.sector) or None, name.sector or None)]
        if name.unit == CELL and self._last is not None and self._last.level == "cell":
            return [self._last]
        if name.level == "generic":
            return [] if self._abroad else [Body("generic")]
        found = self._by_unit(name.unit, name.start)
        return [found] if found else []

    def _left_open(self, name: Name) -> list[Body]:
        if name.term is None and not name.whole_country and (same := self._numbers.get(name.ordinal or 0)):
            return [same]  # "Đại hội VIII" where that of a province was named before
        before = body_before(self._text, name)
        if before is not None:
            found = [body for each in (before, *before.others) for body in self._named(each)]
            if found:
                return found
        if name.bare:
            return []
        if name.term is None and name.ordinal is not None:
            return self._numbered(name)
        return [self._last] if self._last else []

    def _numbered(self, name: Name) -> list[Body]:
        """ "Đại hội XIII", "Đại hội lần thứ I" with no body at all."""
        written = self._text[name.start : name.end]
        is_roman = name.whole_country or re.search(rf" {ROMAN}$", written) is not None
        number = name.ordinal or 0
        if self._last is not None and "lần" in written and not name.whole_country:
            return [self._last]
        near = without_places(self._text[max(0, name.start - 120) : name.end + 60])
        if not is_roman or self._abroad or not _OLDEST <= number <= _NEWEST or _OTHER_HOLDER.search(near):
            return []
        if "lần" in written and not name.whole_country and self._is_local(written):
            return []
        return [Body("national")] if "Đảng" in self._text else []

    def _is_local(self, written: str) -> bool:
        """Is this number said of a local body in the text, and never of the whole Party?"""
        numbered = re.escape(written[written.index("lần") :])
        local = re.search(rf"[Đđ]ảng bộ (?!các)(?:[^.;\n]|\.(?!\s)){{2,60}} {numbered}(?!\w)", self._text)
        of_all = re.search(rf"toàn quốc {numbered}(?!\w)|{numbered} của Đảng(?! bộ)", self._text)
        return local is not None and of_all is None

    def _by_unit(self, unit: str, at: int) -> Body | None:
        """The body of "Đảng bộ thành phố": nearest organ, then place, of that unit; then the outlet."""
        if unit == NO_UNIT:
            return self._any_body(at)
        if self._last is not None and self._last.unit == unit:
            return self._last
        own = self._of_outlet(unit)
        if own is not None and own.level == "commune" and self._is_commune_outlet():
            return own
        places = self._organs_by_unit().get(unit) or self._places_by_unit().get(unit) or []
        return _nearest(places, at) or own or self._bare_province(unit, at) or self._unnamed(unit)

    def _bare_province(self, unit: str, at: int) -> Body | None:
        """ "Hà Nội ... Đảng bộ thành phố": a province named without its unit word."""
        places = (
            (match.start(), place_at(self._text, match.start())) for match in bare_provinces(self._text)
        )
        bodies = [(start, _of_place(place, self._text)) for start, place in places if place is not None]
        return _nearest([pair for pair in bodies if pair[1].unit == unit], at)

    def _is_commune_outlet(self) -> bool:
        return self._outlet is not None and self._outlet.level == "commune"

    def _unnamed(self, unit: str) -> Body | None:
        return Body(UNIT_LEVEL[unit], None, None, None, unit)

    def _any_body(self, at: int) -> Body | None:
        if self._last is not None:
            return self._last
        organs = sorted(
            (pair for pairs in self._organs_by_unit().values() for pair in pairs), key=lambda pair: pair[0]
        )
        if found := _nearest(organs, at):
            return found
        before = [pair for pairs in self._places_by_unit().values() for pair in pairs]
        if found := _nearest(sorted(before, key=lambda pair: pair[0]), at):
            return found
        outlet = self._outlet
        if outlet is None:
            return None
        return self._of_outlet(outlet.locality.split(" ")[0] if outlet.locality else "thành phố")

    def _of_outlet(self, unit: str) -> Body | None:
        outlet = self._outlet
        if outlet is None:
            return None
        if outlet.locality and outlet.locality.lower().startswith(unit):
            place = place_at(outlet.locality, 0)
            return Body(place.level, place.canonical, None, None, unit) if place else None
        if outlet.province and unit in ("tỉnh", "thành phố"):
            province = province_named(outlet.province)
            canonical = canonical_province(province) if province else outlet.province
            return Body("province", canonical, None, province, unit)
        return None

    def _organs_by_unit(self) -> dict[str, list[tuple[int, Body]]]:
        if self._organs is None:
            self._organs = {}
            for match in _ORGAN.finditer(self._text):
                unit = _ORGAN_UNIT.get(match["organ"].lower())
                place = place_at(self._text, match.end())
                if place is None and unit in ("quận", "huyện"):
                    place = self._seat(match.end(), unit)
                self._note(self._organs, place, unit, match.end())
        return self._organs

    def _seat(self, at: int, unit: str) -> Place | None:
        """ "Huyện ủy Mỏ Cày Bắc": the unit's name alone."""
        found = name_at(self._text, at, unit)
        return Place(at, found[0], unit, found[1]) if found else None

    def _places_by_unit(self) -> dict[str, list[tuple[int, Body]]]:
        if self._anywhere is None:
            self._anywhere = {}
            for place in named_places(self._text):
                self._note(self._anywhere, place, None, place.start)
        return self._anywhere

    def _note(
        self, table: dict[str, list[tuple[int, Body]]], place: Place | None, unit: str | None, at: int
    ) -> None:
        if place is None or not place.name:
            return
        if unit and not place.unit and place.province is None:
            return
        body = _of_place(place, self._text)
        table.setdefault(body.unit, []).append((at, body))


def _nearest(pairs: list[tuple[int, Body]], at: int) -> Body | None:
    if not pairs:
        return None
    index = bisect_right([start for start, _ in pairs], at)
    return pairs[max(0, index - 1)][1]


__all__ = ["Body", "Context"]

"""Links: one id for all spellings of a name, over texts; places to the administrative map.

Ids: `province:NN` (code of the statistics office), `ward:`, `old-ward:` and `district:` of the
gazetteer, `place:slug` for a place the map leaves open, `org:slug`, and `person:slug`, which is a
name and no person: two people of one name share it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache

from nlp.gazetteer import Unit, find
from nlp.normalise import search_form
from nlp.organs import one_city, organ_id
from nlp.places import Place, Province, canonical_province, place_at, province_named, provinces
from nlp.spans import Span

_UNIT_BEFORE = re.compile(
    r"(?:[Tt]ỉnh|[Tt]hành phố|TP\.?|[Qq]uận|[Hh]uyện|[Tt]hị xã|[Pp]hường|[Xx]ã|[Tt]hị trấn|[Đđ]ặc khu) ?$"
)
_REACH = 12


def linked(text: str, found: Sequence[Span], province: str = "", day: date | None = None) -> list[Span]:
    """The names of a clean text with their links.

    province: the publisher's, which helps where the text names none; day: the article's, which
    tells the old map from the new.
    """
    spoken_of = _provinces(text, found) or ([province] if province else [])
    full = {span: text[span.start : span.end] for span in found}
    names = _full_names([full[span] for span in found if span.type == "PER"])
    organs = _full_organs(organ_id(full[span]) for span in found if span.type == "ORG")
    out = []
    for span in found:
        if span.type == "LOC":
            out.append(replace(span, link=_place_link(text, span, spoken_of, day)))
        elif span.type == "ORG":
            link = organ_id(full[span])
            out.append(replace(span, link=organs.get(link, link)))
        elif span.type == "PER":
            out.append(replace(span, link=_slug("person", names[full[span]])))
        else:
            out.append(span)
    return out


@lru_cache(maxsize=8192)
def _slug(kind: str, name: str) -> str:
    slug = search_form(name)[1].replace(" ", "-")
    return f"{kind}:{slug if kind == 'person' else one_city(slug)}"


def _full_names(names: Sequence[str]) -> dict[str, str]:
    """Each name with the fullest one of the text that ends in it, of equally full ones the first:
    "Phong" is "Nguyễn Thành Phong"."""
    fullest = sorted(dict.fromkeys(names), key=len, reverse=True)
    return {
        name: next((other for other in fullest if other == name or other.endswith(" " + name)), name)
        for name in names
    }


def _full_organs(links: Iterable[str]) -> dict[str, str]:
    """Short forms with the only fuller one of the text: "UBND tỉnh" is "UBND tỉnh Quảng Nam"."""
    every = sorted(set(links))
    found = {}
    for link in every:
        fuller = [other for other in every if other.startswith(link + "-")]
        if len(fuller) == 1 and link.endswith(
            ("-tinh", "-thanh-pho", "-tp", "-huyen", "-quan", "-phuong", "-xa", "-uy")
        ):
            found[link] = fuller[0]
    return found


def _provinces(text: str, found: Sequence[Span]) -> list[str]:
    """Names of the provinces a text speaks of, today's name behind an earlier one."""
    named: list[str] = []
    for span in found:
        place = _place(text, span) if span.type == "LOC" else None
        if place is not None and place.province is not None:
            named += list(_names_of(place.province))
    return list(dict.fromkeys(named))


def _names_of(province: Province) -> Iterator[str]:
    yield province.name
    yield from (_by_code(province.into),) if province.into != province.code else ()


def _by_code(code: str) -> str:
    return next(each.name for each in provinces().values() if each.code == code)


def _place(text: str, span: Span) -> Place | None:
    """The place of a name with the unit word that stands before it, if one does."""
    before = _UNIT_BEFORE.search(text, max(0, span.start - _REACH), span.start)
    start = before.start() if before else span.start
    return place_at(text, start) or (place_at(text, span.start) if before else None)


def _place_link(text: str, span: Span, spoken_of: Sequence[str], day: date | None) -> str:
    place = _place(text, span)
    name = text[span.start : span.end]
    if place is None:
        return _unit_link(find(name, "", None, day), spoken_of) or _slug("place", name)
    if place.province is not None:
        return f"province:{place.province.code}"
    units = (find(place.name, place.unit, None, day) or find(place.name, place.unit)) if place.name else ()
    return _unit_link(units, spoken_of) or _slug("place", place.canonical if place.name else name)


def _unit_link(units: Sequence[Unit], spoken_of: Sequence[str]) -> str:
    """The one unit that is meant; empty where several may be: an open link is better than a wrong one."""
    wanted = {canonical_province(known) if (known := province_named(name)) else name for name in spoken_of}
    here = [unit for unit in units if not wanted or _canonical(unit.province) in wanted]
    standing = [unit for unit in here if unit.until is None] or here
    return standing[0].id if len(standing) == 1 else ""


def _canonical(name: str) -> str:
    known = province_named(name)
    return canonical_province(known) if known else name

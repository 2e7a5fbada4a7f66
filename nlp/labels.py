"""Congresses of pages known by facts only: from the labels somebody gave them."""

from __future__ import annotations

import re
from datetime import date

from lantoa.article import Article, Congress, CongressKey
from nlp.congress_terms import Known, resolve
from nlp.letters import ordinal
from nlp.lexicon import lexicon
from nlp.places import UNIT_LEVEL, canonical_province, province_named

_CODE = re.compile(r"(?P<body>.+)-(?P<year>(?:19|20)\d\d)$")
_LOCAL = re.compile(r"(?P<province>[A-Za-z]+)-(?P<unit>[a-z]+)-(?P<name>.+)$")
_REASON = "label"


def labelled(article: Article) -> tuple[Congress, ...]:
    """The congress a label states, as resolved; empty for none and for codes nobody knows."""
    code = article.label("congress")
    if code.startswith("NEG-national-"):
        return _national(code.rsplit("-", 1)[1])
    match = _CODE.match(code)
    if match is None or code.startswith("NEG"):
        return ()
    key = _key(match["body"], int(match["year"]))
    return (Congress(key, True, key, reason=_REASON),) if key else ()


def _national(numeral: str) -> tuple[Congress, ...]:
    number, term = resolve(Known("national", ordinal=ordinal(numeral)))
    key = CongressKey("national", None, number, term)
    return (Congress(key, False, key, reason=_REASON),) if number else ()


def _key(body: str, year: int) -> CongressKey | None:
    table = lexicon("labels")
    term = (year, year + 5)
    if body in table["sectors"]:
        return CongressKey("sector", table["sectors"][body], None, term)
    day = date(year, 10, 1)
    if body in table["provinces"]:
        province = province_named(table["provinces"][body])
        number, _ = resolve(Known("province", province, None, term, day))
        place = canonical_province(province) if province else table["provinces"][body]
        return CongressKey("province", place, number, term, province.code if province else None)
    return _local(table, body, term, day)


def _local(
    table: dict[str, dict[str, str]], body: str, term: tuple[int, int], day: date
) -> CongressKey | None:
    match = _LOCAL.match(body)
    if match is None or match["unit"] not in table["units"]:
        return None
    unit = table["units"][match["unit"]]
    name = table["names"].get(match["name"])
    number, _ = resolve(Known(UNIT_LEVEL[unit], None, None, term, day))
    return CongressKey(UNIT_LEVEL[unit], f"{unit} {name}" if name else None, number, term)

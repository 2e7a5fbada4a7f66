"""How texts name party congresses: the forms met in papers and on portals.

Slots: {C} the city's in full, {T} in a title, {c} later on; {W}, {WT}, {w} the same for a
ward or commune; {N13}, {N14} the national ones. The slot decides the truth, so the truth
of a piece follows from its text.
"""

from __future__ import annotations

from lantoa.article import CongressKey
from lantoa.demo.campaign import CITY_KEY
from lantoa.demo.newsroom.ink import Draft

NATION_13 = CongressKey("national", None, 13, (2021, 2026))
NATION_14 = CongressKey("national", None, 14, (2026, 2031))

_FULL = (
    "Đại hội đại biểu Đảng bộ {b} lần thứ I, nhiệm kỳ 2025 - 2030",
    "Đại hội đại biểu Đảng bộ {b} lần thứ I, nhiệm kỳ 2025-2030",
    "Đại hội Đảng bộ {b} lần thứ I, nhiệm kỳ 2025 - 2030",
    "Đại hội lần thứ I Đảng bộ {b}, nhiệm kỳ 2025 - 2030",
    "Đại hội đại biểu lần thứ I Đảng bộ {b} (nhiệm kỳ 2025 - 2030)",
    "Đại hội Đảng bộ {b} lần thứ I (nhiệm kỳ 2025-2030)",
    "Đại hội Đảng bộ {b} nhiệm kỳ 2025 - 2030",
    "Đại hội đại biểu Đảng bộ {b} lần thứ I",
    "Đại hội Đảng bộ {b} lần thứ I",
)
_LATER = ("Đại hội", "đại hội", "Đại hội Đảng bộ {t}", "Đại hội", "Đại hội đại biểu Đảng bộ {t}", "đại hội")
_LATER_LOCAL = (*_LATER, "Đại hội Đảng bộ {t} lần thứ I")
_TITLE = (
    "Đại hội Đảng bộ {b}",
    "Đại hội đại biểu Đảng bộ {b} lần thứ I",
    "Đại hội Đảng bộ {b} lần thứ I",
    "Đại hội Đảng bộ {b} nhiệm kỳ 2025-2030",
    "Đại hội lần thứ I Đảng bộ {b}",
)
_TITLE_LOCAL = (
    "Đại hội Đảng bộ {t} lần thứ I",
    "Đại hội Đảng bộ {t}",
    "Đại hội đại biểu Đảng bộ {t} lần thứ I",
)
_NATION = {
    "N13": (NATION_13, ("Đại hội XIII của Đảng", "Đại hội đại biểu toàn quốc lần thứ XIII của Đảng")),
    "N14": (
        NATION_14,
        (
            "Đại hội XIV của Đảng",
            "Đại hội đại biểu toàn quốc lần thứ XIV của Đảng",
            "Đại hội lần thứ XIV của Đảng",
        ),
    ),
}
_CITY_NAMES = ("thành phố Trường Giang", "thành phố Trường Giang", "TP Trường Giang", "TP. Trường Giang")


def congress_named(slot: str, draft: Draft) -> tuple[str, CongressKey] | None:
    """The congress a slot names, in one of its forms; None when the slot names none."""
    if slot in _NATION:
        key, forms = _NATION[slot]
        return draft.pick(forms), key
    if slot in ("C", "T", "c"):
        body = draft.random.choice(_CITY_NAMES)
        return _form(slot, draft).format(b=body, t="thành phố"), CITY_KEY
    if slot in ("W", "WT", "w"):
        ward = draft.facts.values["ward"]
        form = _form({"W": "C", "WT": "T", "w": "c"}[slot], draft)
        return form.format(b=ward, t=ward.split()[0]), CongressKey("commune", ward, 1, (2025, 2030))
    return None


def _form(slot: str, draft: Draft) -> str:
    if slot == "C":
        return draft.pick(_FULL)
    if slot == "c":
        return draft.pick(_LATER_LOCAL if draft.local else _LATER)
    return draft.pick(_TITLE + _TITLE_LOCAL if draft.local else _TITLE)

"""One string for a congress key: what the index holds, campaigns look for and people filter by."""

from __future__ import annotations

from functools import lru_cache

from lantoa.article import CongressKey
from nlp.normalise import search_form

UNITS = (
    "thanh pho",
    "tinh",
    "tp",
    "phuong",
    "xa",
    "thi tran",
    "dac khu",
    "quan",
    "huyen",
    "thi xa",
    "dang bo",
)
ALIASES = {"hcm": "ho chi minh", "tphcm": "ho chi minh"}


def congress_token(key: CongressKey) -> str:
    """level|place|ordinal|term ("province|ho chi minh|1|2025-2030"); what is not stated is empty."""
    term = f"{key.term[0]}-{key.term[1]}" if key.term else ""
    return f"{key.level}|{place_token(key.place)}|{key.ordinal or ''}|{term}"


@lru_cache(maxsize=4096)
def place_token(place: str | None) -> str:
    """Folded and without its unit word: "Thành phố Hồ Chí Minh", "TP.HCM" and "tphcm" are one."""
    folded = search_form(place or "")[1]
    for unit in UNITS:
        if folded.startswith(unit + " "):
            folded = folded.removeprefix(unit + " ")
    return ALIASES.get(folded.replace(" ", ""), folded)

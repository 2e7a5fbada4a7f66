"""The list of provinces agrees with what the language stage knows of the merger of 2025."""

from __future__ import annotations

import tomllib
from pathlib import Path

from lantoa.provinces import PROVINCES

LEXICON = Path(__file__).resolve().parents[2] / "nlp" / "lexicon" / "places.toml"


def test_each_province_of_today_is_named_after_one_of_those_it_was_made_of() -> None:
    provinces = tomllib.loads(LEXICON.read_text(encoding="utf-8"))["province"]
    made_of: dict[str, set[str]] = {}
    for one in provinces:
        made_of.setdefault(one["into"], set()).add(one["name"])
    assert len(PROVINCES) == len(set(PROVINCES)) == len(made_of) == 34
    assert all(len(names & set(PROVINCES)) == 1 for names in made_of.values())

"""What the grammar knows by heart, as data: one .toml a subject."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def lexicon(name: str) -> dict[str, Any]:
    """The table in `<name>.toml`, read once. Raises FileNotFoundError for an unknown name."""
    return tomllib.loads((files(__package__) / f"{name}.toml").read_text(encoding="utf-8"))


def phrases(listed: str) -> list[str]:
    """The phrases of an entry that lists them with commas, over several lines."""
    return [" ".join(entry.split()) for entry in listed.split(",")]

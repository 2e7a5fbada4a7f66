"""Every text a user sees, Vietnamese first, from one place: the .toml files beside this.

One file a room; keys are English and dotted (`phase.before`); placeholders are named
(`{url}`). Templates use the same function as `w`.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files


@cache
def catalogue() -> dict[str, str]:
    """All words by dotted key. Raises ValueError when two files state the same key."""
    words: dict[str, str] = {}
    for file in sorted(files(__package__).iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".toml"):
            for key, text in _flat(tomllib.loads(file.read_text(encoding="utf-8"))):
                if key in words:
                    raise ValueError(f"{file.name}: the key {key} is stated twice")
                words[key] = text
    return words


def word(key: str, /, **values: object) -> str:
    """The Vietnamese text of a key, placeholders filled. Raises KeyError for an unknown key."""
    text = catalogue()[key]
    return text.format(**values) if values else text


def _flat(table: dict[str, object], prefix: str = "") -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for name, value in table.items():
        if isinstance(value, dict):
            pairs += _flat(value, f"{prefix}{name}.")
        else:
            pairs.append((f"{prefix}{name}", str(value)))
    return pairs

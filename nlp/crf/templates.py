"""Which values of which neighbours make a feature, and the features as text for training."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.crf.columns import Columns

FEATURES = 1
"""Raise it when columns or templates change: a model of other features is refused."""

SINGLE: dict[str, tuple[int, ...]] = {
    "l": (-3, -2, -1, 0, 1, 2, 3),
    "w": (-1, 0, 1),
    "s": (-2, -1, 0, 1, 2),
    "k": (-2, -1, 0, 1, 2),
    "g": (-2, -1, 0, 1, 2),
    "r": (-1, 0, 1),
    "d": (0, 1),
    "c": (0,),
}
"""Column and the offsets it is looked at."""

PAIRS: tuple[tuple[str, int, str, int], ...] = (
    ("l", -1, "l", 0),
    ("l", 0, "l", 1),
    ("s", -1, "s", 0),
    ("s", 0, "s", 1),
    ("k", -1, "k", 0),
    ("k", 0, "k", 1),
    ("k", -1, "s", 0),
    ("r", 0, "s", 0),
    ("r", -1, "r", 0),
    ("r", 0, "r", 1),
    ("r", 0, "l", 0),
    ("r", 0, "l", -1),
    ("r", 0, "l", 1),
    ("d", 0, "r", 0),
)
"""Two values together: column, offset, column, offset."""

EDGE = "¶"
"""The value of every column before the first and behind the last token."""

SEPARATOR = "\t"


def named(columns: Columns) -> dict[str, Sequence[str]]:
    """Columns by their letter."""
    low, form, shape, kinds = zip(*columns.forms, strict=True)
    return {
        "l": low, "w": form, "s": shape, "k": kinds, "g": columns.grammar, "r": columns.rule,
        "d": columns.elsewhere, "c": columns.capitals,
    }  # fmt: skip


def features(columns: Columns) -> list[list[str]]:
    """The features of every token, as text: template, then its values."""
    size = len(columns.forms)
    parts = []
    by_name = named(columns)
    for name, offsets in SINGLE.items():
        for offset in offsets:
            head = f"{name}{offset}{SEPARATOR}"
            parts.append([head + value for value in _moved(by_name[name], offset)])
    for one, first, other, second in PAIRS:
        head = f"{one}{first}{other}{second}{SEPARATOR}"
        sides = zip(_moved(by_name[one], first), _moved(by_name[other], second), strict=True)
        parts.append([f"{head}{left}{SEPARATOR}{right}" for left, right in sides])
    return [[part[at] for part in parts] for at in range(size)]


def _moved(values: Sequence[str], offset: int) -> list[str]:
    """values[i + offset] at i."""
    size = len(values)
    edge = [EDGE] * min(abs(offset), size)
    if offset < 0:
        return [*edge, *values[: max(0, size + offset)]]
    return [*values[offset:], *edge]

"""Which values of which neighbours make a feature, and the features as text for training."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.crf.columns import Columns, grammar_type, of_form

FEATURES = 2
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

PAIRS: tuple[tuple[str, str, int, tuple[int, ...]], ...] = (
    ("l", "l", 1, (-1, 0)),
    ("s", "s", 1, (-1, 0)),
    ("k", "k", 1, (-1, 0)),
    ("k", "s", 1, (-1,)),
    ("r", "r", 1, (-1, 0)),
    ("r", "s", 0, (0,)),
    ("r", "l", 0, (0,)),
    ("r", "l", -1, (0,)),
    ("r", "l", 1, (0,)),
    ("d", "r", 0, (0,)),
)
"""Two values together: column, column, how far the second stands behind the first, and the
offsets of the first."""

EDGE = "¶"
"""The value of every column before the first and behind the last token."""

SEPARATOR = "\t"


def features(columns: Columns) -> list[list[str]]:
    """The features of every token, as text: template, then its values, separated."""
    known = _by_letter(columns)
    parts = [
        [f"{name}{offset}{SEPARATOR}{value}" for value in _moved(known[name], offset)]
        for name, offsets in SINGLE.items()
        for offset in offsets
    ]
    for one, other, gap, offsets in PAIRS:
        for offset in offsets:
            head = pair_name(one, other, gap, offset)
            sides = zip(_moved(known[one], offset), _moved(known[other], offset + gap), strict=True)
            parts.append([f"{head}{SEPARATOR}{left}{SEPARATOR}{right}" for left, right in sides])
    return [list(row) for row in zip(*parts, strict=True)]


def pair_name(one: str, other: str, gap: int, offset: int) -> str:
    """The name of a template of PAIRS."""
    return f"{one}{offset}{other}{offset + gap}"


def _by_letter(columns: Columns) -> dict[str, Sequence[str]]:
    of_forms = [of_form(form) for form in columns.tokens.forms]
    return {
        **{name: [each[at] for each in of_forms] for at, name in enumerate("lwsk")},
        "g": [grammar_type(rule) for rule in columns.rule],
        "r": columns.rule, "d": columns.elsewhere, "c": columns.capitals,
    }  # fmt: skip


def _moved(values: Sequence[str], offset: int) -> list[str]:
    """values[i + offset] at i."""
    size = len(values)
    edge = [EDGE] * min(abs(offset), size)
    if offset < 0:
        return [*edge, *values[: max(0, size + offset)]]
    return [*values[offset:], *edge]

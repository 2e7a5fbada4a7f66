"""The catalogue and the program know the same texts."""

from __future__ import annotations

import re
import unicodedata
from string import Formatter

from lantoa.words import catalogue
from tests.docs.word_uses import word_uses

BY_VALUE = (
    "web.outlet_kind.", "web.outlet_level.", "web.topic.", "web.congress_level.",
    "web.error.", "web.invalid.", "sources.type_",
)  # fmt: skip
"""Groups whose last part is a value that no code spells out: of the data, of HTTP, of pydantic, of types."""


def placeholders(text: str) -> frozenset[str]:
    return frozenset(name for _, name, _, _ in Formatter().parse(text) if name)


def test_every_text_that_is_asked_for_is_there() -> None:
    asked = word_uses().asked
    assert len(asked) > 300
    assert [one for one in asked if one.key not in catalogue()] == []


def test_every_placeholder_is_given_and_none_is_given_in_vain() -> None:
    wrong = [
        (one.where, one.key, sorted(one.names ^ placeholders(catalogue()[one.key])))
        for one in word_uses().asked
        if one.names is not None and one.key in catalogue() and one.names != placeholders(catalogue()[one.key])
    ]
    assert wrong == []


def test_every_text_is_used() -> None:
    """As a literal; or put together of parts that each stand in the program."""
    uses = word_uses()
    made = [re.compile(one) for one in uses.made]

    def used(key: str) -> bool:
        return any(uses.strings.issuperset(found.groups()) for one in made if (found := one.fullmatch(key)))

    assert [key for key in catalogue() if key not in uses.strings and not key.startswith(BY_VALUE) and not used(key)] == []


def test_the_groups_named_by_value_exist() -> None:
    assert [group for group in BY_VALUE if not any(key.startswith(group) for key in catalogue())] == []


def test_texts_are_written_in_composed_letters_without_loose_ends() -> None:
    odd = [key for key, text in catalogue().items() if unicodedata.normalize("NFC", text) != text or not text.strip()]
    assert odd == []

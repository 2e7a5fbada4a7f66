"""One table of a campaign file or form, read key by key; what is wrong is collected with its place."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any, TypeVar

from campaigns.problems import Place, Problem, Refused
from lantoa.words import word

Made = TypeVar("Made")


def typed_day(typed: str) -> date | None:
    """A day as people type it: 24/09/2025 or 2025-09-24; None for anything else."""
    local = re.fullmatch(r"\s*([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})\s*", typed)
    iso = re.fullmatch(r"\s*([0-9]{4})-([0-9]{2})-([0-9]{2})\s*", typed)
    year, month, day = local.group(3, 2, 1) if local else iso.groups() if iso else ("0", "0", "0")
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


class Stanza:
    """Reads the values of one table.

    place: where it stands; keys: those that it may have; problems: shared by all stanzas of one
    definition. A key that cannot be read gives its empty value, and its problem is noted.
    """

    def __init__(self, table: Mapping[str, Any], place: Place, keys: Sequence[str], problems: list[Problem]) -> None:
        self.table = table
        self.place = place
        self.problems = problems
        self._before = len(problems)
        for key in sorted(set(table) - set(keys)):
            self.note(key, word("definition.unknown"))

    def note(self, key: str, text: str) -> None:
        """Something is wrong with a key."""
        self.problems.append(Problem((*self.place, key), text))

    def made(self, make: Callable[[], Made]) -> Made | None:
        """What the stanza stands for; None, with the problems noted, when it cannot be."""
        if len(self.problems) > self._before:
            return None
        try:
            return make()
        except Refused as refused:
            self.problems.extend(one.inside(*self.place) for one in refused.problems)
            return None

    def text(self, key: str) -> str:
        """A text that must be there."""
        found = self.string(key)
        if not found.strip() and not self._noted(key):
            self.note(key, word("definition.missing"))
        return found

    def string(self, key: str) -> str:
        """A text, "" where it is not stated."""
        value = self.table.get(key)
        if value is None or isinstance(value, str):
            return (value or "").strip()
        self.note(key, word("campaign.text", value=value))
        return ""

    def strings(self, key: str) -> tuple[str, ...]:
        """Texts, none where they are not stated."""
        value = self.table.get(key, [])
        if isinstance(value, list | tuple) and all(isinstance(one, str) for one in value):
            return tuple(one.strip() for one in value)
        self.note(key, word("definition.texts", value=value))
        return ()

    def choice(self, key: str, allowed: Sequence[Made], refusal: str) -> Made:
        """One of the values allowed; refusal: the word for any other."""
        stated = self.text(key)
        found = next((one for one in allowed if one == stated), None)
        if found is None:
            if stated:
                self.note(key, word(refusal, value=stated, allowed=", ".join(map(str, allowed))))
            return allowed[0]
        return found

    def number(self, key: str, default: int) -> int:
        """A whole number."""
        return self.maybe_number(key, default) or 0

    def maybe_number(self, key: str, default: int | None = None) -> int | None:
        """A whole number, or the default where none is stated."""
        value = self.table.get(key)
        if value is None or value == "":
            return default
        if type(value) is int:
            return value
        self.note(key, word("definition.number", value=value))
        return default

    def truth(self, key: str, default: bool) -> bool:
        """true or false."""
        value = self.table.get(key, default)
        if type(value) is not bool:
            self.note(key, word("definition.truth", value=value))
            return default
        return value

    def day(self, key: str) -> date | None:
        """A day, None where it is not stated."""
        value = self.table.get(key)
        if value is None or value == "":
            return None
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        iso = isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value)
        found = typed_day(value) if iso else None
        if found is not None:
            return found
        self.note(key, word("campaign.day", value=value))
        return None

    def needed_day(self, key: str) -> date:
        """A day that must be there."""
        found = self.day(key)
        if found is None and not self._noted(key):
            self.note(key, word("definition.missing"))
        return found or date.min

    def hour(self, key: str) -> time:
        """A local hour and minute."""
        value = self.table.get(key)
        if isinstance(value, time):
            return value
        try:
            if isinstance(value, str) and re.fullmatch(r"[0-9]{1,2}:[0-9]{2}", value):
                return time.fromisoformat(value.zfill(5))
        except ValueError:
            pass
        missing = value is None or value == ""
        text = word("definition.missing") if missing else word("definition.hour", value=value)
        self.note(key, text)
        return time()

    def weights(self, key: str) -> dict[str, float]:
        """Numbers by name."""
        value = self.table.get(key, {})
        if not isinstance(value, Mapping):
            self.note(key, word("definition.table", key=key))
            return {}
        for name, one in value.items():
            if type(one) not in (int, float):
                self.problems.append(Problem((*self.place, key, name), word("definition.weight", kind=name, value=one)))
        return {name: float(one) for name, one in value.items() if type(one) in (int, float)}

    def one(self, key: str, keys: Sequence[str]) -> Stanza:
        """A stanza within, empty where it is not stated."""
        value = self.table.get(key, {})
        if not isinstance(value, Mapping):
            self.note(key, word("definition.table", key=key))
            value = {}
        return Stanza(value, (*self.place, key), keys, self.problems)

    def many(self, key: str, keys: Sequence[str]) -> list[Stanza]:
        """The stanzas [[key]], in order."""
        rows = self.table.get(key, [])
        if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
            self.note(key, word("definition.stanzas", key=key))
            return []
        return [Stanza(row, (*self.place, key, at), keys, self.problems) for at, row in enumerate(rows)]

    def _noted(self, key: str) -> bool:
        return any(one.place == (*self.place, key) for one in self.problems)

"""A sources file as checked values: every wrong one is refused by file, stanza and key."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

from lantoa.errors import Misuse
from lantoa.words import word

SECTIONS = ("source", "panel")
_HOST = re.compile(r"(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]")


@dataclass(frozen=True, slots=True)
class Stanza:
    """One `[section.id]`: its values, and the file that each key was read from.

    place: as it is written in the file; file: the last one that has it.
    """

    place: str
    id: str
    file: Path
    table: Mapping[str, Any]
    files: Mapping[str, Path]

    def over(self, earlier: Stanza) -> Stanza:
        """This one's keys, and the earlier one's where it has none."""
        return Stanza(
            self.place, self.id, self.file, {**earlier.table, **self.table}, {**earlier.files, **self.files}
        )

    def inner(self, key: str, table: Mapping[str, Any]) -> Stanza:
        """A table inside it, `[[section.id.key]]`."""
        file = self.files.get(key, self.file)
        place = f"[[{self.place.strip('[]')}.{key}]]"
        return Stanza(place, self.id, file, table, dict.fromkeys(table, file))

    def refuse(self, key: str, why: str) -> Misuse:
        """The error that names where a value stands and what is wrong with it."""
        file = self.files.get(key, self.file)
        return Misuse(word("sources.refused", file=file, stanza=self.place, key=key, why=why))

    def check_keys(self, known: Sequence[str]) -> None:
        """Refuse a key of another name, with a hint at the closest."""
        for key in self.table:
            if key not in known:
                raise self.refuse(key, word("sources.unknown_key") + hint(key, known))

    def text(self, key: str) -> str:
        """A string without space around it; "" when there is none."""
        return cast(str, self.typed(key, str, "")).strip()

    def needed(self, key: str) -> str:
        """A string that must be there."""
        value = self.text(key)
        if not value:
            raise self.refuse(key, word("sources.missing"))
        return value

    def choice(self, key: str, allowed: Sequence[str], default: str | None) -> str:
        """One of the allowed words; default None: it must be there."""
        value = self.text(key) if key in self.table or default is None else default
        if value not in allowed:
            raise self.refuse(key, word("sources.choice", value=value, allowed=", ".join(allowed)))
        return value

    def typed(self, key: str, wanted: type, default: Any) -> Any:
        """A value of exactly this type (a date may come with a time, which is dropped)."""
        value = self.table.get(key, default)
        plain = type(value) is wanted or (wanted is date and isinstance(value, datetime))
        if value is not default and not plain:
            kind = word(f"sources.type_{wanted.__name__}")
            raise self.refuse(key, word("sources.type", value=value, wanted=kind))
        return value.date() if isinstance(value, datetime) else value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of strings; empty when there is none."""
        value = self.table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise self.refuse(key, word("sources.list"))
        return tuple(value)

    def urls(self, key: str) -> tuple[str, ...]:
        """A list of http(s) addresses, each once."""
        return tuple(dict.fromkeys(self.url(key, one) for one in self.texts(key)))

    def url(self, key: str, url: str) -> str:
        """An http(s) address, checked."""
        if not is_address(url):
            raise self.refuse(key, word("sources.url", url=url))
        return url

    def hosts(self, key: str) -> tuple[str, ...]:
        """A list of bare host names."""
        found = tuple(dict.fromkeys(self.texts(key)))
        for host in found:
            if not _HOST.fullmatch(host):
                raise self.refuse(key, word("sources.bare_host", host=host))
        return found


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file: its stanzas by section. alone: files before it do not count."""

    path: Path
    alone: bool
    sections: Mapping[str, Sequence[Stanza]]


def read_source_file(path: Path) -> SourceFile:
    """Read a file and check its outline. Raises Misuse."""
    try:
        whole = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise Misuse(word("sources.unreadable", file=path, why=error.strerror)) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Misuse(word("sources.malformed", file=path, why=error)) from None
    shipped = whole.pop("shipped", True)
    if not isinstance(shipped, bool):
        raise Misuse(word("sources.shipped", file=path, value=shipped))
    for name in whole:
        if name not in SECTIONS:
            raise Misuse(word("sources.section", file=path, name=name))
        if not isinstance(whole[name], dict):
            raise Misuse(word("sources.brackets", file=path, name=name))
    sections = {name: list(_stanzas(path, name, whole.get(name, {}))) for name in SECTIONS}
    return SourceFile(path, not shipped, sections)


def is_address(url: str) -> bool:
    """Is it a whole http(s) address?"""
    try:
        parts = urlsplit(url)
        good = parts.scheme in ("http", "https") and "." in (parts.hostname or "") and " " not in url
        return good and parts.port != 0
    except ValueError:
        return False


def hint(name: str, known: Iterable[str]) -> str:
    """Which known name was meant, if one is close."""
    close = difflib.get_close_matches(name, list(known), 1)
    return word("sources.hint", name=close[0]) if close else ""


def _stanzas(path: Path, section: str, tables: Mapping[str, Any]) -> Iterable[Stanza]:
    for key, table in tables.items():
        values = table if isinstance(table, dict) else {}
        stanza = Stanza(f"[{section}.{key}]", key, path, values, dict.fromkeys(values, path))
        if not isinstance(table, dict):
            raise stanza.refuse(key, word("sources.not_stanza"))
        if not key.isascii() or len(key) > 80 or not key.replace("-", "").replace(".", "").isalnum():
            raise stanza.refuse(key, word("sources.id"))
        yield stanza

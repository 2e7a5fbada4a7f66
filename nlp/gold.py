"""Annotated texts: read from a folder, their listed strings expanded to spans.

Two layouts: `texts/ID.txt` with `labels/ID.json` (and `labels_second/ID.json`, a second
reader's), or `ID.txt` beside `ID.json`. Every distinct string of a name is listed once;
each whole occurrence of it is a span, longest first, BLOCKed strings are none, and FIX
states exceptions by offset.
"""

from __future__ import annotations

import json
import re
import tomllib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal, get_args

from lantoa.article import About, CongressKey, Level, Office
from lantoa.errors import Misuse
from lantoa.words import word

OWN = Path(__file__).with_name("annotated")
"""Our own annotated texts: they come with the project."""

Named = Literal["PER", "ORG", "LOC"]
NAMED: tuple[Named, ...] = get_args(Named)
_LISTS = (*NAMED, "BLOCK", "FIX", "roles", "congress", "topics", "dates")


@dataclass(frozen=True, slots=True, order=True)
class GoldSpan:
    """One occurrence of a name: offsets into the text as it stands in the file (NFC)."""

    start: int
    end: int
    type: Named


@dataclass(frozen=True, slots=True)
class GoldCongress:
    """A party congress as the text states it; level may be `generic`. about: a main subject."""

    key: CongressKey
    about: bool


@dataclass(frozen=True, slots=True)
class Annotated:
    """One text and what its readers found in it.

    text: NFC, the title included when it stands in the file; listed: the distinct strings
    of each kind; topics: of the first reader, topics_either of one of all, topics_both of
    all; dates: (words, value) pairs; form "" and published None: not stated.
    """

    id: str
    text: str
    spans: tuple[GoldSpan, ...]
    listed: tuple[tuple[Named, tuple[str, ...]], ...]
    offices: tuple[Office, ...]
    congresses: tuple[GoldCongress, ...]
    about: About
    topics: tuple[str, ...]
    topics_either: frozenset[str]
    topics_both: frozenset[str]
    dates: tuple[tuple[str, str], ...]
    form: str = ""
    published: date | None = None
    url: str = ""

    def strays(self) -> list[str]:
        """Listed strings that are nowhere a span: mistakes of the annotation, mostly."""
        found = {(span.type, self.text[span.start : span.end]) for span in self.spans}
        return [name for kind, names in self.listed for name in names if (kind, name) not in found]


def read_gold(folder: Path) -> tuple[Annotated, ...]:
    """All annotated texts of a folder, by id.

    Raises Misuse, naming the file, for a folder without any, a text or labels without
    their other half, and labels that are not of the format.
    """
    texts, labels = folder / "texts", folder / "labels"
    if not texts.is_dir():
        texts = labels = folder
    halves = {file.stem for file in texts.glob("*.txt")}, {file.stem for file in labels.glob("*.json")}
    if not halves[0]:
        raise Misuse(word("gold.none", folder=folder))
    if alone := sorted(halves[0] ^ halves[1]):
        raise Misuse(word("gold.half", folder=folder, id=alone[0]))
    return tuple(
        _annotated(texts / f"{id_}.txt", labels / f"{id_}.json", folder / "labels_second" / f"{id_}.json")
        for id_ in sorted(halves[0])
    )


def parted(texts: Iterable[Annotated]) -> tuple[tuple[Annotated, ...], tuple[Annotated, ...]]:
    """(for training, held out), as gold_split.toml says by id; ids it does not name are for training."""
    held = _held_out()
    known = tuple(texts)
    return tuple(one for one in known if one.id not in held), tuple(one for one in known if one.id in held)


@cache
def _held_out() -> frozenset[str]:
    listed = tomllib.loads((files("nlp") / "gold_split.toml").read_text(encoding="utf-8"))["held_out"]
    return frozenset(_strings(listed))


def _annotated(text_file: Path, label_file: Path, second: Path) -> Annotated:
    text, labels = _text(text_file), _labels(label_file)
    other = _labels(second) if second.is_file() else labels
    try:
        return _built(text_file.stem, text, labels, frozenset(_strings(other.get("topics", []))))
    except (KeyError, TypeError, ValueError) as error:
        raise Misuse(word("gold.wrong", file=label_file, why=error)) from None


def _text(file: Path) -> str:
    """A byte-order mark and CR LF would move the offsets, so a text with them is refused."""
    try:
        text = file.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise Misuse(word("gold.encoding", file=file, why=error.reason)) from None
    if not text.strip():
        raise Misuse(word("gold.empty", file=file))
    if not unicodedata.is_normalized("NFC", text) or text.startswith("\ufeff"):
        raise Misuse(word("gold.not_nfc", file=file))
    return text


def _labels(file: Path) -> dict[str, Any]:
    try:
        labels = json.loads(file.read_text(encoding="utf-8"))
    except ValueError as error:
        raise Misuse(word("gold.wrong", file=file, why=error)) from None
    if not isinstance(labels, dict):
        raise Misuse(word("gold.wrong", file=file, why=type(labels).__name__))
    return labels


def _built(id_: str, text: str, labels: dict[str, Any], second: frozenset[str]) -> Annotated:
    for name in _LISTS:
        if not isinstance(labels.get(name, []), list):
            raise TypeError(f"{name}: {labels[name]!r}")
    topics = _strings(labels.get("topics", []))
    published = labels.get("published")
    return Annotated(
        id_,
        text,
        tuple(expand(text, labels)),
        tuple((kind, _strings(labels.get(kind, []))) for kind in NAMED),
        tuple(_office(row) for row in labels.get("roles", [])),
        tuple(_congress(row) for row in labels.get("congress", [])),
        _one_of(labels["about"], get_args(About)),
        topics,
        second | frozenset(topics),
        second & frozenset(topics),
        tuple(_pair(row) for row in labels.get("dates", [])),
        _string(labels.get("form") or ""),
        date.fromisoformat(_string(published)[:10]) if published else None,
        _string(labels.get("url") or ""),
    )


def expand(text: str, labels: dict[str, Any]) -> list[GoldSpan]:
    """Spans of the listed strings, as the scorer finds them, in order, without overlaps.

    Raises TypeError, ValueError for rows that are not of the format.
    """
    found: list[tuple[int, int, int, str]] = []
    for kind in (*NAMED, "BLOCK"):
        for name in _strings(labels.get(kind, [])):
            found += [(1, hit.start(), hit.end(), kind) for hit in _whole(name).finditer(text)]
    for row in labels.get("FIX", []):
        start, end, kind = row
        if not (isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= len(text)):
            raise ValueError(f"FIX: {row!r}")
        found.append((0, start, end, _one_of(kind, (*NAMED, "NONE", "BLOCK"))))
    found.sort(key=lambda each: (each[0], each[1] - each[2], each[1]))
    return sorted(_free(found))


def _whole(name: str) -> re.Pattern[str]:
    if not name.strip():
        raise ValueError(f"{name!r}")
    return re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")


def _free(found: Iterable[tuple[int, int, int, str]]) -> Iterable[GoldSpan]:
    busy: set[int] = set()
    for _, start, end, kind in found:
        if busy.isdisjoint(range(start, end)):
            busy.update(range(start, end))
            for named in NAMED:
                if kind == named:
                    yield GoldSpan(start, end, named)


def _office(row: list[Any]) -> Office:
    person, rank, organisation, former = row
    return Office(
        _string(person), _string(rank), None if organisation is None else _string(organisation), bool(former)
    )


def _congress(row: dict[str, Any]) -> GoldCongress:
    level: Level = _one_of(row["level"], get_args(Level))
    ordinal, term, place = row.get("ordinal"), row.get("term"), row.get("place")
    if ordinal is not None and not isinstance(ordinal, int):
        raise TypeError(f"ordinal: {ordinal!r}")
    years = None if term is None else (int(term[0]), int(term[1]))
    return GoldCongress(
        CongressKey(level, None if place is None else _string(place), ordinal, years),
        bool(row.get("about", False)),
    )


def _pair(row: list[Any]) -> tuple[str, str]:
    words, value = row
    return _string(words), _string(value)


def _one_of(value: Any, known: tuple[Any, ...]) -> Any:
    if value not in known:
        raise ValueError(f"{value!r} ({', '.join(known)})")
    return value


def _string(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r}")
    return value


def _strings(values: Any) -> tuple[str, ...]:
    return tuple(_string(value) for value in values)

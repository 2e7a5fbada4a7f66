"""Layouts of official documents as data: which lines stand where, in what size and face."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from campaigns.report.content import Content
from lantoa.errors import Misuse
from lantoa.words import word

PLACEHOLDERS = (
    "parent", "body", "symbol", "place", "day", "month", "year", "title", "subject", "period", "addressee",
    "recipient", "signer", "draft", "as_of",
)  # fmt: skip
PARTS = ("left", "right", "title", "to", "recipients", "recipient", "signature")
NUMBERS = {"page": ("top", "bottom", "left", "right"), "sizes": ("body", "heading", "table", "note", "number")}
LIMITS = {"page": (5, 60), "sizes": (6, 30)}
_HOLE = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the heading or the end; size in points; rule: line under it as a share of the
    text's length; optional: left out where its placeholders are empty."""

    text: str
    size: float
    bold: bool = False
    italic: bool = False
    caps: bool = False
    optional: bool = False
    rule: float = 0.0


@dataclass(frozen=True, slots=True)
class Layout:
    """page: margins in millimetres; sizes in points; lines: part of the document -> its lines."""

    id: str
    name: str
    fonts: tuple[str, ...]
    page: Mapping[str, float]
    sizes: Mapping[str, float]
    lines: Mapping[str, tuple[Line, ...]]

    def filled(self, part: str, content: Content, recipient: str = "") -> list[Line]:
        """The lines of a part with their placeholders filled: no recipient stands unnamed, what is
        not known is dotted for the office to fill in."""
        values = {**content.head, **_values(content), "recipient": recipient}
        found = []
        for line in self.lines[part]:
            named = _HOLE.findall(line.text)
            if line.optional and named and not any(values.get(one) for one in named):
                continue
            text = _HOLE.sub(lambda hole: values.get(hole[1]) or word("reports.dots"), line.text)
            found.append(Line(text.upper() if line.caps else text, line.size, line.bold, line.italic, rule=line.rule))
        return found

    def recipients(self, content: Content) -> list[Line]:
        """The part of that name, with the lines of each recipient below it."""
        lines = self.filled("recipients", content)
        for one in content.recipients:
            lines += self.filled("recipient", content, one)
        return lines


def _values(content: Content) -> dict[str, str]:
    year, month, day = content.day.split("-")
    return {
        "day": day, "month": month, "year": year,
        "title": content.title, "subject": content.subject, "period": content.period,
        "addressee": content.addressee, "as_of": content.made, "draft": word("reports.draft"),
    }  # fmt: skip


def layout_named(name: str, folder: Path | None = None) -> Layout:
    """A layout of the user's folder, or one that is shipped. Raises Misuse for an unknown one
    and for one that is wrong, naming file, line and what is allowed."""
    found = _files(folder)
    if name not in found:
        raise Misuse(word("reports.layout.unknown", name=name, known=", ".join(found)))
    file = found[name]
    try:
        text = file.read_text(encoding="utf-8")
    except OSError as error:
        raise Misuse(word("reports.layout.wrong", file=file.name, why=error.strerror)) from None
    except UnicodeDecodeError as error:
        raise Misuse(word("reports.layout.wrong", file=file.name, why=error)) from None
    return layout_from(name, text, file.name)


def layout_names(folder: Path | None = None) -> list[str]:
    """Every layout that can be had."""
    return list(_files(folder))


def layout_titles(folder: Path | None = None) -> dict[str, str]:
    """What every layout is called, by its name. Raises Misuse for one that is wrong."""
    return {name: layout_named(name, folder).name for name in layout_names(folder)}


def layout_from(layout_id: str, text: str, file: str) -> Layout:
    """Read a layout. Raises Misuse naming the file, the line and what is wrong with it."""
    try:
        table = tomllib.loads(text)
        layout = _layout(layout_id, table)
    except ValueError as error:
        raise Misuse(word("reports.layout.wrong", file=file, why=error)) from None
    for hole in (hole for of in layout.lines.values() for line in of for hole in _HOLE.findall(line.text)):
        if hole not in PLACEHOLDERS:
            name, known = "{" + hole + "}", ", ".join("{" + one + "}" for one in PLACEHOLDERS)
            at = next(number for number, line in enumerate(text.splitlines(), 1) if name in line)
            raise Misuse(word("reports.layout.placeholder", file=file, line=at, name=name, known=known))
    if not any("{draft}" in line.text for part in ("left", "right", "title") for line in layout.lines[part]):
        raise Misuse(word("reports.layout.no_draft", file=file, name="{draft}"))
    return layout


def layout_table(layout: Layout) -> dict[str, Any]:
    """The layout as plain values: frozen with a report."""
    return asdict(layout)


def layout_of_table(table: Mapping[str, Any]) -> Layout:
    """The inverse."""
    lines = {part: tuple(Line(**line) for line in of) for part, of in table["lines"].items()}
    return Layout(**{**table, "fonts": tuple(table["fonts"]), "lines": lines})


def _files(folder: Path | None) -> dict[str, Any]:
    shipped = files("campaigns.report") / "layouts"
    found: dict[str, Any] = {}
    for place in (shipped, folder):
        if place is None:
            continue
        if not place.is_dir():
            raise Misuse(word("reports.layout.folder", folder=place))
        for file in sorted(place.iterdir(), key=lambda one: one.name):
            if file.name.endswith(".toml"):
                found[file.name.removesuffix(".toml")] = file
    return found


def _layout(layout_id: str, table: Mapping[str, Any]) -> Layout:
    _known(table, ("name", "fonts", *NUMBERS, *PARTS), "")
    fonts = table.get("fonts")
    if not isinstance(fonts, list) or not fonts or not all(isinstance(one, str) and one for one in fonts):
        raise ValueError(word("reports.layout.fonts"))
    if not isinstance(table.get("name"), str) or not table["name"]:
        raise ValueError(word("campaign.missing_key", key="name"))
    return Layout(
        layout_id, table["name"], tuple(fonts), _numbers(table, "page"), _numbers(table, "sizes"),
        {part: tuple(_line(part, one) for one in _stanzas(table, part)) for part in PARTS},
    )  # fmt: skip


def _numbers(table: Mapping[str, Any], stanza: str) -> dict[str, float]:
    given = table.get(stanza)
    if not isinstance(given, Mapping):
        raise ValueError(word("campaign.missing_key", key=stanza))
    _known(given, NUMBERS[stanza], stanza)
    return {name: _within(given.get(name), f"{stanza}.{name}", *LIMITS[stanza]) for name in NUMBERS[stanza]}


def _within(value: object, key: str, low: float, high: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise ValueError(word("reports.layout.number", key=key, value=value, low=low, high=high))
    return float(value)


def _stanzas(table: Mapping[str, Any], part: str) -> Sequence[Mapping[str, Any]]:
    given = table.get(part)
    if not isinstance(given, list) or not given or not all(isinstance(one, Mapping) for one in given):
        raise ValueError(word("reports.layout.part", part=part))
    return given


def _line(part: str, table: Mapping[str, Any]) -> Line:
    _known(table, ("text", "size", "bold", "italic", "caps", "optional", "rule"), part)
    if not isinstance(table.get("text"), str):
        raise ValueError(word("campaign.missing_key", key=f"{part}.text"))
    flags = {name: table.get(name, False) for name in ("bold", "italic", "caps", "optional")}
    for name, value in flags.items():
        if not isinstance(value, bool):
            raise ValueError(word("reports.layout.flag", key=f"{part}.{name}", value=value))
    rule = _within(table.get("rule", 0), f"{part}.rule", 0, 1)
    return Line(table["text"], _within(table.get("size"), f"{part}.size", *LIMITS["sizes"]), rule=rule, **flags)


def _known(table: Mapping[str, Any], allowed: Sequence[str], stanza: str) -> None:
    unknown = sorted(set(table) - set(allowed))
    if unknown:
        raise ValueError(word("reports.layout.key", key=f"{stanza}.{unknown[0]}".lstrip("."), known=", ".join(allowed)))

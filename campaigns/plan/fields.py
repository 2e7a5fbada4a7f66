"""The fields of plan entries: one table from which pages, workbook and database read and write.

Each field has its value as text, as a person types it and as a sheet shows it, and as JSON.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from types import MappingProxyType
from typing import Any, Literal

from campaigns.campaign import PHASES, Phase
from campaigns.plan.dates import day_from, day_text, deadline_text, deadline_typed
from campaigns.plan.items import (
    CHANNELS,
    LONGEST_TEXT,
    LONGEST_UNIT,
    OFFLINE,
    RESULTS,
    STEPS,
    Done,
    Entry,
    EntryKind,
    Evidence,
    Expectation,
    Offline,
    PlanItem,
    Step,
    kind_of,
)  # fmt: skip
from lantoa.article import ZONE
from lantoa.errors import Misuse
from lantoa.web.formats import moment
from lantoa.words import word
from nlp.normalise import clean

_UNWRITABLE = re.compile(r"[\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
FieldKind = Literal["text", "name", "names", "day", "number", "flag", "choice", "deadline", "done", "evidence"]


@dataclass(frozen=True, slots=True)
class Field:
    """name: of the JSON, the form and the word `plan.field.<name>`; choices: codes, shown by the
    words `plan.<of>.<code>`."""

    name: str
    kind: FieldKind = "text"
    needed: bool = False
    choices: tuple[str, ...] = ()
    of: str = ""

    @property
    def label(self) -> str:
        """Its heading."""
        return word(f"plan.field.{self.name}")


STEP_FIELDS = (
    "assigned_planned", "assigned_done", "carried_out_planned", "carried_out_done", "reported_planned", "reported_done",
    "approved_planned", "approved_done",
)  # fmt: skip
FIELDS: Mapping[EntryKind, tuple[Field, ...]] = MappingProxyType({
    "item": (
        Field("code", "name", True), Field("activity", "text", True), Field("lead", "name", True),
        Field("coordinating", "names"), Field("accountable", "name"), Field("deciding", "name"),
        Field("basis_number", "name"), Field("basis_date", "day"), Field("basis_subject"),
        Field("channel", "choice", True, CHANNELS, "channel"), Field("message", "name"), Field("product"),
        Field("congress", "name"), Field("deadline", "deadline"),
        *(Field(name, "day") for name in STEP_FIELDS), Field("done", "done"), Field("evidence", "evidence"),
    ),
    "coverage": (
        Field("code", "name", True), Field("item", "name"), Field("unit", "name"), Field("outlet", "name", True),
        Field("phase", "choice", True, tuple(str(one) for one in PHASES), "phase"), Field("congress", "name"),
        Field("message", "name"), Field("minimum", "number", True), Field("reprints", "flag"),
        Field("accredited", "flag"), Field("deadline", "day"),
    ),
    "offline": (
        Field("code", "name", True), Field("sort", "choice", True, OFFLINE, "offline"), Field("name", "text", True),
        Field("unit", "name"), Field("locality", "name"), Field("quantity", "number"), Field("measure", "name"),
        Field("first", "day"), Field("last", "day"), Field("inspected", "day"),
        Field("result", "choice", False, RESULTS, "result"), Field("note"), Field("link"), Field("photo"),
    ),
})  # fmt: skip
_MADE: Mapping[EntryKind, type[Entry]] = MappingProxyType({"item": PlanItem, "coverage": Expectation, "offline": Offline})


class FieldTrouble(Misuse):
    """What is wrong with the fields of an entry: (name of the field, "" the whole; why)."""

    def __init__(self, found: Sequence[tuple[str, str]]) -> None:
        self.found = tuple(found)
        super().__init__("; ".join(f"{word(f'plan.field.{name}')}: {why}" if name else why for name, why in found))


def values_of(entry: Entry) -> dict[str, Any]:
    """Name of each field -> its value."""
    found = {one.name: getattr(entry, one.name) for one in fields(entry) if one.name not in ("campaign", "steps")}
    if isinstance(entry, PlanItem):
        for step, one in zip(STEPS, entry.steps, strict=True):
            found |= {f"{step}_planned": one.planned, f"{step}_done": one.done}
    return found


def entry_of(kind: EntryKind, campaign: str, values: Mapping[str, Any]) -> Entry:
    """The inverse. Raises ValueError for what makes no sense together."""
    given = {name: value for name, value in values.items() if name not in STEP_FIELDS}
    if kind == "item":
        given["steps"] = tuple(Step(values.get(f"{one}_planned"), values.get(f"{one}_done")) for one in STEPS)
    return _MADE[kind](campaign=campaign, **given)


def texts_of(entry: Entry) -> dict[str, str]:
    """Name of each field -> what a sheet or a form shows."""
    values = values_of(entry)
    return {field.name: shown(field, values[field.name]) for field in FIELDS[kind_of(entry)]}


def typed_entry(kind: EntryKind, campaign: str, texts: Mapping[str, str]) -> Entry:
    """The entry that these texts describe. Raises FieldTrouble naming every field that is wrong."""
    values: dict[str, Any] = {}
    found: list[tuple[str, str]] = []
    for field in FIELDS[kind]:
        text = _cleaned(field, texts.get(field.name, ""))
        if not text and field.kind in ("text", "name", "choice", "number"):
            if field.needed:
                found.append((field.name, word("plan.bad.needed")))
            continue  # the entry's own default
        try:
            values[field.name] = read(field, text)
        except ValueError as error:
            found.append((field.name, str(error)))
    if found:
        raise FieldTrouble(found)
    try:
        return entry_of(kind, campaign, values)
    except ValueError as error:
        raise FieldTrouble([("", str(error))]) from None


def _cleaned(field: Field, text: str) -> str:
    """In one spelling, without what no sheet can hold; a name is one line."""
    lines = [" ".join(_UNWRITABLE.sub("", line).split()) for line in clean(text).splitlines()]
    return ("\n" if field.kind in ("text", "evidence") else " ").join(lines).strip()


def shown(field: Field, value: Any) -> str:
    """A value as text."""
    match field.kind:
        case "names":
            return "; ".join(value)
        case "day":
            return day_text(value)
        case "number":
            return str(value)
        case "flag":
            return word("plan.yes") if value else ""
        case "choice":
            return choice_text(field, str(value)) if value else ""
        case "deadline":
            return deadline_text(value)
        case "done":
            return "; ".join(f"{day_text(one.due) or word('plan.deadline.undecided')}: {day_text(one.on)}" for one in value)
        case "evidence":
            return "\n".join(f"{one.link} | {one.note} | {one.who} | {moment(one.at)}" for one in value)
        case _:
            return str(value)


def choice_text(field: Field, code: str) -> str:
    """How a choice is shown."""
    return word(f"phase.{code}") if field.of == "phase" else word(f"plan.{field.of}.{code}")


def read(field: Field, text: str) -> Any:
    """The value of a text. Raises ValueError saying what is wrong."""
    match field.kind:
        case "text" | "name":
            most = LONGEST_TEXT if field.kind == "text" else LONGEST_UNIT
            if len(text) > most:
                raise ValueError(word("plan.bad.long", most=most))
            return text
        case "names":
            return tuple(part.strip() for part in text.split(";") if part.strip())
        case "day":
            return day_from(text) if text else None
        case "number":
            if not (text.isascii() and text.isdigit() and len(text) <= 9):
                raise ValueError(word("plan.bad.number", value=text))
            return int(text)
        case "flag":
            return _flag(text)
        case "choice":
            return _choice(field, text)
        case "deadline":
            return deadline_typed(text)
        case "done":
            return tuple(_done(part) for part in text.split(";") if part.strip())
        case "evidence":
            return tuple(_evidence(line) for line in text.splitlines() if line.strip())


def _flag(text: str) -> bool:
    if text.lower() in (word("plan.yes").lower(), "x", "1", "true"):
        return True
    if text.lower() in ("", word("plan.no").lower(), "0", "false"):
        return False
    raise ValueError(word("plan.bad.flag", value=text))


def _choice(field: Field, text: str) -> str | Phase:
    for code in field.choices:
        if text.lower() in (code, choice_text(field, code).lower()):
            return Phase(code) if field.of == "phase" else code
    allowed = ", ".join(choice_text(field, code) for code in field.choices)
    raise ValueError(word("plan.bad.choice", value=text, allowed=allowed))


def _done(part: str) -> Done:
    due, colon, on = part.partition(":")
    if not colon:
        raise ValueError(word("plan.bad.done", value=part))
    undecided = due.strip().lower() == word("plan.deadline.undecided").lower()
    return Done(None if undecided else day_from(due), day_from(on))


def _evidence(line: str) -> Evidence:
    parts = [part.strip() for part in line.split("|")]
    try:
        link, note, who, at = parts
        added = datetime.strptime(at, "%d/%m/%Y %H:%M").replace(tzinfo=ZONE)
    except ValueError:
        raise ValueError(word("plan.bad.evidence", value=line[:80])) from None
    return Evidence(link, note, who, added)

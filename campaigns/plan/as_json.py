"""Plan entries as JSON: what the database keeps and the API gives."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from campaigns.campaign import Phase
from campaigns.plan.dates import Deadline, deadline_code, deadline_from
from campaigns.plan.fields import FIELDS, Field, entry_of, values_of
from campaigns.plan.items import Done, Entry, EntryKind, Evidence


def json_of(entry: Entry) -> dict[str, Any]:
    """The fields of an entry, days and moments as ISO texts."""
    return {name: _plain(value) for name, value in values_of(entry).items()}


def _plain(value: Any) -> Any:
    match value:
        case Deadline():
            return deadline_code(value)
        case Done():
            return {"due": _plain(value.due), "on": value.on.isoformat()}
        case Evidence():
            return {"link": value.link, "note": value.note, "who": value.who, "at": value.at.isoformat()}
        case tuple():
            return [_plain(one) for one in value]
        case date():
            return value.isoformat()
        case Phase():
            return str(value)
        case _:
            return value


def entry_from_json(kind: EntryKind, campaign: str, content: Mapping[str, Any]) -> Entry:
    """The inverse of `json_of`."""
    return entry_of(kind, campaign, {field.name: _valued(field, content[field.name]) for field in FIELDS[kind]})


def _valued(field: Field, value: Any) -> Any:
    match field.kind:
        case "names":
            return tuple(value)
        case "day":
            return _day(value)
        case "deadline":
            return deadline_from(value)
        case "done":
            return tuple(Done(_day(one["due"]), date.fromisoformat(one["on"])) for one in value)
        case "evidence":
            return tuple(Evidence(**{**one, "at": datetime.fromisoformat(one["at"])}) for one in value)
        case "choice":
            return Phase(value) if field.of == "phase" else value
        case _:
            return value


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None

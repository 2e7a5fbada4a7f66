"""What a saved campaign says otherwise than before: told when it is saved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from campaigns.campaign import Campaign
from campaigns.definition import campaign_table
from lantoa.web.formats import day
from lantoa.web.labels import label
from lantoa.words import word

LONGEST = 60
"""Characters of a value that is shown."""
_NAMED = {"congress": "id", "wave": "name", "message": "id", "target": "measure", "report": "period"}
"""By which key the rows of a stanza are told apart."""


def changes(old: Campaign, new: Campaign) -> list[str]:
    """One line a change, in the order of the definition; none when both say the same."""
    before, after = campaign_table(old), campaign_table(new)
    return [line for key in after for line in _of_key(key, before[key], after[key]) if before[key] != after[key]]


def _of_key(key: str, before: Any, after: Any) -> Iterator[str]:
    if key in _NAMED:
        yield from _of_rows(key, before, after)
    elif isinstance(after, Mapping):
        for name in dict.fromkeys((*before, *after)):
            if before.get(name) != after.get(name):
                field = f"{field_name(key)}: {_part_name(key, name)}"
                yield word("changed.value", field=field, old=_shown(before.get(name)), new=_shown(after.get(name)))
    else:
        yield word("changed.value", field=field_name(key), old=_shown(before), new=_shown(after))


def _of_rows(key: str, before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    one, other = _by_name(key, before), _by_name(key, after)
    for name in dict.fromkeys((*one, *other)):
        if name not in one:
            yield word("changed.added", field=field_name(key), name=name)
        elif name not in other:
            yield word("changed.gone", field=field_name(key), name=name)
        else:
            for part, value in other[name].items():
                if one[name].get(part) != value:
                    field = f"{field_name(key)} {name}, {_part_name(key, part)}"
                    yield word("changed.value", field=field, old=_shown(one[name].get(part)), new=_shown(value))
    if list(one) != list(other) and sorted(one) == sorted(other):
        yield word("changed.order", field=field_name(key))


def _by_name(key: str, rows: Sequence[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    found: dict[str, Mapping[str, Any]] = {}
    for row in rows:
        name = " ".join(str(row[part]) for part in (_NAMED[key], "phase", "layout") if row.get(part))
        found[name] = row
    return found


def field_name(key: str) -> str:
    """What a key of a campaign is called."""
    return word(f"editor.field.{key}")


def _part_name(stanza: str, key: str) -> str:
    return label("outlet_kind", key) if stanza == "weights" else word(f"editor.part.{key}")


def _shown(value: Any) -> str:
    if value in (None, "", []):
        return word("changed.nothing")
    if isinstance(value, bool):
        return word("changed.yes" if value else "changed.no")
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    try:
        return day(date.fromisoformat(text))
    except ValueError:
        return text if len(text) <= LONGEST else text[:LONGEST] + "…"

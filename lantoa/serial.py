"""Tags to JSON and back: the form in which the store keeps them."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from lantoa.article import Congress, CongressKey, Entity, EventDate, Office, Tags


def tags_to_json(tags: Tags) -> dict[str, Any]:
    """Plain lists and dicts, ready for json.dumps."""
    return asdict(tags)


def tags_from_json(data: dict[str, Any]) -> Tags:
    """The inverse of `tags_to_json`. Raises KeyError or TypeError on another shape."""
    return Tags(
        version=data["version"],
        about=data["about"],
        congresses=tuple(congress_from_json(row) for row in data["congresses"]),
        entities=tuple(Entity(**row) for row in data["entities"]),
        offices=tuple(Office(**row) for row in data["offices"]),
        topics=tuple(data["topics"]),
        form=data["form"],
        dates=tuple(EventDate(**row) for row in data["dates"]),
        flags=tuple(data["flags"]),
    )


def indexed_tags(data: dict[str, Any]) -> Tags:
    """What the index is made of: each name once and without its place, no dates, no flags."""
    names = {(row["type"], row["text"], row["link"]) for row in data["entities"]}
    return Tags(
        version=data["version"],
        about=data["about"],
        congresses=tuple(congress_from_json(row) for row in data["congresses"]),
        entities=tuple(Entity(0, 0, *name) for name in sorted(names)),
        offices=tuple(Office(**row) for row in data["offices"]),
        topics=tuple(data["topics"]),
        form=data["form"],
    )


def key_from_json(data: dict[str, Any]) -> CongressKey:
    """A congress key; its term comes as a list of two years."""
    term = data["term"]
    return CongressKey(**{**data, "term": tuple(term) if term else None})


def congress_from_json(data: dict[str, Any]) -> Congress:
    """One of the congresses of tags."""
    resolved = data["resolved"]
    return Congress(
        **{
            **data,
            "stated": key_from_json(data["stated"]),
            "resolved": key_from_json(resolved) if resolved else None,
        }
    )

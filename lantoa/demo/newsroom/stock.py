"""Reads the stock of prose: what kinds of stories there are, and their paragraphs.

The stock lies beside this in .toml files. A story states where it may stand (`outlets`,
`section`), how often in which window (`times`), how many outlets report one event
(`reports`, taken in turn) and its texts. Texts hold choices `[one|other]` and slots
`{street}`; ink.py fills them.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

SUBJECTS = ("city", "ward", "nation", "none")
_FIELDS = {"about", "outlets", "section", "times", "mention", "reports", "pool", "mentions",
           "title", "sapo", "lead", "body", "caption", "hours", "form"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Story:
    """One kind of story. about: one of SUBJECTS; times, mention: events by window, plain
    and with a passing mention; pool: names of shared paragraphs it may add; hours: local
    hours of publication, first and last; form "notice" is an undated portal page."""

    name: str
    about: str
    outlets: tuple[str, ...]
    section: str
    times: dict[str, int]
    mention: dict[str, int]
    reports: tuple[int, ...]
    pool: tuple[str, ...]
    mentions: str
    title: tuple[str, ...]
    sapo: tuple[str, ...]
    lead: tuple[str, ...]
    body: tuple[str, ...]
    caption: tuple[str, ...]
    hours: tuple[int, int]
    form: str = ""


@dataclass(frozen=True, slots=True)
class Stock:
    """stories by file order; pools: shared paragraphs by name; names: slot -> values."""

    stories: tuple[Story, ...] = ()
    pools: dict[str, tuple[str, ...]] = field(default_factory=dict)
    names: dict[str, tuple[str, ...]] = field(default_factory=dict)


@cache
def read_stock() -> Stock:
    """All .toml files beside this. Raises ValueError for an unknown field or subject."""
    stories: list[Story] = []
    pools: dict[str, tuple[str, ...]] = {}
    names: dict[str, tuple[str, ...]] = {}
    for file in sorted(files(__package__).iterdir(), key=lambda entry: entry.name):
        if not file.name.endswith(".toml"):
            continue
        table = tomllib.loads(file.read_text(encoding="utf-8"))
        pools.update({name: tuple(texts) for name, texts in table.pop("pool", {}).items()})
        names.update({name: tuple(values) for name, values in table.pop("names", {}).items()})
        stories += [_story(f"{file.name}: {name}", name, fields) for name, fields in table.items()]
    return Stock(tuple(stories), pools, names)


def _story(where: str, name: str, fields: dict[str, Any]) -> Story:
    unknown = set(fields) - _FIELDS
    if unknown:
        raise ValueError(f"{where}: unknown fields {sorted(unknown)}")
    about = fields.get("about", "none")
    if about not in SUBJECTS:
        raise ValueError(f"{where}: about is one of {SUBJECTS}, not {about!r}")
    first, last = fields.get("hours", (6, 20))
    return Story(
        name=name,
        about=about,
        outlets=tuple(fields.get("outlets", ("press",))),
        section=fields["section"],
        times=fields.get("times", {}),
        mention=fields.get("mention", {}),
        reports=tuple(fields.get("reports", (1,))),
        pool=tuple(fields.get("pool", ())),
        mentions=fields.get("mentions", "mention"),
        title=tuple(fields["title"]),
        sapo=tuple(fields["sapo"]),
        lead=tuple(fields["lead"]),
        body=tuple(fields["body"]),
        caption=tuple(fields.get("caption", ())),
        hours=(first, last),
        form=fields.get("form", ""),
    )

"""Reads the stock of prose: what kinds of stories there are, and their paragraphs.

The stock lies beside this in .toml files. A story states where it may stand (`outlets`,
`section`), how often in which window (`times`), how many outlets report one event
(`reports`, taken in turn) and its texts. Texts hold choices `[one|other]` and slots
`{street}`; ink.py fills them. A text that begins with digits and a bracket, `13) ...`,
fits only these of the story's scenarios (here 1 and 3); the title names the scenarios.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from typing import Any

SUBJECTS = ("city", "ward", "nation", "none")
_FIELDS = {"about", "outlets", "section", "times", "mention", "reports", "pool",
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
    title: tuple[str, ...]
    sapo: tuple[str, ...]
    lead: tuple[str, ...]
    body: tuple[str, ...]
    caption: tuple[str, ...]
    hours: tuple[int, int]
    form: str = ""

    def scenarios(self) -> tuple[str, ...]:
        """What the titles distinguish; ("",) when the story is of one piece."""
        return tuple(sorted({digit for title in self.title for digit in scenarios_of(title)})) or ("",)


_TAG = re.compile(r"^(\d+)\) ")


def scenarios_of(text: str) -> str:
    """The digits of the scenarios a text is bound to; "" when it fits all."""
    tag = _TAG.match(text)
    return tag.group(1) if tag else ""


def fitting(texts: Iterable[str], scenario: str) -> list[str]:
    """The texts that may stand in this scenario."""
    return [text for text in texts if not scenarios_of(text) or scenario in scenarios_of(text)]


def untagged(text: str) -> str:
    """The text without its tag."""
    return _TAG.sub("", text)


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
    more: dict[str, dict[str, list[str]]] = {}
    for file in sorted(files(__package__).iterdir(), key=lambda entry: entry.name):
        if not file.name.endswith(".toml"):
            continue
        table = tomllib.loads(file.read_text(encoding="utf-8"))
        pools.update({name: tuple(texts) for name, texts in table.pop("pool", {}).items()})
        names.update({name: tuple(values) for name, values in table.pop("names", {}).items()})
        more.update(table.pop("more", {}))
        stories += [_story(f"{file.name}: {name}", name, fields) for name, fields in table.items()]
    missing = set(more) - {story.name for story in stories}
    if missing:
        raise ValueError(f"more texts for stories that do not exist: {sorted(missing)}")
    return Stock(tuple(_extended(story, more.get(story.name, {})) for story in stories), pools, names)


def _extended(story: Story, more: dict[str, list[str]]) -> Story:
    """The story with the further texts of `[more.name]`."""
    unknown = set(more) - {"title", "sapo", "lead", "body", "caption"}
    if unknown:
        raise ValueError(f"more.{story.name}: unknown fields {sorted(unknown)}")
    return replace(
        story,
        title=(*story.title, *more.get("title", ())),
        sapo=(*story.sapo, *more.get("sapo", ())),
        lead=(*story.lead, *more.get("lead", ())),
        body=(*story.body, *more.get("body", ())),
        caption=(*story.caption, *more.get("caption", ())),
    )


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
        title=tuple(fields["title"]),
        sapo=tuple(fields["sapo"]),
        lead=tuple(fields["lead"]),
        body=tuple(fields["body"]),
        caption=tuple(fields.get("caption", ())),
        hours=(first, last),
        form=fields.get("form", ""),
    )

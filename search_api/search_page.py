"""The values of the search page."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lantoa.article import Outlet
from lantoa.errors import Misuse
from lantoa.web.formats import day
from lantoa.web.labels import label
from lantoa.words import word
from search_api.asked import FILTERS, Asked
from search_api.congress_names import congress_names
from search_api.finding import Found
from search_api.histogram import histogram
from search_api.query_text import QueryError
from search_api.services import Services

HELP = ("words", "phrase", "without", "or", "brackets", "title", "source", "congress", "days")
SHOWN = 12
"""So many values of a filter are listed."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One link of a filter. on: it narrows now, and the link takes it off."""

    label: str
    count: int | None
    href: str
    on: bool = False


@dataclass(frozen=True, slots=True)
class Names:
    """How filter values are called: outlets by id, congresses by token."""

    outlets: Mapping[str, Outlet]
    congresses: Mapping[str, str]

    @classmethod
    def wanted(cls, ours: Services, asked: Asked, found: Found) -> Names:
        """The names that this page needs."""
        tokens = [str(bucket.key) for bucket in found.facets["congress"][:SHOWN]]
        return cls(ours.outlets.all(), congress_names(ours, [*tokens, *asked.congress, *asked.mention]))

    def of(self, name: str, value: str) -> str:
        """The name of one value of the filter `name`; the value itself where it has none."""
        match name:
            case "source":
                return self.outlets[value].name if value in self.outlets else value
            case "kind":
                return label("outlet_kind", value)
            case "level":
                return label("outlet_level", value)
            case "topic":
                return label("topic", value)
            case "congress" | "mention":
                return self.congresses.get(value, value)
            case "original" | "status":
                return word(f"page.value_{name}_{value}")
            case _:
                return value


def filter_groups(asked: Asked, found: Found, names: Names) -> list[dict[str, Any]]:
    """The counted filters beside the results: title and choices, groups without a choice left out."""
    groups = []
    for name, buckets in found.facets.items():
        held = getattr(asked, name)
        choices = [
            Choice(names.of(name, str(bucket.key)), bucket.count, asked.toggled(name, str(bucket.key)), bucket.key in held)
            for bucket in buckets[:SHOWN]
        ]
        if choices:
            groups.append({"title": word(f"page.filter_{name}"), "choices": choices, "more": len(buckets) - len(choices)})
    return groups


def chosen(asked: Asked, names: Names) -> list[Choice]:
    """Every filter that narrows now, each with the address without it."""
    rows = [
        Choice(f"{word(f'page.filter_{name}')}: {names.of(name, value)}", None, asked.toggled(name, value), True)
        for name in FILTERS
        for value in getattr(asked, name)
    ]
    if asked.start or asked.end:
        start, end = (day(one) if one else word("page.chosen_any") for one in (asked.start, asked.end))
        rows.append(Choice(word("page.chosen_days", start=start, end=end), None, asked.address(start=None, end=None), True))
    return rows


def shared_values(asked: Asked) -> dict[str, Any]:
    """What the form wants, found or not."""
    return {
        "asked": asked,
        "kept": [(name, value) for name in FILTERS for value in getattr(asked, name)],
        "help": [(word(f"page.help.{name}"), word(f"page.help.{name}_means")) for name in HELP],
        "broken": None,
        "cleared": Asked(q=asked.q, sort=asked.sort).address(),
    }


def broken_values(asked: Asked, error: Misuse) -> dict[str, Any]:
    """The page of a search that cannot be read: what is wrong, and where."""
    typed = unicodedata.normalize("NFC", asked.q)
    position = error.position if isinstance(error, QueryError) else None
    parts = None if position is None else (typed[:position], typed[position:])
    return {**shared_values(asked), "broken": {"text": str(error), "parts": parts}}


def found_values(ours: Services, asked: Asked, found: Found) -> dict[str, Any]:
    """The page of what was found."""
    names = Names.wanted(ours, asked, found)
    chart = histogram(found.days)
    unmarked = without_marks(asked.q)
    return {
        **shared_values(asked),
        "found": found,
        "hits": found.hits,
        "groups": filter_groups(asked, found, names),
        "chosen": chosen(asked, names),
        "chart": chart,
        "chart_rows": [[day(first), count] for first, count in chart.rows] if chart else [],
        "following": asked.address(after=found.cursor) if found.cursor else "",
        "first": asked.address() if asked.after else "",
        "marked": unmarked != asked.q,
        "unmarked": unmarked,
        "unmarked_href": asked.address(q=unmarked),
        "store_empty": not found.total and not sum(ours.store.counts().values()),
    }


def without_marks(text: str) -> str:
    """The same letters without marks: what finds every spelling."""
    bare = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return unicodedata.normalize("NFC", "".join(char for char in bare if not unicodedata.combining(char)))

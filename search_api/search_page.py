"""The values of the search page."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from lantoa.article import Outlet
from lantoa.errors import Misuse
from lantoa.web.formats import day
from lantoa.web.labels import label
from lantoa.words import word
from search_api.asked import FILTERS, Asked
from search_api.congress_names import congress_names
from search_api.finding import Found, buckets_of, query_of
from search_api.histogram import ALWAYS, Histogram, Span, histogram, neighbourhood
from search_api.index import Agg, Bucket, DaysAgg, TermsAgg
from search_api.query_text import QueryError
from search_api.services import Services

SHORTCUTS = (
    (("/",), "slash"),
    (("?",), "question"),
    (("j", "k"), "next"),
    (("Enter",), "enter"),
    (("Esc",), "escape"),
    (("←", "→"), "bars"),
)
"""Keys of search.js and the word for what they do."""
KINDS = ("congress", "source", "topic", "organisation", "place", "office")
"""Kinds of suggestions."""
HELP = ("words", "phrase", "without", "or", "brackets", "title", "source", "congress", "days")
SHOWN, UNFOLDED = 12, 40
"""So many values of a filter are listed, and so many when it is unfolded."""
PAGE_FACETS: Mapping[str, Agg] = MappingProxyType(
    {
        "level": TermsAgg("source_level"),
        "province": TermsAgg("source_province"),
        "mention": TermsAgg("congress_mention"),
        "status": TermsAgg("status"),
    }
)
"""Filters that the page counts beside those of every search."""
Facets = Mapping[str, Sequence[Bucket]]


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
    def wanted(cls, ours: Services, asked: Asked, counted: Facets) -> Names:
        """The names that this page needs."""
        tokens = [str(bucket.key) for name in ("congress", "mention") for bucket in counted[name][:UNFOLDED]]
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


def filter_groups(asked: Asked, counted: Facets, total: int, names: Names) -> list[dict[str, Any]]:
    """The counted filters beside the results: title, choices, the further ones that unfold, and
    how many there are beyond. A group that could not narrow (one value, which all have) is left out."""
    groups = []
    for name, buckets in counted.items():
        held = getattr(asked, name)
        if not buckets or (len(buckets) == 1 and buckets[0].count == total and not held):
            continue
        choices = [
            Choice(names.of(name, str(bucket.key)), bucket.count, asked.toggled(name, str(bucket.key)), bucket.key in held)
            for bucket in buckets[:UNFOLDED]
        ]
        groups.append(
            {
                "title": word(f"page.filter_{name}"),
                "choices": choices[:SHOWN],
                "further": choices[SHOWN:],
                "more": len(buckets) - len(choices),
            }
        )
    return groups


def facets_of(ours: Services, asked: Asked, found: Found) -> Facets:
    """What was counted with the search, and what only this page counts, in the order of FILTERS."""
    counted = ours.index.aggregate(query_of(ours, asked), PAGE_FACETS)
    both = {**found.facets, **{name: buckets_of(counted[name]) for name in PAGE_FACETS}}
    return {name: both[name] for name in FILTERS if name in both}


def chosen(asked: Asked, names: Names) -> list[Choice]:
    """Every filter that narrows now, each with the address without it."""
    rows = [
        Choice(f"{word(f'page.filter_{name}')}: {names.of(name, value)}", None, asked.toggled(name, value), True)
        for name in FILTERS
        for value in getattr(asked, name)
    ]
    if asked.start or asked.end:
        rows.append(Choice(word("page.chosen_days", **_ends(asked)), None, asked.address(start=None, end=None), True))
    return rows


def _ends(asked: Asked) -> dict[str, str]:
    """The first and the last day asked for, in words."""
    any_day = word("page.chosen_any")
    return {"start": day(asked.start) if asked.start else any_day, "end": day(asked.end) if asked.end else any_day}


def shared_values(asked: Asked) -> dict[str, Any]:
    """What the form wants, found or not."""
    return {
        "asked": asked,
        "kept": [(name, value) for name in FILTERS for value in getattr(asked, name)],
        "help": [(word(f"page.help.{name}"), word(f"page.help.{name}_means")) for name in HELP],
        "shortcuts": [(keys, word(f"searching.key.{name}")) for keys, name in SHORTCUTS],
        "kinds": {kind: word(f"searching.kind.{kind}") for kind in KINDS},
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
    counted = facets_of(ours, asked, found)
    names = Names.wanted(ours, asked, counted)
    chart = chart_of(ours, asked, found)
    unmarked = without_marks(asked.q)
    return {
        **shared_values(asked),
        "found": found,
        "hits": found.hits,
        "groups": filter_groups(asked, counted, found.total, names),
        "chosen": chosen(asked, names),
        "chart": chart,
        "chart_rows": bar_rows(asked, chart) if chart else [],
        "here": asked.address(),
        "picked": word("searching.picked", **_ends(asked)),
        "every_day": asked.address(start=None, end=None) if asked.start or asked.end else "",
        "following": asked.address(after=found.cursor) if found.cursor else "",
        "first": asked.address() if asked.after else "",
        "marked": unmarked != asked.q,
        "unmarked": unmarked,
        "unmarked_href": asked.address(q=unmarked),
        "store_empty": not found.total and not sum(ours.store.counts().values()),
    }


def chart_of(ours: Services, asked: Asked, found: Found) -> Histogram | None:
    """The days found; days that were asked for stand among their neighbours, which are counted too."""
    picked = Span(asked.start, asked.end)
    if picked == ALWAYS or not found.days:
        return histogram(found.days)
    around = neighbourhood(found.days)
    query = query_of(ours, asked.model_copy(update={"start": around.first, "end": around.last}))
    return histogram(buckets_of(ours.index.aggregate(query, {"day": DaysAgg()})["day"]), picked)


def bar_rows(asked: Asked, chart: Histogram) -> list[list[object]]:
    """The bars as a table: each leads to the search of its days."""
    return [
        [{"text": day(bar.first), "href": asked.address(start=bar.first, end=bar.last)}, bar.count] for bar in chart.rows
    ]


def without_marks(text: str) -> str:
    """The same letters without marks: what finds every spelling."""
    bare = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return unicodedata.normalize("NFC", "".join(char for char in bare if not unicodedata.combining(char)))

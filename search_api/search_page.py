"""The values of the search page."""

from __future__ import annotations

from typing import Any

from lantoa.errors import Misuse
from lantoa.web.formats import day
from lantoa.words import word
from search_api.asked import FILTERS, Asked
from search_api.finding import Found, buckets_of, query_of
from search_api.histogram import ALWAYS, Histogram, Span, histogram, neighbourhood
from search_api.index import DaysAgg
from search_api.query_text import explained
from search_api.saved import SavedSearches
from search_api.saved_tables import LONGEST_NAME
from search_api.search_advice import advice, other_names
from search_api.search_filters import Names, chosen, days_asked, facets_of, filter_groups
from search_api.services import Services, no_admissions

SHORTCUTS = (
    (("/",), "slash"),
    (("?",), "question"),
    (("j", "k"), "next"),
    (("Enter",), "enter"),
    (("Esc",), "escape"),
    (("←", "→"), "bars"),
)
"""Keys of search.js and the word for what they do."""
KINDS = ("congress", "source", "topic", "organisation", "place", "office", "province")
"""Kinds of suggestions."""
HELP = ("words", "phrase", "without", "or", "brackets", "title", "source", "congress", "days")
FURTHER_HELP = ("office", "organisation", "range", "beginning", "alias")


def shared_values(ours: Services, asked: Asked) -> dict[str, Any]:
    """What the form and the saved searches want, found or not."""
    here, saved = asked.address(), SavedSearches(ours.store.database).all()
    return {
        "asked": asked,
        "here": here,
        "saved": saved,
        "savable": bool(asked.q or asked.filtered) and here not in {one.address for one in saved},
        "longest_name": LONGEST_NAME,
        "kept": kept(asked),
        "help": [(word(f"page.help.{name}"), word(f"page.help.{name}_means")) for name in HELP]
        + [(word(f"searching.help.{name}"), word(f"searching.help.{name}_means")) for name in FURTHER_HELP],
        "shortcuts": [(keys, word(f"searching.key.{name}")) for keys, name in SHORTCUTS],
        "kinds": {kind: word(f"searching.kind.{kind}") for kind in KINDS},
        "broken": None,
        "cleared": Asked(q=asked.q, sort=asked.sort).address(),
    }


def kept(asked: Asked) -> list[tuple[str, object]]:
    """What the form does not show, and must not lose."""
    values: list[tuple[str, object]] = [(name, value) for name in FILTERS for value in getattr(asked, name)]
    standard = Asked()
    return values + [
        (name, getattr(asked, name)) for name in ("alias", "limit") if getattr(asked, name) != getattr(standard, name)
    ]


def broken_values(ours: Services, asked: Asked, error: Misuse) -> dict[str, Any]:
    """The page of a search that cannot be read: what is wrong, and where."""
    return {**shared_values(ours, asked), "broken": explained(asked.q, error)}


def found_values(ours: Services, asked: Asked, found: Found) -> dict[str, Any]:
    """The page of what was found."""
    counted = facets_of(ours, found)
    names = Names.wanted(ours, asked, counted)
    chart = chart_of(ours, asked, found)
    return {
        **shared_values(ours, asked),
        "found": found,
        "hits": found.hits,
        "corrects": ours.admissions is not no_admissions,
        "groups": filter_groups(asked, counted, found.total, names),
        "chosen": chosen(asked, names),
        "chart": chart,
        "chart_rows": bar_rows(asked, chart) if chart else [],
        "picked": word("searching.picked", **days_asked(asked)),
        "exports": [(name, exported(asked, name)) for name in ("csv", "xlsx", "jsonl")],
        "coverage": "/do-phu" + _parameters(asked),
        "every_day": asked.address(start=None, end=None) if asked.start or asked.end else "",
        "following": asked.address(after=found.cursor) if found.cursor else "",
        "first": asked.address() if asked.after else "",
        "advice": [] if found.total else advice(ours, asked),
        "other_names": other_names(ours, asked, found),
        "store_empty": not found.total and not sum(ours.store.counts().values()),
    }


def exported(asked: Asked, form: str) -> str:
    """The address of all articles of this search as a file."""
    parameters = _parameters(asked)
    return f"/api/v1/search/export{parameters}{'&' if parameters else '?'}format={form}"


def _parameters(asked: Asked) -> str:
    """The search itself as "?…", without what is of the list only; "" for everything."""
    _, mark, parameters = asked.address(limit=Asked().limit).partition("?")
    return mark + parameters


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

"""The filters of the search page: what is counted beside the results, and what narrows now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from lantoa.article import Outlet
from lantoa.web.formats import day
from lantoa.web.labels import label, name_of
from lantoa.words import word
from search_api.asked import FILTERS, Asked
from search_api.finding import Found, buckets_of
from search_api.index import Agg, Bucket, TermsAgg
from search_api.services import Services

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
OPEN = frozenset({"source", "kind", "congress", "topic"})
"""These are unfolded from the start."""
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
        names = ours.congress_names.of(ours.index, ours.store, [*tokens, *asked.congress, *asked.mention])
        return cls(ours.outlets.all(), names)

    def of(self, name: str, value: str) -> str:
        """The name of one value of the filter `name`; the value itself where it has none."""
        match name:
            case "source":
                return name_of(self.outlets, value)
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
                "open": name in OPEN or bool(held),
                "choices": choices[:SHOWN],
                "further": choices[SHOWN:],
                "more": len(buckets) - len(choices),
            }
        )
    return groups


def facets_of(ours: Services, found: Found) -> Facets:
    """What was counted with the search, and what only this page counts, in the order of FILTERS."""
    counted = ours.index.aggregate(found.query, PAGE_FACETS)
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
        rows.append(Choice(word("page.chosen_days", **days_asked(asked)), None, asked.address(start=None, end=None), True))
    return rows


def days_asked(asked: Asked) -> dict[str, str]:
    """The first and the last day asked for, in words."""
    any_day = word("page.chosen_any")
    return {"start": day(asked.start) if asked.start else any_day, "end": day(asked.end) if asked.end else any_day}

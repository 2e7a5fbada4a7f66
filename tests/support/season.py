"""The demonstration's truth beside what the house made of it, in comparable form."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from campaigns.reach import ReachRow
from lantoa.demo.newsroom import Season, truth_rows
from lantoa.demo.resolver import url_of
from search_api.congress_token import place_token

CAMPAIGN = "truong-giang-2025"
PHASES = ("before", "during", "after", "undated")
Key = tuple[str, str, int | None, tuple[int, ...] | None, bool]


@dataclass(frozen=True)
class Reading:
    """What one article is, as the truth or as the export says."""

    source: str
    day: str | None
    phase: str
    is_original: bool
    congresses: frozenset[Key]


def expected(season: Season) -> dict[str, Reading]:
    """By URL, the reachable pieces as a perfect reader would describe them."""
    return {
        str(row["url"]): Reading(
            row["outlet"],
            str(row["published"])[:10] if row["dated"] else None,
            row["phase"],
            row["is_original"],
            frozenset(_key(one, one) for one in row["congresses"]),
        )
        for row in _rows(season)
    }


def found(objects: Iterable[Mapping[str, Any]]) -> dict[str, Reading]:
    """By URL, what the export says."""
    return {
        one["url"]: Reading(
            one["source"],
            (one["published_at"] or "")[:10] or None,
            one["phases"].get(CAMPAIGN, "outside"),
            one["is_original"],
            frozenset(_key(row["resolved"] or row, row) for row in one["congresses"] if row["level"] != "generic"),
        )
        for one in objects
        if one["kind"] == "article"
    }


def groups(pairs: Iterable[tuple[str, object]]) -> set[frozenset[str]]:
    """Partition of URLs from (url, group) pairs."""
    members: dict[object, set[str]] = defaultdict(set)
    for url, group in pairs:
        members[group].add(url)
    return {frozenset(urls) for urls in members.values()}


def true_groups(season: Season) -> set[frozenset[str]]:
    """The generator's reprint groups over reachable pieces."""
    return groups((str(row["url"]), row["reprint_group"]) for row in _rows(season))


def counts(readings: Iterable[Reading]) -> dict[tuple[str, str], tuple[int, int]]:
    """(phase, outlet) -> (articles, originals); outlet "" is the total."""
    articles: Counter[tuple[str, str]] = Counter()
    originals: Counter[tuple[str, str]] = Counter()
    for one in readings:
        if one.phase in PHASES:
            for outlet in ("", one.source):
                articles[one.phase, outlet] += 1
                originals[one.phase, outlet] += one.is_original
    return {key: (articles[key], originals[key]) for key in articles}


def outlets(readings: Iterable[Reading]) -> dict[str, int]:
    """Phase -> outlets with at least one article."""
    seen: dict[str, set[str]] = defaultdict(set)
    for one in readings:
        if one.phase in PHASES:
            seen[one.phase].add(one.source)
    return {phase: len(sources) for phase, sources in seen.items()}


def reach_counts(rows: Iterable[ReachRow]) -> dict[tuple[str, str], tuple[int, int]]:
    """The same as `counts`, from rows of reach; empty rows left out."""
    return {
        (str(row.phase), row.value): (row.articles, row.originals)
        for row in rows
        if row.dimension in ("all", "source") and row.articles
    }


def _rows(season: Season) -> Iterable[dict[str, Any]]:
    return (row for row in truth_rows(season, url_of) if row["reachable"])


def _key(key: Mapping[str, Any], row: Mapping[str, Any]) -> Key:
    term = tuple(key["term"]) if key["term"] else None
    return (key["level"], place_token(key["place"]), key["ordinal"], term, row["about"])

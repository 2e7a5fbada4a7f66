"""What the sources cover by kind, level and province, and what they do not. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from crawlers.fates import Fate
from crawlers.overview import SourceState
from crawlers.sources import KINDS, LEVELS, Source
from lantoa.provinces import PROVINCES


@dataclass(frozen=True, slots=True)
class Row:
    """Outlets with one kind, level or province, counted.

    known: in the sources files; enabled: crawled; channel: with a feed, sitemap or section
    stated, for somebody saw it; read: of which a channel answered here the last time;
    stored: with articles in the store.
    """

    value: str
    known: int = 0
    enabled: int = 0
    channel: int = 0
    read: int = 0
    stored: int = 0


@dataclass(frozen=True, slots=True)
class Coverage:
    """gaps: provinces of today without any outlet that is crawled; silent: ids of the crawled
    ones of which no channel answered here; panels: name -> (members, of which with articles in
    the store)."""

    total: Row
    kinds: tuple[Row, ...]
    levels: tuple[Row, ...]
    provinces: tuple[Row, ...]
    gaps: tuple[str, ...]
    silent: tuple[str, ...]
    panels: Mapping[str, tuple[int, int]]


def coverage(states: Sequence[SourceState], panels: Mapping[str, Sequence[str]]) -> Coverage:
    """Count the outlets of the sources files. All kinds, levels and 34 provinces have a row;
    what is filed under no province (the centre) or another name comes after them."""
    ours = [one for one in states if one.source is not None]
    provinces = _rows(ours, lambda one: one.outlet.province, PROVINCES)
    stored = {one.outlet.id for one in ours if one.articles}
    return Coverage(
        total=_row("", ours),
        kinds=_rows(ours, lambda one: one.outlet.kind, KINDS),
        levels=_rows(ours, lambda one: one.outlet.level, LEVELS),
        provinces=provinces,
        gaps=tuple(row.value for row in provinces if row.value in PROVINCES and not row.enabled),
        silent=tuple(one.id for state in ours if (one := state.source) and one.enabled and not _is_read(state)),
        panels={name: (len(members), len(stored.intersection(members))) for name, members in panels.items()},
    )


def has_channel(source: Source) -> bool:
    """Is more known than its home page?"""
    return bool(source.feeds or source.sitemaps or source.sections)


def _is_read(state: SourceState) -> bool:
    return any(each.fate == Fate.READ for each in state.channels)


def _rows(
    states: Iterable[SourceState], value: Callable[[SourceState], str], stated: Sequence[str]
) -> tuple[Row, ...]:
    grouped: dict[str, list[SourceState]] = {each: [] for each in stated}
    for one in states:
        grouped.setdefault(value(one), []).append(one)
    return tuple(_row(each, found) for each, found in grouped.items())


def _row(value: str, states: Sequence[SourceState]) -> Row:
    sources = [one.source for one in states if one.source is not None]
    return Row(
        value,
        known=len(states),
        enabled=sum(one.enabled for one in sources),
        channel=sum(has_channel(one) for one in sources),
        read=sum(_is_read(one) for one in states),
        stored=sum(one.articles > 0 for one in states),
    )

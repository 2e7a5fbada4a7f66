"""By what reach can be split: of each dimension its values, and which rows have which. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, get_args

import numpy as np

from campaigns.columns import Coded, Codes
from campaigns.counted import Counted
from campaigns.measured import Measured
from lantoa.article import Outlet
from lantoa.errors import Misuse
from lantoa.web.formats import week as shown_week
from lantoa.words import word
from search_api.index import day_number, day_of

Dimension = Literal[
    "all", "week", "day", "source", "kind", "level", "province", "locality", "topic", "form", "message", "channel",
    "wave", "congress",
]  # fmt: skip
Span = tuple[date | None, date | None]
CHANNELS = ("own", "commissioned", "press", "aggregator")
"""Named per campaign; commissioned ones; every other outlet but aggregators, who publish nothing of
their own."""


@dataclass(frozen=True, slots=True)
class Split:
    """rows: positions in `base`, each with its value in `codes`; an article of several values stands
    there several times. by_source, by_panel: where outlets have the value, that of each source of
    `base.source.values`, and of each outlet of the panel; spans: the days of each value, where it is a stretch of time; whole: every value has a row in
    every phase, though nothing was counted."""

    base: Counted
    values: tuple[str, ...]
    codes: Codes
    rows: Codes | None = None
    by_source: Codes | None = None
    by_panel: Codes | None = None
    spans: Sequence[Span] = ()
    whole: bool = True

    def having(self, value: str) -> Codes:
        """Positions in `base` of the rows with this value; none for one that does not occur."""
        if value not in self.values:
            return np.zeros(0, dtype=np.int64)
        found = np.flatnonzero(self.codes == self.values.index(value))
        return found if self.rows is None else self.rows[found]


def split(measured: Measured, dimension: str) -> Split:
    """One dimension of DIMENSIONS. Raises Misuse for another."""
    if dimension not in _SPLITS:
        raise Misuse(word("cli.dimension", value=dimension, allowed=", ".join(DIMENSIONS)))
    return _SPLITS[dimension](measured)


def channel(measured: Measured, source: str) -> str:
    """Through which channel an outlet speaks."""
    campaign = measured.campaign
    if source in campaign.own_sources:
        return "own"
    if source in campaign.commissioned:
        return "commissioned"
    outlet = measured.outlets.get(source)
    return "aggregator" if outlet and outlet.kind == "aggregator" else "press"


def _everything(measured: Measured) -> Split:
    return _of_sources(measured, ("",), lambda _: "")


def _sources(measured: Measured) -> Split:
    return _of_sources(measured, sorted(measured.totals.source.present() | set(measured.panel)), lambda source: source)


def _attribute(name: str) -> Callable[[Measured], Split]:
    def of(measured: Measured) -> Split:
        def value(source: str) -> str:
            return str(getattr(measured.outlets.get(source, NONE), name))

        sources = measured.totals.source.present() | set(measured.panel)
        return _of_sources(measured, sorted(set(map(value, sources))), value)

    return of


def _channels(measured: Measured) -> Split:
    return _of_sources(measured, CHANNELS, lambda source: channel(measured, source))


def _of_sources(measured: Measured, values: Iterable[str], value: Callable[[str], str]) -> Split:
    rows, values = measured.totals, tuple(values)
    places = {one: place for place, one in enumerate(values)}
    # a source of the dictionary that no row has: no matter where
    by_source, by_panel = (
        np.array([places.get(value(one), 0) for one in outlets], dtype=np.int64)
        for outlets in (rows.source.values or ("",), measured.panel)
    )
    return Split(rows, values, by_source[rows.source.codes], by_source=by_source, by_panel=by_panel)


def _weeks(measured: Measured) -> Split:
    def span(number: int) -> tuple[str, Span]:
        monday = date.fromisocalendar(number // 100, number % 100, 1)
        return shown_week(monday), (monday, monday + timedelta(days=6))

    return _of_time(measured.totals, measured.totals.week, span)


def _days(measured: Measured) -> Split:
    def span(number: int) -> tuple[str, Span]:
        day = day_of(number)
        return day.isoformat(), (day, day)

    return _of_time(measured.totals, measured.totals.day, span)


def _of_time(rows: Counted, numbers: Codes, span: Callable[[int], tuple[str, Span]]) -> Split:
    """Only those that occur; undated articles have none."""
    dated = numbers > 0
    least = int(numbers.min(where=dated, initial=numbers.max(initial=0)))
    seen = np.bincount(numbers[dated] - least) if dated.any() else np.zeros(0, dtype=np.int64)
    present = np.flatnonzero(seen)
    place = np.zeros(len(seen) + 1, dtype=np.int64)
    place[present] = np.arange(len(present))
    named = [span(int(number) + least) for number in present.tolist()]
    at = None if dated.all() else np.flatnonzero(dated)
    codes = place[(numbers if at is None else numbers[at]) - least]
    return Split(rows, tuple(name for name, _ in named), codes, at, spans=[days for _, days in named], whole=False)


def _waves(measured: Measured) -> Split:
    rows, waves = measured.totals, measured.campaign.waves
    inside = [np.flatnonzero((rows.day >= day_number(one.start)) & (rows.day <= day_number(one.end))) for one in waves]
    return _several(rows, [one.name for one in waves], inside, [(one.start, one.end) for one in waves])


def _messages(measured: Measured) -> Split:
    rows, messages = measured.totals, measured.campaign.messages
    none = np.zeros(0, dtype=np.int64)
    carrying = [np.flatnonzero(np.isin(rows.id, measured.messages.get(one.id, none))) for one in messages]
    return _several(rows, [one.id for one in messages], carrying)


def _several(rows: Counted, values: Iterable[str], at: Sequence[Codes], spans: Sequence[Span] = ()) -> Split:
    """A row may stand under several values, or under none."""
    codes = np.repeat(np.arange(len(at)), [len(one) for one in at])
    return Split(rows, tuple(values), codes, np.concatenate([*at, np.zeros(0, dtype=np.int64)]), spans=spans)


def _topics(measured: Measured) -> Split:
    """An article without a topic stands under ""."""
    rows = measured.totals
    lists = [value.split(";") for value in rows.topics.values]
    values = tuple(sorted({topic for one in lists for topic in one}))
    places = {topic: place for place, topic in enumerate(values)}
    flat = np.array([places[topic] for one in lists for topic in one] or [0], dtype=np.int64)
    starts = np.cumsum([0, *map(len, lists)])
    lengths = np.array([len(one) for one in lists] or [0], dtype=np.int64)[rows.topics.codes]
    at = np.repeat(np.arange(len(rows)), lengths)
    within = np.arange(len(at)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    return Split(rows, values, flat[starts[rows.topics.codes[at]] + within], at)


def _forms(measured: Measured) -> Split:
    rows = measured.totals
    return _of_column(rows, rows.form)


def _of_column(rows: Counted, column: Coded) -> Split:
    values = tuple(sorted(column.present()))
    places = {one: place for place, one in enumerate(values)}
    return Split(rows, values, column.mapped(lambda value: places.get(value, 0)))


def _congresses(measured: Measured) -> Split:
    rows = measured.counted
    at = np.flatnonzero(rows.congress >= 0)
    return Split(rows, tuple(one.id for one in measured.campaign.congresses), rows.congress[at], at)


def _localities(measured: Measured) -> Split:
    """The places of the congresses that articles are about; each article once a place. Phases are
    those of the first congress there that it is about."""
    rows = measured.counted
    named = [one.key.place or "" for one in measured.campaign.congresses]
    values = tuple(sorted({one for one in named if one}))
    places = np.array([values.index(one) if one else -1 for one in named] + [-1], dtype=np.int64)
    codes = places[rows.congress]
    at = np.flatnonzero(codes >= 0)
    if len(values) < sum(1 for one in named if one):
        _, first = np.unique(rows.id[at] * len(values) + codes[at], return_index=True)
        at = at[np.sort(first)]
    return Split(rows, values, codes[at], at)


NONE = Outlet("", "", "", "", "")
_SPLITS: Mapping[str, Callable[[Measured], Split]] = {
    "all": _everything,
    "week": _weeks,
    "day": _days,
    "source": _sources,
    "kind": _attribute("kind"),
    "level": _attribute("level"),
    "province": _attribute("province"),
    "locality": _localities,
    "topic": _topics,
    "form": _forms,
    "message": _messages,
    "channel": _channels,
    "wave": _waves,
    "congress": _congresses,
}
DIMENSIONS: tuple[Dimension, ...] = get_args(Dimension)

"""By what reach can be split: of each dimension its values, and which rows have which. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, get_args

import numpy as np

from campaigns.columns import Codes, Mask
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
    """every: of `measured.counted`, else of its totals; rows: positions in `base`, each with its value in `codes`; an article of several values stands
    there several times. by_source, by_panel: where outlets have the value, that of each source of
    `base.source.values`, and of each outlet of the panel; sets: `codes` are sets of values, and which
    set (row) has which value (column); spans: the days of each value, where it is a stretch of time; whole: every value has a row in
    every phase, though nothing was counted."""

    measured: Measured
    values: tuple[str, ...]
    coded: Codes | None = None
    rows: Codes | None = None
    by_source: Codes | None = None
    by_panel: Codes | None = None
    sets: Mask | None = None
    spans: Sequence[Span] = ()
    whole: bool = True
    every: bool = False

    @property
    def base(self) -> Counted:
        """The rows that are split."""
        return self.measured.counted if self.every else self.measured.totals

    @property
    def codes(self) -> Codes:
        """The value of each row."""
        if self.coded is not None:
            return self.coded
        assert self.by_source is not None
        return self.by_source[self.base.source.codes]

    def having(self, value: str) -> Codes:
        """Positions in `base` of the rows with this value; none for one that does not occur."""
        if value not in self.values:
            return np.zeros(0, dtype=np.int64)
        place = self.values.index(value)
        codes = self.codes
        found = np.flatnonzero(codes == place if self.sets is None else self.sets[codes, place])
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
    return _of_sources(measured, sorted(_outlets(measured)), lambda source: source)


def _attribute(name: str) -> Callable[[Measured], Split]:
    def of(measured: Measured) -> Split:
        def value(source: str) -> str:
            return str(getattr(measured.outlets.get(source, NONE), name))

        return _of_sources(measured, sorted(set(map(value, _outlets(measured)))), value)

    return of


def _channels(measured: Measured) -> Split:
    return _of_sources(measured, CHANNELS, lambda source: channel(measured, source))


def _of_sources(measured: Measured, values: Iterable[str], value: Callable[[str], str]) -> Split:
    values = tuple(values)
    places = {one: place for place, one in enumerate(values)}
    # a source of the dictionary that no row has: no matter where
    by_source, by_panel = (
        np.array([places.get(value(one), 0) for one in outlets], dtype=np.int64)
        for outlets in (measured.counted.source.values or ("",), measured.panel)
    )
    return Split(measured, values, by_source=by_source, by_panel=by_panel)


def _outlets(measured: Measured) -> set[str]:
    """Of the panel, and those with an article."""
    values, seen = measured.counted.source.values, np.flatnonzero(measured.by_source.any(axis=1))
    return {*measured.panel, *(values[place] for place in seen.tolist() if values)}


def _weeks(measured: Measured) -> Split:
    def span(number: int) -> tuple[str, Span]:
        monday = date.fromisocalendar(number // 100, number % 100, 1)
        return shown_week(monday), (monday, monday + timedelta(days=6))

    return _of_time(measured, measured.totals.week, span)


def _days(measured: Measured) -> Split:
    def span(number: int) -> tuple[str, Span]:
        day = day_of(number)
        return day.isoformat(), (day, day)

    return _of_time(measured, measured.totals.day, span)


def _of_time(measured: Measured, numbers: Codes, span: Callable[[int], tuple[str, Span]]) -> Split:
    """Only those that occur; undated articles have none."""
    dated = numbers > 0
    at = None if dated.all() else np.flatnonzero(dated)
    numbers = numbers if at is None else numbers[at]
    least = int(numbers.min()) if len(numbers) else 0
    numbers = numbers - least
    seen = np.bincount(numbers)
    present = np.flatnonzero(seen)
    place = np.zeros(len(seen) + 1, dtype=np.int64)
    place[present] = np.arange(len(present))
    named = [span(number + least) for number in present.tolist()]
    spans = [days for _, days in named]
    return Split(measured, tuple(name for name, _ in named), place[numbers], at, spans=spans, whole=False)


def _waves(measured: Measured) -> Split:
    rows, waves = measured.totals, measured.campaign.waves
    inside = [np.flatnonzero((rows.day >= day_number(one.start)) & (rows.day <= day_number(one.end))) for one in waves]
    return _several(measured, [one.name for one in waves], inside, [(one.start, one.end) for one in waves])


def _messages(measured: Measured) -> Split:
    rows, messages = measured.totals, measured.campaign.messages
    none = np.zeros(0, dtype=np.int64)
    carrying = [np.flatnonzero(np.isin(rows.id, measured.messages.get(one.id, none))) for one in messages]
    return _several(measured, [one.id for one in messages], carrying)


def _several(measured: Measured, values: Iterable[str], at: Sequence[Codes], spans: Sequence[Span] = ()) -> Split:
    """A row may stand under several values, or under none."""
    codes = np.repeat(np.arange(len(at)), [len(one) for one in at])
    return Split(measured, tuple(values), codes, np.concatenate([*at, np.zeros(0, dtype=np.int64)]), spans=spans)


def _topics(measured: Measured) -> Split:
    """An article without a topic stands under ""."""
    rows = measured.totals
    lists = [value.split(";") for value in rows.topics.values]
    values = tuple(sorted({topic for one in lists for topic in one}))
    sets = np.array([[value in one for value in values] for one in lists], dtype=np.bool_).reshape(len(lists), len(values))
    return Split(measured, values, rows.topics.codes, sets=sets)


def _forms(measured: Measured) -> Split:
    column = measured.totals.form
    values = tuple(sorted(column.present()))
    places = {one: place for place, one in enumerate(values)}
    return Split(measured, values, column.mapped(lambda value: places.get(value, 0)))


def _congresses(measured: Measured) -> Split:
    rows = measured.counted
    ids, known = tuple(one.id for one in measured.campaign.congresses), rows.congress >= 0
    if known.all():
        return Split(measured, ids, rows.congress, every=True)
    at = np.flatnonzero(known)
    return Split(measured, ids, rows.congress[at], at, every=True)


def _localities(measured: Measured) -> Split:
    """The places of the congresses that articles are about; each article once a place. Phases are
    those of the first congress there that it is about."""
    rows = measured.counted
    named = [one.key.place or "" for one in measured.campaign.congresses]
    values = tuple(sorted({one for one in named if one}))
    places = np.array([values.index(one) if one else -1 for one in named] + [-1], dtype=np.int64)
    codes, alone = places[rows.congress], len(values) == len(named)
    if alone and (codes >= 0).all():
        return Split(measured, values, codes, every=True)
    at = np.flatnonzero(codes >= 0)
    if not alone:
        _, first = np.unique(rows.id[at] * len(values) + codes[at], return_index=True)
        at = at[np.sort(first)]
    return Split(measured, values, codes[at], at, every=True)


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

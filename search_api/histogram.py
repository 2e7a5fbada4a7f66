"""Articles by day as a chart: days, weeks or months, whichever can be read; days can be picked in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from lantoa.words import word
from search_api.index import Bucket, day_of

Step = Literal["day", "week", "month"]
FEWEST = 15
TICKS = 8
DAYS = timedelta(days=100)
WEEKS = timedelta(days=700)
"""Up to DAYS every day has its bar, up to WEEKS every week, beyond that every month."""
NEAR = timedelta(days=7)
"""At least so many days before and after picked ones stay in the chart."""


@dataclass(frozen=True, slots=True)
class Span:
    """Local days, both included; None is open."""

    first: date | None
    last: date | None

    def holds(self, day: date) -> bool:
        """Whether that day is among them."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


ALWAYS = Span(None, None)


@dataclass(frozen=True, slots=True)
class Bar:
    """Its first and last day, its articles, and how many of them are on picked days."""

    first: date
    last: date
    count: int
    picked: int


@dataclass(frozen=True, slots=True)
class Histogram:
    """title: what the bars are; label: what one is; spec: Vega-Lite; rows: the bars, without empty ones."""

    title: str
    label: str
    spec: dict[str, Any]
    rows: tuple[Bar, ...]


def histogram(days: Sequence[Bucket], picked: Span = ALWAYS) -> Histogram | None:
    """The chart of these day buckets, picked days strong and the others pale.

    None when there is nothing to choose from: fewer than two days, and none picked.
    """
    counts = {day_of(int(bucket.key)): bucket.count for bucket in days}
    if not counts or (len(counts) < 2 and picked == ALWAYS):
        return None
    counts |= {day: 0 for day in _around(min(counts), max(counts)) if day not in counts}
    first, last = min(counts), max(counts)
    step: Step = "day" if last - first <= DAYS else "week" if last - first <= WEEKS else "month"
    bars = _bars(counts, step, picked)
    label = word(f"page.chart_{step}")
    rows = tuple(bar for bar in bars if bar.count)
    return Histogram(word(f"page.chart_{step}s"), label, _spec(bars, step, label, picked), rows)


def neighbourhood(days: Sequence[Bucket]) -> Span:
    """The days of these buckets (at least one) and half as many before and after them."""
    first, last = day_of(int(days[0].key)), day_of(int(days[-1].key))
    near = max(NEAR, (last - first + timedelta(days=1)) / 2)
    return Span(_shifted(first, -near), _shifted(last, near))


def _bars(counts: dict[date, int], step: Step, picked: Span) -> list[Bar]:
    whole: Counter[date] = Counter()
    part: Counter[date] = Counter()
    for day, count in sorted(counts.items()):
        whole[_start(day, step)] += count
        part[_start(day, step)] += count if picked.holds(day) else 0
    return [Bar(first, _last(first, step), count, part[first]) for first, count in whole.items()]


def _around(first: date, last: date) -> list[date]:
    """Empty days before and after, so that few days do not become broad blocks."""
    lacking = FEWEST - (last - first).days - 1
    before = [_shifted(first, -timedelta(days=1 + ahead)) for ahead in range(lacking // 2)]
    return before + [_shifted(last, timedelta(days=1 + ahead)) for ahead in range(lacking - lacking // 2)]


def _shifted(day: date, by: timedelta) -> date:
    """The day moved, but not out of the calendar."""
    return day + max(min(by, date.max - day), date.min - day)


def _start(day: date, step: Step) -> date:
    if step == "week":
        return _shifted(day, -timedelta(days=day.weekday()))
    return day.replace(day=1) if step == "month" else day


def _last(first: date, step: Step) -> date:
    if step == "month":
        following = _shifted(first, timedelta(days=31)).replace(day=1)
        return following - timedelta(days=1) if following > first else date.max
    return _shifted(first, timedelta(days=6 if step == "week" else 0))


def _spec(bars: Sequence[Bar], step: Step, label: str, picked: Span) -> dict[str, Any]:
    """Bars that carry the days they stand for, over them `brush`: what is being dragged over, of no width yet."""
    layers = [_layer(label), {"data": {"name": "brush"}, "mark": {"type": "rect", "style": "brush"}, **_HIGH}]
    if picked != ALWAYS:
        layers.insert(0, _band(bars, picked))
    top = max(bar.count for bar in bars)
    labelled = [
        {"year": bar.first.year, "month": bar.first.month, "date": bar.first.day}
        for bar in bars[:: -(-len(bars) // TICKS)]
    ]
    return {
        "datasets": {
            "bars": [value for bar in bars for value in _values(bar)],
            "brush": [{"from": _midnight(bars[0].first), "to": _midnight(bars[0].first)}],
        },
        "layer": layers,
        "encoding": {
            "x": {
                "field": "from",
                "type": "temporal",
                "title": None,
                "axis": {"format": "%m/%Y" if step == "month" else "%d/%m", "values": labelled},
            },
            "x2": {"field": "to"},
            "y": {
                "field": "high",
                "type": "quantitative",
                "title": None,
                "axis": {"values": list(range(0, top + 1, _round_step(top))), "format": ",d"},
            },
        },
    }


_HIGH: dict[str, Any] = {"encoding": {"y": {"value": 0}, "y2": {"value": "height"}}}
"""From top to bottom of the chart."""


def _round_step(top: int) -> int:
    """1, 2 or 5 times a power of ten: so that not more than five lines stand under `top`."""
    power: int = 10 ** max(len(str(top)) - 2, 0)
    return next(power * step for step in (1, 2, 5, 10, 20) if power * step * 5 >= top)


def _layer(label: str) -> dict[str, Any]:
    return {
        "data": {"name": "bars"},
        "mark": {"type": "rect", "x2Offset": -1},
        "encoding": {
            "y2": {"field": "low"},
            "opacity": {"condition": {"test": "datum.picked", "value": 1}, "value": 0.3},
            "tooltip": [
                {"field": "from", "type": "temporal", "title": label, "format": "%d/%m/%Y"},
                {"field": "count", "type": "quantitative", "title": word("page.chart_count"), "format": ",d"},
            ],
        },
    }


def _band(bars: Sequence[Bar], picked: Span) -> dict[str, Any]:
    """The picked days as a field behind the bars, as far as the chart goes."""
    first = max(bars[0].first, picked.first or date.min)
    last = min(bars[-1].last, picked.last or date.max)
    return {
        "data": {"values": [{"from": _midnight(first), "to": _midnight(_shifted(last, timedelta(days=1)))}]},
        "mark": {"type": "rect", "style": "picked"},
        **_HIGH,
    }


def _values(bar: Bar) -> list[dict[str, Any]]:
    """One rectangle a bar; two where only some of its days are picked, one on the other."""
    days = {
        "from": _midnight(bar.first),
        "to": _midnight(_shifted(bar.last, timedelta(days=1))),
        "first": bar.first.isoformat(),
        "last": bar.last.isoformat(),
        "count": bar.count,
    }
    parts = [(0, bar.picked, True), (bar.picked, bar.count, False)]
    drawn = [part for part in parts if part[1] > part[0]] or [(0, 0, True)]
    return [{**days, "low": low, "high": high, "picked": strong} for low, high, strong in drawn]


def _midnight(day: date) -> str:
    """Written with its hour, so that every browser reads it as a local day."""
    return f"{day.isoformat()}T00:00"

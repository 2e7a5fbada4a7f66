"""Articles by day as a chart: days, weeks or months, whichever can be read."""

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


@dataclass(frozen=True, slots=True)
class Histogram:
    """title: what the bars are; spec: Vega-Lite; rows: (first day of the bar, articles), without empty ones."""

    title: str
    label: str
    spec: dict[str, Any]
    rows: tuple[tuple[date, int], ...]


def histogram(days: Sequence[Bucket]) -> Histogram | None:
    """The chart of these day buckets; None when fewer than two bars would stand in it."""
    counts = {day_of(int(bucket.key)): bucket.count for bucket in days}
    if len(counts) < 2:
        return None
    counts |= {day: 0 for day in _around(min(counts), max(counts)) if day not in counts}
    first, last = min(counts), max(counts)
    step: Step = "day" if last - first <= DAYS else "week" if last - first <= WEEKS else "month"
    bars: Counter[date] = Counter()
    for day, count in sorted(counts.items()):
        bars[_start(day, step)] += count
    rows = tuple(bars.items())
    label = word(f"page.chart_{step}")
    full = tuple(row for row in rows if row[1])
    return Histogram(word(f"page.chart_{step}s"), label, _spec(rows, step, label), full)


def _around(first: date, last: date) -> list[date]:
    """Empty days before and after, so that few days do not become broad blocks."""
    lacking = FEWEST - (last - first).days - 1
    before = [first - timedelta(days=1 + ahead) for ahead in range(lacking // 2)]
    return before + [last + timedelta(days=1 + ahead) for ahead in range(lacking - lacking // 2)]


def _start(day: date, step: Step) -> date:
    if step == "week":
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if step == "month" else day


def _end(day: date, step: Step) -> date:
    if step == "month":
        return (day + timedelta(days=31)).replace(day=1)
    return day + timedelta(days=7 if step == "week" else 1)


def _spec(rows: Sequence[tuple[date, int]], step: Step, label: str) -> dict[str, Any]:
    """Times are written with their hour, so that every browser reads them as local days."""
    values = [
        {"from": f"{day.isoformat()}T00:00", "to": f"{_end(day, step).isoformat()}T00:00", "count": count}
        for day, count in rows
    ]
    labelled = [
        {"year": day.year, "month": day.month, "date": day.day} for day, _ in rows[:: -(-len(rows) // TICKS)]
    ]
    top = max(count for _, count in rows)
    return {
        "data": {"values": values},
        "mark": {"type": "rect", "x2Offset": -1},
        "encoding": {
            "x": {
                "field": "from",
                "type": "temporal",
                "title": None,
                "axis": {"format": "%m/%Y" if step == "month" else "%d/%m", "values": labelled},
            },
            "x2": {"field": "to"},
            "y": {
                "field": "count",
                "type": "quantitative",
                "title": None,
                "axis": {"values": list(range(0, top + 1, -(-top // 4))), "format": ",d"},
            },
            "y2": {"datum": 0},
            "tooltip": [
                {"field": "from", "type": "temporal", "title": label, "format": "%d/%m/%Y"},
                {"field": "count", "type": "quantitative", "title": word("page.chart_count"), "format": ",d"},
            ],
        },
    }

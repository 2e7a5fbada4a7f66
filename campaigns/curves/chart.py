"""The attention curve as a chart, and the campaign's own below it over the same days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from campaigns.campaign import PHASES, Phase
from campaigns.curves.curve import Bar, Curve, Step
from campaigns.report.charts import COLOURS
from lantoa.words import word

QUIET = ("#8a8578", "#8a8578", "#8a8578")
"""The campaign's own coverage: it is the ground, not the figure."""


def curve_spec(curve: Curve) -> dict[str, Any] | None:
    """Vega-Lite: a bar a day (or week), originals full, reprints pale above them, in the colour of
    the phase; None where there is nothing to draw."""
    return _spec(curve, curve.bars, COLOURS, legend=True)


def baseline_spec(curve: Curve) -> dict[str, Any] | None:
    """The same of the campaign's members."""
    return _spec(curve, curve.baseline, QUIET, legend=False)


def _spec(curve: Curve, bars: Sequence[Bar], colours: Sequence[str], *, legend: bool) -> dict[str, Any] | None:
    if curve.first is None or curve.last is None or not bars:
        return None
    edges = (_slot(curve.first, curve.step), curve.last + timedelta(days=1))
    axis = "%d/%m" if curve.step == "day" else "%m/%Y"
    layers = [_bars(_rows(bars, curve.step), axis, colours, legend), _edges(edges)]
    borders = _borders(curve)
    return {"layer": [*layers, _rules(borders)] if borders else layers}


def _rows(bars: Sequence[Bar], step: Step) -> list[dict[str, Any]]:
    """Parts of bars from the ground up: the phases of one week stand upon each other."""
    tops: dict[date, int] = {}
    rows = []
    for bar in sorted(bars, key=lambda one: (one.slot, PHASES.index(one.phase))):
        reprints = bar.count.articles - bar.count.originals
        for part, count in (("original", bar.count.originals), ("reprint", reprints)):
            if count:
                low = tops.get(bar.slot, 0)
                tops[bar.slot] = low + count
                rows.append(_row(bar, step, part, low, count))
    return rows


def _row(bar: Bar, step: Step, part: str, low: int, count: int) -> dict[str, Any]:
    return {
        "from": _midnight(bar.slot),
        "to": _midnight(bar.slot + _length(step)),
        "low": low,
        "high": low + count,
        "count": count,
        "phase": word(f"phase.{bar.phase}"),
        "part": word(f"curve.part_{part}"),
    }


def _bars(rows: list[dict[str, Any]], axis: str, colours: Sequence[str], legend: bool) -> dict[str, Any]:
    """Days are written with their hour, so that every browser reads them as local days."""
    shown: dict[str, Any] = {} if legend else {"legend": None}
    parts = [word("curve.part_original"), word("curve.part_reprint")]
    top = max(row["high"] for row in rows)
    return {
        "data": {"values": rows},
        "mark": {"type": "rect"},
        "encoding": {
            "x": {
                "field": "from", "type": "temporal", "title": None,
                "scale": {"nice": False},
                "axis": {"format": axis, "tickCount": 8},
            },
            "x2": {"field": "to"},
            "y": {
                "field": "low", "type": "quantitative", "title": None, "scale": {"domain": [0, top]},
                "axis": {"values": list(range(0, top + 1, -(-top // 4))), "tickCount": 5, "format": ",d", "minExtent": 34},
            },
            "y2": {"field": "high"},
            "color": {
                "field": "phase", "type": "nominal", "title": None, **shown,
                "scale": {"domain": [word(f"phase.{one}") for one in PHASES], "range": list(colours)},
            },
            "opacity": {
                "field": "part", "type": "ordinal", "legend": None,
                "scale": {"domain": parts, "range": [1, 0.4]},
            },
            "tooltip": [
                {"field": "from", "type": "temporal", "title": word("curve.day"), "format": "%d/%m/%Y"},
                {"field": "phase", "title": word("report.phase")},
                {"field": "part", "title": word("curve.part")},
                {"field": "count", "type": "quantitative", "title": word("report.measure.articles"), "format": ",d"},
            ],
        },
    }  # fmt: skip


def _borders(curve: Curve) -> list[dict[str, str]]:
    """Where the congress opens, and the midnight after it closes."""
    found = []
    for phase, name in ((Phase.DURING, "opening"), (Phase.AFTER, "closing")):
        span = curve.campaign.span(curve.campaign.leading, phase)
        if span and curve.first and curve.last and curve.first < span[0] <= curve.last:
            found.append({"at": _midnight(span[0]), "name": word(f"curve.border_{name}")})
    return found


def _edges(edges: tuple[date, date]) -> dict[str, Any]:
    """Nothing is seen of it, but the axis reaches from the first day to the last. (A stated domain of
    an axis whose bars have two ends makes the drawing library complain.)"""
    return {
        "data": {"values": [{"at": _midnight(day)} for day in edges]},
        "mark": {"type": "tick", "opacity": 0, "tooltip": None},
        "encoding": {"x": {"field": "at", "type": "temporal"}},
    }


def _rules(borders: list[dict[str, str]]) -> dict[str, Any]:
    return {
        "data": {"values": borders},
        "mark": {"type": "rule", "strokeDash": [4, 3], "color": "#1c2430"},
        "encoding": {
            "x": {"field": "at", "type": "temporal"},
            "tooltip": [
                {"field": "name", "title": word("curve.border")},
                {"field": "at", "type": "temporal", "title": word("curve.day"), "format": "%d/%m/%Y"},
            ],
        },
    }


def _slot(day: date, step: Step) -> date:
    return day - timedelta(days=day.weekday()) if step == "week" else day


def _length(step: Step) -> timedelta:
    return timedelta(days=7 if step == "week" else 1)


def _midnight(day: date) -> str:
    return f"{day.isoformat()}T00:00"

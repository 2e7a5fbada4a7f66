"""Two terms in one picture: originals so far, day by day from the opening of each congress."""

from __future__ import annotations

from typing import Any

from campaigns.alongside import Alongside, Point
from campaigns.campaign import Campaign
from campaigns.report.charts import COLOURS
from lantoa.words import word


def alongside_spec(found: Alongside, ours: Campaign) -> dict[str, Any]:
    """Vega-Lite: a step line for each, the opening a dashed rule; per 1,000 panel articles so far, or
    originals so far where days are compared."""
    rows = [*_rows(found.ours, ours.name), *_rows(found.theirs, found.previous.name)]
    line = {
        "data": {"values": rows},
        "mark": {"type": "line", "interpolate": "step-after", "strokeWidth": 2.5},
        "encoding": {
            "x": {"field": "offset", "type": "quantitative", "title": word("compare.offset"), "axis": {"tickMinStep": 1}},
            "y": {
                "field": "value", "type": "quantitative",
                "title": word("compare.so_far" if found.by_days else "compare.so_far_rate"), "axis": {"tickCount": 5},
            },
            "color": {
                "field": "campaign", "type": "nominal", "title": None,
                "scale": {"domain": [ours.name, found.previous.name], "range": [COLOURS[1], COLOURS[0]]},
                "legend": {"orient": "top", "direction": "vertical", "labelLimit": 900},
            },
            "tooltip": [
                {"field": "campaign", "title": word("curve.campaign")},
                {"field": "offset", "title": word("compare.offset")},
                {"field": "day", "title": word("report.day")},
                {"field": "originals", "title": word("compare.so_far")},
                {"field": "value", "title": word("compare.value"), "format": ",.2~f"},
            ],
        },
    }  # fmt: skip
    rule = {
        "data": {"values": [{"offset": 0, "name": word("curve.border_opening")}]},
        "mark": {"type": "rule", "strokeDash": [4, 3], "color": "#1c2430"},
        "encoding": {
            "x": {"field": "offset", "type": "quantitative"},
            "tooltip": [{"field": "name", "title": word("curve.border")}],
        },
    }
    return {"layer": [line, rule]}


def _rows(points: Any, name: str) -> list[dict[str, Any]]:
    return [_row(one, name) for one in points]


def _row(one: Point, name: str) -> dict[str, Any]:
    return {
        "campaign": name,
        "offset": one.offset,
        "day": one.day.strftime("%d/%m/%Y"),
        "originals": one.originals,
        "value": one.originals if one.rate is None else one.rate,
    }

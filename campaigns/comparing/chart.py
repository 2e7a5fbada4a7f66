"""Two terms in one picture: originals so far, day by day from the opening of each congress."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from campaigns.comparing.alongside import Alongside, Point
from campaigns.report.charts import COLOURS
from lantoa.words import word


def alongside_spec(found: Alongside) -> dict[str, Any]:
    """Vega-Lite: a step line for each, the opening a dashed rule; per 1,000 panel articles so far, or
    originals so far where days are compared. What is drawn is said above it: names are too long."""
    names = [word("compare.this_term"), word("compare.last_term")]
    rows = [*_rows(found.ours, names[0]), *_rows(found.theirs, names[1])]
    line = {
        "data": {"values": rows},
        "mark": {"type": "line", "interpolate": "step-after", "strokeWidth": 2.5},
        "encoding": {
            "x": {"field": "offset", "type": "quantitative", "title": word("compare.offset"), "axis": {"tickMinStep": 1}},
            "y": {"field": "value", "type": "quantitative", "title": None, "axis": {"tickCount": 5}},
            "color": {
                "field": "campaign", "type": "nominal", "title": None,
                "scale": {"domain": names, "range": [COLOURS[1], COLOURS[0]]}, "legend": {"orient": "top"},
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


def _rows(points: Sequence[Point], name: str) -> list[dict[str, Any]]:
    return [_row(one, name) for one in points]


def _row(one: Point, name: str) -> dict[str, Any]:
    return {
        "campaign": name,
        "offset": one.offset,
        "day": one.day.strftime("%d/%m/%Y"),
        "originals": one.originals,
        "value": one.originals if one.rate is None else one.rate,
    }

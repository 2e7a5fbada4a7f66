"""The spread of stories as charts: outlets over hours after the first publication."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from campaigns.spread import Appearance, Spread
from lantoa.article import Outlet
from lantoa.web.formats import lag, moment
from lantoa.web.labels import headline, label
from lantoa.words import word

STEP = 26
"""Pixels a story."""
AROUND = 120
"""Pixels of the axis and of the legend, whose names stand below each other on a narrow page."""
TITLE = 48
"""Characters of a title on an axis."""
HOUR = timedelta(hours=1)


def story_spec(told: Spread, outlets: Mapping[str, Outlet]) -> dict[str, Any] | None:
    """How many outlets had the story by when; None with fewer than two known hours."""
    rows = [_row(one, outlets) for one in told.appearances if one.lag is not None]
    if len(rows) < 2:
        return None
    x = {"field": "hours", "type": "quantitative", "title": word("story.axis_hours"), "axis": {"tickCount": 8}}
    y = {"field": "together", "type": "quantitative", "title": word("story.axis_outlets"), "axis": {"tickMinStep": 1, "tickCount": 5}}
    return {
        "data": {"values": rows},
        "layer": [
            {"mark": {"type": "line", "interpolate": "step-after"}, "encoding": {"x": x, "y": y, "order": {"field": "hours"}}},
            {"mark": {"type": "point", "filled": True, "size": 60}, "encoding": {"x": x, "y": y, "tooltip": _tooltip()}},
        ],
    }  # fmt: skip


def spread_spec(stories: Sequence[Spread], outlets: Mapping[str, Outlet]) -> dict[str, Any] | None:
    """One line a story, one dot an article, by kind of outlet; None where no hour is known."""
    titles = _titles(stories)
    rows = [
        {**_row(one, outlets), "story": title}
        for title, told in zip(titles, stories, strict=True)
        for one in told.appearances
        if one.lag is not None
    ]
    if not rows:
        return None
    return {
        "data": {"values": rows},
        "height": STEP * len(stories) + AROUND,
        "mark": {"type": "point", "filled": True, "size": 70, "opacity": 0.75},
        "encoding": {
            "x": {
                "field": "hours", "type": "quantitative", "title": word("story.axis_hours"),
                "scale": {"type": "symlog"}, "axis": {"values": [0, 1, 3, 6, 12, 24, 48, 96, 240]},
            },
            "y": {"field": "story", "type": "nominal", "sort": titles, "title": None},
            "color": {"field": "kind", "type": "nominal", "title": None},
            "tooltip": _tooltip(),
        },
    }  # fmt: skip


def _titles(stories: Sequence[Spread]) -> list[str]:
    """Short titles, each once: equal ones are numbered."""
    found: list[str] = []
    for told in stories:
        whole = headline(told.story.original.article)
        short = whole if len(whole) <= TITLE else whole[:TITLE].rsplit(" ", 1)[0] + "…"
        name, number = short, 2
        while name in found:
            name, number = f"{short} ({number})", number + 1
        found.append(name)
    return found


def _row(one: Appearance, outlets: Mapping[str, Outlet]) -> dict[str, Any]:
    outlet = outlets.get(one.stored.source)
    return {
        "hours": round((one.lag or timedelta()) / HOUR, 2),
        "together": one.together,
        "outlet": outlet.name if outlet else one.stored.source,
        "kind": label("outlet_kind", outlet.kind if outlet else "unknown"),
        "at": moment(one.stored.article.published.at),
        "after": lag(one.lag) or word("story.first"),
    }


def _tooltip() -> list[dict[str, str]]:
    return [
        {"field": "outlet", "title": word("report.source")},
        {"field": "at", "title": word("report.published")},
        {"field": "after", "title": word("story.lag")},
    ]

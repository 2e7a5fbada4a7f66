"""Charts as Vega-Lite specifications with their data; the same ones on pages and in reports."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from campaigns.campaign import PHASES, Campaign
from campaigns.reach import Measured, daily
from campaigns.report.content import Chart
from lantoa.web.formats import day as shown_day
from lantoa.web.formats import number
from lantoa.words import word

COLOURS = ("#6b8fa3", "#9d1c20", "#b7791f")
"""Before, during, after; the stylesheet's phase tokens."""


EVENTS = 12
"""Congresses marked at most; more would hide the bars."""


def daily_chart(measured: Measured, until: date | None = None, since: date | None = None) -> Chart:
    """Original stories a day, coloured by phase; days without any are zero. Openings and closings
    of congresses are lines, peak waves stand shaded behind the bars."""
    counts = daily(measured)
    days = [day for day, _ in counts if (until is None or day <= until) and (since is None or day >= since)]
    first, last = (since or min(days), until or max(days)) if days else (None, None)
    caption = word("report.curve_caption")
    spec = _spec(_rows(counts, first, last) if first and last else [])
    if first and last:
        marks, waves = events(measured.campaign, first, last), _waves(measured.campaign, first, last)
        if marks or waves:
            spec = _layered(spec, marks, waves)
        caption = word("reports.marked", caption=caption) if marks else caption
        caption = word("reports.waved", caption=caption) if waves else caption
    return Chart(caption, spec, _alt(counts, days))


def events(campaign: Campaign, first: date, last: date) -> list[dict[str, str]]:
    """Openings and closings from `first` to `last`, the campaign's first congresses first."""
    found = []
    for one in campaign.congresses:
        for kind, day in (("opening", one.opening), ("closing", one.closing)):
            if day and first <= day <= last and (kind == "opening" or day != one.opening):
                found.append({"day": day.isoformat(), "event": word(f"reports.event.{kind}"), "name": one.name})
    return found[:EVENTS]


def _waves(campaign: Campaign, first: date, last: date) -> list[dict[str, str]]:
    return [
        {"from": max(one.start, first).isoformat(), "to": (min(one.end, last) + timedelta(days=1)).isoformat(), "name": one.name}
        for one in campaign.waves
        if one.start <= last and one.end >= first
    ]


def _layered(spec: dict[str, Any], marks: list[dict[str, str]], waves: list[dict[str, str]]) -> dict[str, Any]:
    """The bars over the waves and under the events."""
    shared: dict[str, Any] = {name: spec.pop(name) for name in ("$schema", "datasets") if name in spec}
    behind = {
        "data": {"values": waves},
        "mark": {"type": "rect", "color": "#e9dfc4", "opacity": 0.55},
        "encoding": {
            "x": {"field": "from", "type": "temporal", "timeUnit": "yearmonthdate"},
            "x2": {"field": "to", "timeUnit": "yearmonthdate"},
            "tooltip": {"field": "name", "type": "nominal"},
        },
    }
    before = {
        "data": {"values": marks},
        "mark": {"type": "rule", "color": "#1c2430", "strokeDash": [4, 3]},
        "encoding": {
            "x": {"field": "day", "type": "temporal", "timeUnit": "yearmonthdate"},
            "tooltip": [{"field": "event", "type": "nominal", "title": " "}, {"field": "name", "type": "nominal", "title": " "}],
        },
    }
    layers = [*([behind] if waves else []), spec, *([before] if marks else [])]
    return {**shared, "layer": layers}


def _alt(counts: dict[Any, int], days: list[date]) -> str:
    """What the chart shows, in a sentence."""
    if not days:
        return word("report.nothing")
    sums: dict[date, int] = {}
    for (day, _), count in counts.items():
        sums[day] = sums.get(day, 0) + count
    peak = max(sorted(set(days)), key=lambda day: sums[day])
    return word("reports.curve_alt", first=shown_day(min(days)), last=shown_day(max(days)), peak=shown_day(peak), count=number(sums[peak]))


def _rows(counts: dict[Any, int], first: date, last: date) -> list[dict[str, Any]]:
    span = (first + timedelta(days=offset) for offset in range((last - first).days + 1))
    return [
        {"day": day.isoformat(), "phase": word(f"phase.{phase}"), "rank": rank, "count": counts.get((day, phase), 0)}
        for day in span
        for rank, phase in enumerate(PHASES)
        if counts.get((day, phase), 0) or rank == 0
    ]


def _spec(rows: list[dict[str, Any]]) -> dict[str, Any]:
    import altair as alt  # a quarter of a second to load: not for every command

    names = [word(f"phase.{phase}") for phase in PHASES]
    chart = (
        alt.Chart(alt.InlineData(values=rows))
        .mark_bar()
        .encode(
            x=alt.X("yearmonthdate(day):T", title=None, axis=alt.Axis(format="%d/%m", tickCount=8)),
            y=alt.Y("sum(count):Q", title=word("report.measure.originals"), axis=alt.Axis(tickMinStep=1)),
            color=alt.Color(
                "phase:N",
                title=None,
                legend=alt.Legend(orient="top"),
                scale=alt.Scale(domain=names, range=list(COLOURS)),
            ),
            order=alt.Order("rank:Q"),
            tooltip=[
                alt.Tooltip("yearmonthdate(day):T", title=word("report.day"), format="%d/%m/%Y"),
                alt.Tooltip("phase:N", title=word("report.phase")),
                alt.Tooltip("sum(count):Q", title=word("report.measure.originals")),
            ],
        )
    )
    spec = chart.to_dict()
    spec.pop("config", None)
    found: dict[str, Any] = spec
    return found

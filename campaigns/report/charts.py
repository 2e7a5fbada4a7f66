"""Charts as Vega-Lite specifications with their data; the same ones on pages and in reports."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import altair as alt

from campaigns.campaign import PHASES
from campaigns.reach import Measured, daily
from campaigns.report.content import Chart
from lantoa.words import word

COLOURS = ("#6b8fa3", "#9d1c20", "#b7791f")
"""Before, during, after; the stylesheet's phase tokens."""


def daily_chart(measured: Measured, until: date | None = None, since: date | None = None) -> Chart:
    """Original stories a day, coloured by phase; days without any are zero."""
    counts = daily(measured)
    days = [day for day, _ in counts if (until is None or day <= until) and (since is None or day >= since)]
    spec = _spec(_rows(counts, since or min(days), until or max(days)) if days else [])
    return Chart(word("report.curve_caption"), spec)


def _rows(counts: dict[Any, int], first: date, last: date) -> list[dict[str, Any]]:
    span = (first + timedelta(days=offset) for offset in range((last - first).days + 1))
    return [
        {"day": day.isoformat(), "phase": word(f"phase.{phase}"), "rank": rank, "count": counts.get((day, phase), 0)}
        for day in span
        for rank, phase in enumerate(PHASES)
        if counts.get((day, phase), 0) or rank == 0
    ]


def _spec(rows: list[dict[str, Any]]) -> dict[str, Any]:
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

"""What the pages of health show: words and charts of what was judged."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from crawlers.completeness import Estimate
from crawlers.health import State
from crawlers.health_drift import Drift
from crawlers.outlet_days import OutletDay
from crawlers.source_health import SourceHealth
from lantoa.web.formats import number, percent
from lantoa.words import word

TONES = {
    State.GOOD: "good", State.LOOK: "warn", State.BAD: "bad", State.UNKNOWN: "info", State.OFF: "plain",
}  # fmt: skip
_ORDER = (State.BAD, State.LOOK, State.UNKNOWN, State.GOOD, State.OFF)


def worst_first(found: Sequence[SourceHealth]) -> list[SourceHealth]:
    """What needs a person on top."""
    return sorted(found, key=lambda one: _ORDER.index(one.health.state))


def counted(found: Sequence[SourceHealth]) -> list[tuple[State, int]]:
    """How many sources are in each state, those that are in none left out."""
    counts = [(state, sum(one.health.state is state for one in found)) for state in _ORDER]
    return [(state, count) for state, count in counts if count]


def recall_text(found: SourceHealth) -> str:
    """"93,0% (88,1%-97,4%)", or why there is no estimate."""
    if found.estimate is None:
        return word(f"health.refusal.{found.refusal}") if found.refusal else word("web.dash")
    return estimate_text(found.estimate)


def estimate_text(one: Estimate) -> str:
    """The share that was seen, with its interval."""
    return word(
        "health.recall", share=percent(one.recall), low=percent(one.recall_low), high=percent(one.recall_high)
    )


def missed_text(one: Estimate) -> str:
    """How many articles neither kind of channel showed."""
    return word(
        "health.missed", seen=number(one.seen), missed=number(round(one.total - one.seen)),
        low=number(round(one.low - one.seen)), high=number(round(one.high - one.seen)),
    )  # fmt: skip


def gaps_text(day: OutletDay) -> str:
    """Why a day is not complete."""
    return " · ".join(word(f"health.gap.{gap}", count=number(day.unfetched)) for gap in day.gaps)


def drift_rows(found: Drift) -> list[list[object]]:
    """Measure, now, before; of the lengths too where they are known."""
    rows: list[list[object]] = [
        [
            word(f"health.measure.{each.name}"), percent(each.share_now), percent(each.share_before),
            {"text": word("health.drifted"), "tone": "bad"} if each.drifted else word("health.steady"),
        ]
        for each in found.shares
    ]  # fmt: skip
    if found.length is not None and found.usual_length is not None:
        verdict = {"text": word("health.drifted"), "tone": "bad"} if found.short_or_long else word("health.steady")
        lengths = [number(round(each)) for each in (found.length, found.usual_length)]
        rows.append([word("health.measure.length"), *lengths, verdict])
    return rows


def day_chart(days: Sequence[OutletDay]) -> dict[str, Any]:
    """Articles a day as bars, days that are not complete in another colour."""
    kinds = [word("health.complete"), word("health.incomplete")]
    values = [
        {"day": f"{one.day.isoformat()}T00:00", "count": one.published, "kind": kinds[not one.complete]} for one in days
    ]
    top = max((one.published for one in days), default=0)
    tips = [
        {"field": "day", "type": "temporal", "title": word("health.day"), "format": "%d/%m/%Y"},
        {"field": "count", "type": "quantitative", "title": word("health.published"), "format": ",d"},
        {"field": "kind", "type": "nominal", "title": word("health.collected")},
    ]
    return {
        "data": {"values": values},
        "mark": {"type": "bar", "width": {"band": 0.8}},
        "encoding": {
            "x": {"field": "day", "type": "temporal", "timeUnit": "yearmonthdate", "title": None, "axis": {"format": "%d/%m"}},
            "y": {
                "field": "count", "type": "quantitative", "title": None,
                "axis": {"values": list(range(0, top + 1, -(-top // 4) or 1)), "format": ",d"},
            },
            "color": {
                "field": "kind", "type": "nominal", "title": None, "legend": {"orient": "top"},
                "scale": {"domain": kinds},
            },
            "tooltip": tips,
        },
    }  # fmt: skip

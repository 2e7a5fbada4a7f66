"""Comparisons as the API and the command print them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from math import isfinite
from typing import Any

from campaigns.comparing.alongside import Alongside, Point
from campaigns.comparing.comparisons import Comparisons, Peak, Peer, Reached, Ward
from campaigns.comparing.segmented import Segmented
from campaigns.curves.page import window_object
from campaigns.statistics.compare import RateRatio
from lantoa.words import word


def comparisons_object(found: Comparisons) -> dict[str, Any]:
    """Everything the page shows, in figures."""
    trend = found.trend
    return {
        "campaign": found.campaign.id,
        "congress": found.campaign.leading.id,
        "originals": [window_object(one) for one in found.windows.originals],
        "articles": [window_object(one, "articles") for one in found.windows.articles],
        "left_out": [day.isoformat() for day in found.left_out],
        "incomplete": [{"day": day.isoformat(), "outlet": outlet} for day, outlet in found.partly],
        "collected_since": found.since.isoformat() if found.since else None,
        "waves": [_peak(one) for one in found.waves],
        "trend": asdict(trend) if isinstance(trend, Segmented) else None,
        "no_trend": None if isinstance(trend, Segmented) else trend,
        "previous": _previous(found.previous, found.campaign.unlike) if found.previous else None,
        "peers": [_peer(one) for one in found.peers],
        "congresses": [_ward(one) for one in found.wards],
        "targets": [_target(one) for one in found.targets],
        "missing": list(found.missing),
        "note": word("compare.note"),
    }


def _peak(one: Peak) -> dict[str, Any]:
    days = {"from": one.wave.start.isoformat(), "to": one.wave.end.isoformat()}
    return {"name": one.wave.name} | ({**window_object(one.window), **days} if one.window else days)


def _previous(beside: Alongside, unlike: str) -> dict[str, Any]:
    ours, theirs = beside.here
    return {
        "campaign": beside.previous.id,
        "offset": beside.at,
        "ours": _point(ours),
        "theirs": _point(theirs),
        **_ratio(beside.ratio),
        "by_days": beside.by_days,
        "other_panel": beside.other_panel,
        "unlike": unlike,
        "course": _course(beside.ours),
        "previous_course": _course(beside.theirs),
    }


def _course(points: Sequence[Point]) -> list[dict[str, Any]]:
    return [_point(one) for one in points]


def _point(one: Point) -> dict[str, Any]:
    return {"offset": one.offset, "day": one.day.isoformat(), "originals": one.originals, "rate": one.rate}


def _ratio(ratio: RateRatio | None) -> dict[str, float | None]:
    if ratio is None:
        return {"ratio": None, "low": None, "high": None}
    return {"ratio": ratio.ratio, "low": ratio.low, "high": ratio.high if isfinite(ratio.high) else None}


def _peer(one: Peer) -> dict[str, Any]:
    return {
        "campaign": one.campaign.id,
        "name": one.campaign.name,
        "articles": one.articles,
        "originals": one.originals,
        "outlets": one.outlets,
        "panel_size": one.panel_size,
        "outlets_low": one.breadth[0] if one.breadth else None,
        "outlets_high": one.breadth[1] if one.breadth else None,
        "windows": [window_object(window) for window in one.windows],
    }


def _ward(one: Ward) -> dict[str, Any]:
    return {
        "congress": one.congress.id,
        "name": one.congress.name,
        "rank": one.rank,
        "p_holm": one.holm,
        "windows": [window_object(window) for window in one.windows],
    }


def _target(one: Reached) -> dict[str, Any]:
    target = one.target
    phase = str(target.phase) if target.phase else None
    return {"measure": target.measure, "phase": phase, "target": target.value, "value": one.value, "met": one.met}

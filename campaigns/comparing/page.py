"""What the page of comparisons shows, in cells; every count opens the list of what it counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Literal
from urllib.parse import urlencode

from campaigns.campaign import Campaign, Phase
from campaigns.comparing.alongside import Alongside
from campaigns.comparing.chart import alongside_spec
from campaigns.comparing.comparisons import Comparisons, Peak, Peer, Reached, Ward, during
from campaigns.comparing.segmented import LEAST_DAYS, Segmented
from campaigns.curves.page import Cell, linked
from campaigns.overview import stages
from campaigns.windows import Window
from campaigns.wording import factor_text, window_text
from lantoa.article import Outlet
from lantoa.web.formats import day, number, percent
from lantoa.words import word

Figure = Literal["window", "wave", "ours", "theirs"]
"""What a list is behind: a comparison window; a peak wave; the course up to the same offset, ours or
the previous term's."""
TREND = ("level", "slope", "before", "after")


def compare_values(found: Comparisons, outlets: Mapping[str, Outlet], today: date) -> dict[str, Any]:
    """The values of compare.html."""
    campaign, own = found.campaign, found.windows
    return {
        "campaign": campaign,
        "found": found,
        "stages": stages(campaign, today),
        "by_days": bool(own.originals and own.originals[0].by_days),
        "window_rows": [
            _window_row(campaign, pair) for pair in zip(own.originals, own.articles, strict=True)
        ],
        "wave_rows": [_wave_row(campaign, one) for one in found.waves],
        "left_out": [day(one) for one in found.left_out],
        "partly": [(day(one), outlets[name].name if name in outlets else name) for one, name in found.partly],
        "trend_rows": trend_rows(found),
        "trend_note": trend_note(found),
        "previous": found.previous,
        "chart": alongside_spec(found.previous) if found.previous else None,
        "previous_rows": _previous_rows(campaign, found.previous) if found.previous else [],
        "previous_text": previous_text(found),
        "peer_rows": [_peer_row(one) for one in found.peers],
        "ward_rows": [_ward_row(campaign, one) for one in found.wards],
        "target_rows": [_target_row(campaign, one) for one in found.targets],
        "missing": ", ".join(found.missing),
    }


def list_address(campaign: str, figure: Figure, phase: Phase | None = None, congress: str = "", *, originals: bool) -> str:
    """The list behind a count."""
    asked = {"figure": figure} | ({"phase": str(phase)} if phase else {}) | ({"congress": congress} if congress else {})
    return f"/chien-dich/{campaign}/so-sanh/bai?" + urlencode(asked | ({"originals": "true"} if originals else {}))


def _count(campaign: Campaign, window: Window, congress: str = "", *, originals: bool) -> Cell:
    return linked(window.count, list_address(campaign.id, "window", window.phase, congress, originals=originals))


def _window_row(campaign: Campaign, pair: tuple[Window, Window]) -> list[Any]:
    originals, articles = pair
    return [
        word(f"phase.{originals.phase}"),
        plain_text(originals),
        _count(campaign, originals, originals=True),
        None if originals.rate is None else number(originals.rate, 2),
        plain_text(articles),
        _count(campaign, articles, originals=False),
        span_text(originals),
        number(len(originals.days)),
        originals.left_out,
    ]


def _wave_row(campaign: Campaign, one: Peak) -> list[Any]:
    window = one.window
    if window is None:
        return [one.wave.name, word("compare.no_dates"), None, None, word("report.span", start=day(one.wave.start), end=day(one.wave.end)), None]
    address = f"/chien-dich/{campaign.id}/so-sanh/bai?" + urlencode({"figure": "wave", "wave": one.wave.name})
    return [
        one.wave.name,
        plain_text(window),
        linked(window.count, address),
        None if window.rate is None else number(window.rate, 2),
        span_text(window),
        window.left_out,
    ]


def span_text(window: Window) -> str:
    """The days of a window."""
    if window.start is None or window.end is None:
        return word("web.dash")
    return day(window.start) if window.start == window.end else word("report.span", start=day(window.start), end=day(window.end))


def trend_rows(found: Comparisons) -> list[list[str]]:
    """What the segmented regression says, in words; empty where there is none."""
    trend = found.trend
    if not isinstance(trend, Segmented):
        return []
    changes = ((name, getattr(trend, name)) for name in TREND)
    return [[word(f"compare.trend.{name}"), factor_text(one.factor, one.low, one.high)] for name, one in changes]


def trend_note(found: Comparisons) -> str:
    """Of what it was made, or why there is none."""
    trend = found.trend
    if not isinstance(trend, Segmented):
        return word(f"compare.segmented_{trend}", least=LEAST_DAYS)
    (before, after), counts = trend.days, trend.counts
    return word(
        "compare.trend_note", before=before, after=after, originals_before=number(counts[0]),
        originals_after=number(counts[1]), dispersion=number(trend.dispersion, 2),
    )  # fmt: skip


def previous_text(found: Comparisons) -> str:
    """Our rate against that of the previous term up to the same day, in a sentence, or why there is none."""
    beside = found.previous
    if beside is None:
        if found.no_previous:
            return word("compare.previous_nothing")
        named = found.campaign.previous
        return word("compare.previous_missing", id=named) if named else word("compare.previous_none")
    if beside.ratio is None:
        return word("compare.previous_nothing")
    if beside.ratio.ratio is None:
        return word("compare.previous_zero")
    ratio = beside.ratio
    assert ratio.ratio is not None
    return word("compare.previous_lead", text=factor_text(ratio.ratio, ratio.low, ratio.high))


def _previous_rows(campaign: Campaign, beside: Alongside) -> list[list[Any]]:
    ours, theirs = beside.here
    rows = []
    for name, point, figure in ((campaign.name, ours, "ours"), (beside.previous.name, theirs, "theirs")):
        address = list_address(campaign.id, "ours" if figure == "ours" else "theirs", originals=True)
        rate = None if point.rate is None else number(point.rate, 2)
        rows.append([name, offset_text(point.offset), day(point.day), linked(point.originals, address), rate])
    return rows


def offset_text(offset: int) -> str:
    """A day counted from the opening."""
    if not offset:
        return word("compare.opening_day")
    return word("compare.days_after" if offset > 0 else "compare.days_before", count=abs(offset))


def _peer_row(one: Peer) -> list[Any]:
    base = f"/chien-dich/{one.campaign.id}"
    cells: list[Any] = [
        {"text": one.campaign.name, "href": base},
        linked(one.originals, f"{base}/bai?originals=true"),
        linked(one.articles, f"{base}/bai"),
        number(one.articles / one.originals, 2) if one.originals else None,
        breadth_text(one),
    ]
    if not one.windows:
        return [*cells, None, word("compare.no_dates"), None]
    window = one.windows[1]
    rate = None if window.rate is None else number(window.rate, 2)
    return [*cells, rate, brief_text(window), brief_text(one.windows[2])]


def breadth_text(one: Peer) -> str:
    """Outlets of the panel, with the interval of their share."""
    text = f"{number(one.outlets)}/{number(one.panel_size)}"
    if one.breadth is None:
        return text
    low, high = (percent(bound, 0) for bound in one.breadth)
    return f"{text} ({low}–{high})"


def _ward_row(campaign: Campaign, one: Ward) -> list[Any]:
    window = during(one)
    name = one.congress.name
    if window is None:
        return [None, name, None, None, None, word("compare.no_dates"), None]
    before = one.windows[0]
    return [
        one.rank,
        name,
        span_text(window),
        _count(campaign, before, one.congress.id, originals=True),
        _count(campaign, window, one.congress.id, originals=True),
        brief_text(window),
        chance_text(one.holm),
    ]


def brief_text(window: Window) -> str:
    """As `plain_text`, without naming outlets."""
    if window.why == "late":
        return word("compare.late", day=day(max(begun for _, begun in window.late)))
    return plain_text(window)


def plain_text(window: Window) -> str:
    """As `window_text`, without saying that days are compared: that stands once, below the table."""
    return window_text(replace(window, by_days=False))


def chance_text(p: float | None) -> str:
    """An adjusted p: "0,012", "dưới 0,001"."""
    if p is None:
        return word("web.dash")
    return word("compare.tiny") if p < 0.001 else number(p, 3)


def _target_row(campaign: Campaign, one: Reached) -> list[Any]:
    target = one.target
    asked = ({"phase": str(target.phase)} if target.phase else {}) | (
        {"originals": "true"} if target.measure == "originals" else {}
    )
    listed = target.measure in ("articles", "originals")
    address = f"/chien-dich/{campaign.id}/bai" + (f"?{urlencode(asked)}" if asked else "")
    state = {"text": word("compare.met"), "tone": "good"} if one.met else {"text": word("compare.short", count=number(target.value - one.value)), "tone": "warn"}
    return [
        word(f"compare.measure.{target.measure}"),
        word(f"phase.{target.phase}") if target.phase else word("listing.all_phases"),
        number(target.value),
        linked(one.value, address) if listed else one.value,
        state,
    ]


def sentences(found: Comparisons) -> Sequence[str]:
    """What the page says about the collection, below the windows."""
    told = []
    if found.windows.originals and found.windows.originals[0].by_days:
        told.append(word("compare.by_days"))
    if found.since:
        told.append(word("compare.since", day=day(found.since)))
    if found.left_out:
        told.append(word("compare.left_out", count=len(found.left_out)))
    if found.partly:
        told.append(word("compare.partly", count=len(found.partly)))
    return told

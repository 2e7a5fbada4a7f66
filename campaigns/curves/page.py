"""What the page of a curve shows, and what the API and the command print: the same figures."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from campaigns.campaign import PHASES, Phase
from campaigns.curves.chart import baseline_spec, curve_spec
from campaigns.curves.curve import Bar, Count, Curve
from campaigns.curves.links import Links
from campaigns.curves.rows import Figure, Scope
from campaigns.overview import stages
from campaigns.reach import ReachRow, row_object
from campaigns.windows import Window
from campaigns.wording import window_text
from lantoa.article import Outlet
from lantoa.web.formats import day, number
from lantoa.words import word

Cell = dict[str, Any]
WINDOW_FIGURES: Mapping[Phase, Figure] = {
    Phase.BEFORE: "window-before",
    Phase.DURING: "window-during",
    Phase.AFTER: "window-after",
}


def curve_values(curve: Curve, links: Links, outlets: Mapping[str, Outlet], today: Any) -> dict[str, Any]:
    """The values of curve.html beside the form."""
    campaign = curve.campaign
    outside = Count(curve.early.articles + curve.late.articles, curve.early.originals + curve.late.originals)
    return {
        "curve": curve,
        "stages": stages(campaign, today),
        "inside": links.days((campaign.start, campaign.end)),
        "inside_originals": links.days((campaign.start, campaign.end), originals=True),
        "undated": next(row for row in curve.rows if row.phase is Phase.UNDATED),
        "undated_href": links.figure("undated"),
        "outside": outside,
        "share_href": links.figure("share"),
        "phase_rows": _phase_rows(curve, links),
        "windows": curve.windows,
        "window_rows": [_window_row(one, links) for one in curve.windows or ()],
        "by_days": bool(curve.windows and curve.windows[0].by_days),
        "chart": curve_spec(curve),
        "baseline": baseline_spec(curve),
        "bar_rows": _bar_rows(curve, links),
        "source_rows": [_source_row(source, count, curve, links, outlets) for source, count in curve.sources],
    }


def linked(count: int, href: str) -> Cell:
    """A number that opens its list; nothing is behind a zero."""
    return {"text": count, "href": href if count else ""}


def _phase_rows(curve: Curve, links: Links) -> list[list[Any]]:
    rows = [_phase_row(row, links) for row in curve.rows]
    start, end = curve.campaign.start, curve.campaign.end
    before, after = start - timedelta(days=1), end + timedelta(days=1) if end else None
    ends = [(word("curve.early"), curve.early, (None, before)), (word("curve.late"), curve.late, (after, None))]
    for name, count, within in ends:
        if count.articles:
            cells = (linked(count.articles, links.days(within)), linked(count.originals, links.days(within, originals=True)))
            rows.append([name, *cells, "", "", _span(within)])
    total = curve.total
    everything = (linked(total.articles, links.days()), linked(total.originals, links.days(originals=True)))
    return [*rows, [word("curve.sum"), *everything, "", "", ""]]


def _phase_row(row: ReachRow, links: Links) -> list[Any]:
    within = (row.start, row.end)
    if row.phase is Phase.UNDATED:
        articles, originals = links.figure("undated"), links.figure("undated", originals=True)
        span, outlets = "", ""
    else:
        articles, originals = links.days(within), links.days(within, originals=True)
        span, outlets = _span(within), f"{number(row.outlets)}/{number(row.panel_size)}"
    name = word(f"phase.{row.phase}")
    over: Any = "" if row.phase is Phase.UNDATED else row.panel_articles
    return [name, linked(row.articles, articles), linked(row.originals, originals), outlets, over, span]


def _window_row(window: Window, links: Links) -> list[Any]:
    rate = None if window.rate is None else number(window.rate, 2)
    return [
        word(f"phase.{window.phase}"),
        window_text(window),
        linked(window.count, links.figure(WINDOW_FIGURES[window.phase])),
        window.exposure,
        rate,
        _span((window.start, window.end)) if window.start else word("web.dash"),
        window.left_out,
    ]


def _bar_rows(curve: Curve, links: Links) -> list[list[Any]]:
    """One line a bar and phase; a line of the campaign alone where the query found nothing."""
    found = {(bar.slot, bar.phase): bar for bar in curve.bars}
    ground = {(bar.slot, bar.phase): bar for bar in curve.baseline}
    rows = []
    for slot, phase in sorted({*found, *ground}, key=lambda key: (key[0], PHASES.index(key[1]))):
        bar, own = found.get((slot, phase)), ground.get((slot, phase))
        shown = bar or own
        assert shown is not None
        count = bar.count if bar else Count(0, 0)
        rows.append([
            _span((shown.start, shown.end)),
            word(f"phase.{phase}"),
            linked(count.articles, links.bar(shown)),
            linked(count.originals, links.bar(shown, originals=True)),
            own.count.articles if own else 0,
        ])  # fmt: skip
    return rows


def _source_row(source: str, count: Count, curve: Curve, links: Links, outlets: Mapping[str, Outlet]) -> list[Any]:
    within = (curve.campaign.start, curve.campaign.end)
    return [
        outlets[source].name if source in outlets else source,
        linked(count.articles, links.days(within, source=source)),
        linked(count.originals, links.days(within, originals=True, source=source)),
    ]


def _span(within: tuple[Any, Any]) -> str:
    start, end = within
    if start is None:
        return word("curve.until", end=day(end)) if end else word("report.open")
    if start == end:
        return day(start)
    return word("report.span", start=day(start), end=day(end) if end else word("report.open"))


def curve_object(curve: Curve, text: str, scope: Scope) -> dict[str, Any]:
    """The curve as API and command print it."""
    found, of = curve.share
    return {
        "campaign": curve.campaign.id,
        "query": text,
        "scope": scope,
        "articles": curve.inside.articles,
        "originals": curve.inside.originals,
        "outlets": curve.outlets,
        "panel_size": curve.panel_size,
        "outlets_low": curve.breadth[0] if curve.breadth else None,
        "outlets_high": curve.breadth[1] if curve.breadth else None,
        "share": {"originals": found, "of": of, "share": found / of if of else None},
        "rows": [row_object(row) for row in curve.rows],
        "outside": {"early": _count_object(curve.early), "late": _count_object(curve.late)},
        "windows": None if curve.windows is None else [window_object(one) for one in curve.windows],
        "step": curve.step,
        "bars": [_bar_object(bar) for bar in curve.bars],
        "baseline": [_bar_object(bar) for bar in curve.baseline],
    }


def _count_object(count: Count) -> dict[str, int]:
    return {"articles": count.articles, "originals": count.originals}


def _bar_object(bar: Bar) -> dict[str, Any]:
    days = {"from": bar.start.isoformat(), "to": bar.end.isoformat()}
    return {**days, "phase": str(bar.phase), **_count_object(bar.count)}


def window_object(window: Window, counted: str = "originals") -> dict[str, Any]:
    """A window as API and commands print it; counted: what its count is called."""
    ratio = window.ratio
    return {
        "phase": str(window.phase),
        "from": window.start.isoformat() if window.start else None,
        "to": window.end.isoformat() if window.end else None,
        "days": len(window.days),
        "left_out": window.left_out,
        counted: window.count,
        "panel_articles": None if window.by_days else window.exposure,
        "rate": window.rate,
        "ratio": ratio.ratio if ratio else None,
        "low": ratio.low if ratio else None,
        "high": ratio.high if ratio and ratio.ratio is not None else None,
        "why": window.why,
    }

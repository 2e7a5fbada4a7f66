"""Figures in words: changes, ratios with their intervals."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from campaigns.campaign import Phase
from campaigns.reach import ReachRow
from campaigns.windows import Window
from lantoa.article import StoredArticle
from lantoa.web.formats import day as shown_day
from lantoa.web.formats import moment, number, percent
from lantoa.words import word

NAMED = 3
"""Outlets named in a sentence; of further ones their number."""


def change_text(now: int, then: int) -> str:
    """"+3 (+30,0%)"; without a percentage when there was nothing before."""
    difference = now - then
    sign = "+" if difference > 0 else "−" if difference < 0 else "±"
    text = f"{sign}{number(abs(difference))}"
    return f"{text} ({sign}{percent(abs(difference) / then)})" if then and difference else text


def ratio_text(row: ReachRow) -> str:
    """A phase against before; in words where no ratio can be given."""
    if row.phase is Phase.BEFORE:
        return word("report.ratio_base")
    if row.late:
        return late_text(row.late)
    if row.ratio is None:
        return word("report.ratio_none_before") if row.low is not None else word("web.dash")
    assert row.low is not None
    assert row.high is not None
    return factor_text(row.ratio, row.low, row.high, by_days=row.panel_articles is None)


def factor_text(factor: float, low: float, high: float, *, by_days: bool = False) -> str:
    """"tăng 3,0 lần (1,7–5,4)": how many times as much as before, never as much more; a direction is
    named only where the interval leaves no other."""
    key = "ratio.up" if low > 1 else "ratio.down" if high < 1 else "ratio.open"
    hidden = (low > 1 and round(low, 1) == 1) or (high < 1 and round(high, 1) == 1)
    text = word(key, factor=_times(factor, hidden), low=_times(low, hidden), high=_times(high, hidden))
    return word("ratio.by_days", text=text) if by_days else text


def _times(factor: float, hidden: bool) -> str:
    """One decimal; two where one would hide the direction, or anything at all; none from 100 on."""
    if factor < 0.005:
        return word("ratio.least")
    return number(factor, 0 if factor >= 100 else 2 if hidden or factor < 0.05 else 1)


def late_text(late: Sequence[tuple[str, date]]) -> str:
    """Why nothing is compared: whose collection began within the windows, and from which day on all of
    them were collected."""
    names = ", ".join(name for name, _ in late[:NAMED])
    if len(late) > NAMED:
        names = word("reach.and_others", names=names, count=len(late) - NAMED)
    return word("reach.late", names=names, day=shown_day(max(day for _, day in late)))


def window_text(window: Window) -> str:
    """What stands in the ratio's place for one comparison window."""
    match window.why:
        case "base":
            return word("report.ratio_base")
        case "none_before":
            return word("report.ratio_none_before")
        case "late":
            return late_text(window.late)
        case "empty" | "to_come" | "uncollected" | "no_base" | "nothing":
            return word(f"curve.why.{window.why}")
        case "given":
            pass
    if window.ratio is None or window.ratio.ratio is None:
        raise ValueError(f"a given ratio is missing: {window}")
    return factor_text(window.ratio.ratio, window.ratio.low, window.ratio.high, by_days=window.by_days)


def published_text(stored: StoredArticle) -> str:
    """Local instant, the day alone, or that it is not known."""
    published = stored.article.published
    return moment(published.at) if published.at else shown_day(published.day)

"""Figures in words: changes, ratios with their intervals."""

from __future__ import annotations

from campaigns.campaign import Phase
from campaigns.reach import ReachRow
from campaigns.windows import Window
from lantoa.web.formats import number, percent
from lantoa.words import word


def change_text(now: int, then: int) -> str:
    """"+3 (+30,0%)"; without a percentage when there was nothing before."""
    difference = now - then
    sign = "+" if difference > 0 else "−" if difference < 0 else "±"
    text = f"{sign}{number(abs(difference))}"
    return f"{text} ({sign}{percent(abs(difference) / then)})" if then and difference else text


def ratio_text(row: ReachRow) -> str:
    """"gấp 3,0 lần (1,7–5,4)"; in words where no ratio can be given."""
    if row.phase is Phase.BEFORE:
        return word("report.ratio_base")
    if row.ratio is None:
        return word("report.ratio_none_before") if row.low is not None else word("web.dash")
    low, high = number(row.low, 1), number(row.high, 1)
    key = "report.ratio_value" if row.panel_articles is not None else "report.ratio_days"
    return word(key, ratio=number(row.ratio, 1), low=low, high=high)


def window_text(window: Window) -> str:
    """What stands in the ratio's place for one comparison window."""
    match window.why:
        case "base":
            return word("report.ratio_base")
        case "none_before":
            return word("report.ratio_none_before")
        case "empty" | "to_come" | "uncollected" | "no_base" | "nothing":
            return word(f"curve.why.{window.why}")
        case "given":
            pass
    if window.ratio is None or window.ratio.ratio is None:
        raise ValueError(f"a given ratio is missing: {window}")
    low, high = number(window.ratio.low, 1), number(window.ratio.high, 1)
    key = "report.ratio_days" if window.by_days else "report.ratio_value"
    return word(key, ratio=number(window.ratio.ratio, 1), low=low, high=high)

"""Figures in words: changes, ratios with their intervals."""

from __future__ import annotations

from campaigns.campaign import Phase
from campaigns.reach import ReachRow
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

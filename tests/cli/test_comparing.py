"""lantoa compare: tables for people, one JSON document for programs, words where nothing can be compared."""

from __future__ import annotations

import json

from lantoa.cli.output import Exit
from lantoa.words import word
from tests.support.terminal import Terminal

RUN = """id = "{id}"
name = "{name}"
start = {year}-08-01
end = {year}-12-31
{more}
[[congress]]
id = "ben-da"
name = "Đại hội Đảng bộ phường Bến Đá {year}"
level = "commune"
place = "phường Bến Đá"
{dates}
{rest}
"""


def taken(lantoa: Terminal, id: str, year: int, more: str = "", dates: bool = True, rest: str = "") -> None:
    days = f"opening = {year}-10-15\nclosing = {year}-10-16" if dates else ""
    text = RUN.format(id=id, name=f"Chiến dịch {id}", year=year, more=more, dates=days, rest=rest)
    assert lantoa("campaign", "import", lantoa.write(f"{id}.toml", text)).code == Exit.DONE


def test_everything_asked_for_is_compared_or_said_not_to_be(lantoa: Terminal) -> None:
    taken(lantoa, "truoc", 2020)
    more = 'previous = "truoc"\npeers = ["truoc", "la"]\nunlike = "Phường đã nhập."'
    rest = (
        '[[wave]]\nname = "Tuần cao điểm"\nstart = 2025-10-06\nend = 2025-10-12\n'
        '[[target]]\nmeasure = "originals"\nvalue = 7\n'
    )
    taken(lantoa, "nay", 2025, more, rest=rest)
    told = lantoa("compare", "nay")
    assert told.code == Exit.DONE
    lines = " ".join(told.out.split())
    for text in (
        word("curve.why.nothing"), word("compare.by_days"), word("compare.segmented_few", least=28),
        word("compare.previous_zero"), word("compare.previous_unlike", why="Phường đã nhập."), "Tuần cao điểm",
        word("compare.short", count=7), word("compare.missing", ids="la"), word("compare.note"),
    ):  # fmt: skip
        assert text in lines, text
    printed = json.loads(lantoa("compare", "nay", "--json").out)
    assert [one["why"] for one in printed["originals"]] == ["base", "nothing", "nothing"]
    assert [one["why"] for one in printed["articles"]] == ["base", "nothing", "nothing"]
    assert printed["previous"]["campaign"] == "truoc"
    assert printed["no_trend"] == "few"
    assert printed["missing"] == ["la"]
    assert [one["met"] for one in printed["targets"]] == [False]


def test_without_dates_no_ratio_is_given(lantoa: Terminal) -> None:
    taken(lantoa, "nay", 2025, dates=False)
    told = lantoa("compare", "nay")
    assert told.code == Exit.DONE
    lines = " ".join(told.out.split())
    assert word("compare.no_windows", name="Đại hội Đảng bộ phường Bến Đá 2025") in lines
    assert word("compare.segmented_dates", least=28) in lines
    assert word("compare.previous_none") in lines
    assert json.loads(lantoa("compare", "nay", "--json").out)["originals"] == []


def test_an_unknown_campaign_is_named(lantoa: Terminal) -> None:
    told = lantoa("compare", "la")
    assert told.code == Exit.MISUSE
    assert "la" in told.err

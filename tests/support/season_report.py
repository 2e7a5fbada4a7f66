"""A report of the demonstration beside the truth: every number that the truth knows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import date

from campaigns.desk import Desk
from campaigns.periods import Period
from campaigns.report.compose import compose
from campaigns.report.content import Cell, Table, tables_of
from lantoa.demo.newsroom import Season
from lantoa.words import word
from tests.support.season import CAMPAIGN, PHASES, Reading, expected


def told(desk: Desk, period: Period) -> dict[str, object]:
    """What the report says."""
    content = compose(desk, desk.store.get(CAMPAIGN), period)
    named = {table.name: table for table in tables_of(content)}
    headline = named[word("report.headline")]
    by_source, appendix = named.get(word("report.source")), named.get(word("report.appendix"))
    return {
        "figures": tuple(row[1] for row in headline.rows[:3]),
        "before": tuple(row[2] for row in headline.rows[:3]),
        "phases": _phases(named),
        "sources": Counter({str(row[0]): (row[2], row[3]) for row in (by_source.rows if by_source else ())}),
        "listed": sorted(appendix.links if appendix else ()),
    }


def _phases(named: Mapping[str, Table]) -> dict[str, tuple[Cell, ...]]:
    table = named.get(word("report.phase"))
    names = {word(f"phase.{phase}"): phase for phase in PHASES}
    return {names[str(row[0])]: row[2:5] for row in (table.rows if table else ()) if row[2]}


def true(desk: Desk, season: Season, period: Period, before: Period) -> dict[str, object]:
    """What it has to say."""
    truth = {url: one for url, one in expected(season).items() if one.phase in PHASES}
    within = {url: one for url, one in truth.items() if one.day and date.fromisoformat(one.day) in period}
    earlier = [one for one in truth.values() if one.day and date.fromisoformat(one.day) in before]
    until = [one for one in truth.values() if not one.day or date.fromisoformat(one.day) <= period.last]
    names = desk.outlets.all()
    return {
        "figures": _figures(within.values()),
        "before": _figures(earlier),
        "phases": {
            phase: _figures(part) for phase in PHASES if (part := [one for one in until if one.phase == phase])
        },
        "sources": Counter({
            names[source].name: _figures([one for one in within.values() if one.source == source])[:2]
            for source in {one.source for one in within.values()}
        }),
        "listed": sorted(within),
    }  # fmt: skip


def _figures(readings: Collection[Reading]) -> tuple[int, int, int]:
    return len(readings), sum(one.is_original for one in readings), len({one.source for one in readings})

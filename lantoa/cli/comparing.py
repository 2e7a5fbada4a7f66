"""lantoa compare: what the page of comparisons shows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from campaigns.comparing.as_object import comparisons_object
from campaigns.comparing.comparisons import Comparisons, compare_campaign, during
from campaigns.comparing.page import (
    breadth_text,
    brief_text,
    chance_text,
    offset_text,
    plain_text,
    previous_text,
    sentences,
    span_text,
    trend_note,
    trend_rows,
)
from campaigns.windows import Window
from lantoa.cli.house import open_house
from lantoa.cli.output import print_json, print_table
from lantoa.settings import load_settings
from lantoa.web.formats import number
from lantoa.words import word


def compare(
    campaign: Annotated[
        str, typer.Argument(metavar=word("cli.metavar.campaign"), help=word("cli.help.campaign_id"))
    ],
    json: Annotated[bool, typer.Option("--json", help=word("cli.help.json"))] = False,
) -> None:
    """All tables, or one JSON document."""
    with open_house(load_settings()) as house:
        found = compare_campaign(house.desk, house.campaigns.get(campaign))
    if json:
        print_json(comparisons_object(found))
        return
    _windows(found)
    for one in sentences(found):
        print(one)
    _waves(found)
    print()
    print(word("compare.trend_title"))
    if rows := trend_rows(found):
        print_table([word("compare.trend_column"), word("compare.trend_value")], rows, left=2)
    print(trend_note(found))
    _previous(found)
    _targets(found)
    _wards(found)
    _peers(found)
    print(word("compare.note"))


def _windows(found: Comparisons) -> None:
    own, name = found.windows, found.campaign.leading.name
    if not own.originals:
        print(word("compare.no_windows", name=name))
        return
    by_days = own.originals[0].by_days
    columns = ("curve.window", "report.measure.originals", "curve.rate_days" if by_days else "curve.rate", "report.measure.articles", "report.days", "compare.originals_ratio", "compare.articles_ratio")
    rows = [
        (word(f"phase.{one.phase}"), one.count, _rate(one), other.count, span_text(one), plain_text(one), plain_text(other))
        for one, other in zip(own.originals, own.articles, strict=True)
    ]
    _table(word("compare.windows", name=name), columns, rows)


def _waves(found: Comparisons) -> None:
    rows = []
    for one in found.waves:
        text = plain_text(one.window) if one.window else word("compare.no_dates")
        rows.append((one.wave.name, one.window.count if one.window else None, text))
    if rows:
        print()
        _table(word("compare.waves"), ("compare.wave", "report.measure.originals", "compare.originals_ratio"), rows)
        print(word("compare.waves_note"))


def _previous(found: Comparisons) -> None:
    print()
    beside = found.previous
    if beside is None:
        print(previous_text(found))
        return
    rows = [
        (name, offset_text(one.offset), one.originals, number(one.rate, 2))
        for name, one in zip((found.campaign.name, beside.previous.name), beside.here, strict=True)
    ]
    columns = ("compare.campaign", "compare.offset", "compare.so_far", "curve.rate")
    _table(word("compare.previous"), columns, rows)
    print(previous_text(found))
    if found.campaign.unlike:
        print(word("compare.previous_unlike", why=found.campaign.unlike))
    for said, key in ((beside.by_days, "compare.previous_by_days"), (beside.other_panel, "compare.other_panel")):
        if said:
            print(word(key))


def _targets(found: Comparisons) -> None:
    rows = [
        (
            word(f"compare.measure.{one.target.measure}"),
            word(f"phase.{one.target.phase}") if one.target.phase else word("listing.all_phases"),
            one.target.value, one.value,
            word("compare.met") if one.met else word("compare.short", count=number(one.target.value - one.value)),
        )
        for one in found.targets
    ]  # fmt: skip
    columns = ("compare.target", "report.phase", "compare.wanted", "compare.reached", "compare.state")
    if rows:
        print()
        _table(word("compare.targets"), columns, rows)


def _wards(found: Comparisons) -> None:
    rows = []
    for one in found.wards:
        window = during(one)
        text = brief_text(window) if window else word("compare.no_dates")
        rows.append((one.congress.name, one.rank, window.count if window else None, text, chance_text(one.holm)))
    columns = ("overview.congress", "compare.rank", "compare.during_count", "compare.during", "compare.holm")
    if rows:
        print()
        _table(word("compare.wards"), columns, rows)
        print(word("compare.wards_note"))


def _peers(found: Comparisons) -> None:
    rows = []
    for one in found.peers:
        window = during(one)
        text = brief_text(window) if window else word("compare.no_dates")
        rows.append((one.campaign.name, one.originals, one.articles, breadth_text(one), text))
    columns = ("compare.campaign", "report.measure.originals", "report.measure.articles", "report.measure.outlets", "compare.during")
    if rows:
        print()
        _table(word("compare.peers"), columns, rows)
    if found.missing:
        print(word("compare.missing", ids=", ".join(found.missing)))
    print()


def _rate(window: Window) -> str:
    return number(window.rate, 2)


def _table(title: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    print_table([word(name) for name in columns], rows, title, left=1)

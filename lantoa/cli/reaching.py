"""lantoa reach: a campaign's figures by every dimension, and what they were counted over."""

from __future__ import annotations

from typing import Annotated

import typer

from campaigns.campaign import Phase
from campaigns.cards import Card, cards, panel_text, since_text
from campaigns.levels import level_objects
from campaigns.naming import value_name
from campaigns.reach import DIMENSIONS, Measured, ReachRow, reach, row_object
from campaigns.wording import ratio_text
from lantoa.cli.house import House, open_house
from lantoa.cli.output import print_json, print_table
from lantoa.errors import Misuse
from lantoa.settings import load_settings
from lantoa.web.formats import number, percent
from lantoa.words import word

COLUMNS = (
    "phase", "value", "articles", "originals", "spread", "outlets", "breadth", "panel_articles", "panel_share",
)  # fmt: skip


def reach_of(
    campaign: Annotated[
        str, typer.Argument(metavar=word("cli.metavar.campaign"), help=word("cli.help.campaign_id"))
    ],
    dimension: Annotated[
        list[str] | None, typer.Option(metavar=word("cli.metavar.dimension"), help=word("cli.help.dimension"))
    ] = None,
    query: Annotated[
        str | None, typer.Option(metavar=word("cli.metavar.query"), help=word("cli.help.query"))
    ] = None,
    scope: Annotated[str, typer.Option(show_default=False, metavar=word("cli.metavar.scope"), help=word("cli.help.scope"))] = "all",
    json: Annotated[bool, typer.Option("--json", help=word("cli.help.json"))] = False,
) -> None:
    """The figures of a campaign, or of any search over it."""
    if query is not None and dimension:
        raise Misuse(word("curve.dimension_and_query"))
    if query is None and scope != "all":
        raise Misuse(word("curve.scope_without_query"))
    with open_house(load_settings()) as house:
        if query is None:
            show_reach(house, campaign, tuple(dimension or ()), json)
            return
        from lantoa.cli.curve import show_curve

        show_curve(house, campaign, query, scope, json)


def show_reach(
    house: House, campaign_id: str, dimensions: tuple[str, ...], as_json: bool, explained: bool = True
) -> None:
    """The tables of the dimensions asked for (all when none is named), each phase in order, and the
    cards of the headline figures where they are to be explained. Raises Misuse for an unknown campaign or dimension."""
    measured = house.desk.measured(house.campaigns.get(campaign_id))
    asked = dimensions or DIMENSIONS
    rows = reach(measured, asked)
    if as_json:
        levels = level_objects(measured)
        print_json([row_object(row) | (levels[row.phase] if row.dimension == "all" else {}) for row in rows])
        return
    for dimension in asked:
        _table(measured, dimension, [row for row in rows if row.dimension == dimension])
    if "all" in asked:
        for card in cards(measured) if explained else ():
            _card(card)
        print(f"{word('reach.fact.panel')}: {panel_text(measured)}. {since_text(measured)}")
    print(word("report.method.reach"))


def _table(measured: Measured, dimension: str, rows: list[ReachRow]) -> None:
    shown = [_cells(measured, row) for row in rows if row.articles or _stands(row)]
    if not shown:
        return
    names = [*COLUMNS, "ratio"] if dimension == "all" else COLUMNS
    title = f"{measured.campaign.name}: {word(f'reach.dimension.{dimension}')}"
    print_table([word(f"reach.column.{name}") for name in names], shown, title, left=2)
    print()


def _stands(row: ReachRow) -> bool:
    """The three phases of the totals are shown even when nothing was counted in them."""
    return row.dimension == "all" and row.phase is not Phase.UNDATED


def _cells(measured: Measured, row: ReachRow) -> tuple[object, ...]:
    breadth = row.breadth
    cells = (
        word(f"phase.{row.phase}"),
        value_name(measured, row.dimension, row.value),
        row.articles,
        row.originals,
        number(row.spread, 2),
        f"{row.outlets}/{row.panel_size}",
        f"{percent(breadth[1])}–{percent(breadth[2])}" if breadth and row.panel_size > 1 else word("web.dash"),
        row.panel_articles,
        percent(row.attention),
    )
    return (*cells, ratio_text(row)) if row.dimension == "all" else cells


def _card(card: Card) -> None:
    interval = f" ({card.interval})" if card.key == "outlets" else ""
    print(f"{card.label}: {card.value}{interval}")
    for name, text in card.facts():
        if text not in (card.panel, card.since, card.interval):  # those are the same for all
            print(f"  {name}: {text}")

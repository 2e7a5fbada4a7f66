"""What comes out: reach, and the care of the index."""

from __future__ import annotations

from collections.abc import Mapping

from campaigns.campaign import Phase
from campaigns.reach import DIMENSIONS, ReachRow, reach, row_object
from campaigns.wording import ratio_text
from lantoa.article import Outlet
from lantoa.cli.bars import bar
from lantoa.cli.house import House
from lantoa.cli.output import Exit, print_json, print_table
from lantoa.errors import Misuse
from lantoa.words import word
from search_api.fill import check, rebuild


def show_reach(house: House, campaign_id: str, dimensions: tuple[str, ...], as_json: bool) -> None:
    """The reach table. Raises Misuse for an unknown campaign or dimension."""
    unknown = [one for one in dimensions if one not in DIMENSIONS]
    if unknown:
        raise Misuse(word("cli.dimension", value=unknown[0], allowed=", ".join(DIMENSIONS)))
    campaign = house.campaigns.get(campaign_id)
    rows = reach(house.desk.measured(campaign), dimensions or DIMENSIONS)
    if as_json:
        print_json([row_object(row) for row in rows])
        return
    outlets = house.outlets.all()
    names = ("phase", "value", "articles", "originals", "outlets", "panel_articles", "ratio")
    for dimension in dimensions or DIMENSIONS:
        shown = [
            _cells(outlets, row)
            for row in rows
            if row.dimension == dimension and (row.articles or _stands(row))
        ]
        title = f"{campaign.name}: {word(f'cli.dimensions.{dimension}')}"
        print_table([word(f"cli.column.{name}") for name in names], shown, title, left=2)
        print()
    print(word("report.method.reach"))


def _stands(row: ReachRow) -> bool:
    """The three phases of the totals are shown even when nothing was counted in them."""
    return row.dimension == "all" and row.phase is not Phase.UNDATED


def _cells(outlets: Mapping[str, Outlet], row: ReachRow) -> tuple[object, ...]:
    value = outlets[row.value].name if row.dimension == "source" and row.value in outlets else row.value
    ratio = ratio_text(row) if row.dimension == "all" else ""
    of = f"{row.outlets}/{row.panel_size}"
    return (word(f"phase.{row.phase}"), value, row.articles, row.originals, of, row.panel_articles, ratio)


def index_care(house: House, again: bool, as_json: bool) -> Exit:
    """Rebuild beside the old one and swap, or compare the index with the store."""
    if again:
        with bar(word("cli.step.index"), as_json) as progress:
            rebuild(house.articles, house.outlets.all(), house.bare_index, progress)
    differences = check(house.articles, house.index)
    if as_json:
        print_json({"differences": [str(one) for one in differences]})
    else:
        for one in differences:
            print(one)
        print(
            word("cli.index_equal") if not differences else word("cli.index_differs", count=len(differences))
        )
    return Exit.FAILED if differences else Exit.DONE

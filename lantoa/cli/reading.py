"""The care of the index."""

from __future__ import annotations

from lantoa.cli.bars import bar
from lantoa.cli.house import House
from lantoa.cli.output import Exit, print_json
from lantoa.words import word
from search_api.fill import check, rebuild


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

"""lantoa sources redesigns, accept, reread: changes held because most pages changed at once."""

from __future__ import annotations

from dataclasses import asdict

from crawlers.redesigns import accept, read_again, redesigns_of
from lantoa.cli.house import House
from lantoa.cli.output import print_json, print_table
from lantoa.errors import Misuse
from lantoa.web.formats import moment
from lantoa.words import word


def show_redesigns(house: House, as_json: bool) -> None:
    """Every time an outlet's pages changed at once, newest first."""
    found = redesigns_of(house.database)
    if as_json:
        print_json([asdict(each) for each in found])
        return
    if not found:
        print(word("redesigns.none"))
        return
    rows = [
        [
            each.source, moment(each.since), word("redesigns.share", changed=each.changed, revisited=each.revisited),
            word(f"redesigns.verdict.{each.verdict}"),
        ]
        for each in found
    ]  # fmt: skip
    columns = [word(f"redesigns.column.{name}") for name in ("source", "since", "share", "verdict")]
    print_table(columns, rows, left=4)


def accept_held(house: House, source: str, as_json: bool) -> None:
    """What is held of this source are edits. Raises Misuse where nothing is held."""
    house.sources.get(source)
    if not any(each.source == source and each.verdict == "held" for each in redesigns_of(house.database)):
        raise Misuse(word("redesigns.nothing_held", source=source))
    count = accept(house.database, source, house.clock.now())
    print_json({"captures": count}) if as_json else print(word("redesigns.accepted", count=count, source=source))


def reread(house: House, source: str, as_json: bool) -> None:
    """Read all of this source again, by the stanza as it now is. Raises Misuse for no source."""
    house.sources.get(source)
    count = read_again(house.database, source, house.clock.now())
    print_json({"captures": count}) if as_json else print(word("redesigns.due_again", count=count, source=source))

"""lantoa sources: what is collected from."""

from __future__ import annotations

from typing import Annotated

import typer

from lantoa.cli.house import open_house
from lantoa.cli.output import print_json, print_table
from lantoa.cli.usage import Commands
from lantoa.settings import load_settings
from lantoa.web.labels import label
from lantoa.words import word

app = Commands()


@app.callback()
def sources() -> None:
    """A group of commands, even while it has one only."""


@app.command(help=word("cli.help.sources_check"))
def check(json: Annotated[bool, typer.Option("--json", help=word("cli.help.json"))] = False) -> None:
    with open_house(load_settings()) as house:
        found = house.sources
        files = [str(file) for file in house.source_files]
    rows = [
        {
            "id": one.id,
            "name": one.outlet.name,
            "kind": one.outlet.kind,
            "level": one.outlet.level,
            "feeds": len(one.feeds),
            "sitemaps": len(one.sitemaps),
            "sections": len(one.sections),
            "enabled": one.enabled,
        }
        for one in found.by_id.values()
    ]
    if json:
        print_json({"files": files, "sources": rows, "panels": {name: list(ids) for name, ids in found.panels.items()}})
        return
    columns = ["id", "name", "kind", "level", "feeds", "sitemaps", "sections", "enabled"]
    shown = [
        [
            row["id"], row["name"], label("outlet_kind", str(row["kind"])), label("outlet_level", str(row["level"])),
            row["feeds"], row["sitemaps"], row["sections"], word("web.yes" if row["enabled"] else "web.no"),
        ]
        for row in rows
    ]  # fmt: skip
    print_table([word(f"cli.column.{name}") for name in columns], shown, left=4)
    print(word("cli.sources_well", count=len(rows), files=", ".join(files)))

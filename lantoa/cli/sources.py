"""lantoa sources: what is collected from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lantoa.cli import covered
from lantoa.cli.house import open_house
from lantoa.cli.output import print_json, print_table
from lantoa.cli.usage import Commands
from lantoa.settings import load_settings
from lantoa.web.labels import label
from lantoa.words import word

app = Commands()

Json = Annotated[bool, typer.Option("--json", help=word("cli.help.json"))]


@app.command(help=word("cli.help.sources_check"))
def check(json: Json = False) -> None:
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
            "hosts": list(one.hosts),
            "templates": len(one.templates),
            "tls_exception": one.tls_exception,
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
    for row in rows:
        if row["tls_exception"]:
            print(word("sources.accepted", id=row["id"], reason=row["tls_exception"]))
    print(word("cli.sources_well", count=len(rows), files=", ".join(files)))


@app.command(help=word("health.help.health"))
def health(
    name: Annotated[str, typer.Argument(metavar=word("cli.metavar.name"), help=word("health.help.name"))] = "",
    json: Json = False,
) -> None:
    from lantoa.cli.health import show_health

    with open_house(load_settings()) as house:
        raise typer.Exit(show_health(house, name, json))


@app.command(help=word("sources.coverage.help"))
def coverage(json: Json = False) -> None:
    with open_house(load_settings()) as house:
        covered.show_coverage(house, json)


@app.command(help=word("sources.robots.help"))
def robots(
    url: Annotated[str, typer.Argument(metavar=word("cli.metavar.url"), help=word("sources.robots.url"))],
    cached: Annotated[bool, typer.Option("--cached", help=word("sources.robots.cached"))] = False,
    json: Json = False,
) -> None:
    from lantoa.cli.robots import show_robots

    with open_house(load_settings()) as house:
        show_robots(house, url, cached, json)


@app.command("try", help=word("sources.try.help"))
def try_one(
    name: Annotated[str, typer.Argument(metavar=word("cli.metavar.name"), help=word("sources.try.name_help"))],
    write: Annotated[
        Path | None, typer.Option(metavar=word("cli.metavar.folder"), help=word("sources.try.write_help"))
    ] = None,
    json: Json = False,
) -> None:
    from lantoa.cli.trying import try_source

    with open_house(load_settings()) as house:
        raise typer.Exit(try_source(house, name, write, json))


SourceName = Annotated[str, typer.Argument(metavar=word("cli.metavar.name"), help=word("redesigns.name"))]


@app.command(help=word("redesigns.help"))
def redesigns(json: Json = False) -> None:
    from lantoa.cli.redesigns import show_redesigns

    with open_house(load_settings()) as house:
        show_redesigns(house, json)


@app.command(help=word("redesigns.accept_help"))
def accept(name: SourceName, json: Json = False) -> None:
    from lantoa.cli.redesigns import accept_held

    with open_house(load_settings()) as house:
        accept_held(house, name, json)


@app.command(help=word("redesigns.reread_help"))
def reread(name: SourceName, json: Json = False) -> None:
    from lantoa.cli import redesigns

    with open_house(load_settings()) as house:
        redesigns.reread(house, name, json)

"""The commands of running it all: up, status."""

from __future__ import annotations

from typing import Annotated

import typer

from lantoa.cli.house import open_house
from lantoa.errors import Misuse
from lantoa.settings import load_settings
from lantoa.words import word

Json = Annotated[bool, typer.Option("--json", help=word("cli.help.json"))]


def up(
    once: Annotated[bool, typer.Option("--once", help=word("schedule.help.once"))] = False,
    serve: Annotated[bool, typer.Option(help=word("schedule.help.serve"), show_default=False)] = True,
    json: Json = False,
) -> None:
    """Everything, by its rhythm."""
    from lantoa.cli import up as upkeep

    if once:
        raise typer.Exit(upkeep.once(load_settings(), json))
    if json:
        raise Misuse(word("schedule.json_once"))
    upkeep.keep_up(load_settings(), serve)


def status(json: Json = False) -> None:
    """How it stands."""
    from lantoa.cli.status import show_status

    with open_house(load_settings()) as house:
        raise typer.Exit(show_status(house, json))

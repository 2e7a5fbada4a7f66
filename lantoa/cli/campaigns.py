"""lantoa campaign: the campaigns that reach is counted for."""

from __future__ import annotations

import json as json_module
from pathlib import Path
from typing import Annotated

import typer

from campaigns.definition import campaign_table, read_campaign
from lantoa.cli.house import open_house
from lantoa.cli.output import print_json, print_table
from lantoa.cli.usage import Commands
from lantoa.errors import Misuse
from lantoa.settings import load_settings
from lantoa.web.formats import day
from lantoa.words import word

app = Commands()
Json = Annotated[bool, typer.Option("--json", help=word("cli.help.json"))]


@app.command("import", help=word("cli.help.campaign_import"))
def import_(
    file: Annotated[
        Path, typer.Argument(metavar=word("cli.metavar.file"), help=word("cli.help.campaign_file"))
    ],
) -> None:
    campaign = read_campaign(file)
    with open_house(load_settings()) as house:
        if campaign.panel and house.outlets.panel(campaign.panel) is None:
            known = ", ".join(house.sources.panels) or word("campaign.none_yet")
            raise Misuse(word("cli.no_panel", file=file, name=campaign.panel, known=known))
        house.campaigns.save(campaign, house.clock.now())
    print(word("cli.campaign_saved", id=campaign.id, count=len(campaign.congresses)))


@app.command("list", help=word("cli.help.campaign_list"))
def list_(json: Json = False) -> None:
    with open_house(load_settings()) as house:
        found = house.campaigns.all()
    if json:
        print_json([campaign_table(one) for one in found])
        return
    columns = [word(f"cli.column.{name}") for name in ("id", "name", "start", "end", "congresses")]
    rows = [(one.id, one.name, day(one.start), day(one.end) if one.end else word("report.open"), len(one.congresses)) for one in found]  # fmt: skip
    print_table(columns, rows, left=4)


@app.command("export", help=word("cli.help.campaign_export"))
def export(
    campaign: Annotated[
        str, typer.Argument(metavar=word("cli.metavar.campaign"), help=word("cli.help.campaign_id"))
    ],
) -> None:
    with open_house(load_settings()) as house:
        print(json_module.dumps(campaign_table(house.campaigns.get(campaign)), ensure_ascii=False, indent=1))

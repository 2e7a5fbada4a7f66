"""lantoa campaign: the campaigns that reach is counted for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from campaigns.campaign import Campaign
from campaigns.changed import changes
from campaigns.definition import campaign_table, read_campaign
from campaigns.editing.congress_sheet import RowsRefused, take_congresses
from campaigns.editing.congress_template import congress_template
from campaigns.held import held_by_level
from campaigns.known import Surroundings, missing_campaigns
from campaigns.workbook import LARGEST_FILE
from campaigns.written import campaign_toml
from lantoa.article import ZONE
from lantoa.cli.bars import remark
from lantoa.cli.house import House, open_house
from lantoa.cli.output import print_json, print_table
from lantoa.cli.usage import Commands
from lantoa.errors import Misuse
from lantoa.settings import load_settings
from lantoa.web.formats import day
from lantoa.words import word
from search_api.query_text import parse
from search_api.vocabulary import Known

app = Commands()
Json = Annotated[bool, typer.Option("--json", help=word("cli.help.json"))]
CampaignId = Annotated[str, typer.Argument(metavar=word("cli.metavar.campaign"), help=word("cli.help.campaign_id"))]


@app.command("import", help=word("campaigns_cli.help.import"))
def import_(
    file: Annotated[Path, typer.Argument(metavar=word("cli.metavar.file"), help=word("cli.help.campaign_file"))],
) -> None:
    campaign = read_campaign(file)
    with open_house(load_settings()) as house:
        wrong = surroundings(house).problems(campaign)
        if wrong:
            raise Misuse(word("campaign.file", file=file, why="; ".join(str(one) for one in wrong)))
        _save(house, campaign)
        missing = missing_campaigns(campaign, [one.id for one in house.campaigns.all()])
    if missing:
        remark(word("campaigns_cli.missing", ids=", ".join(missing)))


@app.command("list", help=word("cli.help.campaign_list"))
def list_(json: Json = False) -> None:
    with open_house(load_settings()) as house:
        found, today = house.campaigns.all(), _today(house)
    if json:
        print_json([campaign_table(one) for one in found])
        return
    columns = [word(f"cli.column.{name}") for name in ("id", "name", "start", "end", "congresses")]
    columns.append(word("campaigns_cli.column.held"))
    rows = [(one.id, one.name, day(one.start), day(one.end) if one.end else word("report.open"), len(one.congresses), _count_held(one, today)) for one in found]  # fmt: skip
    print_table(columns, rows, left=4)


@app.command("export", help=word("campaigns_cli.help.export"))
def export(
    campaign: CampaignId,
    file: Annotated[
        Path | None, typer.Argument(metavar=word("cli.metavar.file"), help=word("campaigns_cli.help.export_file"))
    ] = None,
    json: Json = False,
) -> None:
    with open_house(load_settings()) as house:
        found = house.campaigns.get(campaign)
    if json and file:
        raise Misuse(word("campaigns_cli.json_or_file"))
    if json:
        print_json(campaign_table(found))
    elif file is None:
        print(campaign_toml(found), end="")
    else:
        file.write_text(campaign_toml(found), encoding="utf-8")
        print(word("report.written", file=file))


@app.command("congresses", help=word("campaigns_cli.help.congresses"))
def congresses(
    campaign: CampaignId,
    file: Annotated[
        Path | None, typer.Argument(metavar=word("cli.metavar.file"), help=word("campaigns_cli.help.sheet"))
    ] = None,
    template: Annotated[
        Path | None, typer.Option(metavar=word("cli.metavar.file"), help=word("campaigns_cli.help.template"))
    ] = None,
    json: Json = False,
) -> None:
    if file is not None and template is not None:
        raise Misuse(word("campaigns_cli.file_or_template"))
    with open_house(load_settings()) as house:
        found = house.campaigns.get(campaign)
        if template is not None:
            template.write_bytes(congress_template(found))
            print(word("report.written", file=template))
            return
        if file is not None:
            found = _take(house, found, file)
        today = _today(house)
    if json:
        print_json({"congresses": campaign_table(found)["congress"], "held": [one.row() for one in held_by_level(found, today)]})
    else:
        _tell_congresses(found, today)


def surroundings(house: House) -> Surroundings:
    """What campaigns of this house may name; a query is read with the names that its search knows."""
    return Surroundings(house.outlets, lambda typed: parse(typed, Known(house.outlets.all(), house.index)), house.settings.layouts)


def _take(house: House, campaign: Campaign, file: Path) -> Campaign:
    with file.open("rb") as opened:
        data = opened.read(LARGEST_FILE + 1)  # one byte more than is taken: it is refused
    try:
        taken = take_congresses(campaign, data)
    except RowsRefused as refused:
        for problem in refused.problems:
            remark(str(problem))
        raise
    if taken.unread:
        remark(word("campaigns_cli.unread", columns=", ".join(taken.unread)))
    print(word("campaigns_cli.taken", added=len(taken.added), changed=len(taken.changed), same=len(taken.same)))
    if taken.added or taken.changed:
        _save(house, taken.campaign)
    return taken.campaign


def _save(house: House, campaign: Campaign) -> None:
    """Saved, with what it says otherwise than before."""
    old = next((one for one in house.campaigns.all() if one.id == campaign.id), None)
    house.campaigns.save(campaign, house.clock.now())
    print(word("cli.campaign_saved", id=campaign.id, count=len(campaign.congresses)))
    for line in changes(old, campaign) if old else ():
        print(f"  {line}")
    if old == campaign:
        print(f"  {word('changed.none')}")


def _tell_congresses(campaign: Campaign, today: date) -> None:
    columns = [word(f"congress_sheet.column.{name}") for name in ("id", "name", "opening", "closing", "tentative")]
    rows = [
        (one.id, one.name, _shown(one.opening), _shown(one.closing), word("changed.yes") if one.tentative else "")
        for one in campaign.congresses
    ]
    print_table([*columns, word("congress_sheet.column.parent")], [(*row, one.parent) for row, one in zip(rows, campaign.congresses, strict=True)], left=6)
    print(_held(campaign, today))


def _shown(value: date | None) -> str:
    return day(value) if value else word("report.open")


def _held(campaign: Campaign, today: date) -> str:
    """"cấp xã: đã tổ chức 8/126" by level."""
    lines: Sequence[str] = [word(f"overview.held.{one.level}", held=one.held, total=one.total) for one in held_by_level(campaign, today)]
    return "; ".join(lines)


def _count_held(campaign: Campaign, today: date) -> str:
    """"9/9" over all levels."""
    levels = held_by_level(campaign, today)
    return f"{sum(one.held for one in levels)}/{sum(one.total for one in levels)}"


def _today(house: House) -> date:
    return house.clock.now().astimezone(ZONE).date()

"""lantoa plan: the communication plan of a campaign, as a workbook and as a table."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from campaigns.campaign import Campaign, Phase
from campaigns.plan.board import COUNTS, due_text, plan_object, titled, unit_text
from campaigns.plan.items import KINDS, Plan
from campaigns.plan.photo import Photos
from campaigns.plan.planning import Planning
from campaigns.plan.progress import PlanProgress, plan_progress
from campaigns.plan.status import Standing, UnitProgress
from campaigns.plan.workbook import plan_workbook
from lantoa.article import Outlet
from lantoa.cli.bars import remark
from lantoa.cli.house import House, open_house
from lantoa.cli.output import Exit, print_json, print_table
from lantoa.cli.usage import Commands
from lantoa.errors import Misuse
from lantoa.settings import load_settings
from lantoa.web.formats import day
from lantoa.words import word

app = Commands()
CampaignId = Annotated[str, typer.Argument(metavar=word("cli.metavar.campaign"), help=word("cli.help.campaign_id"))]
Book = Annotated[Path, typer.Argument(metavar=word("cli.metavar.file"), help=word("plan.help.file"))]
Who = Annotated[str, typer.Option(metavar=word("cli.metavar.text"), help=word("plan.help.who"), show_default=False)]
Json = Annotated[bool, typer.Option("--json", help=word("cli.help.json"))]


def planning(house: House) -> Planning:
    """What works on plans, over this house."""
    return Planning(house.desk, Photos(house.settings.data / "photos"))


@app.command("import", help=word("plan.help.import"))
def import_(campaign: CampaignId, file: Book, who: Who = "", json: Json = False) -> None:
    data = _bytes(file)
    with open_house(load_settings()) as house:
        taken = planning(house).take(house.campaigns.get(campaign), data, who or word("plan.by_command"))
    if json:
        print_json({"added": taken.added, "changed": taken.changed, "unchanged": taken.unchanged})
    else:
        print(word("plan.taken", added=taken.added, changed=taken.changed, unchanged=taken.unchanged))


@app.command("export", help=word("plan.help.export"))
def export(campaign: CampaignId, file: Book) -> None:
    with open_house(load_settings()) as house:
        data = planning(house).workbook(house.campaigns.get(campaign))
    _write(file, data)


@app.command("template", help=word("plan.help.template"))
def template(file: Book) -> None:
    _write(file, plan_workbook(Plan()))


@app.command("accredit", help=word("plan.help.accredit"))
def accredit(
    campaign: CampaignId,
    file: Annotated[Path, typer.Argument(metavar=word("cli.metavar.file"), help=word("plan.help.names"))],
    phase: Annotated[Phase, typer.Option(metavar=word("plan.help.phases"), help=word("plan.help.phase"), show_default=False)] = Phase.DURING,
    minimum: Annotated[int, typer.Option(metavar=word("cli.metavar.number"), help=word("plan.help.minimum"), show_default=False)] = 1,
    unit: Annotated[str, typer.Option(metavar=word("cli.metavar.text"), help=word("plan.help.unit"), show_default=False)] = "",
    who: Who = "",
) -> None:
    try:
        names = _bytes(file).decode().splitlines()
    except UnicodeDecodeError:
        raise Misuse(word("plan.not_text", file=file)) from None
    with open_house(load_settings()) as house:
        found = planning(house).accredit(house.campaigns.get(campaign), names, phase, minimum, unit, who or word("plan.by_command"))
    print(word("plan.taken", added=found.taken.added, changed=found.taken.changed, unchanged=found.taken.unchanged))
    for name in found.unmatched:
        remark(word("plan.not_matched", name=name))
    raise typer.Exit(Exit.PARTLY if found.unmatched else Exit.DONE)


@app.command(help=word("plan.help.progress"))
def progress(campaign: CampaignId, json: Json = False) -> None:
    with open_house(load_settings()) as house:
        chosen = house.campaigns.get(campaign)
        found = plan_progress(house.desk, chosen, house.desk.measured(chosen), house.desk.today())
        outlets = house.outlets.all()
    if json:
        print_json(plan_object(chosen, found))
    else:
        _tell(chosen, found, outlets)


def _tell(campaign: Campaign, progress: PlanProgress, outlets: Mapping[str, Outlet]) -> None:
    lines = [(unit_text(one.unit), *_counts(one)) for one in progress.units]
    parts = [(word(f"plan.kind.{kind}"), *_counts(one)) for kind, one in zip(KINDS, (progress.activities, progress.coverage, progress.offline), strict=True)]
    columns = [word("plan.field.lead"), *(word(f"plan.count.{name}") for name in COUNTS)]
    print_table(columns, [*lines, *parts], word("plan.shown", name=campaign.name, today=day(progress.today)))
    print()
    columns = [word(f"plan.{name}") for name in ("field.code", "what", "field.unit", "field.deadline", "state_label")]
    print_table(columns, [_cells(one, outlets) for one in progress.behind], word("plan.behind"), left=5)


def _counts(one: UnitProgress) -> list[int]:
    return [getattr(one, name) for name in COUNTS]


def _cells(one: Standing, outlets: Mapping[str, Outlet]) -> tuple[object, ...]:
    state = word(f"plan.state.{one.state}") + (f", {word('plan.held_up', step=word(f'plan.step.{one.held_up}').lower())}" if one.held_up else "")
    return one.entry.code, titled(one.entry, outlets), unit_text(one.unit), day(one.due) if one.due else due_text(one), state


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise Misuse(word("cli.unreadable", file=file, why=error.strerror)) from None


def _write(file: Path, data: bytes) -> None:
    try:
        file.write_bytes(data)
    except OSError as error:
        raise Misuse(word("cli.unwritable", file=file, why=error.strerror)) from None
    print(word("report.written", file=file))

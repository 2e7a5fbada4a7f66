"""lantoa alerts: look for what there is to tell, list it, send letters, try the mail server."""

from __future__ import annotations

from collections import Counter
from typing import Annotated

import typer

from campaigns.alerts.store import KINDS, AlertKind, Alerts
from campaigns.alerts.topics import alert_object, test_letter
from campaigns.post.letters import checked_address, is_webhook, shown_address
from campaigns.post.outbox import Outbox
from lantoa.cli import mailing
from lantoa.cli.bars import remark
from lantoa.cli.house import open_house
from lantoa.cli.output import Exit, print_json, print_table, tell_steps
from lantoa.cli.steps import Done
from lantoa.cli.usage import Commands
from lantoa.clock import SystemClock
from lantoa.errors import LantoaError, Misuse
from lantoa.settings import Settings, load_settings
from lantoa.web.formats import moment, number
from lantoa.words import word

app = Commands()
Json = Annotated[bool, typer.Option("--json", help=word("cli.help.json"))]
LISTED, MOST_NAMED = 50, 10_000


@app.command("look", help=word("alerts.help.look"))
def look(json: Json = False) -> None:
    with open_house(load_settings()) as house:
        done = {"alerts": mailing.look(house), "digest": mailing.digest(house)}
    raise typer.Exit(tell_steps([Done(name, each.counts, each.aside) for name, each in done.items()], json))


@app.command("list", help=word("alerts.help.list"))
def list_(
    campaign: Annotated[
        str, typer.Argument(metavar=word("cli.metavar.campaign"), help=word("alerts.help.campaign"))
    ] = "",
    kind: Annotated[str, typer.Option(metavar=word("alerts.metavar.kind"), help=word("alerts.help.kind"))] = "",
    json: Json = False,
) -> None:
    wanted = _kind(kind)
    with open_house(load_settings()) as house:
        if campaign:
            house.campaigns.get(campaign)
        found = Alerts(house.database).listed(campaign, wanted, limit=LISTED)
    if json:
        print_json([alert_object(one) for one in found])
        return
    columns = [word(f"alerts.column.{name}") for name in ("made", "kind", "title", "fate")]
    rows = [(moment(one.made_at), word(f"alerts.kind.{one.kind}"), one.title, word(f"alerts.fate.{one.fate}")) for one in found]  # fmt: skip
    print_table(columns, rows, left=4)
    if not found:
        print(word("alerts.none"))


@app.command("send", help=word("alerts.help.send"))
def send(json: Json = False) -> None:
    with open_house(load_settings()) as house:
        code = tell_steps([Done("send", mailing.send(house).counts)], json)
        waiting = Outbox(house.database).open_letters(limit=MOST_NAMED)
    reasons = Counter((shown_address(one.address), one.fate, one.said) for one in waiting)
    for (address, fate, said), count in reasons.items():
        remark(word("letters.open_line", address=address, fate=word(f"letters.fate.{fate}"), count=number(count), why=said))
    raise typer.Exit(Exit.PARTLY if waiting else code)


@app.command("test-mail", help=word("alerts.help.test_mail"))
def test_mail(
    to: Annotated[str, typer.Option(metavar=word("alerts.metavar.address"), help=word("alerts.help.to"))],
) -> None:
    if is_webhook(to):
        raise Misuse(word("mail.no_webhook"))
    checked_address(to)
    print(_tried(load_settings(), to))


def _tried(settings: Settings, to: str) -> str:
    """What the server said. Raises LantoaError with what it said against it."""
    now = SystemClock().now()
    letter = test_letter(to, f"test-mail:{to}:{now.isoformat()}", settings.public)
    result = mailing.mail_carrier(settings).send(letter, (to,), now)
    for error in result.refused.values():
        raise LantoaError(str(error))
    return result.said


def _kind(text: str) -> AlertKind | None:
    if text and text not in KINDS:
        raise Misuse(word("alerts.kind_unknown", value=text, allowed=", ".join(KINDS)))
    return AlertKind(text) if text else None

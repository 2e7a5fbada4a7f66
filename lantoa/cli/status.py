"""lantoa status: how what `lantoa up` runs stands."""

from __future__ import annotations

from campaigns.operating.operations import Operations, Overseer
from campaigns.operating.view import as_object, counts_text, heart_text, lasted, local, size, state_text
from lantoa.cli.house import House
from lantoa.cli.output import Exit, print_json, print_table
from lantoa.cli.rounds import ROUND, backlog
from lantoa.clock import SystemClock
from lantoa.web.formats import moment, number
from lantoa.words import word


def overseer(house: House) -> Overseer:
    """Who looks at a house."""
    return Overseer(
        house.database, house.settings.data, tuple(ROUND), house.campaigns.all, lambda: backlog(house), SystemClock(), house.clock
    )


def show_status(house: House, as_json: bool) -> Exit:
    """How it stands; FAILED when the heartbeat is late, a step failed or hangs, the disk is nearly full."""
    shown = overseer(house).look()
    if as_json:
        print_json(as_object(shown))
    else:
        _print(shown)
    return Exit.DONE if shown.well else Exit.FAILED


def _print(shown: Operations) -> None:
    print(heart_text(shown))
    if shown.heartbeat and shown.heartbeat.note:
        print(shown.heartbeat.note)
    rows = []
    for one in shown.steps:
        last = one.last
        rows.append((
            word(f"cli.step.{one.name}"), state_text(one), local(last.started) if last else None, lasted(last.took if last else None),
            counts_text(last.counts) if last else None, number(shown.backlog[one.name]) if one.name in shown.backlog else None,
            local(one.following) if one.following else None,
        ))  # fmt: skip
    names = ("step", "state", "last", "took", "did", "waits", "next")
    print_table([word(f"schedule.column.{name}") for name in names], rows, left=len(names))
    for one in shown.steps:
        if one.last and one.last.error:
            print(f"{word(f'cli.step.{one.name}')}: {one.last.error}")
    for due in shown.reports:
        print(word("schedule.next_report", campaign=due.campaign.id, period=due.period, due=moment(due.due)))
    low = word("schedule.page.disk_low") if shown.disk.low else ""
    print(word("schedule.disk", free=size(shown.disk.free), total=size(shown.disk.total)), low)

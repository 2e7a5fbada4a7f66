"""lantoa sources health: which sources are well, and what stands against the others."""

from __future__ import annotations

from crawlers.health import LEAST_DAYS, State
from crawlers.health_pages import estimate_text, recall_text, worst_first
from crawlers.health_report import health_list
from crawlers.source_health import SourceHealth, panel_estimates, source_health
from lantoa.cli.house import House
from lantoa.cli.output import Exit, print_json, print_table
from lantoa.web.formats import day, number
from lantoa.words import word


def show_health(house: House, name: str, as_json: bool) -> Exit:
    """One source, or all that are crawled, worst first. FAILED when an alarm stands. Raises
    Misuse for a source that is not there."""
    only = house.sources.get(name).id if name else ""
    found = source_health(house.database, house.sources, house.watch.now(), only)
    panels = {} if name else panel_estimates(house.sources, found)
    if as_json:
        print_json(health_list(found, panels).model_dump(mode="json"))
    else:
        told = worst_first([one for one in found if name or one.health.state is not State.OFF])
        young = [] if name else [one for one in told if _only_young(one)]
        _print([one for one in told if one not in young])
        if young:
            print(word("health.still_young", count=number(len(young)), least=LEAST_DAYS))
        for panel, one in panels.items():
            if one is not None:
                print(f"{house.sources.panel_names[panel]}: {estimate_text(one)}")
    return Exit.FAILED if any(one.health.alarm for one in found) else Exit.DONE


def _print(found: list[SourceHealth]) -> None:
    columns = ("source", "state", "seen", "since", "gaps", "recall", "why")
    if found:
        print_table([word(f"health.column.{one}") for one in columns], map(_row, found), left=len(columns))
    if not any(one.health.alarm for one in found):
        print(word("health.none_known"))


def _only_young(one: SourceHealth) -> bool:
    """Nothing can be said of it yet: a table of such sources would hide the others."""
    return [each.key for each in one.health.reasons] == ["young"]


def _row(one: SourceHealth) -> list[object]:
    health = one.health
    usual = number(health.expected.usual if health.expected else None)
    return [
        one.source.id,
        word(f"health.state.{health.state}"),
        f"{number(health.seen)} / {usual}",
        day(one.since) if one.since else word("web.dash"),
        number(len(one.incomplete)),
        recall_text(one),
        " ".join(each.text for each in health.reasons),
    ]

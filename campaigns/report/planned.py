"""The first section of a report: how the plan stands by unit, what is late, what was seen of it."""

from __future__ import annotations

from collections.abc import Sequence

from campaigns.plan.items import Entry, Expectation, Offline, PlanItem
from campaigns.plan.progress import PlanProgress, plan_progress
from campaigns.plan.status import Standing, UnitProgress
from campaigns.report.content import Cell, Paragraph, Section, Table
from campaigns.report.sheet import Sheet, columns, short
from lantoa.web.formats import day as shown_day
from lantoa.web.formats import number
from lantoa.words import word

LATE = 30
STATES = ("total", "done", "seen", "planned", "late", "missing")


def standing_of(sheet: Sheet) -> PlanProgress:
    """The plan as of the period's end."""
    return plan_progress(sheet.desk, sheet.campaign, sheet.until, sheet.today)


def by_unit(sheet: Sheet, plan: PlanProgress) -> Section | None:
    """Progress by lead unit and what is late; None for a campaign without a plan."""
    if not plan.standings:
        return None
    blocks: list[Paragraph | Table] = []
    if plan.units:
        blocks.append(_units(word("reports.plan.units"), plan.units))
    behind = plan.behind
    if not behind:
        blocks.append(Paragraph(word("reports.plan.on_time", day=shown_day(plan.today))))
    else:
        blocks.append(_late(sheet, behind))
        if len(behind) > LATE:
            blocks.append(Paragraph(word("reports.more", count=len(behind) - LATE, shown=LATE), "note"))
    return Section(word("reports.plan.title"), tuple(blocks))


def against_seen(plan: PlanProgress) -> Section | None:
    """Expected coverage and what no crawler sees, against the plan; None without a plan."""
    kinds = [
        (word("plan.kind.item"), plan.activities),
        (word("plan.kind.coverage"), plan.coverage),
        (word("plan.kind.offline"), plan.offline),
    ]
    kept = [(name, one) for name, one in kinds if one.total]
    if not kept:
        return None
    table = _table(word("reports.plan.seen"), word("reports.plan.kind_label"), kept, word("reports.plan.seen_title"))
    return Section(word("reports.plan.seen_title"), (table, Paragraph(word("reports.plan.offline_note"), "note")))


def _units(caption: str, units: Sequence[UnitProgress]) -> Table:
    named = [(one.unit or word("plan.no_unit"), one) for one in units]
    return _table(caption, word("reports.plan.unit"), named, word("reports.plan.unit"))


def _table(caption: str, label: str, named: Sequence[tuple[str, UnitProgress]], sheet: str) -> Table:
    rows = tuple((name, *(getattr(one, state) for state in STATES)) for name, one in named)
    counted = columns(*((f"plan.count.{state}", "number") for state in STATES))
    return Table(caption, ((label, "text"), *counted), rows, widths=(0.34, *(0.11,) * 6), name=sheet)


def _late(sheet: Sheet, behind: Sequence[Standing]) -> Table:
    return Table(
        word("reports.plan.behind", count=number(len(behind))),
        columns(
            ("reports.plan.entry", "text"), ("reports.plan.unit", "text"), ("reports.plan.due", "text"),
            ("reports.plan.standing", "text"),
        ),
        tuple(_late_row(sheet, one) for one in behind[:LATE]),
        widths=(0.42, 0.24, 0.14, 0.2),
        name=word("reports.plan.late_sheet"),
    )  # fmt: skip


def _late_row(sheet: Sheet, one: Standing) -> tuple[Cell, ...]:
    due = shown_day(one.due) if one.due else word("report.open")
    state = word(f"plan.state.{one.state}")
    if one.held_up:
        state = word("plan.held_up", step=word(f"plan.step.{one.held_up}"))
    return (short(_name(sheet, one.entry)), one.unit or word("plan.no_unit"), due, state)


def _name(sheet: Sheet, entry: Entry) -> str:
    match entry:
        case PlanItem():
            return entry.activity
        case Expectation():
            return word("reports.plan.expected", outlet=sheet.outlet(entry.outlet), phase=word(f"phase.{entry.phase}"))
        case Offline():
            return entry.name

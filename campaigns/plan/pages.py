"""The pages of plans, as their routes and their forms show them."""

from __future__ import annotations

from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse

from campaigns.campaign import PHASES, Campaign
from campaigns.lookup import NotFound
from campaigns.plan.board import (
    COUNTS,
    KIND_OF,
    NO_UNIT,
    SEGMENT_OF,
    TONES,
    Choice,
    board_address,
    due_text,
    entry_address,
    shown,
    titled,
    totals,
    unit_text,
)
from campaigns.plan.dates import day_text, deadline_text
from campaigns.plan.fields import FIELDS, choice_text
from campaigns.plan.items import KINDS, STEPS, EntryKind
from campaigns.plan.matrix import coverage_matrix
from campaigns.plan.planning import Planning
from campaigns.plan.progress import PlanProgress, plan_progress
from campaigns.plan.status import Standing, State, UnitProgress, summed
from campaigns.plan.status import progress as by_unit
from campaigns.signing import who_is
from lantoa.web.pages import Pages
from lantoa.words import word

WHOLE = "*"
"""The unit of the line of all units."""



class PlanPages:
    """The pages of plans, also as a form that was refused shows them again."""

    def __init__(self, planning: Planning) -> None:
        self.planning = planning
        self.desk = planning.desk
        self.pages = Pages("campaigns")

    def progress(self, campaign: Campaign) -> PlanProgress:
        """As of today."""
        return plan_progress(self.desk, campaign, self.desk.measured(campaign), self.desk.today())

    def render(self, request: Request, name: str, /, *, status: int = 200, **values: Any) -> HTMLResponse:
        """One page, with what all of them need."""
        campaign = values.get("campaign")
        messages = {one.id: one.name for one in campaign.messages} if campaign else {}
        who = who_is(request)
        return self.pages.render(
            request, name, status=status, fields=FIELDS, choice_text=choice_text, segment_of=SEGMENT_OF, tones=TONES,
            day_text=day_text, deadline_text=deadline_text, due_text=due_text, unit_text=unit_text, steps=STEPS,
            address=board_address, entry_address=entry_address, kinds=KINDS, phases=PHASES, who=who, no_unit=NO_UNIT,
            counts=COUNTS, outlets=self.desk.outlets.all(), messages=messages, **values,
        )  # fmt: skip

    def board(self, request: Request, campaign: Campaign, choice: Choice, *, status: int = 200, **more: Any) -> HTMLResponse:
        """The board; more: what is said above it (trouble of a workbook, unmatched outlets)."""
        progress = self.progress(campaign)
        sheet = None
        if choice.view in ("tin-bai", "lich"):
            sheet = coverage_matrix(self.desk, progress.rows.measured, progress.of("coverage"))
        said = {"trouble": (), "unmatched": (), **more}
        return self.render(
            request, "plan.html", status=status, campaign=campaign, campaigns=self.desk.store.all(), progress=progress,
            choice=choice, listed=shown(progress, choice), titled=titled, units=self._units(progress, choice), sheet=sheet, states=tuple(State), totals=totals(progress.standings),
            **said,
        )  # fmt: skip

    @staticmethod
    def _units(progress: PlanProgress, choice: Choice) -> list[UnitProgress]:
        """What is shown, by unit, and the whole of it."""
        kind = KIND_OF.get(choice.view)
        return [*by_unit(progress.of(kind)), summed(WHOLE, progress.of(kind))] if kind else []

    def form(
        self, request: Request, campaign: Campaign, kind: EntryKind, texts: dict[str, str],
        troubles: dict[str, str], *, code: str = "",
    ) -> HTMLResponse:  # fmt: skip
        """The form of an entry, with what was typed; code: of the one that is changed, "" a new one."""
        plan = self.planning.store.plan(campaign.id)
        return self.render(
            request, "plan_form.html", status=422 if troubles else 200, campaign=campaign, kind=kind, texts=texts,
            troubles=troubles, code=code, items=plan.items,
        )  # fmt: skip

    def standing(self, campaign: Campaign, kind: EntryKind, code: str) -> tuple[PlanProgress, Standing]:
        """One entry. Raises NotFound where there is none."""
        progress = self.progress(campaign)
        found = next((one for one in progress.of(kind) if one.entry.code == code), None)
        if found is None:
            raise NotFound(word("plan.unknown_entry", code=code))
        return progress, found

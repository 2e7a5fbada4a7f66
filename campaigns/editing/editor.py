"""Reading the form of a campaign: the campaign it stands for, or what is wrong beside each field."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256

from campaigns.campaign import PHASES, Campaign, CampaignCongress, Phase
from campaigns.changed import changes
from campaigns.definition import campaign_from, campaign_table
from campaigns.editing.congress_sheet import RowProblem, RowsRefused
from campaigns.editing.form import Form, field_of, table_of
from campaigns.known import Surroundings
from campaigns.problems import Problem, Refused
from campaigns.store import CampaignStore
from lantoa.errors import Misuse
from lantoa.words import word


@dataclass(frozen=True)
class Reading:
    """A form that was read. campaign: None where it is refused; wrong: field -> what is wrong."""

    form: Form
    campaign: Campaign | None
    wrong: Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Spans:
    """The days that follow for one congress. phases: None where a phase has no day; windows: the
    days that rates are compared over, None until both days of the congress are fixed."""

    congress: CampaignCongress
    phases: Mapping[Phase, tuple[date, date | None] | None]
    windows: tuple[tuple[date, date], tuple[date, date]] | None


@dataclass(frozen=True, slots=True)
class Saved:
    """changed: what the campaign says otherwise than before; new: it was not there."""

    changed: Sequence[str]
    new: bool


class Editor:
    """Forms of campaigns over a store.

    now: the instant a campaign is saved at.
    """

    def __init__(self, store: CampaignStore, around: Surroundings, now: Callable[[], datetime]) -> None:
        self.store = store
        self.around = around
        self.now = now

    def read(self, form: Form, campaign_id: str = "") -> Reading:
        """campaign_id: of the campaign that is edited, "" for a new one, which may have no id of another."""
        table, places = table_of(form, self.around.outlets.all())
        problems: list[Problem] = []
        campaign = None
        try:
            campaign = campaign_from({**table, "id": campaign_id or table["id"]})
            problems += self.around.problems(campaign)
            if not campaign_id and self.mark(campaign.id):
                problems.append(Problem(("id",), word("editor.taken", id=campaign.id)))
        except Refused as refused:
            problems += refused.problems
        wrong: dict[str, list[str]] = {}
        for one in problems:
            wrong.setdefault(field_of(one.place, places), []).append(one.text)
        return Reading(form, None if problems else campaign, wrong)

    def save(self, campaign: Campaign) -> Saved:
        """Keep a campaign."""
        old = next((one for one in self.store.all() if one.id == campaign.id), None)
        if old != campaign:
            self.store.save(campaign, self.now())
        return Saved(changes(old, campaign) if old else (), old is None)

    def since(self, campaign: Campaign, seen: str) -> list[str]:
        """What somebody else changed after the form was opened, as saving it would undo it.

        seen: the mark of the campaign as the form was opened; see `mark`."""
        old = self.store.get(campaign.id)
        return changes(campaign, old) if self.mark(campaign.id) != seen and old != campaign else []

    def mark(self, campaign_id: str) -> str:
        """Tells versions of a campaign apart; "" where there is none."""
        kept = next((one for one in self.store.all() if one.id == campaign_id), None)
        return sha256(json.dumps(campaign_table(kept)).encode()).hexdigest()[:16] if kept else ""


def spans(campaign: Campaign) -> Iterator[Spans]:
    """Of each congress the days that follow."""
    for one in campaign.congresses:
        phases = {phase: campaign.span(one, phase) for phase in PHASES}
        windows = None
        if one.fixed:
            day = timedelta(days=1)
            first = max(campaign.start, one.fixed[0] - campaign.before)
            last = one.fixed[1] + campaign.after
            last = min(last, campaign.end) if campaign.end else last
            windows = ((first, one.fixed[0] - day), (one.fixed[1] + day, last))
        yield Spans(one, phases, windows)


def refusal(error: Misuse) -> tuple[str, Sequence[RowProblem]]:
    """Why a file was not taken: in a line, and row by row where it has rows."""
    return str(error), error.problems if isinstance(error, RowsRefused) else ()

"""GET, POST /api/v1/campaigns/{id}/corrections and /review."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from campaigns.correcting.acts import Correcting, Outcome, correction_object
from campaigns.correcting.review import item_object
from campaigns.corrections import MANY, Asked, Asking
from campaigns.lookup import campaign_of

Reference = Annotated[str, Field(min_length=1, max_length=2_000)]
Name = Annotated[str, Field(max_length=1_000)]
Why = Annotated[str, Field(max_length=10_000)]
EntryId = Annotated[int, Field(ge=1, le=2**62)]
VALUES = {"include": "congress", "date": "date", "with": "other", "join": "other"}
"""Of actions that want one, the field in which it comes."""


class NewCorrection(BaseModel):
    """articles: ids or addresses; congress: of `include`; date: of `date`, local;
    other: of `with`, the article into whose group they go, of `join` with everybody of theirs."""

    model_config = ConfigDict(extra="forbid")

    action: Asking
    articles: Annotated[list[Reference], Field(min_length=1, max_length=MANY)]
    who: Name
    why: Why
    congress: Name = ""
    date: Name = ""
    other: Annotated[str, Field(max_length=2_000)] = ""


class Undo(BaseModel):
    """ids: of entries of the log."""

    model_config = ConfigDict(extra="forbid")

    ids: Annotated[list[EntryId], Field(min_length=1, max_length=MANY)]
    who: Name
    why: Why


class Entry(BaseModel):
    """One entry of the log. campaign None: for the whole house."""

    id: int
    article: int
    action: str
    campaign: str | None
    congress: str | None
    day: date | None
    at: datetime | None
    other: int | None
    undoes: int | None
    who: str
    why: str
    made_at: datetime


class Written(BaseModel):
    """What was written; waiting: articles that are tagged, grouped and indexed later."""

    corrections: list[Entry]
    waiting: int


class Log(BaseModel):
    """The log of a campaign, the latest first; excluded, included: as it stands now, article ->
    congress."""

    campaign: str
    corrections: list[Entry]
    excluded: list[int]
    included: dict[int, str]


def correction_router(correcting: Correcting) -> APIRouter:
    """Routes over what corrects."""
    routes = APIRouter(prefix="/api/v1/campaigns/{campaign_id}", tags=["campaigns"])
    desk = correcting.desk

    @routes.get("/corrections")
    def log(campaign_id: str) -> Log:
        """Who corrected what, when and why, and what of it stands."""
        campaign = campaign_of(desk, campaign_id)
        overlay = correcting.corrections.overlay(campaign.id)
        entries = [_entry(correction_object(one)) for one in correcting.log(campaign)]
        return Log(
            campaign=campaign.id, corrections=entries, excluded=sorted(overlay.excluded), included=dict(overlay.included)
        )

    @routes.post("/corrections", status_code=201, responses={404: {}, 422: {}, 503: {}})
    def correct(campaign_id: str, new: NewCorrection) -> Written:
        """Correct all of these articles, or none: 422 names every one that cannot be."""
        campaign = campaign_of(desk, campaign_id)
        value = getattr(new, VALUES[new.action]) if new.action in VALUES else ""
        return _written(correcting.correct(campaign, new.articles, Asked(new.action, value), new.who, new.why))

    @routes.post("/corrections/undo", status_code=201, responses={404: {}, 422: {}, 503: {}})
    def undo(campaign_id: str, new: Undo) -> Written:
        """Take entries of the log back, all or none; the undos are entries too."""
        campaign_of(desk, campaign_id)
        return _written(correcting.undo(new.ids, new.who, new.why))

    @routes.get("/review")
    def review(
        campaign_id: str, limit: Annotated[int, Query(ge=1, le=500)] = 50, offset: Annotated[int, Query(ge=0, le=10**6)] = 0
    ) -> dict[str, Any]:
        """Uncertain articles that nobody has settled, the most uncertain first; left: how many."""
        campaign = campaign_of(desk, campaign_id)
        queue = correcting.review.queue(campaign)
        items = correcting.review.items(queue[offset : offset + limit])
        return {"campaign": campaign.id, "left": len(queue), "items": [item_object(one) for one in items]}

    return routes


def _entry(values: dict[str, Any]) -> Entry:
    return Entry(**values)


def _written(outcome: Outcome) -> Written:
    return Written(corrections=[_entry(correction_object(one)) for one in outcome.entries], waiting=outcome.waiting)

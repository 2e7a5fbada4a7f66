"""The plan of a campaign: API, board, entries, and what its forms send.

That a form comes from a page of ours is seen to by lantoa/web/guard.py.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from campaigns.campaign import Phase
from campaigns.desk import Desk
from campaigns.lookup import NotFound, campaign_of
from campaigns.plan.board import (
    KIND_OF,
    Choice,
    Chosen,
    Segment,
    View,
    board_address,
    coded,
    plan_object,
)
from campaigns.plan.fields import texts_of
from campaigns.plan.forms import Code, add_forms
from campaigns.plan.items import Expectation, Plan, kind_of
from campaigns.plan.pages import PlanPages
from campaigns.plan.photo import Photos
from campaigns.plan.planning import Planning
from campaigns.plan.progress import plan_progress
from campaigns.plan.workbook import plan_workbook
from campaigns.wording import published_text
from lantoa.web.downloads import XLSX, download
from lantoa.words import word


def plan_router(desk: Desk, photos: Photos) -> APIRouter:
    """Routes over one desk; photos: where pictures of offline items are kept."""
    routes = APIRouter()
    planning = Planning(desk, photos)
    pages = PlanPages(planning)
    _add_api(routes, desk)
    _add_boards(routes, pages)
    _add_files(routes, planning)
    _add_entries(routes, pages)
    add_forms(routes, planning, pages)
    return routes


def _add_api(routes: APIRouter, desk: Desk) -> None:
    @routes.get("/api/v1/campaigns/{campaign_id}/plan", tags=["campaigns"])
    def campaign_plan(campaign_id: str) -> dict[str, Any]:
        """The plan as of today: progress by unit, and every entry with its state, steps and
        occurrences, late ones first."""
        campaign = campaign_of(desk, campaign_id)
        return plan_object(campaign, plan_progress(desk, campaign, desk.measured(campaign), desk.today()))


def _add_boards(routes: APIRouter, pages: PlanPages) -> None:
    @routes.get("/ke-hoach", response_class=HTMLResponse, include_in_schema=False)
    def plans(request: Request) -> Response:
        """The campaigns to choose from; straight to the board of an only one."""
        campaigns = pages.desk.store.all()
        if len(campaigns) == 1:
            return RedirectResponse(board_address(campaigns[0].id), 303)
        counts = {one.id: len(pages.planning.store.plan(one.id).items) for one in campaigns}
        return pages.render(request, "plan_campaigns.html", campaigns=campaigns, activities=counts)

    @routes.get("/chien-dich/{campaign_id}/ke-hoach", response_class=HTMLResponse, include_in_schema=False)
    def board(
        request: Request, campaign_id: str, view: Annotated[View, Query(alias="xem")] = "viec",
        unit: Annotated[str | None, Query(alias="don-vi")] = None,
        state: Annotated[Chosen | Literal[""], Query(alias="tinh-trang")] = "",
        phase: Annotated[Literal["", "before", "during", "after"], Query(alias="giai-doan")] = "",
        sort: Annotated[str | None, Query(alias="loai", max_length=40)] = None,
    ) -> HTMLResponse:  # fmt: skip
        """The board of one campaign."""
        campaign = campaign_of(pages.desk, campaign_id)
        return pages.board(request, campaign, Choice(view, unit or None, state or None, Phase(phase) if phase else None, sort or None))

    @routes.get("/chien-dich/{campaign_id}/ke-hoach/nhat-ky", response_class=HTMLResponse, include_in_schema=False)
    def history(request: Request, campaign_id: str) -> HTMLResponse:
        """Everything that was ever done to the plan."""
        campaign = campaign_of(pages.desk, campaign_id)
        changes = pages.planning.store.history(campaign.id)
        return pages.render(request, "plan_history.html", campaign=campaign, changes=changes, coded=coded)


def _add_files(routes: APIRouter, planning: Planning) -> None:
    @routes.get("/chien-dich/{campaign_id}/ke-hoach.xlsx", include_in_schema=False)
    def export(campaign_id: str) -> Response:
        """The plan as a workbook, which can be taken in again."""
        campaign = campaign_of(planning.desk, campaign_id)
        return download(planning.workbook(campaign), XLSX, f"ke-hoach-{campaign.id}.xlsx")

    @routes.get("/ke-hoach-mau.xlsx", include_in_schema=False)
    def template() -> Response:
        """An empty workbook to fill in."""
        return download(plan_workbook(Plan()), XLSX, "ke-hoach-mau.xlsx")

    @routes.get("/chien-dich/{campaign_id}/ke-hoach/anh/{digest}", include_in_schema=False)
    def photo(campaign_id: str, digest: str) -> Response:
        """A picture of an offline item."""
        campaign = campaign_of(planning.desk, campaign_id)
        kept = planning.photos.get(digest)
        if kept is None or not any(one.photo == digest for one in planning.store.plan(campaign.id).offline):
            raise NotFound(word("photo.missing", digest=digest[:64]))
        return Response(kept[0], media_type=kept[1])


def _add_entries(routes: APIRouter, pages: PlanPages) -> None:
    @routes.get("/chien-dich/{campaign_id}/ke-hoach/{segment}/them", response_class=HTMLResponse, include_in_schema=False)
    def new(request: Request, campaign_id: str, segment: Segment) -> HTMLResponse:
        """The form for a new entry."""
        return pages.form(request, campaign_of(pages.desk, campaign_id), KIND_OF[segment], {}, {})

    @routes.get("/chien-dich/{campaign_id}/ke-hoach/{segment}/{code}/sua", response_class=HTMLResponse, include_in_schema=False)
    def edit(request: Request, campaign_id: str, segment: Segment, code: Code) -> HTMLResponse:
        """The form of an entry."""
        campaign = campaign_of(pages.desk, campaign_id)
        kept = pages.planning.entry(campaign, KIND_OF[segment], code)
        return pages.form(request, campaign, KIND_OF[segment], texts_of(kept), {}, code=code)

    @routes.get("/chien-dich/{campaign_id}/ke-hoach/{segment}/{code}", response_class=HTMLResponse, include_in_schema=False)
    def entry(request: Request, campaign_id: str, segment: Segment, code: Code) -> HTMLResponse:
        """One entry: who, what, how far, on whose decision, with what result; of expected
        coverage the articles that were counted."""
        campaign = campaign_of(pages.desk, campaign_id)
        progress, standing = pages.standing(campaign, KIND_OF[segment], code)
        one = standing.entry
        rows = progress.rows.matching(one) if isinstance(one, Expectation) else None
        articles = pages.desk.articles.many(rows.id.tolist()) if rows is not None else []
        return pages.render(
            request, "plan_entry.html", campaign=campaign, standing=standing, entry=one, texts=texts_of(one),
            history=pages.planning.store.history(campaign.id, kind_of(one), code), coded=coded,
            belonging=[each for each in progress.of("coverage") if isinstance(each.entry, Expectation) and each.entry.item == code],
            articles=sorted(articles, key=lambda each: (str(each.article.published.day), each.id)), published_text=published_text,
            today=progress.today,
        )  # fmt: skip

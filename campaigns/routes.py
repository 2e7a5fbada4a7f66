"""Campaigns: API and pages. Every figure comes from `reach`, every number opens its list."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from campaigns.campaign import PHASES, Campaign, Phase
from campaigns.definition import campaign_table
from campaigns.desk import Desk, ListedBy
from campaigns.overview import Overview, overview
from campaigns.reach import DIMENSIONS, reach, row_object
from campaigns.report.charts import daily_chart
from campaigns.stories import top_stories
from campaigns.wording import published_text, ratio_text
from lantoa.errors import Misuse
from lantoa.web.pages import Pages
from lantoa.words import word

Dimension = Literal["all", "week", "source", "kind", "congress"]


class NotFound(Misuse):
    """Shown as 404."""

    status = 404


def router(desk: Desk) -> APIRouter:
    """Routes over one desk."""
    routes = APIRouter()
    _add_api(routes, desk)
    _add_pages(routes, desk, Pages("campaigns"))
    return routes


def campaign_of(desk: Desk, campaign_id: str) -> Campaign:
    """The campaign of this id. Raises NotFound where there is none."""
    try:
        return desk.store.get(campaign_id)
    except Misuse as error:
        raise NotFound(str(error)) from None


def _add_api(routes: APIRouter, desk: Desk) -> None:
    @routes.get("/api/v1/campaigns", tags=["campaigns"])
    def list_campaigns() -> list[dict[str, Any]]:
        """Every campaign with its congresses and dates."""
        return [campaign_table(one) for one in desk.store.all()]

    @routes.get("/api/v1/campaigns/{campaign_id}", tags=["campaigns"])
    def one_campaign(campaign_id: str) -> dict[str, Any]:
        """One campaign."""
        return campaign_table(campaign_of(desk, campaign_id))

    @routes.get("/api/v1/campaigns/{campaign_id}/reach", tags=["campaigns"])
    def campaign_reach(
        campaign_id: str, dimension: Annotated[list[Dimension] | None, Query()] = None
    ) -> dict[str, Any]:
        """L0 measures by phase and dimension; all dimensions when none is named."""
        campaign = campaign_of(desk, campaign_id)
        rows = reach(desk.measured(campaign), tuple(dimension or DIMENSIONS))
        return {"campaign": campaign.id, "rows": [row_object(row) for row in rows]}


def _add_pages(routes: APIRouter, desk: Desk, pages: Pages) -> None:
    @routes.get("/", response_class=HTMLResponse, include_in_schema=False)
    def home(request: Request) -> HTMLResponse:
        """The overview of the latest campaign."""
        campaigns = desk.store.all()
        if not campaigns:
            return pages.render(request, "no_campaign.html")
        return _overview_page(request, desk, pages, campaigns[0])

    @routes.get("/chien-dich/{campaign_id}", response_class=HTMLResponse, include_in_schema=False)
    def campaign_page(request: Request, campaign_id: str) -> HTMLResponse:
        """The overview of one campaign."""
        return _overview_page(request, desk, pages, campaign_of(desk, campaign_id))

    @routes.get("/chien-dich/{campaign_id}/bai", response_class=HTMLResponse, include_in_schema=False)
    def listing(
        request: Request, campaign_id: str, phase: Phase | None = None,
        dimension: Dimension = "all", value: Annotated[str, Query(max_length=200)] = "", originals: bool = False,
    ) -> HTMLResponse:  # fmt: skip
        """The articles behind a figure."""
        campaign = campaign_of(desk, campaign_id)
        by = ListedBy(phase, dimension, value, originals)
        articles = desk.listed(desk.measured(campaign), by)
        return pages.render(
            request, "listing.html",
            campaign=campaign, by=by, articles=articles, outlets=desk.outlets.all(), published_text=published_text,
        )  # fmt: skip


def _overview_page(request: Request, desk: Desk, pages: Pages, campaign: Campaign) -> HTMLResponse:
    measured = desk.measured(campaign)
    shown: Overview = overview(desk, measured)
    return pages.render(
        request, "overview.html",
        campaign=campaign, campaigns=desk.store.all(), chart=asdict(daily_chart(measured)), ratio_text=ratio_text,
        stories=top_stories(desk, measured, measured.totals, 8), outlets=desk.outlets.all(),
        published_text=published_text, shown=shown, phases=PHASES, w=word,
    )  # fmt: skip

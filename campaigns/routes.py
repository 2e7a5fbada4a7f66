"""Campaigns: API and pages. Every figure comes from `reach`, every number opens its list."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from campaigns.campaign import PHASES, Campaign, Phase
from campaigns.correcting.acts import admitted
from campaigns.definition import campaign_table
from campaigns.desk import PART, Desk, ListedBy
from campaigns.gaps import vocabulary
from campaigns.lookup import campaign_of
from campaigns.naming import value_name
from campaigns.overview import overview
from campaigns.report.charts import daily_chart
from campaigns.signing import here, said, who_is
from campaigns.splits import Dimension
from campaigns.spread import largest
from campaigns.spread_chart import spread_spec
from campaigns.wording import published_text, ratio_text
from lantoa.web.pages import Pages

STORIES = 8
"""On the overview."""


def router(desk: Desk) -> APIRouter:
    """Routes over one desk."""
    routes = APIRouter()
    _add_api(routes, desk)
    _add_pages(routes, desk, Pages("campaigns"))
    return routes


def _add_api(routes: APIRouter, desk: Desk) -> None:
    @routes.get("/api/v1/campaigns", tags=["campaigns"])
    def list_campaigns() -> list[dict[str, Any]]:
        """Every campaign with its congresses and dates."""
        return [campaign_table(one) for one in desk.store.all()]

    @routes.get("/api/v1/campaigns/{campaign_id}", tags=["campaigns"])
    def one_campaign(campaign_id: str) -> dict[str, Any]:
        """One campaign."""
        return campaign_table(campaign_of(desk, campaign_id))


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
        part: Annotated[int, Query(alias="trang", ge=1, le=100_000)] = 1,
    ) -> HTMLResponse:  # fmt: skip
        """The articles behind a figure, so many at a time."""
        campaign = campaign_of(desk, campaign_id)
        by = ListedBy(phase, dimension, value, originals)
        measured = desk.measured(campaign)
        articles, total = desk.listed_part(measured, by, part)
        return pages.render(
            request, "listing.html",
            campaign=campaign, by=by, articles=articles, total=total, part=part, size=PART,
            called=value_name(measured, by.dimension, by.value), outlets=desk.outlets.all(), published_text=published_text,
            why=admitted(desk, campaign, articles), who=who_is(request), said=said(request), back=here(request),
        )  # fmt: skip


def _overview_page(request: Request, desk: Desk, pages: Pages, campaign: Campaign) -> HTMLResponse:
    measured = desk.measured(campaign)
    stories, outlets = largest(desk, measured, STORIES), desk.outlets.all()
    return pages.render(
        request, "overview.html",
        campaign=campaign, campaigns=desk.store.all(), chart=asdict(daily_chart(measured)), ratio_text=ratio_text,
        stories=stories, spread_spec=spread_spec(stories, outlets), outlets=outlets, published_text=published_text,
        shown=overview(desk, measured, vocabulary()), phases=PHASES,
    )  # fmt: skip

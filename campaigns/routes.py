"""Campaigns: API and pages. Every figure comes from `reach`, every number opens its list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse

from campaigns.campaign import PHASES, Campaign, Phase
from campaigns.definition import campaign_table
from campaigns.desk import Desk, ListedBy
from campaigns.matrix import coverage_matrix
from campaigns.overview import Overview, overview
from campaigns.reach import DIMENSIONS, reach, row_object
from campaigns.report.charts import daily_chart
from campaigns.report.issue import issue_weekly
from campaigns.report.weekly import published_text
from campaigns.stories import top_stories
from campaigns.wording import ratio_text
from lantoa.errors import Misuse
from lantoa.web.pages import Pages
from lantoa.words import word

Dimension = Literal["all", "week", "source", "kind", "congress"]
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class NotFound(Misuse):
    """Shown as 404."""

    status = 404


def router(desk: Desk, demo: str = "") -> APIRouter:
    """Routes over one desk; demo: the line that reports of the demonstration carry."""
    routes = APIRouter()
    _add_api(routes, desk)
    _add_pages(routes, desk, Pages("campaigns"))
    _add_reports(routes, desk, Pages("campaigns"), demo)
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

    @routes.get("/ke-hoach", response_class=HTMLResponse, include_in_schema=False)
    def plan(request: Request) -> HTMLResponse:
        """The calendar of congresses and what each outlet of the panel has published of each phase."""
        sheets = [coverage_matrix(desk, one) for one in desk.store.all()]
        return pages.render(request, "plan.html", sheets=sheets, phases=PHASES)


def _add_reports(routes: APIRouter, desk: Desk, pages: Pages, demo: str) -> None:
    @routes.get("/bao-cao", response_class=HTMLResponse, include_in_schema=False)
    def report_list(request: Request) -> HTMLResponse:
        """Issued reports, and the weeks that can be had."""
        campaigns = desk.store.all()
        issued = {(campaign, period): at for campaign, period, at in desk.store.list_issued()}
        weeks = {one.id: _weeks(desk, one) for one in campaigns}
        return pages.render(request, "reports.html", campaigns=campaigns, issued=issued, weeks=weeks)

    @routes.get("/bao-cao/{campaign_id}/{period}.docx", include_in_schema=False)
    def report_docx(campaign_id: str, period: str) -> Response:
        """The report as DOCX."""
        report, _ = issue_weekly(desk, campaign_of(desk, campaign_id), period, demo)
        name = f"{campaign_id}-{period}.docx"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return Response(report.docx, media_type=DOCX, headers=headers)

    @routes.get("/bao-cao/{campaign_id}/{period}", response_class=HTMLResponse, include_in_schema=False)
    def report_html(campaign_id: str, period: str) -> Response:
        """The report as a page of its own, printable."""
        report, _ = issue_weekly(desk, campaign_of(desk, campaign_id), period, demo)
        # the report carries its styles inside: allowed for this answer alone, scripts are not
        policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
        return Response(report.html, media_type="text/html", headers={"Content-Security-Policy": policy})


def _weeks(desk: Desk, campaign: Campaign) -> Mapping[str, int]:
    """Week -> articles, latest first."""
    found: dict[str, int] = {}
    for row in reach(desk.measured(campaign), ("week",)):
        found[row.value] = found.get(row.value, 0) + row.articles
    return dict(sorted(found.items(), reverse=True))


def _overview_page(request: Request, desk: Desk, pages: Pages, campaign: Campaign) -> HTMLResponse:
    measured = desk.measured(campaign)
    shown: Overview = overview(desk, measured)
    return pages.render(
        request, "overview.html",
        campaign=campaign, campaigns=desk.store.all(), chart=asdict(daily_chart(measured)), ratio_text=ratio_text,
        stories=top_stories(desk, measured, measured.totals, 8), outlets=desk.outlets.all(),
        published_text=published_text, shown=shown, phases=PHASES, w=word,
    )  # fmt: skip

"""Reports: the list, one report as page and as files, what changed since, sending; and the API."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Form, Path, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from campaigns.campaign import Campaign
from campaigns.desk import Desk
from campaigns.lookup import NotFound, campaign_of
from campaigns.periods import KINDS, Period, period_of
from campaigns.post.outbox import Outbox
from campaigns.report.compose import period_name
from campaigns.report.content import content_from_json, printed, shown
from campaigns.report.issue import DEFAULT, issue
from campaigns.report.layout import layout_named, layout_titles
from campaigns.report.pages import shelf
from campaigns.report.posting import MEDIA, file_name, letter_of
from campaigns.report.since import LISTS, changed_since
from campaigns.report.store import Issued, ReportStore
from campaigns.wording import published_text
from lantoa.web.pages import Pages
from lantoa.words import word

LayoutName = Annotated[str, Query(alias="mau", max_length=80)]
PeriodText = Annotated[str, Path(max_length=40)]
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
"""A report carries its styles inside: allowed for its page alone, scripts are not."""


def report_router(desk: Desk, demo: str = "") -> APIRouter:
    """Routes over one desk; demo: the line that reports of the demonstration carry."""
    routes = APIRouter()
    _add_list(routes, desk, Pages("campaigns"))
    for kind in MEDIA:
        _add_file(routes, desk, kind, demo)
    _add_page(routes, desk, Pages("campaigns"), demo)
    _add_actions(routes, desk, Pages("campaigns"), demo)
    _add_api(routes, desk, demo)
    return routes


def _asked(
    desk: Desk, campaign_id: str, period: str, layout: str, demo: str, preview: Sequence[str] = ()
) -> tuple[Campaign, Period, Issued]:
    """The report; the files of a preview are drawn where they are asked for alone."""
    campaign, days = campaign_of(desk, campaign_id), period_of(period)
    return campaign, days, issue(desk, campaign, days, layout, demo, preview)


def _add_list(routes: APIRouter, desk: Desk, pages: Pages) -> None:
    @routes.get("/bao-cao", response_class=HTMLResponse, include_in_schema=False)
    def report_list(
        request: Request, layout: LayoutName = DEFAULT, campaign: str = "",
        first: Annotated[str, Query(alias="tu", max_length=10)] = "", last: Annotated[str, Query(alias="den", max_length=10)] = "",
    ) -> Response:  # fmt: skip
        """Every campaign's reports: those issued, and the periods that can be had."""
        layout_named(layout, desk.layouts)
        if campaign and (first or last):
            period = period_of(f"{first}..{last}")
            return RedirectResponse(f"/bao-cao/{campaign_of(desk, campaign).id}/{period}?mau={layout}", 303)
        shelves = [shelf(desk, one, layout) for one in desk.store.all()]
        return pages.render(request, "reports.html", shelves=shelves, layout=layout, layouts=layout_titles(desk.layouts), kinds=KINDS)


def _add_file(routes: APIRouter, desk: Desk, kind: str, demo: str) -> None:
    @routes.get(f"/bao-cao/{{campaign_id}}/{{period}}.{kind}", include_in_schema=False, name=f"report_{kind}")
    def report_file(campaign_id: str, period: PeriodText, layout: LayoutName = DEFAULT) -> Response:
        """The report in one format."""
        _, _, report = _asked(desk, campaign_id, period, layout, demo, (kind,))
        return _file(report, kind)


def _file(report: Issued, kind: str) -> Response:
    data = report.file(kind)
    if data is None:
        raise NotFound(word("reports.no_file", kind=kind.upper(), period=report.period))
    if kind == "html":
        return Response(data, media_type=MEDIA[kind], headers={"Content-Security-Policy": POLICY})
    return Response(
        data, media_type=MEDIA[kind],
        headers={"Content-Disposition": f'attachment; filename="{file_name(report, kind)}"'},
    )  # fmt: skip


def _add_page(routes: APIRouter, desk: Desk, pages: Pages, demo: str) -> None:
    @routes.get("/bao-cao/{campaign_id}/{period}", response_class=HTMLResponse, include_in_schema=False)
    def report_page(request: Request, campaign_id: str, period: PeriodText, layout: LayoutName = DEFAULT, sent: str = "") -> Response:
        """One report: its state, its files, what it says."""
        campaign, days, report = _asked(desk, campaign_id, period, layout, demo)
        try:
            content = content_from_json(report.content)
        except ValueError:  # issued before reports could be made again: the kept page is all there is
            return _file(report, "html")
        return pages.render(
            request, "report_page.html",
            campaign=campaign, period=days, report=report, content=content, formats=tuple(MEDIA), sent=sent,
            layouts=layout_titles(desk.layouts), shown=shown, printed=printed,
        )  # fmt: skip


def _add_actions(routes: APIRouter, desk: Desk, pages: Pages, demo: str) -> None:
    @routes.get("/bao-cao/{campaign_id}/{period}/thay-doi", response_class=HTMLResponse, include_in_schema=False)
    def since_page(request: Request, campaign_id: str, period: PeriodText, layout: LayoutName = DEFAULT) -> HTMLResponse:
        """What changed since the report was issued."""
        campaign, days, report = _asked(desk, campaign_id, period, layout, demo)
        since = changed_since(desk, campaign, report)
        return pages.render(
            request, "report_since.html",
            campaign=campaign, period=days, report=report, since=since, lists=LISTS, outlets=desk.outlets.all(),
            published_text=published_text, name=period_name(days),
            steps=[word(f"reports.since.step.{name}") for name in (since.rules if since else ())],
        )  # fmt: skip

    @routes.post("/bao-cao/{campaign_id}/{period}/gui", include_in_schema=False)
    def send(campaign_id: str, period: PeriodText, layout: Annotated[str, Form(alias="mau", max_length=80)] = DEFAULT) -> Response:
        """Put the report into the outbox, once."""
        campaign, days, report = _asked(desk, campaign_id, period, layout, demo)
        put = Outbox(desk.store.database).put(letter_of(report, campaign), desk.clock.now())
        return RedirectResponse(f"/bao-cao/{campaign.id}/{days}?mau={report.layout}&sent={'now' if put else 'before'}", 303)


def _add_api(routes: APIRouter, desk: Desk, demo: str) -> None:
    base = "/api/v1/campaigns/{campaign_id}/reports"

    @routes.get(base, tags=["campaigns"])
    def issued_reports(campaign_id: str) -> list[dict[str, Any]]:
        """The reports of a campaign that were issued, the last one first."""
        campaign = campaign_of(desk, campaign_id)
        return [
            {"serial": one.serial, "period": one.period, "layout": one.layout, "made_at": one.made_at.isoformat()}
            for one in ReportStore(desk.store.database).listed(campaign.id)
        ]

    @routes.get(base + "/{period}", tags=["campaigns"])
    def one_report(campaign_id: str, period: PeriodText, layout: Annotated[str, Query(max_length=80)] = DEFAULT) -> dict[str, Any]:
        """What a report says, with the numbers and what they were counted from; issued when its
        period is over, else as it would be now."""
        _, days, report = _asked(desk, campaign_id, period, layout, demo)
        return {
            "campaign": campaign_id, "period": str(days), "layout": report.layout, "serial": report.serial or None,
            "made_at": report.made_at.isoformat(), "content": dict(report.content),
        }  # fmt: skip



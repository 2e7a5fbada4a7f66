"""/ra-soat: what is uncertain, one after the other, with the keys for it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse
from starlette.responses import RedirectResponse, Response

from campaigns.correcting.acts import Correcting
from campaigns.lookup import campaign_of
from campaigns.signing import here, said, who_is
from campaigns.wording import published_text
from lantoa.web.pages import Pages

PAGE = 20


def review_pages(correcting: Correcting) -> APIRouter:
    """Routes over what corrects."""
    routes = APIRouter(include_in_schema=False)
    pages = Pages("campaigns")
    desk = correcting.desk

    @routes.get("/ra-soat", response_class=HTMLResponse)
    def overview(request: Request) -> HTMLResponse:
        """How much is left to look at in each campaign."""
        left = [(one, len(correcting.review.queue(one))) for one in desk.store.all()]
        return pages.render(request, "review_list.html", left=left)

    @routes.get("/chien-dich/{campaign_id}/ra-soat")
    def queue_of(campaign_id: str) -> Response:
        """The same, among the pages of the campaign."""
        return RedirectResponse(f"/ra-soat/{campaign_of(desk, campaign_id).id}", 307)

    @routes.get("/ra-soat/{campaign_id}", response_class=HTMLResponse)
    def queue(request: Request, campaign_id: str, trang: Annotated[int, Query(ge=1, le=10_000)] = 1) -> HTMLResponse:
        """The queue of a campaign, the most uncertain first."""
        campaign = campaign_of(desk, campaign_id)
        found = correcting.review.queue(campaign)
        start = (trang - 1) * PAGE
        items = correcting.review.items(found[start : start + PAGE])
        return pages.render(
            request, "review.html",
            campaign=campaign, items=items, left=len(found), page=trang, pages=-(-len(found) // PAGE), back=here(request),
            outlets=desk.outlets.all(), published_text=published_text, who=who_is(request), said=said(request),
        )  # fmt: skip

    return routes

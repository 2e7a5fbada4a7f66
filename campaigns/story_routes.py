"""Stories and gaps: how a story spread over the outlets, and what nothing was published of."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import HTMLResponse

from campaigns.campaign import PHASES
from campaigns.desk import Desk
from campaigns.gaps import gap_object, gaps, vocabulary
from campaigns.lookup import NotFound, campaign_of
from campaigns.spread import Spread, largest, spread
from campaigns.spread_chart import spread_spec, story_spec
from campaigns.wording import published_text
from lantoa.changes import DifferenceOf
from lantoa.web.formats import lag
from lantoa.web.pages import Pages
from lantoa.web.pieces import shortened
from lantoa.words import word

TOP = 20
MOST = 2**31 - 1
"""Largest id that is asked for."""
Number = Annotated[int, Path(ge=1, le=MOST)]


def story_router(desk: Desk, difference: DifferenceOf) -> APIRouter:
    """Routes over one desk; difference: what two texts share and what not."""
    routes = APIRouter()
    _add_api(routes, desk)
    _add_pages(routes, desk, Pages("campaigns"), difference)
    return routes


def _add_api(routes: APIRouter, desk: Desk) -> None:
    @routes.get("/api/v1/campaigns/{campaign_id}/spread", tags=["campaigns"])
    def campaign_spread(campaign_id: str, limit: Annotated[int, Query(ge=1, le=200)] = TOP) -> dict[str, Any]:
        """The largest stories: who was first, who followed and after how long."""
        campaign = campaign_of(desk, campaign_id)
        return {"campaign": campaign.id, "stories": [spread_object(one) for one in largest(desk, desk.measured(campaign), limit)]}

    @routes.get("/api/v1/campaigns/{campaign_id}/gaps", tags=["campaigns"])
    def campaign_gaps(campaign_id: str) -> dict[str, Any]:
        """Outlets of the panel, congresses, topics and messages that nothing was published of."""
        campaign = campaign_of(desk, campaign_id)
        found = gaps(desk.measured(campaign), vocabulary(), desk.today())
        return {"campaign": campaign.id, "gaps": [gap_object(one) for one in found]}


def spread_object(one: Spread) -> dict[str, Any]:
    """As the API prints it; lags in minutes."""
    return {
        "group": one.story.original.reprint_group,
        "title": one.story.original.article.title,
        "articles": len(one.appearances),
        "reprints": one.story.reprints,
        "outlets": one.story.outlets,
        "panel_outlets": one.in_panel,
        "panel_size": one.panel_size,
        "half_minutes": round(one.half.total_seconds() / 60) if one.half is not None else None,
        "appearances": [
            {
                "id": each.stored.id,
                "source": each.stored.source,
                "published_at": _iso(each.stored.article.published.at),
                "lag_minutes": round(each.lag.total_seconds() / 60) if each.lag is not None else None,
                "first_of_outlet": each.opens,
                "removed": each.stored.removed_at is not None,
            }
            for each in one.appearances
        ],
    }


def _iso(at: Any) -> str | None:
    return at.isoformat() if at else None


def _add_pages(routes: APIRouter, desk: Desk, pages: Pages, difference: DifferenceOf) -> None:
    @routes.get("/cau-chuyen/{group}", response_class=HTMLResponse, include_in_schema=False)
    def story_page(
        request: Request, group: Number, compare: Annotated[int | None, Query(alias="so-voi", ge=1, le=MOST)] = None
    ) -> HTMLResponse:
        """One story; so-voi: the reprint whose text is held against the original's."""
        members = desk.articles.group_members(group)
        if not members:
            raise NotFound(word("story.unknown", group=group))
        outlets = desk.outlets.all()
        told = spread(members, tuple(outlets))
        other = next((one.stored for one in told.reprints if one.stored.id == compare), None)
        if compare is not None and other is None:
            raise NotFound(word("story.not_in_it", id=compare))
        original = told.story.original.article
        pieces = shortened(difference(original.text, other.article.text)) if other else []
        return pages.render(
            request, "story.html",
            told=told, outlets=outlets, other=other, pieces=pieces, published_text=published_text, lag=lag,
            group=group, spec=story_spec(told, outlets),
        )  # fmt: skip

    @routes.get("/chien-dich/{campaign_id}/lan-toa", response_class=HTMLResponse, include_in_schema=False)
    def spread_page(request: Request, campaign_id: str) -> HTMLResponse:
        """The largest stories of a campaign, over outlets in time."""
        campaign = campaign_of(desk, campaign_id)
        found, outlets = largest(desk, desk.measured(campaign), TOP), desk.outlets.all()
        return pages.render(
            request, "spread.html",
            campaign=campaign, stories=found, outlets=outlets, lag=lag, published_text=published_text,
            spec=spread_spec(found, outlets),
        )  # fmt: skip

    @routes.get("/chien-dich/{campaign_id}/khoang-trong", response_class=HTMLResponse, include_in_schema=False)
    def gaps_page(request: Request, campaign_id: str) -> HTMLResponse:
        """What nothing was published of."""
        campaign = campaign_of(desk, campaign_id)
        found = gaps(desk.measured(campaign), vocabulary(), desk.today())
        return pages.render(
            request, "gaps.html",
            campaign=campaign, gaps=found, outlets=desk.outlets.all(), phases=PHASES,
            congresses={one.id: one.name for one in campaign.congresses},
            messages={one.id: one.name for one in campaign.messages},
        )  # fmt: skip

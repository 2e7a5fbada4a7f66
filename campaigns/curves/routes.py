"""Any search as a curve over a campaign: page, the lists behind its figures, and API."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, get_args

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from campaigns.campaign import Campaign
from campaigns.curves.links import AskedSearch, Links
from campaigns.curves.page import curve_object, curve_values
from campaigns.curves.rows import Figure, Scope, curve_of, figure_query, scoped
from campaigns.desk import Desk
from campaigns.lookup import campaign_of
from campaigns.wording import published_text
from lantoa.errors import Misuse
from lantoa.web.pages import Pages
from search_api.query_text import explained

LISTED = 50


@dataclass(frozen=True, slots=True)
class AskedCurve:
    """What an address asks for; campaign "": the latest."""

    search: AskedSearch
    scope: Scope
    campaign: str = ""
    figure: Figure = "all"


@dataclass(frozen=True, slots=True)
class Readers:
    """Dependencies that read an address, one for each route: the door composes them, because the
    parameters of a search belong to the search room. An unknown parameter is refused by each."""

    page: Callable[..., AskedCurve]
    listing: Callable[..., AskedCurve]
    api: Callable[..., AskedCurve]


def curve_router(desk: Desk, readers: Readers) -> APIRouter:
    """Routes over one desk."""
    routes = APIRouter()
    pages = Pages("campaigns")

    @routes.get("/api/v1/campaigns/{campaign_id}/curve", tags=["campaigns"])
    def curve_api(campaign_id: str, asked: AskedCurve = Depends(readers.api)) -> dict[str, Any]:
        """A search as a curve over a campaign. scope: `all` articles found, or `members` of the
        campaign only; rows: by phase of the leading congress; outside: dated outside the campaign;
        windows: comparison with before, null where the query's days cannot be cut."""
        campaign = campaign_of(desk, campaign_id)
        found = curve_of(desk, campaign, scoped(desk, campaign, asked.search.query(), asked.scope))
        return curve_object(found, asked.search.text, asked.scope)

    @routes.get("/do-phu", response_class=HTMLResponse, include_in_schema=False)
    def curve_page(request: Request, asked: AskedCurve = Depends(readers.page)) -> HTMLResponse:
        """The curve of a search."""
        campaign = _wanted(desk, asked)
        if campaign is None:
            return pages.render(request, "no_campaign.html")
        form = _form(desk, asked, campaign)
        try:
            found = curve_of(desk, campaign, scoped(desk, campaign, asked.search.query(), asked.scope))
        except Misuse as error:
            return pages.render(request, "curve.html", status=422, **form, broken=explained(asked.search.text, error))
        links = Links(asked.search, campaign.id, asked.scope)
        shown = curve_values(found, links, desk.outlets.all(), desk.today())
        return pages.render(request, "curve.html", **form, broken=None, **shown)

    @routes.get("/do-phu/bai", response_class=HTMLResponse, include_in_schema=False)
    def curve_list(request: Request, asked: AskedCurve = Depends(readers.listing)) -> HTMLResponse:
        """The articles behind a figure that the search page cannot show."""
        campaign = _wanted(desk, asked)
        if campaign is None:
            return pages.render(request, "no_campaign.html")
        return pages.render(request, "curve_list.html", **_listed(desk, asked, campaign))

    return routes


def _wanted(desk: Desk, asked: AskedCurve) -> Campaign | None:
    if asked.campaign:
        return campaign_of(desk, asked.campaign)
    return next(iter(desk.store.all()), None)


def _form(desk: Desk, asked: AskedCurve, campaign: Campaign) -> Mapping[str, Any]:
    search = asked.search
    return {
        "search": search,
        "scope": asked.scope,
        "scopes": get_args(Scope),
        "campaign": campaign,
        "campaigns": desk.store.all(),
        "to_search": Links(search, campaign.id, "all").days(),
    }


def _listed(desk: Desk, asked: AskedCurve, campaign: Campaign) -> dict[str, Any]:
    links = Links(asked.search, asked.campaign, asked.scope)
    place = asked.search.place()
    query = scoped(desk, campaign, asked.search.query(), asked.scope)
    result = desk.index.search(figure_query(desk, campaign, query, asked.figure), limit=LISTED, after=place)
    following = asked.search.sealed(result.cursor)
    return {
        "campaign": campaign,
        "search": asked.search,
        "figure": asked.figure,
        "total": result.total,
        "articles": desk.articles.many([hit.id for hit in result.hits]),
        "outlets": desk.outlets.all(),
        "published_text": published_text,
        "following": links.figure(asked.figure, after=following) if following else "",
        "first": links.figure(asked.figure) if place else "",
        "back": links.page(),
    }

"""Comparisons of a campaign: page, the lists behind its counts, and API."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from campaigns.campaign import PHASES, Campaign, Phase
from campaigns.comparing.alongside import alongside
from campaigns.comparing.as_object import comparisons_object
from campaigns.comparing.comparisons import compare_campaign, wave_window
from campaigns.comparing.page import Figure, compare_values, sentences
from campaigns.comparing.sides import counted_on, sides
from campaigns.counted import Counted
from campaigns.desk import Desk
from campaigns.lookup import campaign_of
from campaigns.windows import windows
from campaigns.wording import published_text
from lantoa.errors import Misuse
from lantoa.web.pages import Pages
from lantoa.words import word

Name = Annotated[str, Query(max_length=200)]


def compare_router(desk: Desk) -> APIRouter:
    """Routes over one desk."""
    routes = APIRouter()
    pages = Pages("campaigns")

    @routes.get("/api/v1/campaigns/{campaign_id}/compare", tags=["campaigns"])
    def campaign_compare(campaign_id: str) -> dict[str, Any]:
        """Before, during and after with rate ratios and their 95 % intervals (originals, and articles);
        the trend of long series; the previous term at the same day from the opening; peers; every
        congress of the campaign with Holm-adjusted p; targets. `why` says what stands where no ratio is."""
        return comparisons_object(compare_campaign(desk, campaign_of(desk, campaign_id)))

    @routes.get("/chien-dich/{campaign_id}/so-sanh", response_class=HTMLResponse, include_in_schema=False)
    def compare_page(request: Request, campaign_id: str) -> HTMLResponse:
        """Everything the campaign is compared with."""
        found = compare_campaign(desk, campaign_of(desk, campaign_id))
        values = compare_values(found, desk.outlets.all(), desk.today())
        return pages.render(request, "compare.html", **values, sentences=sentences(found))

    @routes.get("/chien-dich/{campaign_id}/so-sanh/bai", response_class=HTMLResponse, include_in_schema=False)
    def compare_list(
        request: Request, campaign_id: str, figure: Figure = "window", phase: Phase = Phase.BEFORE,
        congress: Name = "", wave: Name = "", originals: bool = False,
    ) -> HTMLResponse:  # fmt: skip
        """The articles behind a count of the page."""
        campaign = campaign_of(desk, campaign_id)
        if figure == "window":
            rows = _window(desk, campaign, phase, congress, originals)
        else:
            rows = _wave(desk, campaign, wave) if figure == "wave" else _course(desk, campaign, figure)
        return pages.render(
            request, "compare_list.html",
            campaign=campaign, figure=figure, phase=phase, wave=wave, originals=originals or figure != "window",
            articles=desk.in_order(rows), outlets=desk.outlets.all(), published_text=published_text,
        )  # fmt: skip

    return routes


def _window(desk: Desk, campaign: Campaign, phase: Phase, congress: str, originals: bool) -> Counted:
    """Raises Misuse for a congress the campaign does not have, and a phase that has no window."""
    places = {one.id: place for place, one in enumerate(campaign.congresses)}
    place = places.get(congress or campaign.leading.id)
    if place is None:
        raise Misuse(word("campaign.congress_unknown", id=congress, known=", ".join(places)))
    measured = desk.measured(campaign)
    compared = sides(measured, place, originals=originals)
    if compared is None or phase not in PHASES:
        raise Misuse(word("compare.no_window"))
    window = windows(compared, desk.today())[PHASES.index(phase)]
    return counted_on(measured, place, window.days, originals=originals)


def _wave(desk: Desk, campaign: Campaign, name: str) -> Counted:
    """Raises Misuse for a wave the campaign does not have, or which has nothing to stand against."""
    wave = next((one for one in campaign.waves if one.name == name), None)
    measured = desk.measured(campaign)
    window = wave_window(measured, wave, desk.today()) if wave else None
    if window is None:
        raise Misuse(word("compare.no_wave", name=name))
    return counted_on(measured, None, window.days, originals=True)


def _course(desk: Desk, campaign: Campaign, figure: Figure) -> Counted:
    """Raises Misuse where there is no previous term to stand beside."""
    if not campaign.previous:
        raise Misuse(word("compare.previous_none"))
    ours, theirs = desk.measured(campaign), desk.measured(campaign_of(desk, campaign.previous))
    beside = alongside(ours, theirs)
    if beside is None:
        raise Misuse(word("compare.previous_nothing"))
    if figure == "ours":
        return counted_on(ours, 0, beside.taken(beside.ours), originals=True)
    return counted_on(theirs, 0, beside.taken(beside.theirs), originals=True)

"""Alerts: the page, what its forms send, and GET /api/v1/campaigns/{id}/alerts.

That a form comes from a page of ours is seen to by lantoa/web/guard.py.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Path, Query, Request
from fastapi.responses import HTMLResponse
from starlette.responses import RedirectResponse

from campaigns.alerts.look import is_watched
from campaigns.alerts.steps import digests_of
from campaigns.alerts.store import KINDS, AlertKind, Alerts, KeptAlert
from campaigns.alerts.topics import addresses, alert_object
from campaigns.campaign import Campaign
from campaigns.desk import Desk
from campaigns.lookup import campaign_of
from campaigns.post.letters import shown_address
from campaigns.post.outbox import Addressed, Outbox
from lantoa.web.pages import Pages
from lantoa.words import word

PAGE = "/canh-bao"
SHOWN, LETTERS, OPEN = 30, 100, 20
MOST = 2**62
CampaignId = Annotated[str, Query(max_length=80)]
Before = Annotated[int | None, Query(ge=1, le=MOST)]


@dataclass(frozen=True, slots=True)
class Watch:
    """A campaign as it is watched today: messages sent of its budget, and to whom."""

    campaign: Campaign
    used: int
    running: bool
    to: Sequence[str]


def alert_router(desk: Desk, mail_is_set: bool, digest_at: str) -> APIRouter:
    """Routes over one desk. mail_is_set: whether there is a mail server; digest_at: "07:30"."""
    routes = APIRouter()
    _add_api(routes, desk)
    _add_page(routes, desk, Pages("campaigns"), mail_is_set, digest_at)
    _add_forms(routes, desk)
    return routes


def _add_api(routes: APIRouter, desk: Desk) -> None:
    @routes.get("/api/v1/campaigns/{campaign_id}/alerts", tags=["campaigns"])
    def campaign_alerts(
        campaign_id: str, kind: AlertKind | None = None, unread: bool = False,
        limit: Annotated[int, Query(ge=1, le=500)] = 100, before: Before = None,
    ) -> dict[str, Any]:  # fmt: skip
        """The latest alerts, newest first; before: only those with a smaller id, to go on from the
        last one of an answer. budget: letters of today, and how many there may be."""
        campaign = campaign_of(desk, campaign_id)
        alerts = Alerts(desk.store.database)
        found = alerts.listed(campaign.id, kind, unread, limit, before)
        return {
            "campaign": campaign.id,
            "budget": {"used": alerts.messages(campaign.id, desk.today()), "of": campaign.alert_budget},
            "alerts": [alert_object(one) for one in found],
        }


def _add_page(routes: APIRouter, desk: Desk, pages: Pages, mail_is_set: bool, digest_at: str) -> None:
    @routes.get(PAGE, response_class=HTMLResponse, include_in_schema=False)
    def alert_page(
        request: Request, campaign: CampaignId = "", kind: AlertKind | None = None, unread: bool = False,
        before: Before = None,
    ) -> HTMLResponse:  # fmt: skip
        """Alerts, newest first; what was sent to whom; what waits."""
        chosen, campaigns = campaign_of(desk, campaign) if campaign else None, desk.store.all()
        alerts, outbox = Alerts(desk.store.database), Outbox(desk.store.database)
        found = alerts.listed(campaign, kind, unread, SHOWN + 1, before)
        return pages.render(
            request, "alerts.html",
            found=found[:SHOWN], chosen=chosen, kind=kind, unread=unread, before=before, kinds=KINDS,
            names={one.id: one.name for one in campaigns}, filters=_filters(campaigns, alerts, campaign, kind, unread),
            newest=max((one.id for one in alerts.listed(campaign, limit=1)), default=0),
            unread_count=alerts.count(campaign, unread=True), watches=_watches(desk, alerts, [chosen] if chosen else campaigns),
            following=_address(campaign, kind, unread, found[SHOWN - 1].id) if len(found) > SHOWN else "",
            first=_address(campaign, kind, unread) if before else "", sent=_sent(outbox, found[:SHOWN]),
            open_letters=_by_letter(outbox.open_letters(campaign, OPEN)), open_count=outbox.count_open(campaign),
            gone=outbox.listed(campaign, LETTERS),
            digests=digests_of(desk.store.database, campaign), mail_is_set=mail_is_set, digest_at=digest_at,
            shown_address=shown_address,
        )  # fmt: skip


def _add_forms(routes: APIRouter, desk: Desk) -> None:
    @routes.post(PAGE + "/da-doc", include_in_schema=False)
    def mark_read(
        until: Annotated[int, Form(ge=0, le=MOST)], campaign: Annotated[str, Form(max_length=80)] = ""
    ) -> RedirectResponse:
        """Everything that was there when the page was made is read."""
        if campaign:
            campaign_of(desk, campaign)
        Alerts(desk.store.database).mark_read(campaign, until, desk.clock.now())
        return RedirectResponse(_address(campaign, None, False), 303)

    @routes.post(PAGE + "/gui-lai", include_in_schema=False)
    def retry_all() -> RedirectResponse:
        """Every letter that waits or was refused is due at once."""
        Outbox(desk.store.database).retry_all(desk.clock.now())
        return RedirectResponse(PAGE + "#thu", 303)

    @routes.post(PAGE + "/gui-lai/{letter}", include_in_schema=False)
    def retry(letter: Annotated[int, Path(ge=1, le=MOST)]) -> RedirectResponse:
        """A letter that waits or was refused is due at once."""
        Outbox(desk.store.database).retry(letter, desk.clock.now())
        return RedirectResponse(PAGE + "#thu", 303)


def _watches(desk: Desk, alerts: Alerts, campaigns: Sequence[Campaign]) -> list[Watch]:
    now, today = desk.clock.now(), desk.today()
    return [
        Watch(one, alerts.messages(one.id, today), is_watched(one, now), [shown_address(to) for to in addresses(one)])
        for one in campaigns
    ]


def _by_letter(found: Sequence[Addressed]) -> list[tuple[Addressed, list[Addressed]]]:
    """Each letter once, with its addresses."""
    letters: dict[int, list[Addressed]] = {}
    for one in found:
        letters.setdefault(one.letter, []).append(one)
    return [(rows[0], rows) for rows in letters.values()]


def _sent(outbox: Outbox, found: Sequence[KeptAlert]) -> Mapping[str, list[Addressed]]:
    """Letter -> its addresses, of the letters that carry these alerts."""
    letters: dict[str, list[Addressed]] = {}
    for one in outbox.of_keys({one.letter for one in found if one.letter}):
        letters.setdefault(one.key, []).append(one)
    return letters


def _filters(
    campaigns: Sequence[Campaign], alerts: Alerts, campaign: str, kind: AlertKind | None, unread: bool
) -> dict[str, list[dict[str, Any]]]:
    """The groups of links that narrow the list."""
    by_kind, by_campaign = alerts.counts("kind", campaign, None, unread), alerts.counts("campaign", "", kind, unread)
    kinds = [
        {
            "label": word(f"alerts.kind.{one}"), "count": by_kind.get(one, 0), "on": one == kind,
            "href": _address(campaign, None if one == kind else one, unread),
        }
        for one in KINDS
    ]  # fmt: skip
    listed = [
        {
            "label": one.name, "count": by_campaign.get(one.id, 0), "on": one.id == campaign,
            "href": _address("" if one.id == campaign else one.id, kind, unread),
        }
        for one in campaigns
    ]  # fmt: skip
    state = {
        "label": word("alerts.unread"), "count": alerts.count(campaign, kind, True), "on": unread,
        "href": _address(campaign, kind, not unread),
    }  # fmt: skip
    return {"kinds": kinds, "campaigns": listed, "states": [state]}


def _address(campaign: str, kind: AlertKind | None, unread: bool, before: int | None = None) -> str:
    asked = {"campaign": campaign, "kind": str(kind or ""), "unread": "true" if unread else "", "before": before or ""}
    query = urlencode({name: value for name, value in asked.items() if value})
    return f"{PAGE}?{query}" if query else PAGE

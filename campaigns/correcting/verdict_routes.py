"""Sampled verdicts on the messages of a campaign: the page, and what stands by the API."""

from __future__ import annotations

from typing import Annotated, Any

import numpy as np
from fastapi import APIRouter, Form, Path, Request
from fastapi.responses import HTMLResponse
from starlette.responses import RedirectResponse, Response

from campaigns.campaign import Campaign
from campaigns.desk import Desk
from campaigns.lookup import NotFound, campaign_of
from campaigns.measured import Measured
from campaigns.parts import Message
from campaigns.signing import here, said, who_is
from campaigns.statistics.compare import wilson
from campaigns.verdicts import SAMPLE, Judged, Verdict, sample
from campaigns.wording import published_text
from lantoa.article import StoredArticle
from lantoa.evidence import Evidence, phrase_evidence
from lantoa.web.formats import percent
from lantoa.web.pages import Pages
from lantoa.words import word

ArticleId = Annotated[int, Path(ge=1, le=2**62)]


def verdict_router(desk: Desk) -> APIRouter:
    """Routes over one desk."""
    routes = APIRouter()
    pages = Pages("campaigns")

    @routes.get("/api/v1/campaigns/{campaign_id}/messages", tags=["campaigns"])
    def messages(campaign_id: str) -> dict[str, Any]:
        """Every message: how many articles carry its phrases, how many of a sample were judged to
        say it, and the 95 % interval of that share."""
        campaign = campaign_of(desk, campaign_id)
        return {"campaign": campaign.id, "messages": [_told(desk, campaign, one) for one in campaign.messages]}

    @routes.get("/chien-dich/{campaign_id}/thong-diep", response_class=HTMLResponse, include_in_schema=False)
    def overview(request: Request, campaign_id: str) -> HTMLResponse:
        """The messages of a campaign."""
        campaign = campaign_of(desk, campaign_id)
        told = [_told(desk, campaign, one) for one in campaign.messages]
        return pages.render(request, "messages.html", campaign=campaign, told=told, size=SAMPLE)

    @routes.get("/chien-dich/{campaign_id}/thong-diep/{message_id}", response_class=HTMLResponse, include_in_schema=False)
    def judging(request: Request, campaign_id: str, message_id: str) -> HTMLResponse:
        """The sample of one message, with the words that were found."""
        campaign = campaign_of(desk, campaign_id)
        message = message_of(campaign, message_id)
        chosen, standing = _sampled(desk, campaign, message)
        return pages.render(
            request, "verdicts.html",
            campaign=campaign, message=message, told=_told(desk, campaign, message), standing=standing, size=SAMPLE,
            items=[(one, _words(one, message)) for one in chosen], outlets=desk.outlets.all(),
            published_text=published_text, who=who_is(request), said=said(request), back=here(request),
        )  # fmt: skip

    @routes.post("/chien-dich/{campaign_id}/thong-diep/{message_id}/{article_id}", include_in_schema=False)
    def judge(
        request: Request, campaign_id: str, message_id: str, article_id: ArticleId, verdict: Annotated[Judged, Form()] = ""
    ) -> Response:
        """One verdict; back to the next article."""
        campaign = campaign_of(desk, campaign_id)
        message = message_of(campaign, message_id)
        if desk.articles.get(article_id) is None:
            raise NotFound(word("correct.no_article", id=article_id))
        desk.verdicts.judge(campaign.id, message.id, [(article_id, verdict)], who_is(request), desk.clock.now())
        return RedirectResponse(f"/chien-dich/{campaign.id}/thong-diep/{message.id}#bai-{article_id}", 303)

    return routes


def message_of(campaign: Campaign, message_id: str) -> Message:
    """The message of this id. Raises NotFound naming those there are."""
    known = {one.id: one for one in campaign.messages}
    if message_id not in known:
        raise NotFound(word("verdict.no_message", id=message_id, known=", ".join(known) or word("web.dash")))
    return known[message_id]


def _sampled(desk: Desk, campaign: Campaign, message: Message) -> tuple[list[StoredArticle], dict[int, Verdict]]:
    standing = desk.verdicts.of(campaign.id, message.id)
    carrying = _carrying(desk.measured(campaign), message)
    chosen = sample(campaign.id, message.id, carrying, standing.keys() & carrying)
    return desk.articles.many(chosen), standing


def _carrying(measured: Measured, message: Message) -> set[int]:
    """The campaign's articles that carry it."""
    return set(np.intersect1d(measured.messages[message.id], measured.totals.id).tolist())


def _told(desk: Desk, campaign: Campaign, message: Message) -> dict[str, Any]:
    measured = desk.measured(campaign)
    carrying = _carrying(measured, message)
    right, judged = measured.precision.get(message.id, (0, 0))
    low, high = wilson(right, judged) if judged else (None, None)
    shown = word("verdict.share", right=right, judged=judged, low=percent(low), high=percent(high)) if judged else word("verdict.unchecked")
    return {
        "id": message.id, "name": message.name, "articles": len(carrying), "sample": min(SAMPLE, len(carrying)),
        "right": right, "judged": judged, "low": low, "high": high, "text": shown,
    }  # fmt: skip


def _words(stored: StoredArticle, message: Message) -> Evidence | None:
    found = (phrase_evidence(stored.article, phrase) for phrase in message.phrases)
    return next((one for one in found if one is not None), None)

"""Pages that correct: the log of a campaign, one article, many at once."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, File, Form, HTTPException, Path, Query, Request, UploadFile
from fastapi.responses import HTMLResponse
from starlette.responses import RedirectResponse, Response

from campaigns.campaign import Campaign
from campaigns.correcting.acts import Correcting, Outcome
from campaigns.correcting.text import correction_text
from campaigns.corrections import MANY, Asked, Asking
from campaigns.lookup import campaign_of
from campaigns.reference_file import references_in
from campaigns.signing import here, ours, said, sign, who_is
from campaigns.wording import published_text
from lantoa.errors import Misuse
from lantoa.web.pages import Pages
from lantoa.words import word

LARGEST = 2_000_000
"""Bytes of a list of articles."""
SHOWN = 300
ArticleId = Annotated[int, Path(ge=1, le=2**62)]
Line = Annotated[str, Form(max_length=2_000)]
Text = Annotated[str, Form(max_length=LARGEST)]


class CorrectionForm:
    """What every form that corrects sends: the action, the articles, its value, the reason."""

    def __init__(
        self, request: Request, do: Annotated[Asking, Form()], articles: Annotated[list[Line], Form()] = [],  # noqa: B006
        congress: Line = "", date: Line = "", time: Line = "", other: Line = "", why: Annotated[str, Form(max_length=10_000)] = "",
        many: Text = "", back: Line = "",
    ) -> None:  # fmt: skip
        self.who = who_is(request)
        self.articles = [*articles, *references_in(many)]
        values = {"include": congress, "date": f"{date}T{time}" if date and time else date, "with": other, "join": other}
        self.asked = Asked(do, values.get(do, ""))
        self.why = why.strip() or word(f"correct.why.{do}")
        self.back = back

    def returns(self, otherwise: str, outcome: Outcome) -> Response:
        """Back to where the form stood, saying what was done."""
        address = ours(self.back, otherwise)
        done = urlencode({"da": len(outcome.entries), "cho": outcome.waiting})
        return RedirectResponse(f"{address}{'&' if '?' in address else '?'}{done}", 303)


def correction_pages(correcting: Correcting) -> APIRouter:
    """Routes over what corrects."""
    routes = APIRouter(include_in_schema=False)
    pages = Pages("campaigns")
    _add_log(routes, correcting, pages)
    _add_article(routes, correcting, pages)

    @routes.get("/sua-nhieu", response_class=HTMLResponse)
    def some(
        request: Request, articles: Annotated[list[Annotated[int, Query(ge=1, le=2**62)]], Query(max_length=SHOWN)] = [],  # noqa: B006
        campaign: Annotated[str, Query(max_length=200)] = "",
    ) -> HTMLResponse:  # fmt: skip
        """Articles that were chosen on a page of search, and what can be corrected of all of them."""
        desk = correcting.desk
        campaigns = desk.store.all()
        chosen = campaign_of(desk, campaign) if campaign else next(iter(campaigns), None)
        return pages.render(
            request, "correct_some.html",
            articles=desk.articles.shown(articles), campaigns=campaigns, campaign=chosen, outlets=desk.outlets.all(),
            published_text=published_text, who=who_is(request), said=said(request), back=here(request),
        )  # fmt: skip

    @routes.post("/ten-nguoi-sua")
    def name(who: Annotated[str, Form(max_length=1_000)] = "", back: Line = "/ra-soat") -> Response:
        """Who corrects from this browser."""
        answer = RedirectResponse(ours(back, "/ra-soat"), 303)
        sign(answer, who)
        return answer

    return routes


def _add_log(routes: APIRouter, correcting: Correcting, pages: Pages) -> None:
    desk = correcting.desk

    @routes.get("/chien-dich/{campaign_id}/sua-chua", response_class=HTMLResponse)
    def log(request: Request, campaign_id: str) -> HTMLResponse:
        """Who corrected what, and the forms for many at once."""
        campaign = campaign_of(desk, campaign_id)
        entries = correcting.log(campaign)
        stored = {one.id: one for one in desk.articles.shown([each.article for each in entries[:SHOWN]])}
        undone = {one.undoes for one in entries}
        return pages.render(
            request, "corrections.html",
            campaign=campaign, entries=entries[:SHOWN], left_out=max(0, len(entries) - SHOWN), stored=stored, undone=undone,
            told=correction_text, who=who_is(request), said=said(request), back=here(request),
        )  # fmt: skip

    @routes.post("/chien-dich/{campaign_id}/sua-chua")
    def correct(campaign_id: str, form: Annotated[CorrectionForm, Depends()], file: Annotated[UploadFile | None, File()] = None) -> Response:
        """What any form that corrects sends."""
        campaign = campaign_of(desk, campaign_id)
        references = [*form.articles, *_uploaded(file)]
        outcome = correcting.correct(campaign, references, form.asked, form.who, form.why)
        return form.returns(f"/chien-dich/{campaign.id}/sua-chua", outcome)

    @routes.post("/chien-dich/{campaign_id}/sua-chua/hoan-tac")
    def undo(
        request: Request, campaign_id: str, ids: Annotated[list[Annotated[int, Form(ge=1, le=2**62)]], Form(max_length=MANY)] = [],  # noqa: B006
        why: Annotated[str, Form(max_length=10_000)] = "",
    ) -> Response:  # fmt: skip
        """Take entries back."""
        campaign = campaign_of(desk, campaign_id)
        outcome = correcting.undo(ids, who_is(request), why.strip() or word("correct.why.undo"))
        query = urlencode({"da": len(outcome.entries), "cho": outcome.waiting})
        return RedirectResponse(f"/chien-dich/{campaign.id}/sua-chua?{query}", 303)


def _add_article(routes: APIRouter, correcting: Correcting, pages: Pages) -> None:
    desk = correcting.desk

    @routes.get("/sua-bai/{article_id}", response_class=HTMLResponse)
    def article(request: Request, article_id: ArticleId, campaign: Annotated[str, Query(max_length=200)] = "") -> Response:
        """Everything that can be corrected of one article."""
        stored = desk.articles.get(article_id)
        if stored is None:
            raise HTTPException(404, word("page.no_article", id=article_id))
        if stored.id != article_id:
            return RedirectResponse(f"/sua-bai/{stored.id}", 308)
        campaigns = desk.store.all()
        chosen: Campaign | None = campaign_of(desk, campaign) if campaign else next(iter(campaigns), None)
        entries = correcting.corrections.log.entries(articles=[stored.id])
        group = desk.articles.group_members(stored.reprint_group) if stored.reprint_group is not None else []
        history = desk.articles.history(stored.id)
        return pages.render(
            request, "correct_article.html",
            stored=stored, campaigns=campaigns, campaign=chosen, memberships=correcting.memberships(stored),
            entries=list(reversed(entries)), undone={one.undoes for one in entries}, told=correction_text,
            extracted=history[-1].article.published if history else stored.article.published,
            group=[one for one in group if one.id != stored.id], outlets=desk.outlets.all(),
            published_text=published_text, who=who_is(request), said=said(request), back=here(request),
        )  # fmt: skip


def _uploaded(file: UploadFile | None) -> list[str]:
    if file is None or not file.filename:
        return []
    data = file.file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise Misuse(word("correct.large_file"))
    return references_in(data)

"""The pages of this room: /tim-kiem and /bai-viet/{id}."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import RedirectResponse, Response

from lantoa.errors import Misuse
from lantoa.web.pages import Pages
from search_api.article_page import article_values
from search_api.asked import Asked
from search_api.finding import find
from search_api.index import WrongIndex
from search_api.routes.articles import ArticleId, wanted
from search_api.search_page import broken_values, found_values
from search_api.services import Services, services

PAGES = Pages("search_api")


def pages_router() -> APIRouter:
    """The router of the pages."""
    router = APIRouter(include_in_schema=False)

    @router.get("/tim-kiem")
    async def search(request: Request, asked: Annotated[Asked, Query()]) -> Response:
        ours = services(request)
        return await ours.in_turn(lambda: _search_page(request, ours, asked))

    @router.get("/bai-viet/{article_id}")
    def article(request: Request, article_id: ArticleId) -> Response:
        ours = services(request)
        stored = wanted(ours, article_id)
        if stored.id != article_id:  # joined into another one
            return RedirectResponse(f"/bai-viet/{stored.id}", 308)
        return PAGES.render(request, "article.html", **article_values(ours, stored))

    return router


def _search_page(request: Request, ours: Services, asked: Asked) -> Response:
    try:
        found = find(ours, asked)
    except WrongIndex:
        raise
    except Misuse as error:
        return PAGES.render(request, "search.html", status=422, **broken_values(ours, asked, error))
    return PAGES.render(request, "search.html", **found_values(ours, asked, found))

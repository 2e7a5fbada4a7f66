"""GET /api/v1/articles/{id}/similar: articles that share with it what few have."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request

from search_api.article_object import published_text
from search_api.routes.articles import ArticleId, wanted
from search_api.services import services
from search_api.similar import SimilarArticle, similar_articles


def similar_router() -> APIRouter:
    """The router of this resource."""
    router = APIRouter(prefix="/api/v1", tags=["articles"])

    @router.get("/articles/{article_id}/similar")
    def similar(
        request: Request, article_id: ArticleId, limit: Annotated[int, Query(ge=1, le=50)] = 10
    ) -> dict[str, Any]:
        """The most similar first, one of each reprint group, without its own reprints; shared: what
        both have, in words."""
        ours = services(request)
        stored = wanted(ours, article_id)
        found = similar_articles(ours, stored, limit)
        return {"id": stored.id, "similar": [_one(each) for each in found]}

    return router


def _one(each: SimilarArticle) -> dict[str, Any]:
    stored = each.stored
    return {
        "id": stored.id,
        "title": stored.article.title,
        "source": stored.source,
        "outlet": each.outlet_name,
        "published_at": published_text(stored.article.published),
        "score": round(each.score, 3),
        "shared": list(each.shared),
    }

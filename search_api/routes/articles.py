"""GET /api/v1/articles/{id}: one article whole, with its earlier versions."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Path, Request

from lantoa.article import StoredArticle
from lantoa.articles import Revision
from lantoa.words import word
from search_api.article_object import article_object
from search_api.services import Services, services

ArticleId = Annotated[int, Path(ge=1, le=2**62)]


def articles_router() -> APIRouter:
    """The router of this resource."""
    router = APIRouter(prefix="/api/v1", tags=["articles"])

    @router.get("/articles/{article_id}")
    def article(request: Request, article_id: ArticleId) -> dict[str, Any]:
        """The object of `lantoa export`, and beside it: id, origin, how the date is known,
        first_seen, revision, removed_at, outlet name, earlier versions."""
        ours = services(request)
        stored = wanted(ours, article_id)
        outlet = ours.outlets.all().get(stored.source)
        return {
            "id": stored.id,
            **article_object(stored, ours.phases(stored), outlet),
            "outlet": outlet.name if outlet else stored.source,
            "origin": str(stored.origin),
            "date": {
                "day": stored.article.published.day,
                "provenance": stored.article.published.provenance,
                "confidence": stored.article.published.confidence,
            },
            "first_seen": stored.first_seen,
            "revision": stored.revision,
            "removed_at": stored.removed_at,
            "revisions": [_revision(one) for one in ours.store.revisions(stored.id)],
        }

    return router


def wanted(ours: Services, article_id: int) -> StoredArticle:
    """The article, or 404 in words."""
    stored = ours.store.get(article_id)
    if stored is None:
        raise HTTPException(404, word("page.no_article", id=article_id))
    return stored


def _revision(one: Revision) -> dict[str, Any]:
    return {"revision": one.revision, "until": one.seen_at, "title": one.title, "sapo": one.sapo, "text": one.text}

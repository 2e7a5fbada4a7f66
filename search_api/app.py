"""The application: pages and API over a store and an index that somebody else opened."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from anyio import CapacityLimiter
from fastapi import APIRouter, FastAPI
from starlette.responses import RedirectResponse

from lantoa.article import StoredArticle
from lantoa.articles import ArticleStore
from lantoa.changes import DifferenceOf, Piece
from lantoa.clock import Clock, SystemClock
from lantoa.outlets import OutletStore
from lantoa.settings import Settings
from lantoa.web.assets import Assets, assets_router
from lantoa.web.failures import FAILURES, install_failures
from lantoa.web.guard import Guard
from lantoa.web.guide import guide_router
from lantoa.web.sign_in import sign_in_router
from lantoa.words import word
from search_api.index import SearchIndex
from search_api.routes.articles import articles_router
from search_api.routes.exports import exports_router
from search_api.routes.health import Watchdog, health_router
from search_api.routes.pages import pages_router
from search_api.routes.saved import saved_forms_router, saved_router
from search_api.routes.search import search_router
from search_api.routes.similar import similar_router
from search_api.routes.suggest import suggest_router
from search_api.services import AdmissionsOf, PhasesOf, Services, no_admissions

API = "/api/v1"
ELSEWHERE = 16
"""Searches at once where they wait for another machine."""


def _no_phases(found: Sequence[StoredArticle]) -> Sequence[Mapping[str, str]]:
    return [{} for _ in found]


def _whole(before: str, after: str) -> Sequence[Piece]:
    return [Piece("removed", before), Piece("added", after)] if before != after else [Piece("kept", after)]


def _unwatched() -> Watchdog:
    return "off"


def create_app(
    *,
    store: ArticleStore,
    outlets: OutletStore,
    index: SearchIndex,
    routers: Sequence[APIRouter] = (),
    settings: Settings | None = None,
    banner: str = "",
    phases: PhasesOf = _no_phases,
    admissions: AdmissionsOf = no_admissions,
    difference: DifferenceOf = _whole,
    names: Iterable[str] = (),
    clock: Clock | None = None,
    watchdog: Callable[[], Watchdog] = _unwatched,
) -> FastAPI:
    """The whole application; opens nothing and closes nothing.

    routers: of the other rooms, with the paths they serve; settings: host and token are used;
    banner: stands over every page (the demonstration says so there); phases: of articles
    by campaign id; admissions: why an article is in campaigns;
    difference: what two versions share and what not, both whole where none
    is given; names: further names under which this machine may be addressed;
    clock: the system's where none is given; watchdog: whether what runs beside is heard of.
    """
    settings = settings or Settings()
    app = FastAPI(
        title=word("web.brand"),
        summary=word("page.api_summary"),
        version="1",
        openapi_url=f"{API}/openapi.json",
        docs_url=None,
        redoc_url=None,
        responses=FAILURES,
    )
    turns = CapacityLimiter(ELSEWHERE if settings.index.startswith("http") else 1)
    app.state.services = Services(store, outlets, index, phases, difference, clock or SystemClock(), turns=turns, admissions=admissions)
    app.state.banner = banner
    assets = Assets()
    ours = (
        search_router(), exports_router(), saved_router(), articles_router(), similar_router(), health_router(watchdog),
        suggest_router(), pages_router(), saved_forms_router(),
    )  # fmt: skip
    for router in (*ours, *routers, assets_router(assets), guide_router(), sign_in_router(settings.token, assets)):
        app.include_router(router)
    if not any(getattr(route, "path", "") == "/" for router in routers for route in router.routes):
        app.add_api_route("/", _to_search, include_in_schema=False)
    install_failures(app)
    app.add_middleware(Guard, host=settings.host, token=settings.token, names=tuple(names))
    return app


def _to_search() -> RedirectResponse:
    return RedirectResponse("/tim-kiem", 307)

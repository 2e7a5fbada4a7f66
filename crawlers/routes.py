"""Sources and their health: GET /api/v1/sources, /api/v1/sources/health, the pages /nguon."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from pydantic import BaseModel
from starlette.responses import Response

from crawlers.health_pages import (
    TONES,
    counted,
    day_chart,
    drift_rows,
    estimate_text,
    gaps_text,
    missed_text,
    recall_text,
    worst_first,
)
from crawlers.health_report import HealthList, health_list
from crawlers.overview import SourceState, source_states
from crawlers.robots import Robots, RobotsBook
from crawlers.source_health import SourceHealth, panel_estimates, source_health
from crawlers.sources import Sources
from crawlers.urls import site_of
from lantoa.clock import Clock
from lantoa.database import Database
from lantoa.web.formats import number
from lantoa.web.pages import Pages
from lantoa.words import word

PAGES = Pages("crawlers")


class ChannelState(BaseModel):
    """fate: how the last look ended; note: the failure in detail."""

    url: str
    role: str
    fate: str
    last_fetched: datetime | None
    note: str


class OneSource(BaseModel):
    """crawled: enabled in sources.toml; fates: addresses of articles by what became of them;
    outcomes: archived pages by what extraction made of them; articles: of countable kinds."""

    id: str
    name: str
    host: str
    kind: str
    level: str
    province: str
    locality: str
    audience: int | None
    audience_date: str | None
    audience_origin: str
    home: str
    feeds: list[str]
    sitemaps: list[str]
    sections: list[str]
    crawled: bool
    checked: str
    articles: int
    newest: date | None
    last_fetched: datetime | None
    fates: dict[str, int]
    outcomes: dict[str, int]
    channels: list[ChannelState]


class SourceList(BaseModel):
    """All outlets, and the panels as name -> outlet ids."""

    sources: list[OneSource]
    panels: dict[str, list[str]]


def router(database: Database, sources: Sources, clock: Clock) -> APIRouter:
    """All routes over an open database and the sources in force."""
    made = APIRouter()

    @made.get("/api/v1/sources", tags=["sources"])
    def source_list() -> SourceList:
        states = source_states(database, sources)
        panels = {name: list(members) for name, members in sources.panels.items()}
        return SourceList(sources=[_one(state) for state in states], panels=panels)

    @made.get("/api/v1/sources/health", tags=["sources"])
    def health() -> HealthList:
        found = source_health(database, sources, clock.now())
        return health_list(found, panel_estimates(sources, found))

    @made.get("/nguon", include_in_schema=False)
    def source_page(request: Request) -> Response:
        found = source_health(database, sources, clock.now())
        values = page_values(source_states(database, sources), found)
        estimates = panel_estimates(sources, found)
        panels = [(sources.panel_names[name], len(sources.panels[name]), one) for name, one in estimates.items()]
        return PAGES.render(request, "sources.html", panels=panels, **values, **_SHOWING)

    @made.get("/nguon/{source_id}", include_in_schema=False)
    def one_source(request: Request, source_id: str) -> Response:
        state = next((one for one in source_states(database, sources) if one.outlet.id == source_id), None)
        if state is None:
            raise HTTPException(404, word("sources.none", id=source_id, hint=""))
        found = next(iter(source_health(database, sources, clock.now(), source_id)), None)
        answers = [one for one in RobotsBook(database).all() if _is_of(one, state)]
        return PAGES.render(request, "source.html", **_source_values(state, found, answers), **_SHOWING)

    return made


def page_values(states: Sequence[SourceState], found: Sequence[SourceHealth]) -> dict[str, Any]:
    """What sources.html wants beside the panels."""
    by_id = {state.outlet.id: state for state in states}
    crawled = [one for one in worst_first(found) if one.source.enabled]
    shown = [(one, by_id[one.source.id]) for one in crawled if one.source.id in by_id]
    beside = [state for state in states if state.source is None or not state.source.enabled]
    return {
        "shown": [(one, state, _channels(state)) for one, state in shown],
        "brought": [(state, _words("outcome", state.outcomes)) for state in beside if state.articles],
        "idle": [state for state in beside if not state.articles],
        "crawled": len(crawled),
        "with_articles": sum(state.articles > 0 for state in states),
        "articles": sum(state.articles for state in states),
        "alarms": [one for one in crawled if one.health.alarm],
        "counted": counted(crawled),
    }


def _source_values(
    state: SourceState, found: SourceHealth | None, answers: Sequence[Robots]
) -> dict[str, Any]:
    days = {one.day: one for one in found.days} if found else {}
    return {
        "state": state,
        "found": found,
        "answers": answers,
        "fates": [(word(f"sources.fate.{name}"), count) for name, count in state.fates.items()],
        "outcomes": [(word(f"sources.outcome.{name}"), count) for name, count in state.outcomes.items()],
        "days": [(one, days.get(one.day)) for one in reversed(found.outlet_days)] if found else [],
        "chart": day_chart(found.outlet_days) if found and found.outlet_days else None,
        "drift": drift_rows(found.drift) if found and found.drift else [],
    }


def _is_of(answer: Robots, state: SourceState) -> bool:
    host = site_of(answer.origin)
    return state.source.owns(host) if state.source else host == state.outlet.host


def _one(state: SourceState) -> OneSource:
    outlet, source = state.outlet, state.source
    return OneSource(
        id=outlet.id,
        name=outlet.name,
        host=outlet.host,
        kind=outlet.kind,
        level=outlet.level,
        province=outlet.province,
        locality=outlet.locality,
        audience=outlet.audience,
        audience_date=outlet.audience_date.isoformat() if outlet.audience_date else None,
        audience_origin=outlet.audience_origin,
        home=source.home if source else "",
        feeds=list(source.feeds) if source else [],
        sitemaps=list(source.sitemaps) if source else [],
        sections=list(source.sections) if source else [],
        crawled=source is not None and source.enabled,
        checked=source.checked if source else "",
        articles=state.articles,
        newest=state.newest,
        last_fetched=state.last_fetched,
        fates=dict(state.fates),
        outcomes=dict(state.outcomes),
        channels=[
            ChannelState(url=one.url, role=one.role, fate=one.fate, last_fetched=one.last_fetched, note=one.note)
            for one in state.channels
        ],
    )


def _channels(state: SourceState) -> str:
    """The kinds of channels of a source, in words."""
    roles = Counter(one.role for one in state.channels)
    order = ("feed", "sitemap", "section")
    return " · ".join(word(f"sources.channel.{role}", count=roles[role]) for role in order if roles[role]) or word(
        "sources.channel.home"
    )


def _words(group: str, counts: Mapping[str, int]) -> str:
    return " · ".join(f"{word(f'sources.{group}.{name}')}: {number(count)}" for name, count in counts.items())


_SHOWING: dict[str, Any] = {
    "tones": TONES,
    "recall_text": recall_text,
    "estimate_text": estimate_text,
    "missed_text": missed_text,
    "gaps_text": gaps_text,
}

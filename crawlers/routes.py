"""Sources and their health: GET /api/v1/sources and the page /nguon."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from fastapi import APIRouter, Request
from pydantic import BaseModel
from starlette.responses import Response

from crawlers.fates import GOOD, LATER, Fate
from crawlers.overview import Channel, SourceState, source_states
from crawlers.sources import Sources
from lantoa.database import Database
from lantoa.web.formats import number
from lantoa.web.pages import Pages
from lantoa.words import word

PAGES = Pages("crawlers")
_FINE = frozenset({*GOOD, *LATER, Fate.WAITING})


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


def router(database: Database, sources: Sources) -> APIRouter:
    """Both routes over an open database and the sources in force."""
    made = APIRouter()

    @made.get("/api/v1/sources", tags=["sources"])
    def source_list() -> SourceList:
        states = source_states(database, sources)
        panels = {name: list(members) for name, members in sources.panels.items()}
        return SourceList(sources=[_one(state) for state in states], panels=panels)

    @made.get("/nguon", include_in_schema=False)
    def source_page(request: Request) -> Response:
        states = source_states(database, sources)
        return PAGES.render(request, "sources.html", **page_values(states))

    return made


def page_values(states: list[SourceState]) -> dict[str, Any]:
    """What sources.html wants."""
    crawled = [state for state in states if state.source is not None and state.source.enabled]
    return {
        "states": [(state, *_shown(state)) for state in states if state in crawled or state.articles],
        "idle": [state for state in states if state not in crawled and not state.articles],
        "crawled": len(crawled),
        "with_articles": sum(state.articles > 0 for state in states),
        "articles": sum(state.articles for state in states),
        "troubled": [
            (state, channel, word(f"sources.fate.{channel.fate}"))
            for state in crawled
            for channel in state.channels
            if _failing(channel)
        ],
    }


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


def _shown(state: SourceState) -> tuple[str, str]:
    """Channels and fates of a source in words."""
    source = state.source
    if source is None:
        return word("sources.channel.brought"), _words("outcome", state.outcomes)
    counts = {"feed": len(source.feeds), "sitemap": len(source.sitemaps), "section": len(source.sections)}
    channels = [word(f"sources.channel.{role}", count=count) for role, count in counts.items() if count]
    shown = " · ".join(channels) or word("sources.channel.home")
    if not source.enabled:
        shown += " · " + word("sources.channel.off")
    return shown, _words("fate", state.fates) or _words("outcome", state.outcomes)


def _words(group: str, counts: Mapping[str, int]) -> str:
    return " · ".join(f"{word(f'sources.{group}.{name}')}: {number(count)}" for name, count in counts.items())


def _failing(channel: Channel) -> bool:
    return channel.fate not in _FINE

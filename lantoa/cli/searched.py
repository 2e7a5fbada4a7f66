"""A search, as the search room reads it, handed to the campaigns room: neither knows the other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any
from urllib.parse import parse_qsl

from fastapi import Query, Request
from pydantic import Field

from campaigns.curves.links import AskedSearch
from campaigns.curves.routes import AskedCurve, Readers
from campaigns.curves.rows import Figure, Scope
from lantoa.cli.house import House
from lantoa.words import word
from nlp.difference import differences
from search_api.asked import FILTERS, Asked
from search_api.finding import query_of
from search_api.search_filters import Names
from search_api.services import Services, services


class AskedByApi(Asked):
    """A search and what it is counted over."""

    scope: Scope = "all"


class AskedByPage(AskedByApi):
    """The same with the campaign, which the API has in its path."""

    campaign: Annotated[str, Field(max_length=80)] = ""


class AskedByList(AskedByPage):
    """The same with the figure that a list is of."""

    figure: Figure = "all"


def _by_api(request: Request, asked: Annotated[AskedByApi, Query()]) -> AskedCurve:
    return AskedCurve(searched(services(request), asked), asked.scope)


def _by_page(request: Request, asked: Annotated[AskedByPage, Query()]) -> AskedCurve:
    return AskedCurve(searched(services(request), asked), asked.scope, asked.campaign)


def _by_list(request: Request, asked: Annotated[AskedByList, Query()]) -> AskedCurve:
    return AskedCurve(searched(services(request), asked), asked.scope, asked.campaign, asked.figure)


READERS = Readers(page=_by_page, listing=_by_list, api=_by_api)


def search_services(house: House) -> Services:
    """What a search works with, for a command that searches without serving."""
    return Services(house.articles, house.outlets, house.index, house.phases, differences, house.clock)


def searched(ours: Services, further: Asked) -> AskedSearch:
    """The search in these parameters, without what was added to them."""
    asked = Asked.model_validate(further.model_dump(include=set(Asked.model_fields)))

    def parameters(**changes: Any) -> str:
        return asked.address(**changes).partition("?")[2]

    def filters() -> Sequence[str]:
        tokens = [*asked.congress, *asked.mention]
        names = Names(ours.outlets.all(), ours.congress_names.of(ours.index, ours.store, tokens))
        return [
            f"{word(f'page.filter_{name}')}: {names.of(name, value)}"
            for name in FILTERS
            for value in getattr(asked, name)
        ]

    def kept() -> Sequence[tuple[str, str]]:
        return [pair for pair in parse_qsl(parameters()) if pair[0] not in ("q", "from", "to")]

    return AskedSearch(
        text=asked.q,
        start=asked.start,
        end=asked.end,
        query=lambda: query_of(ours, asked),
        parameters=parameters,
        kept=kept,
        filters=filters,
        place=further.place,
        sealed=further.sealed,
    )

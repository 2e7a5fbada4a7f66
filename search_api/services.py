"""What the routes of this room work with, handed in by create_app."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from fastapi import Request

from lantoa.article import StoredArticle
from lantoa.articles import ArticleStore
from lantoa.changes import DifferenceOf
from lantoa.clock import Clock
from lantoa.outlets import OutletStore
from search_api.congress_names import CongressNames
from search_api.index import SearchIndex

PhasesOf = Callable[[Sequence[StoredArticle]], Sequence[Mapping[str, str]]]
"""Articles -> of each its phase by campaign id; the door knows campaigns, this room does not."""


@dataclass(frozen=True, slots=True)
class Services:
    """The stores and the index, opened by the door and closed by it."""

    store: ArticleStore
    outlets: OutletStore
    index: SearchIndex
    phases: PhasesOf
    difference: DifferenceOf
    clock: Clock
    congress_names: CongressNames = field(default_factory=CongressNames)


def services(request: Request) -> Services:
    """Those of the application that this request came to."""
    found: Services = request.app.state.services
    return found

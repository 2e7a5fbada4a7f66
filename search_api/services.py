"""What the routes of this room work with, handed in by create_app."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from anyio import CapacityLimiter, to_thread
from fastapi import Request

from lantoa.article import StoredArticle
from lantoa.articles import ArticleStore
from lantoa.changes import DifferenceOf
from lantoa.clock import Clock
from lantoa.outlets import OutletStore
from search_api.congress_names import CongressNames
from search_api.index import SearchIndex

Answer = TypeVar("Answer")
PhasesOf = Callable[[Sequence[StoredArticle]], Sequence[Mapping[str, str]]]
"""Articles -> of each its phase by campaign id; the door knows campaigns, this room does not."""

AdmissionsOf = Callable[[StoredArticle], Sequence[Mapping[str, Any]]]
"""An article -> the campaigns that it is in or was taken out of: campaign, name, member, reasons
(text, and evidence with before, words, after)."""


def no_admissions(stored: StoredArticle) -> Sequence[Mapping[str, Any]]:
    """Where nobody knows of campaigns."""
    return ()


@dataclass(frozen=True, slots=True)
class Services:
    """The stores and the index, opened by the door and closed by it. turns: how many searches are
    worked on at once."""

    store: ArticleStore
    outlets: OutletStore
    index: SearchIndex
    phases: PhasesOf
    difference: DifferenceOf
    clock: Clock
    congress_names: CongressNames = field(default_factory=CongressNames)
    turns: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(1))
    admissions: AdmissionsOf = no_admissions

    async def in_turn(self, search: Callable[[], Answer]) -> Answer:
        """What a search gives, worked on in a thread when it has its turn. Where the index is in
        this process, several at once would only wrest the interpreter from one another: with
        eight askers half as many are answered. Raises what it raises."""
        return await to_thread.run_sync(search, limiter=self.turns)


def services(request: Request) -> Services:
    """Those of the application that this request came to."""
    found: Services = request.app.state.services
    return found

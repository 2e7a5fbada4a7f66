"""The addresses of a curve: the list behind each figure, and the curve itself asked otherwise."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from campaigns.curves.curve import Bar, Within
from campaigns.curves.rows import Figure, Scope
from search_api.index import Query


@dataclass(frozen=True, slots=True)
class AskedSearch:
    """A search as the door read it from an address; this room does not know its parameters.

    text: as typed; start, end: days asked for; query: reads words and filters, raises Misuse (with
    a position: QueryError) for what cannot be read; parameters: the same search as part of an
    address with `from`, `to`, `original` and `source` changed; kept: its other filters, for the
    form; filters: what they are called; place: where a list goes on, for the index, raises Misuse for
    a cursor of another list; sealed: a cursor of the index as the list hands it out.
    """

    text: str
    start: date | None
    end: date | None
    query: Callable[[], Query]
    parameters: Callable[..., str]
    kept: Callable[[], Sequence[tuple[str, str]]]
    filters: Callable[[], Sequence[str]]
    place: Callable[[], str | None]
    sealed: Callable[[str | None], str | None]


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses of lists. Whatever the search page can show is shown there; what it cannot ask
    (members of a campaign, undated articles, comparison windows) has a list of its own."""

    search: AskedSearch
    campaign: str
    scope: Scope

    def days(self, within: Within = (None, None), *, originals: bool = False, source: str = "") -> str:
        """What the query finds on these days (both included, None open)."""
        changes: dict[str, object] = {
            "start": max((one for one in (self.search.start, within[0]) if one), default=None),
            "end": min((one for one in (self.search.end, within[1]) if one), default=None),
        }
        changes |= {"original": ["yes"]} if originals else {}
        changes |= {"source": [source]} if source else {}
        parameters = self.search.parameters(**changes)
        if self.scope == "all":
            return "/tim-kiem" + (f"?{parameters}" if parameters else "")
        return self._own("all", parameters)

    def figure(self, figure: Figure, *, originals: bool = False, after: str = "") -> str:
        """The list of a figure that days alone do not describe; after: its further pages."""
        changes: dict[str, object] = {"original": ["yes"]} if originals else {}
        return self._own(figure, self.search.parameters(**changes, after=after))

    def page(self, scope: Scope | None = None) -> str:
        """The page of the curve, with another scope."""
        return self._address("/do-phu", {"campaign": self.campaign, "scope": scope or self.scope}, self.search.parameters())

    def bar(self, bar: Bar, *, originals: bool = False) -> str:
        """What stands in one bar."""
        return self.days((bar.start, bar.end), originals=originals)

    def _own(self, figure: Figure, parameters: str) -> str:
        own = {"campaign": self.campaign, "scope": self.scope, "figure": figure}
        return self._address("/do-phu/bai", own, parameters)

    @staticmethod
    def _address(path: str, own: dict[str, str], parameters: str) -> str:
        return f"{path}?{urlencode(own)}" + (f"&{parameters}" if parameters else "")

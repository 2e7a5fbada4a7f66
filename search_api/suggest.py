"""What a person may be about to type: names that stand in the index, as parts of a query.

Congresses, outlets, topics, organisations, places and office-holders; never an author, never a
person without an office. A suggestion is counted by searching for what it would make of the box,
so it parses and finds as many articles as it says.
"""

from __future__ import annotations

import itertools
import threading
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from nlp.normalise import search_form
from search_api.aliases import shipped_aliases
from search_api.names import Entries, Learned, Name
from search_api.query_lexer import QueryError
from search_api.query_text import read
from search_api.services import Services
from search_api.typed_part import Part, parts
from search_api.vocabulary import Known

TRIED = 3
"""For each suggestion wanted so many entries are tried: some find nothing beside what was typed."""

KINDS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "source": frozenset({"source"}),
        "source_province": frozenset({"province"}),
        "congress": frozenset({"congress"}),
        "topics": frozenset({"topic"}),
        "organisations": frozenset({"organisation"}),
        "offices": frozenset({"office"}),
        "": frozenset({"congress", "source", "topic", "organisation", "place", "office"}),
    }
)
"""Filter -> kinds of entries that are its values; "" is no filter. Others are not completed."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """kind: congress, source, topic, organisation, place or office; query: the whole box with its
    last part completed; count: articles that this finds."""

    kind: str
    label: str
    query: str
    count: int


class Suggestions:
    """The names of the last commit, read once for all requests; one for an application."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._learned = Learned()
        self._entries: Entries | None = None

    def of(self, ours: Services, typed: str, limit: int) -> list[Suggestion]:
        """Completions of the last part of the box, most articles first; at most `limit`.

        Raises Later when the index does not answer.
        """
        for part in parts(typed):
            if not part.field and not search_form(part.typed)[0]:
                continue
            entries = self._of_now(ours)
            found = entries.matching(part.typed, KINDS.get(part.field, frozenset()))
            counted = list(itertools.islice(_counted(ours, entries, part, found, limit), limit))
            if counted:
                return sorted(counted, key=lambda one: (-one.count, one.label))
        return []

    def _of_now(self, ours: Services) -> Entries:
        """Those of the last commit; while another request reads them, those of the one before."""
        info = ours.index.info()
        state = (info.token, info.documents)
        held = self._entries
        if held is not None and held.state == state:
            return held
        if not self._lock.acquire(blocking=held is None):
            assert held is not None
            return held
        try:
            if self._entries is None or self._entries.state != state:
                self._entries = self._learned.entries(ours, state)
            return self._entries
        finally:
            self._lock.release()


def _counted(
    ours: Services, entries: Entries, part: Part, names: Iterable[Name], limit: int
) -> Iterator[Suggestion]:
    """What finds something, in the order given."""
    known = Known(ours.outlets.all(), ours.index, entries.congresses)
    told: set[str] = set()
    for name in itertools.islice(names, TRIED * limit):
        whole = part.before + name.query
        count = entries.counts.get(whole)
        if count is None:
            count = _found(ours, known, whole)
            entries.remember(whole, count)
        if count and whole not in told:
            told.add(whole)
            yield Suggestion("place" if name.kind == "province" else name.kind, name.label, whole, count)


def _found(ours: Services, known: Known, whole: str) -> int:
    """How many articles; none where what stands before the name is not finished, or where nobody can
    type such a name."""
    try:
        query = read(whole, known, shipped_aliases()).query
    except QueryError:
        return 0
    return ours.index.search(query, limit=1).total

"""What to say beside a search: other names that were looked for too, and ways out of an empty result."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lantoa.errors import Misuse
from lantoa.words import word
from search_api.asked import FILTERS, Asked
from search_api.finding import Found, query_of, reading_of
from search_api.query_lexer import UNQUOTED
from search_api.services import Services


@dataclass(frozen=True, slots=True)
class Advice:
    """text: what to change; shown: the changed part, "" where text says it all; count: what it finds."""

    text: str
    shown: str
    href: str
    count: int


def advice(ours: Services, asked: Asked) -> list[Advice]:
    """Every way of asking less strictly that finds something; all of them at once where none does."""
    ways = list(_looser(asked))
    found = [one for way in ways if (one := _tried(ours, *way))]
    if not found and len(ways) > 1:
        bare = without_marks(_unquoted(asked.q))
        every = _tried(ours, word("searching.all_looser"), bare, Asked(q=bare, sort=asked.sort, alias=asked.alias))
        return [every] if every else []
    return found


def _tried(ours: Services, text: str, shown: str, changed: Asked) -> Advice | None:
    try:
        count = ours.index.search(query_of(ours, changed), limit=1).total
    except Misuse:  # so changed it cannot be read
        return None
    return Advice(text, shown, changed.address(), count) if count else None


def _looser(asked: Asked) -> Iterator[tuple[str, str, Asked]]:
    bare, loose = without_marks(asked.q), _unquoted(asked.q)
    if bare != asked.q:
        yield word("page.empty_unmarked"), bare, asked.model_copy(update={"q": bare})
    if loose != asked.q:
        yield word("searching.unquoted"), loose, asked.model_copy(update={"q": loose})
    if asked.start or asked.end:
        yield word("searching.every_day"), "", asked.model_copy(update={"start": None, "end": None})
    if any(getattr(asked, name) for name in FILTERS):
        yield word("page.empty_filters"), "", Asked(q=asked.q, sort=asked.sort, alias=asked.alias)


def _unquoted(text: str) -> str:
    return " ".join(text.translate(UNQUOTED).split()) if any(chr(quote) in text for quote in UNQUOTED) else text


def other_names(ours: Services, asked: Asked, found: Found) -> dict[str, Any] | None:
    """The names looked for beside typed ones and the address without them; or that there would
    be some, and the address with them. None where a query holds no such name."""
    if asked.alias == "yes":
        names, switched = found.expanded, asked.address(alias="no")
    else:
        names = reading_of(ours, asked.model_copy(update={"alias": "yes"})).expanded
        switched = asked.address(alias="yes")
    return {"names": names, "on": asked.alias == "yes", "switched": switched} if names else None


def without_marks(text: str) -> str:
    """The same letters without marks: what finds every spelling."""
    bare = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return unicodedata.normalize("NFC", "".join(char for char in bare if not unicodedata.combining(char)))

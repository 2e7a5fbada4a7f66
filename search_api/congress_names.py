"""What the congress tokens of the index are called, learned from an article that bears one."""

from __future__ import annotations

from collections.abc import Iterable

from lantoa.article import StoredArticle
from lantoa.web.labels import congress_name
from search_api.congress_token import congress_token
from search_api.index import Or, Terms
from search_api.services import Services


def congress_names(ours: Services, tokens: Iterable[str]) -> dict[str, str]:
    """Name by token; a token that no article bears is left out."""
    names: dict[str, str] = {}
    for token in dict.fromkeys(tokens):
        if token in names:
            continue
        bearing = Or((Terms("congress", (token,)), Terms("congress_mention", (token,))))
        hits = ours.index.search(bearing, limit=1).hits
        for stored in ours.store.many([hit.id for hit in hits]):
            names |= _tokens(stored)
    return names


def _tokens(stored: StoredArticle) -> dict[str, str]:
    keys = (one.resolved or one.stated for one in stored.tags.congresses) if stored.tags else ()
    return {congress_token(key): congress_name(key) for key in keys}

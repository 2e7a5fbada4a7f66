"""What the congress tokens of the index are called, learned from an article that bears one."""

from __future__ import annotations

from collections.abc import Iterable

from lantoa.article import StoredArticle
from lantoa.articles import ArticleStore
from lantoa.web.labels import congress_name
from search_api.congress_token import congress_token
from search_api.index import Or, SearchIndex, Terms


class CongressNames:
    """Names learned so far: a token keeps its name, so each is looked up once in an application."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}

    def of(self, index: SearchIndex, store: ArticleStore, tokens: Iterable[str]) -> dict[str, str]:
        """Name by token; a token that no article bears is left out. Raises Later when the index is down."""
        wanted = list(dict.fromkeys(tokens))
        for token in wanted:
            if token not in self._known:
                bearing = Or((Terms("congress", (token,)), Terms("congress_mention", (token,))))
                for stored in store.many([hit.id for hit in index.search(bearing, limit=1).hits]):
                    self._known |= {one: name for one, name in _tokens(stored).items() if one not in self._known}
        return {token: self._known[token] for token in wanted if token in self._known}


def _tokens(stored: StoredArticle) -> dict[str, str]:
    keys = (one.resolved or one.stated for one in stored.tags.congresses) if stored.tags else ()
    return {congress_token(key): congress_name(key) for key in keys}

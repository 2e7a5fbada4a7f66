"""An index by its URL: memory:, embedded:FOLDER, http(s)://host:9200/ (elastic_address.py)."""

from __future__ import annotations

from pathlib import Path

from lantoa.errors import Misuse
from lantoa.settings import without_password
from lantoa.words import word
from search_api.index import SearchIndex
from search_api.memory import MemoryIndex


def open_index(url: str) -> SearchIndex:
    """Connect to nothing yet; `ensure` does. Raises Misuse for a URL that names no index."""
    scheme, _, rest = url.partition(":")
    if url == "memory:":
        return MemoryIndex()
    if scheme == "embedded" and rest:
        from search_api.embedded import EmbeddedIndex

        return EmbeddedIndex(Path(rest))
    if scheme in ("http", "https") and rest.startswith("//"):
        from search_api.elastic import open_elastic

        return open_elastic(url)
    raise Misuse(word("search.engine.url_unknown", url=without_password(url)))

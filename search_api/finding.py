"""One search, answered for page and API alike: hits with their articles, counts beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from markupsafe import Markup

from lantoa.article import Outlet, StoredArticle
from search_api.asked import SORTS, Asked
from search_api.index import Agg, Aggregated, Bucket, DaysAgg, Query, TermsAgg
from search_api.services import Services

FACETS: Mapping[str, Agg] = MappingProxyType(
    {
        "source": TermsAgg("source"),
        "kind": TermsAgg("source_kind"),
        "congress": TermsAgg("congress"),
        "topic": TermsAgg("topics"),
        "original": TermsAgg("is_original"),
        "day": DaysAgg(),
    }
)
"""What is counted beside every result: over exactly the articles found, filters included."""


@dataclass(frozen=True, slots=True)
class FoundArticle:
    """One hit with what is shown of it. outlet: None when its stanza is not known; title and
    snippets: HTML with the words found in <mark>."""

    stored: StoredArticle
    outlet: Outlet | None
    title: Markup
    snippets: tuple[Markup, ...]

    @property
    def outlet_name(self) -> str:
        """The outlet's name, its id when no name is known."""
        return self.outlet.name if self.outlet else self.stored.source


@dataclass(frozen=True, slots=True)
class Found:
    """total: all that match; cursor: for the next page, None at the end; facets: FACETS but day;
    days: every local day between the first and the last, with its count."""

    query: Query
    hits: tuple[FoundArticle, ...]
    total: int
    cursor: str | None
    facets: Mapping[str, tuple[Bucket, ...]]
    days: tuple[Bucket, ...]

    @property
    def undated(self) -> int:
        """Articles that stand on no day."""
        return self.total - sum(bucket.count for bucket in self.days)


def find(ours: Services, asked: Asked, typed: Query) -> Found:
    """Search and count. Raises Misuse for what cannot be asked, Later when the index is down."""
    query = asked.narrowed(typed)
    result = ours.index.search(query, sort=SORTS[asked.sort], limit=asked.limit, after=asked.after or None)
    counted = ours.index.aggregate(query, FACETS)
    outlets = ours.outlets.all()
    hits = tuple(
        FoundArticle(stored, outlets.get(stored.source), Markup.escape(stored.article.title), (Markup.escape(stored.article.text[:220]),))
        for stored in ours.store.many([hit.id for hit in result.hits])
    )
    facets = {name: _buckets(counted[name]) for name in FACETS}
    days = facets.pop("day")
    return Found(query, hits, result.total, result.cursor, facets, days)


def _buckets(counted: Aggregated) -> tuple[Bucket, ...]:
    if not isinstance(counted, tuple):
        raise TypeError(f"a bucket aggregation came back as {counted!r}")
    return counted

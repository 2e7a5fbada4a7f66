"""One search, answered for page and API alike: hits with their articles, counts beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from markupsafe import Markup, escape

from lantoa.article import Outlet, StoredArticle
from search_api.aliases import Expanded, shipped_aliases
from search_api.asked import SORTS, Asked
from search_api.highlight import Fragment, highlight
from search_api.index import Agg, Aggregated, Bucket, DaysAgg, Query, SearchResult, TermsAgg
from search_api.query_text import Reading, read
from search_api.services import Services
from search_api.vocabulary import Known

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
    days: every local day between the first and the last, with its count; query: what was asked
    for; expanded: names beside which others were looked for."""

    hits: tuple[FoundArticle, ...]
    total: int
    cursor: str | None
    facets: Mapping[str, tuple[Bucket, ...]]
    days: tuple[Bucket, ...]
    query: Query
    expanded: tuple[Expanded, ...]

    @property
    def undated(self) -> int:
        """Articles that stand on no day."""
        return self.total - sum(bucket.count for bucket in self.days)


def find(ours: Services, asked: Asked) -> Found:
    """Search and count. Raises Misuse for what cannot be asked, Later when the index is down."""
    reading = reading_of(ours, asked)
    query = reading.query
    result, hits = listed(ours, asked, query)
    counted = ours.index.aggregate(query, FACETS)
    facets = {name: buckets_of(counted[name]) for name in FACETS}
    days = facets.pop("day")
    return Found(hits, result.total, asked.sealed(result.cursor), facets, days, query, reading.expanded)


def listed(ours: Services, asked: Asked, query: Query) -> tuple[SearchResult, tuple[FoundArticle, ...]]:
    """One page of what was asked for, and what is shown of it. Raises as `find`."""
    result = ours.index.search(query, sort=SORTS[asked.sort], limit=asked.limit, after=asked.place())
    stored = ours.store.shown([hit.id for hit in result.hits])
    outlets = ours.outlets.all() if stored else {}
    return result, tuple(_found(query, one, outlets.get(one.source)) for one in stored)


def query_of(ours: Services, asked: Asked) -> Query:
    """What is asked for, words and filters together. Raises Misuse for what cannot be read."""
    return reading_of(ours, asked).query


def reading_of(ours: Services, asked: Asked) -> Reading:
    """The same, and the names beside which others are looked for."""
    aliases = shipped_aliases() if asked.alias == "yes" else None
    reading = read(asked.q, Known(ours.outlets.all(), ours.index), aliases)
    return Reading(asked.narrowed(reading.query), reading.expanded)


def _found(query: Query, stored: StoredArticle, outlet: Outlet | None) -> FoundArticle:
    article = stored.article
    shown = highlight(query, article.title, article.text or article.sapo, most=2)
    return FoundArticle(stored, outlet, marked(shown.title), tuple(marked(one) for one in shown.text))


def marked(fragment: Fragment) -> Markup:
    """A fragment as HTML, its found words in <mark>, neighbours in one."""
    spans: list[tuple[int, int]] = []
    for start, end in fragment.spans:
        if spans and fragment.text[spans[-1][1] : start].isspace():
            start = spans.pop()[0]
        spans.append((start, end))
    text = fragment.text.replace(_OPEN, " ").replace(_CLOSE, " ")
    for start, end in reversed(spans):
        text = f"{text[:start]}{_OPEN}{text[start:end]}{_CLOSE}{text[end:]}"
    shown = str(escape(text)).replace(_OPEN, "<mark>").replace(_CLOSE, "</mark>")
    return Markup(f"{'… ' if fragment.before else ''}{shown}{' …' if fragment.after else ''}")


_OPEN, _CLOSE = "\x02", "\x03"
"""Stand where marks begin and end until all else is escaped; no text has them by then."""


def buckets_of(counted: Aggregated) -> tuple[Bucket, ...]:
    """The buckets of an aggregation that has some. Raises TypeError for another one."""
    if not isinstance(counted, tuple):
        raise TypeError(f"a bucket aggregation came back as {counted!r}")
    return counted

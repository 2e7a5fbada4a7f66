"""What one extracted capture means for the article it is a capture of."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from crawlers.archive_tables import captures
from crawlers.sources import Sources
from crawlers.urls import canonical, site_of
from lantoa.article import Article, Origin, Outlet, StoredArticle
from lantoa.articles import COUNTED, ArticleStore, Saved
from lantoa.database import Database
from lantoa.outlets import OutletStore
from lantoa.words import word

MANUAL = "nhap-tay"
"""Source of what was typed in without an address."""
_RANK = {Origin.FACTS: 0, Origin.MANUAL: 1, Origin.IMPORT: 1, Origin.CAPTURE: 2}


@dataclass(frozen=True, slots=True)
class Mark:
    """The outcome word of a capture and the id of its article.

    stored: a new article; changed: the outlet edited it; unchanged; list, unknown: the page
    is kept but no article; not_article: where an article stood is now a list or an error
    page; older: a later state stands already; duplicate: another address of the same article;
    known: brought by hand, and a better origin stands already; failed: the store refused it.
    """

    outcome: str
    article: int | None = None
    error: str = ""


class Settler:
    """Applies captures to the article store, in the order they were fetched."""

    def __init__(
        self, database: Database, articles: ArticleStore, outlets: OutletStore, sources: Sources,
        extractor: int, now: datetime,
    ) -> None:  # fmt: skip
        self._database = database
        self._articles = articles
        self._outlets = outlets
        self._sources = sources
        self._extractor = extractor
        self._now = now
        self._known = set(outlets.all())

    def settle(self, capture: Any, article: Article | None, fate: str) -> Mark:
        """Write what follows from one row of `captures` and the article read from it."""
        if article is None:
            return Mark(fate, capture.article)
        try:
            return self._settle(capture, article)
        except (sa.exc.DataError, UnicodeError) as error:
            why = word("archive.not_storable", ref=capture.ref, why=str(error).splitlines()[0])
            return Mark("failed", capture.article, why)

    def _settle(self, capture: Any, article: Article) -> Mark:
        standing = self._articles.by_url(article.url)
        if standing is None:
            saved = self._save(capture, article)
            return Mark("stored" if article.kind in COUNTED else str(article.kind), saved.id)
        refused = self._refused(capture, article, standing)
        if refused:
            return Mark(_again(capture, standing) or refused, standing.id)
        if standing.origin is Origin.FACTS and capture.origin != Origin.FACTS:
            article = replace(article, labels=standing.article.labels)
        saved = self._save(capture, article)
        return Mark(_outcome(capture, article, standing, saved), saved.id)

    def _refused(self, capture: Any, article: Article, standing: StoredArticle) -> str:
        """Why this capture says nothing new about the article; "" when it does."""
        if standing.ref == capture.ref:
            return ""
        if _RANK[Origin(capture.origin)] < _RANK[standing.origin]:
            return "known"
        if standing.article.kind in COUNTED and article.kind not in COUNTED:
            return "not_article"
        shown = self._capture(standing.ref)
        if shown is None or shown.origin != capture.origin:
            return ""
        if (capture.fetched_at, capture.id) < (shown.fetched_at, shown.id):
            return "older"
        address = canonical(capture.final_url)
        same = capture.url == shown.url or address in (canonical(shown.final_url), article.url)
        return "" if same else "duplicate"

    def _save(self, capture: Any, article: Article) -> Saved:
        return self._articles.save(
            article,
            source=self._source(capture, article),
            origin=Origin(capture.origin),
            ref=capture.ref,
            seen_at=min(capture.fetched_at, self._now),
            extractor=self._extractor,
        )

    def _capture(self, ref: str) -> Any:
        with self._database.read() as connection:
            return connection.execute(sa.select(captures).where(captures.c.ref == ref)).first()

    def _source(self, capture: Any, article: Article) -> str:
        """The outlet: as crawled, else by host; an unknown host becomes an outlet."""
        if capture.source:
            return str(capture.source)
        found = self._sources.of_url(article.url) or self._sources.of_url(capture.final_url)
        if found is not None:
            self._ensure(found.outlet)
            return found.id
        host = site_of(article.url) or site_of(capture.final_url)
        name = host or word("archive.typed_source")
        outlet = Outlet(id=host[:80] or MANUAL, name=name, host=host, kind="unknown", level="")
        self._ensure(outlet)
        return outlet.id

    def _ensure(self, outlet: Outlet) -> None:
        if outlet.id not in self._known:
            self._outlets.save([outlet])
            self._known.add(outlet.id)


def _again(capture: Any, standing: StoredArticle) -> str:
    """The word a capture of this article had before: a newer extractor does not change it."""
    settled = capture.article == standing.id and capture.outcome != "failed"
    return str(capture.outcome) if settled else ""


def _outcome(capture: Any, article: Article, standing: StoredArticle, saved: Saved) -> str:
    if article.kind not in COUNTED:
        return str(article.kind)
    if standing.ref == capture.ref:
        return _again(capture, standing) or ("stored" if standing.revision == 1 else "changed")
    if saved.change == "changed":
        return "stored" if standing.origin is Origin.FACTS else "changed"
    return "unchanged"

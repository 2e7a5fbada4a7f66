"""What one extracted capture means for the article it is a capture of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from crawlers.archive_tables import captures
from crawlers.redesigns import HELD, Guard
from crawlers.revisit import differ_without, same_article
from crawlers.sources import Sources
from crawlers.urls import canonical, site_of
from crawlers.visits import GONE_SPAN, GONE_VISITS
from lantoa.article import ZONE, Article, Origin, Outlet, StoredArticle
from lantoa.articles import COUNTED, ArticleStore, Saved
from lantoa.changes import Differ, kinds_between
from lantoa.database import Database
from lantoa.outlets import OutletStore
from lantoa.words import word

MANUAL = "nhap-tay"
"""Source of what was typed in without an address."""
COUNTS = ("stored", "changed", "unchanged", HELD)
"""Outcome words of captures that say how their article stood at the time."""
_RANK = {Origin.FACTS: 0, Origin.MANUAL: 1, Origin.IMPORT: 1, Origin.CAPTURE: 2}


@dataclass(frozen=True, slots=True)
class Mark:
    """The outcome word of a capture and the id of its article.

    stored: a new article; changed: the outlet edited it; unchanged; redesign: changed, but so
    did most of the outlet's pages, so it is held; list, unknown: the page
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
        self._guard = Guard(database, articles, extractor, now)
        self._touched: set[tuple[str, date]] = set()
        self._shown_at: dict[str, int] = {}
        self._joined: dict[int, int] = {}
        self._seen_gone = self._gone_addresses()

    def settle(self, capture: Any, article: Article | None, fate: str) -> Mark:
        """Write what follows from one row of `captures` and the article read from it."""
        if article is None:
            return Mark(fate, capture.article)
        try:
            mark = self._settle(capture, article)
        except (sa.exc.DataError, UnicodeError) as error:
            why = word("archive.not_storable", ref=capture.ref, why=str(error).splitlines()[0])
            return Mark("failed", capture.article, why)
        if mark.article is not None and mark.outcome in COUNTS:
            self._shown_at[capture.url] = mark.article
        return mark

    def marked(self, article: int | None) -> int | None:
        """The id to mark a capture with: that of the article it was settled to may have been
        joined into another meanwhile."""
        return article if article is None else self._joined.get(article, article)

    def begin(self, rows: Sequence[Any]) -> None:
        """A batch of captures is to be settled; those before it are marked in the database."""
        self._joined.clear()
        urls = list({row.url for row in rows})
        query = sa.select(captures.c.url, captures.c.article).where(
            captures.c.url.in_(urls), captures.c.article.is_not(None), captures.c.outcome.in_(COUNTS)
        )
        with self._database.read() as connection:
            found = connection.execute(query.order_by(captures.c.fetched_at, captures.c.id))
            self._shown_at = {row.url: row.article for row in found}

    def finish(self) -> Mapping[str, int]:
        """After the last capture: judge what changed, for most pages of a source may only look
        changed. How many captures that counted as changed have which outcome instead."""
        taken_back = self._guard.look(self._touched)
        self._guard.supersede()
        return taken_back

    def _settle(self, capture: Any, article: Article) -> Mark:
        standing, own = self._standing(capture, article)
        if standing is None:
            saved = self._save(capture, article)
            return Mark("stored" if article.kind in COUNTED else str(article.kind), saved.id)
        self._was_gone(capture, standing)
        refused = self._refused(capture, article, standing, own)
        if refused:
            return Mark(refused, standing.id)
        differ = differ_without(self._guard.lines(standing.source))
        if self._held(capture, article, standing, differ):
            return Mark(HELD, standing.id)
        saved = self._save(capture, article, differ, standing.id)
        if saved.change == "changed":
            self._touched.add((standing.source, capture.fetched_at.astimezone(ZONE).date()))
        return Mark(_outcome(article, saved), saved.id)

    def _standing(self, capture: Any, article: Article) -> tuple[StoredArticle | None, bool]:
        """The article that this capture shows, and whether the address asked for was its own.

        By its address, a former one of it, or because the address asked for was the article's
        before: then it moved. Where another article stands at the new address, the two are one.
        """
        found, known = self._articles.by_url(article.url), self._former(capture)
        if found is not None and found.article.url == article.url and known in (None, found.id):
            return found, known is not None
        former = None if known is None else self._articles.get(known)
        if found is not None and found.article.url != article.url and not self._same(capture, found, article):
            found = None  # an address given to another article
        if former is None or not self._same(capture, former, article):
            return found, False
        if found is None or found.id == former.id:
            return former, True
        if not {found.article.kind, former.article.kind} <= set(COUNTED):
            return found, False
        keep, drop = self._articles.join(former.id, found.id, differ_without(self._guard.lines(former.source)))
        self._joined |= {one: keep for one, other in self._joined.items() if other == drop} | {drop: keep}
        with self._database.write() as connection:
            connection.execute(sa.update(captures).where(captures.c.article == drop).values(article=keep))
        return self._articles.get(keep), True

    def _former(self, capture: Any) -> int | None:
        """The id of the article that this capture, or the last one of the same address, was of."""
        if capture.article is not None and capture.outcome in COUNTS:
            return int(capture.article)
        return self._shown_at.get(capture.url)

    def _was_gone(self, capture: Any, standing: StoredArticle) -> None:
        """Before it was seen here again it may have been taken down: the frontier has forgotten
        that by now, but each visit that found it gone is archived."""
        if capture.url not in self._seen_gone or capture.outcome:
            return
        row = captures.c
        earlier = sa.and_(row.url == capture.url, row.fetched_at < capture.fetched_at)
        last = sa.select(sa.func.max(row.fetched_at)).where(earlier, row.role == "article").scalar_subquery()
        query = sa.select(row.fetched_at).where(earlier, row.role == "gone", row.fetched_at > sa.func.coalesce(last, 0))
        with self._database.read() as connection:
            times = list(connection.scalars(query.order_by(row.fetched_at)))
        sure = (at for number, at in enumerate(times, 1) if number >= GONE_VISITS and at >= times[0] + GONE_SPAN)
        if (at := next(sure, None)) is not None:
            self._articles.removed(standing.article.url, at)

    def _gone_addresses(self) -> frozenset[str]:
        with self._database.read() as connection:
            return frozenset(connection.scalars(sa.select(captures.c.url).where(captures.c.role == "gone").distinct()))

    def _same(self, capture: Any, known: StoredArticle, article: Article) -> bool:
        versions = self._articles.history(known.id)
        return any(each.ref == capture.ref or same_article(each.article, article) for each in reversed(versions))

    def _refused(self, capture: Any, article: Article, standing: StoredArticle, own: bool) -> str:
        """Why this capture says nothing new about the article; "" when it does."""
        if standing.ref == capture.ref:
            return ""
        if _RANK[Origin(capture.origin)] < _RANK[standing.origin]:
            return "known"
        if standing.article.kind in COUNTED and article.kind not in COUNTED:
            return "not_article"
        shown = self._capture(standing.ref)
        if shown is None or shown.origin != capture.origin or self._counts(capture, standing):
            return ""
        if (capture.fetched_at, capture.id) < (shown.fetched_at, shown.id):
            return "older"
        address = canonical(capture.final_url)
        same = own or capture.url == shown.url or address in (canonical(shown.final_url), article.url)
        return "" if same else "duplicate"

    def _counts(self, capture: Any, standing: StoredArticle) -> bool:
        """Was this capture settled before as a state of the article? Then it is read again."""
        if capture.article == standing.id and capture.outcome in COUNTS:
            return True
        return any(each.ref == capture.ref for each in self._articles.history(standing.id))

    def _held(self, capture: Any, article: Article, standing: StoredArticle, differ: Differ) -> bool:
        """Does it differ in body, while that is what most pages of the source do?"""
        if not self._guard.holding(standing.source) or standing.ref == capture.ref:
            return False
        last = self._articles.history(standing.id)[-1]
        if last.extractor != self._extractor or "body" not in differ(last.article, article):
            return False
        return self._guard.holds(standing.source, last.since, capture.fetched_at)

    def _save(
        self, capture: Any, article: Article, differ: Differ = kinds_between, under: int | None = None
    ) -> Saved:
        return self._articles.save(
            article,
            source=self._source(capture, article),
            origin=Origin(capture.origin),
            ref=capture.ref,
            seen_at=min(capture.fetched_at, self._now),
            extractor=self._extractor,
            differ=differ,
            under=under,
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


def _outcome(article: Article, saved: Saved) -> str:
    if article.kind not in COUNTED:
        return str(article.kind)
    if saved.version == 0:
        return "unchanged"
    return "stored" if saved.version == 1 else "changed"

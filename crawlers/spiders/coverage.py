"""The spider of published coverage: channels, articles and revisits alike, by role."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import TYPE_CHECKING, Any

import scrapy

from crawlers.answers import headers_of, verdict
from crawlers.discover import Channel, candidates
from crawlers.fates import Fate
from crawlers.frontier_rows import Found
from crawlers.machinery.failures import fate_of
from crawlers.machinery.pipeline import Captured
from crawlers.machinery.run import Run
from crawlers.visits import Due, Outcome
from lantoa.article import Page
from lantoa.errors import Aside

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from twisted.python.failure import Failure

    from crawlers.machinery.scheduler import FrontierScheduler


GONE = "gone"
"""Role of a capture that shows that an article is no longer there: kept, never extracted."""


class CoverageSpider(scrapy.Spider):
    """Thin: what a response means is decided by pure functions; what is fetched next, and
    when, by the frontier. Article bodies are not parsed here."""

    name = "coverage"

    def __init__(self, run: Run, **values: Any) -> None:
        super().__init__(**values)
        self.run = run
        self.scheduler: FrontierScheduler | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **values: Any) -> CoverageSpider:
        """Scrapy's way of making it."""
        spider = super().from_crawler(crawler, *args, **values)
        crawler.signals.connect(spider.opened, signal=scrapy.signals.spider_opened)
        crawler.signals.connect(spider.stumbled, signal=scrapy.signals.spider_error)
        crawler.signals.connect(spider.idle, signal=scrapy.signals.spider_idle)
        return spider

    async def start(self) -> AsyncIterator[Request]:
        """Nothing: the scheduler brings what is due."""
        nothing: tuple[Request, ...] = ()
        for request in nothing:
            yield request

    def request_for(self, due: Due) -> Request:
        """The request of a leased address."""
        callback = self.read_article if due.role == "article" else self.read_channel
        near = self.run.guard.place(due.host) is not None
        meta = {"due": due, "autothrottle_dont_adjust_delay": near}
        return scrapy.Request(due.url, callback=callback, errback=self.failed, meta=meta, dont_filter=True)

    def read_article(self, response: Response) -> Iterator[Captured]:
        """An article goes to the archive as it is, unless it is the same as before."""
        due, page = self._page(response)
        judged = verdict(due, page, response.meta.get("robots", ""))
        if judged.keep:
            yield Captured(page, judged.outcome)
        elif judged.evidence:
            yield Captured(page, judged.outcome, GONE)
        else:
            self.run.finish(judged.outcome)

    def read_channel(self, response: Response) -> None:
        """A feed, sitemap, section or home page shows addresses."""
        due, page = self._page(response)
        judged = verdict(due, page, response.meta.get("robots", ""))
        outcome, found = judged.outcome, None
        if judged.keep:
            try:
                found = self._candidates(due, page)
            except Aside as error:
                outcome = Outcome(due, Fate.NOT_CHANNEL, page.fetched_at, page.status, note=str(error))
        self.run.finish(outcome, found=found)

    def opened(self) -> None:
        """Every fate is counted by Scrapy's stats too, as `house/FATE`."""
        if self.crawler.stats is not None:
            self.run.count = self.crawler.stats.inc_value

    def idle(self) -> None:
        """Nothing to do, but for another crawl that has to end first."""
        if self.run.waits:
            raise scrapy.exceptions.DontCloseSpider

    def stumbled(self, failure: Failure, response: Response) -> None:
        """A page that our own reading stumbles over ends as broken; the others go on."""
        due: Due | None = response.meta.get("due")
        if due is not None:
            note = f"{type(failure.value).__name__}: {failure.value}"[:300]
            self.run.finish(Outcome(due, Fate.BROKEN, self.run.clock.now(), response.status, note=note))

    def failed(self, failure: Failure) -> None:
        """No answer: one outcome all the same."""
        request = failure.request  # type: ignore[attr-defined]
        fate, note, later = fate_of(error) if (error := failure.value) else (Fate.BROKEN, "", None)
        robots = request.meta.get("robots", "")
        due: Due = request.meta["due"]
        self.run.finish(
            Outcome(
                due, fate, self.run.clock.now(), final_url=request.url, robots=robots, note=note, later=later
            )
        )

    def _page(self, response: Response) -> tuple[Due, Page]:
        due: Due = response.meta["due"]
        headers = headers_of(list(response.headers.items()))
        return due, Page(
            url=due.url,
            final_url=response.url,
            fetched_at=self.run.clock.now(),
            status=response.status,
            headers=headers,
            body=response.body,
            source=due.source,
        )

    def _candidates(self, due: Due, page: Page) -> list[Found]:
        run = self.run
        first = run.is_first(due)
        channel = Channel(due.url, due.role, due.every, due.page, first, run.plan.depth, due.root)
        return candidates(page, channel, run.source(due), run.frontier.known, run.oldest)

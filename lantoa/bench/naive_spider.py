"""What `bench crawl` stands beside: a newcomer's spider, run by Scrapy's own `runspider`.

It reads the feed, fetches every page, gives the text to trafilatura as it comes and lets
Scrapy write JSON lines. Nothing is archived, nothing would survive a kill.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any

import scrapy
import trafilatura
from scrapy.http import Response
from trafilatura.settings import Document


class NaiveSpider(scrapy.Spider):
    """Scrapy's defaults but for the pause between requests, which costs no CPU."""

    name = "naive"
    feed = ""
    custom_settings = {"LOG_LEVEL": "WARNING", "DOWNLOAD_DELAY": 0, "CONCURRENT_REQUESTS_PER_DOMAIN": 8}  # noqa: RUF012

    async def start(self) -> AsyncIterator[scrapy.Request]:
        """The feed, named by `-a feed=URL`."""
        yield scrapy.Request(self.feed)

    def parse(self, response: Response, **_: Any) -> Iterator[scrapy.Request]:
        """What the feed lists."""
        for url in response.xpath("//item/link/text()").getall():
            yield scrapy.Request(url, callback=self.article)

    def article(self, response: Response, **_: Any) -> Iterator[dict[str, Any]]:
        """One page."""
        found = trafilatura.bare_extraction(response.text, url=response.url, with_metadata=True)
        if isinstance(found, Document):
            yield {"url": response.url, "title": found.title, "date": found.date, "author": found.author, "text": found.text}

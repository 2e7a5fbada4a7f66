"""The spider that asks for robots.txt and nothing else."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any

import scrapy

from crawlers.machinery.asking import ask_robots
from crawlers.machinery.run import Run

if TYPE_CHECKING:
    from scrapy import Request


class RobotsSpider(scrapy.Spider):
    """Asks the origins that a plan names; the frontier is not touched."""

    name = "robots"
    custom_settings = {"SCHEDULER": "scrapy.core.scheduler.Scheduler"}  # noqa: RUF012 - as Scrapy wants it

    def __init__(self, run: Run, **values: Any) -> None:
        super().__init__(**values)
        self.run = run

    async def start(self) -> AsyncIterator[Request]:
        """One after the other; no request is left for the scheduler."""
        for origin in self.run.plan.ask:
            await ask_robots(self.crawler, origin)
        self.run.complete = True
        nothing: tuple[Request, ...] = ()
        for request in nothing:
            yield request

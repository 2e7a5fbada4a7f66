"""The archive as Scrapy's item pipeline."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawlers.machinery.run import Run, run_of
from crawlers.visits import Outcome
from lantoa.article import Page

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


@dataclass(slots=True)
class Captured:
    """The item: a page to keep, how its visit ended, and as what it is kept."""

    page: Page
    outcome: Outcome
    role: str = "article"


class ArchivePipeline:
    """Pages go to the archive in batches; a page's outcome is written after it."""

    def __init__(self, run: Run) -> None:
        self._run = run

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> ArchivePipeline:
        return cls(run_of(crawler))

    def process_item(self, item: Captured) -> Captured:
        """Hand it over."""
        self._run.finish(item.outcome, item.page, role=item.role)
        return item

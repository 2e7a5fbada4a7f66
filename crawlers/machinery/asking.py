"""Asking one origin for its robots.txt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy import Request

from crawlers.answers import asked_pause
from crawlers.machinery.failures import fate_of
from crawlers.machinery.run import run_of
from crawlers.robots import Robots, judge, unreachable

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

ROBOTS = "house_robots"
"""Key in `meta` of a request for a robots.txt: nothing but the guard stands before it."""


async def ask_robots(crawler: Crawler, origin: str) -> Robots:
    """One request; the answer, or why there is none, goes to the book of robots."""
    run = run_of(crawler)
    request = Request(
        f"{origin}/robots.txt",
        meta={
            ROBOTS: True,
            "dont_retry": True,
            "autothrottle_dont_adjust_delay": True,
            "download_maxsize": 5 * 1024 * 1024,
        },
        dont_filter=True,
    )
    try:
        response = await crawler.engine.download_async(request)
    except Exception as error:  # noqa: BLE001 - whatever keeps us from reading it means "not now"
        answer = unreachable(origin, run.clock.now(), str(fate_of(error)[0]))
    else:
        now, stated = run.clock.now(), (response.headers.get("Retry-After") or b"").decode("latin-1")
        pause = asked_pause(response.status, stated, now)
        answer = judge(origin, response.status, response.body, now, pause)
    run.book.keep(answer)
    return answer

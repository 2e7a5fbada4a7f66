"""Downloader middlewares: what may be asked, and how politely."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from scrapy import Request
from scrapy.exceptions import CannotResolveHostError
from scrapy.utils.defer import maybe_deferred_to_future
from scrapy.utils.httpobj import urlparse_cached
from twisted.internet.error import DNSLookupError

from crawlers.answers import asked_pause, headers_of
from crawlers.fates import Fate
from crawlers.guard import is_literal
from crawlers.machinery.asking import ROBOTS, ask_robots
from crawlers.machinery.failures import Refused
from crawlers.machinery.resolver import PrivateAddress
from crawlers.machinery.run import run_of
from crawlers.robots import Decision, Robots, origin_of
from crawlers.urls import site_of

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response


class _Middleware:
    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.run = run_of(crawler)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> _Middleware:
        return cls(crawler)


class GuardMiddleware(_Middleware):
    """Only the outlet's own hosts, only public addresses: at first and after every redirect."""

    async def process_request(self, request: Request) -> None:
        due = request.meta.get("due")
        if due is not None and request.meta.get("redirect_times"):
            host = site_of(request.url)
            if not self.run.source(due).owns(host):
                raise Refused(Fate.OFF_PANEL, f"redirected to {host}")
        host = urlparse_cached(request).hostname or ""
        if self.run.guard.place(host):
            return
        if self.run.guard.refuses(host):
            raise Refused(Fate.PRIVATE, f"{host} is no public address")
        if not is_literal(host):
            from twisted.internet import reactor

            names: Any = reactor
            try:
                await maybe_deferred_to_future(names.resolve(host))
            except PrivateAddress as error:
                raise Refused(Fate.PRIVATE, str(error)) from None
            except DNSLookupError as error:
                raise CannotResolveHostError(str(error)) from error


class RobotsMiddleware(_Middleware):
    """Nothing is asked that robots.txt does not allow; no robots.txt, no request."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._asked: dict[str, asyncio.Task[Robots]] = {}

    async def process_request(self, request: Request) -> None:
        if request.meta.get(ROBOTS):
            return
        origin = origin_of(request.url)
        answer = self.run.book.of(origin, self.run.clock.now())
        if answer is None:
            answer = await self._ask(origin)
        decision = self.run.book.decide(answer, request.url)
        request.meta["robots"] = decision.word
        if decision.word == "unreachable":
            fate = Fate.TLS if answer.why == Fate.TLS else Fate.ROBOTS_LATER
            raise Refused(fate, f"robots.txt: {answer.why}", decision.expires)
        if decision.word == "disallowed":
            raise Refused(Fate.ROBOTS, "disallowed")
        self._pace(request, decision)

    async def _ask(self, origin: str) -> Robots:
        """One request for all that wait for it."""
        task = self._asked.get(origin)
        if task is None:
            task = self._asked[origin] = asyncio.ensure_future(ask_robots(self.crawler, origin))
            task.add_done_callback(lambda _: self._asked.pop(origin, None))
        return await asyncio.shield(task)

    def _pace(self, request: Request, decision: Decision) -> None:
        """Crawl-delay, where it is longer than our own pause."""
        if decision.delay is None:
            return
        host = urlparse_cached(request).hostname or ""
        request.meta["autothrottle_dont_adjust_delay"] = True
        downloader = self.crawler.engine.downloader
        usual = self.crawler.settings.getfloat("DOWNLOAD_DELAY")
        own = downloader.per_slot_settings.get(host, {}).get("delay", usual)
        delay = max(own, decision.delay / timedelta(seconds=1))
        if (due := request.meta.get("due")) is not None:
            self.run.frontier.gaps[due.host] = timedelta(seconds=delay)
        if delay != own:
            known = downloader.per_slot_settings.get(host, {"concurrency": 1})
            downloader.per_slot_settings[host] = known | {"delay": delay, "jitter": 0.0}
        if host in downloader.slots:
            downloader.slots[host].delay = delay


class ConditionalMiddleware(_Middleware):
    """If-None-Match and If-Modified-Since for what was fetched before; not for what was gone,
    which has to be seen again."""

    def process_request(self, request: Request) -> None:
        due = request.meta.get("due")
        if due is None or due.lost or request.meta.get("redirect_times"):
            return
        if due.etag:
            request.headers["If-None-Match"] = due.etag
        if due.last_modified:
            request.headers["If-Modified-Since"] = due.last_modified


class RetryAfterMiddleware(_Middleware):
    """A host that asks for a pause gets it, for all its addresses."""

    def process_response(self, request: Request, response: Response) -> Response:
        if response.status in (429, 503) and not request.meta.get(ROBOTS):
            headers = dict(headers_of(list(response.headers.items())))
            now = self.run.clock.now()
            pause = asked_pause(response.status, headers.get("Retry-After", ""), now)
            if pause is not None:
                request.meta["dont_retry"] = True
                due = request.meta.get("due")
                for host in {urlparse_cached(request).hostname or "", due.host if due else ""} - {""}:
                    self.run.pause(host, now + pause)
        return response

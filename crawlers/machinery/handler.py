"""Scrapy's HTTP/1.1 handler, with the named hosts connected to where the plan says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from twisted.internet.endpoints import TCP4ClientEndpoint, wrapClientTLS
from twisted.web.client import HTTPConnectionPool

from crawlers.guard import Guard
from crawlers.machinery.run import run_of

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from twisted.internet.defer import Deferred

CONNECT = 10.0
"""Seconds to connect to a named host."""


class NamedHostsHandler(HTTP11DownloadHandler):
    """Differs in the connection pool alone: URLs, Host headers and all else stay."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        from twisted.internet import reactor

        pool = NamedHostsPool(reactor, run_of(crawler).guard, self._contextFactory)
        pool.maxPersistentPerHost = self._pool.maxPersistentPerHost
        pool._factory = self._pool._factory
        self._pool = pool


class NamedHostsPool(HTTPConnectionPool):
    """Connections; one to a named host goes to its stated address and port."""

    retryAutomatically = False  # noqa: N815 - Twisted's name; retries are the retry middleware's

    def __init__(self, reactor: Any, guard: Guard, policy: Any) -> None:
        super().__init__(reactor, persistent=True)  # type: ignore[no-untyped-call]
        self._house_reactor, self._guard, self._policy = reactor, guard, policy

    def getConnection(self, key: Any, endpoint: Any) -> Deferred[Any]:  # noqa: N802
        """A kept or new connection for (scheme, host, port, ...)."""
        scheme, host, port = key[:3]
        if place := self._guard.place(host.decode("ascii")):
            endpoint = TCP4ClientEndpoint(self._house_reactor, *place, timeout=CONNECT)
            if scheme == b"https":
                endpoint = wrapClientTLS(self._policy.creatorForNetloc(host, port), endpoint)
        return super().getConnection(key, endpoint)

"""Scrapy's HTTP/1.1 handler, with the named hosts connected to where the plan says, and
certificates not checked for the outlets that sources.toml excepts."""

from __future__ import annotations

import copy
import logging
from typing import TYPE_CHECKING, Any

from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from twisted.internet.endpoints import TCP4ClientEndpoint, wrapClientTLS
from twisted.web.client import HTTPConnectionPool
from twisted.web.iweb import IPolicyForHTTPS
from zope.interface import implementer  # type: ignore[import-untyped]

from crawlers.guard import Guard
from crawlers.machinery.run import Run, run_of
from crawlers.machinery.settings import AT_ONCE
from crawlers.urls import site_of

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from twisted.internet.defer import Deferred

CONNECT = 10.0
"""Seconds to connect to a named host."""


logger = logging.getLogger(__name__)


class NamedHostsHandler(HTTP11DownloadHandler):
    """Differs in the connection pool and the certificate policy: all else stays."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._contextFactory = HousePolicy(run_of(crawler), self._contextFactory)  # type: ignore[assignment]
        from twisted.internet import reactor

        pool = NamedHostsPool(reactor, run_of(crawler).guard, self._contextFactory)
        pool.maxPersistentPerHost = AT_ONCE
        pool._factory = self._pool._factory
        self._pool = pool


@implementer(IPolicyForHTTPS)
class HousePolicy:
    """Certificates are checked, but for hosts of a source that states why not; the log says so."""

    def __init__(self, run: Run, strict: Any) -> None:
        self._run, self._strict = run, strict
        self._lenient = copy.copy(strict)
        self._lenient._verify_certificates = False
        self._excepted: set[str] = set()

    def creatorForNetloc(self, hostname: bytes, port: int) -> Any:  # noqa: N802 - Twisted's name
        """How to speak TLS with a host."""
        host = hostname.decode("ascii")
        source = self._run.sources.of_url(f"https://{host}/")
        if source is None or not source.tls_exception or not source.owns(site_of(f"https://{host}/")):
            return self._strict.creatorForNetloc(hostname, port)
        if host not in self._excepted:
            self._excepted.add(host)
            logger.warning("certificate of %s is not checked: %s", host, source.tls_exception)
        return self._lenient.creatorForNetloc(hostname, port)


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

"""The Scrapy settings of every crawl."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from crawlers.plan import CrawlPlan
from crawlers.robots import PRODUCT

SECOND = timedelta(seconds=1)
VERSION = "0.1"
AT_ONCE = 8
"""Requests at once to one of the named hosts, and connections kept to one host."""


def user_agent(contact: str) -> str:
    """Who we are and how to reach us."""
    return f"{PRODUCT}/{VERSION} (+{contact})" if contact else f"{PRODUCT}/{VERSION}"


def scrapy_settings(plan: CrawlPlan) -> dict[str, Any]:
    """What bears on safety and manners is stated here, whatever Scrapy's defaults are."""
    return {
        "BOT_NAME": PRODUCT,
        "SPIDER_MODULES": ["crawlers.spiders"],
        "USER_AGENT": user_agent(plan.contact),
        "DEFAULT_REQUEST_HEADERS": {
            "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            "Accept-Language": "vi,en;q=0.5",
        },
        "ASYNCIO_EVENT_LOOP": "uvloop.Loop",
        "TWISTED_DNS_RESOLVER": "crawlers.machinery.resolver.GuardedResolver",
        "DNS_TIMEOUT": 15,
        "SCHEDULER": "crawlers.machinery.scheduler.FrontierScheduler",
        "ITEM_PIPELINES": {"crawlers.machinery.pipeline.ArchivePipeline": 100},
        "DOWNLOAD_HANDLERS": {
            "http": "crawlers.machinery.handler.NamedHostsHandler",
            "https": "crawlers.machinery.handler.NamedHostsHandler",
            "data": None,
            "file": None,
            "ftp": None,
            "s3": None,
        },
        "DOWNLOADER_MIDDLEWARES": {
            "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
            "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
            "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
            "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
            "crawlers.machinery.middlewares.GuardMiddleware": 90,
            "crawlers.machinery.middlewares.RobotsMiddleware": 100,
            "crawlers.machinery.middlewares.ConditionalMiddleware": 110,
            "crawlers.machinery.middlewares.RetryAfterMiddleware": 560,
            "crawlers.machinery.unpack.UnpackMiddleware": 590,
        },
        **_pace(plan),
        **_bounds(plan),
        **_switches(),
        **_log(plan),
    }


def _pace(plan: CrawlPlan) -> dict[str, Any]:
    near = {"concurrency": AT_ONCE, "delay": plan.near_delay / SECOND, "jitter": 0.0}
    return {
        "CONCURRENT_REQUESTS": 32,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        "CONCURRENT_ITEMS": 1,  # so many tasks are made a response, and ours holds one item
        "DOWNLOAD_DELAY": plan.delay / SECOND,
        "DOWNLOAD_SLOTS": {host: dict(near) for host in plan.hosts},
        "AUTOTHROTTLE_ENABLED": True,
        "AUTOTHROTTLE_START_DELAY": plan.delay / SECOND,
        "AUTOTHROTTLE_MAX_DELAY": 60.0,
    }


def _bounds(plan: CrawlPlan) -> dict[str, Any]:
    return {
        "DOWNLOAD_TIMEOUT": plan.timeout / SECOND,
        "DOWNLOAD_MAXSIZE": plan.max_size,
        "DOWNLOAD_WARNSIZE": 0,
        "DOWNLOAD_VERIFY_CERTIFICATES": True,
        "DOWNLOAD_FAIL_ON_DATALOSS": True,
        "RETRY_TIMES": 2,
        "RETRY_HTTP_CODES": [500, 502, 503, 504, 522, 524, 408],
        "REDIRECT_MAX_TIMES": 6,
        "URLLENGTH_LIMIT": 1024,
        "HTTPERROR_ALLOW_ALL": True,
        "DEPTH_LIMIT": 0,
    }


def _switches() -> dict[str, Any]:
    return {
        "ROBOTSTXT_OBEY": False,  # our own middleware obeys, and does not take silence for a yes
        "REMOTE_CONTROL_ENABLED": False,
        "TELNETCONSOLE_ENABLED": False,
        "COOKIES_ENABLED": False,
        "METAREFRESH_ENABLED": False,
        "HTTPPROXY_ENABLED": False,
        "HTTPCACHE_ENABLED": False,
        "MEMUSAGE_ENABLED": False,
        "STATS_DUMP": False,
        "WARN_ON_GENERATOR_RETURN_VALUE": False,
    }


def _log(plan: CrawlPlan) -> dict[str, Any]:
    return {
        "LOG_LEVEL": plan.log_level,
        "LOG_FILE": str(plan.log) if plan.log else None,
        "LOGSTATS_INTERVAL": 0,
        "RETRY_GIVE_UP_LOG_LEVEL": "DEBUG",
    }

"""The numbered ugly cases: outlets that misbehave, one that does not, a crawl of both, extraction."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from crawlers.archive import Archive
from crawlers.archive_tables import captures
from crawlers.plan import CrawlOutcome
from crawlers.sources import load_sources
from crawlers.step import StepOutcome, extract_due
from lantoa.article import StoredArticle
from lantoa.articles import ArticleStore
from lantoa.progress import Silent
from tests.support.crawls import START, World, make_world, rss, stanza
from tests.support.extract_desk import InProcess
from tests.support.websites import Asked, Reply, Site, Websites, websites

WELL = "lanh"
"""The outlet beside every ugly one that does nothing wrong."""
HTML = {"Content-Type": "text/html; charset=utf-8"}
NO_ROBOTS = Reply(404)
MEGABYTE = 1_000_000
PROSE = (
    "Sáng nay, Ban Thường vụ Đảng ủy họp cho ý kiến về công tác chuẩn bị đại hội, nhiệm kỳ 2025-2030.",
    "Các tiểu ban báo cáo tiến độ từng phần việc, trong đó có văn kiện, nhân sự, tuyên truyền và phục vụ.",
    "Cuộc họp thống nhất lịch kiểm tra các công trình chào mừng và giao từng đơn vị chịu trách nhiệm.",
)


def link(host: str, name: str, scheme: str = "http") -> str:
    """The address of an article of HOST.test."""
    return f"{scheme}://{host}.test{path(name)}"


def path(name: str) -> str:
    """Its path; looks like an article's."""
    return f"/dai-hoi-dang-bo-lan-thu-{name}-10001.html"


def markup(title: str = "Đảng ủy chuẩn bị đại hội", head: str = "", more: str = "", day: str = "2025-08-31T08:00:00+07:00") -> str:
    """A page that is an article, dated in its head."""
    dated = f'<meta property="article:published_time" content="{day}">' if day else ""
    paragraphs = "".join(f"<p>{each}</p>" for each in (*PROSE, *([more] if more else [])))
    return (
        f'<html><head><title>{escape(title)}</title><meta property="og:type" content="article">{dated}{head}</head>'
        f'<body><h1>{escape(title)}</h1><div class="article-body">{paragraphs}</div></body></html>'
    )


def story(title: str = "Đảng ủy chuẩn bị đại hội", **parts: str) -> Reply:
    """The same as an answer."""
    return Reply(200, markup(title, **parts).encode(), HTML)


def outlet(
    name: str, articles: Mapping[str, Site | Reply], robots: Site | Reply = NO_ROBOTS, scheme: str = "http",
    **pages: Site | Reply,
) -> Site:  # fmt: skip
    """NAME.test with robots.txt, a feed of the articles, an empty home page, and pages more
    (`rss`, `home` in place of these; else at /NAME)."""
    feed = Reply(200, rss(*(link(name, each, scheme) for each in articles)), {"Content-Type": "application/rss+xml"})
    known: dict[str, Site | Reply] = {path(each): reply for each, reply in articles.items()}
    known |= {"/robots.txt": robots, "/rss": feed, "/": Reply(200, b"<html><body></body></html>", HTML)}
    known |= {"/" if place == "home" else f"/{place}": reply for place, reply in pages.items()}

    def answer(asked: Asked) -> Reply:
        reply = known.get(asked.path, Reply(404))
        return reply if isinstance(reply, Reply) else reply(asked)

    return answer


def well(scheme: str) -> dict[str, Site]:
    """The outlet that does nothing wrong."""
    return {f"{WELL}.test": outlet(WELL, {"mot": story("Bài thứ nhất"), "hai": story("Bài thứ hai")}, scheme=scheme)}


@dataclass(frozen=True)
class Crawled:
    """One case: the world after its crawl, what was asked, and the most memory its child held
    (bytes)."""

    world: World
    sites: Websites
    outcome: CrawlOutcome
    memory: int

    def fate(self, url: str) -> str:
        """What became of an address."""
        return str(self.world.row(url).fate)

    def fates(self, host: str) -> dict[str, str]:
        """All addresses of HOST.test: path to fate."""
        return {row.url.partition(".test")[2]: row.fate for row in self.world.rows() if row.host == f"{host}.test"}

    def kept(self, host: str) -> list[str]:
        """The paths of HOST.test that were archived."""
        with self.world.database.read() as connection:
            urls = connection.scalars(sa.select(captures.c.url).order_by(captures.c.id))
            return [url.partition(".test")[2] for url in urls if f"://{host}.test/" in url]

    def article(self, url: str) -> StoredArticle:
        """What extraction made of an address; its identity."""
        found = ArticleStore(self.world.database).by_url(url)
        assert found is not None, url
        return found

    def articles(self) -> dict[str, StoredArticle]:
        """All that extraction made, by identity."""
        found: dict[str, StoredArticle] = {}
        store = ArticleStore(self.world.database)
        with self.world.database.read() as connection:
            urls = list(connection.scalars(sa.text("SELECT url FROM articles ORDER BY id")))
        for url in urls:
            if (one := store.by_url(url)) is not None:
                found[url] = one
        return found

    def outcomes(self) -> dict[str, str]:
        """Captured address to what extraction made of its last capture."""
        with self.world.database.read() as connection:
            rows = connection.execute(sa.select(captures.c.url, captures.c.outcome).order_by(captures.c.id))
            return {row.url: row.outcome for row in rows}

    def extract(self) -> StepOutcome:
        """Read what was archived."""
        world = self.world
        archive = Archive(world.plan.archive, world.database, world.clock)
        return extract_due(
            world.database, archive, ArticleStore(world.database), load_sources(world.plan.sources),
            InProcess(), Silent(), world.clock.now(),
        )  # fmt: skip

    def nothing_is_lost(self) -> None:
        """Every address has one fate, nothing is held, every request is counted once, the
        archive is whole, and the outlet that did nothing wrong was collected."""
        rows = self.world.rows()
        assert len({row.url for row in rows}) == len(rows)
        assert [row.url for row in rows if row.lease_owner] == []
        assert [row.url for row in rows if row.fate == "waiting" and row.due is None] == []
        one = self.outcome
        assert one.requests == one.stored + one.unchanged + one.channels + one.failed
        assert self.world.damage() == []
        assert self.fates(WELL) == {"/rss": "read", "/": "read", path("mot"): "stored", path("hai"): "stored"}


@contextmanager
def crawled(
    folder: Path, sites: Mapping[str, Site], stanzas: str = "", tls: Any = None, scheme: str = "", **plan: Any
) -> Iterator[Crawled]:
    """Crawl these sites and the well one; stanzas: by default one with the feed for each site.
    The crawl ends when nothing is due at its start unless the plan says otherwise; scheme: of
    the well outlet, by default the one that tls makes possible."""
    scheme = scheme or ("https" if tls else "http")
    together = {**sites, **well(scheme)}
    listed = stanzas or "".join(stanza(host.removesuffix(".test"), "/rss") for host in sites)
    with websites(together, tls) as served:
        changes = {"until": START, "max_size": 10 * 1024 * 1024} | plan
        world = make_world(folder, served.hosts, listed + stanza(WELL, "/rss").replace("http:", f"{scheme}:"), **changes)
        with _watching() as peak:
            outcome = world.crawl()
        found = Crawled(world, served, outcome, max(peak, default=0))
        found.nothing_is_lost()
        yield found
        world.database.close()


@contextmanager
def _watching() -> Iterator[list[int]]:
    """The peaks of memory (VmHWM, bytes) of the crawl's child, read until the end."""
    peaks: list[int] = []
    over = threading.Event()

    def watch() -> None:
        while not over.wait(0.02):
            peaks.extend(peak for child in crawling() if (peak := _peak(child)) is not None)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield peaks
    finally:
        over.set()
        watcher.join()


def crawling() -> list[int]:
    """The processes of the crawls that this process began."""
    lists = [_told(each) for each in Path("/proc/self/task").glob("*/children")]
    return [int(child) for children in lists for child in children.split() if _is_crawl(int(child))]


def _told(file: Path) -> str:
    """What a file of a thread says; nothing once the thread has ended."""
    try:
        return file.read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""


def _is_crawl(process: int) -> bool:
    try:
        return b"crawlers.machinery.child" in Path(f"/proc/{process}/cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return False


def _peak(process: int) -> int | None:
    """None: it is gone."""
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return None
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:")), None)

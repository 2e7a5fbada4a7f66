"""A feed, sitemap, section or home page -> the addresses it shows. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from crawlers.dates import url_stamp
from crawlers.extract.links import Link, read_links
from crawlers.feeds import SitemapEntry, read_feed, read_sitemap
from crawlers.frontier_rows import Found
from crawlers.plan import Role
from crawlers.sources import Source
from crawlers.urls import canonical, is_article_like, is_home, site_of
from lantoa.article import ZONE, Moment, Page

NEWS = 1 / 3
"""A list is followed to its next page while at least this share of its articles was unknown."""
MOST_SECTIONS = 30
LONGEST = 1024
"""Characters of an address; longer ones are traps."""
MOST_CHILDREN = 60
MOST_DATED = 1000
"""Parts of a sitemap that are read: undated ones, and such as say how old they are."""
NEXT = re.compile(
    r"^(?:xem\s+)?(?:thêm\s*)?(?:trang\s+|bài\s+|tin\s+)?"
    r"(?:sau|tiếp|tiếp\s+theo|kế\s+tiếp|cũ\s+hơn|thêm|next|older|[›»>]+)\W*$",
    re.IGNORECASE,
)
_MONTH = re.compile(r"(?<!\d)(20\d\d)[-_/.]?(0[1-9]|1[0-2])(?:[-_/.]?(?:0[1-9]|[12]\d|3[01]))?(?!\d)")
_NO_SECTION = re.compile(
    r"/(?:tag|tags|tu-khoa|chu-de|topic|tac-gia|author|tim-kiem|search|rss|login|dang-nhap|dang-ky|lien-he|"
    r"quang-cao|gioi-thieu|toa-soan|video|photo|podcast|sitemap|english|en|dat-bao)(?:[/.?-]|$)|\.(?:rss|xml)$",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"\b(?:dai hoi|dang bo|dang uy|thanh uy|tinh uy|quan uy|huyen uy|xa uy|phuong uy|chi bo|cap uy|"
    r"ban chap hanh|bi thu|nhiem ky|van kien)\b"
)


@dataclass(frozen=True, slots=True)
class Channel:
    """The channel that was read, as the frontier knows it.

    every: how often it is polled; number: which page of a list; first: never read before (with
    this horizon); depth: how many pages of a list are followed; root: the polled channel that
    this is a further page or part of, "": it is one itself.
    """

    url: str
    role: Role
    every: timedelta | None = None
    number: int = 1
    first: bool = False
    depth: int = 30
    root: str = ""

    @property
    def name(self) -> str:
        """What is noted of an address as the channel that showed it."""
        return self.root or self.url


def candidates(
    page: Page,
    channel: Channel,
    source: Source,
    known: Callable[[Iterable[str]], set[str]],
    oldest: datetime,
) -> list[Found]:
    """The addresses of the source's own hosts that a channel shows, each once.

    known: which of some addresses the frontier has; oldest: what a sitemap dates before is
    left, and a list is not followed into. Raises NotFeed, NotSitemap or NotHtml when the page is not what the channel was.
    """
    if channel.role == "feed":
        found = _from_feed(page, channel, source)
    elif channel.role == "sitemap":
        found = _from_sitemap(page, channel, source, oldest)
    else:
        found = _from_list(page, channel, source, known, oldest)
    return list(
        {each.url: each for each in found if each.url != channel.url and _fetchable(each.url)}.values()
    )


def wanted(source: Source, url: str, text: str) -> bool:
    """Is an address worth fetching? A source with fetch = "candidates" is read only where
    title or address name what congresses are spoken of with."""
    return source.fetch == "all" or is_likely(url, text)


def is_likely(url: str, text: str) -> bool:
    """Do title, summary or address name what congresses are spoken of with?"""
    slug = re.sub(r"[^a-z0-9]+", " ", url.lower())
    return bool(_ABOUT.search(_bare(text)) or _ABOUT.search(slug))


def _from_feed(page: Page, channel: Channel, source: Source) -> list[Found]:
    feed = read_feed(page.body, page.final_url or page.url)
    return [
        _article(channel, source, item.url, item.title, _instant(item.published), item.summary)
        for item in feed.items
        if _ours(item.url, source) and is_article_like(item.url) is not False
    ]


def _from_sitemap(page: Page, channel: Channel, source: Source, oldest: datetime) -> list[Found]:
    sitemap = read_sitemap(page.body, page.final_url or page.url)
    found = []
    for entry in sitemap.entries:
        at = _instant(entry.lastmod) or _instant(entry.published)
        if (
            (at is None or at >= oldest)
            and _ours(entry.url, source)
            and is_article_like(entry.url) is not False
        ):
            found.append(_article(channel, source, entry.url, entry.title, at))
    return found + _children(sitemap.children, channel, source, oldest, page.fetched_at)


def _children(
    children: Iterable[SitemapEntry], channel: Channel, source: Source, oldest: datetime, now: datetime
) -> list[Found]:
    """Further sitemaps: those changed since `oldest`, newest first; of undated ones all at the
    first reading, later the two at the ends, where sites put what is new. A month or day in
    the address dates one that states nothing else."""
    ours = [child for child in children if _ours(child.url, source)]
    ages = [(_instant(child.lastmod) or _month(child.url, now), child) for child in ours]
    dated = [(at, child) for at, child in ages if at is not None and at >= oldest]
    dated.sort(key=lambda pair: pair[0], reverse=True)
    undated = [child for at, child in ages if at is None]
    if not channel.first:
        undated = list({child.url: child for child in (*undated[:1], *undated[-2:])}.values())
    found = [
        Found(child.url, "sitemap", source.id, channel.name, listed_at=at, again=channel.first)
        for at, child in dated[:MOST_DATED]
    ]
    undated = undated[: max(0, MOST_CHILDREN - len(found))]
    return found + [Found(child.url, "sitemap", source.id, channel.name, again=True) for child in undated]


def _month(url: str, now: datetime) -> datetime | None:
    """The end of the month that an address names, and no later than now."""
    found = _MONTH.search(url)
    if found is None:
        return None
    year, month = int(found[1]), int(found[2])
    following = datetime(year + month // 12, month % 12 + 1, 1, tzinfo=ZONE)
    return min(following, now)


def _from_list(
    page: Page,
    channel: Channel,
    source: Source,
    known: Callable[[Iterable[str]], set[str]],
    oldest: datetime,
) -> list[Found]:
    shown = read_links(page)
    links = [link for link in shown if not is_home(link.url)]
    articles = [link for link in links if _is_article(link)]
    found = [_article(channel, source, link.url, link.text, None) for link in articles]
    if channel.role == "home" and not source.sections:
        found += _sections(links, channel, source)
    follow = _next_page(shown, channel)
    if follow and channel.number < channel.depth and articles and not _is_older(articles, oldest):
        urls = {link.url for link in articles}
        if channel.first or len(urls - known(urls)) >= NEWS * len(urls):
            found.append(
                Found(follow, channel.role, source.id, channel.name, page=channel.number + 1, again=True)
            )
    return found


def _is_older(articles: Iterable[Link], oldest: datetime) -> bool:
    """Do the addresses of a list's articles date all of it before the horizon?"""
    days = [stamp.day for link in articles if (stamp := url_stamp(link.url)) is not None]
    return bool(days) and max(days) < oldest.astimezone(ZONE).date()


def _is_article(link: Link) -> bool:
    judged = is_article_like(link.url)
    return judged is True or (judged is None and len(link.text.split()) >= 4)


def _sections(links: Iterable[Link], channel: Channel, source: Source) -> list[Found]:
    """The list pages a home page's menu leads to."""
    found = []
    for link in links:
        short = 0 < len(link.text.split()) <= 5 and not link.text.isdigit() and not NEXT.match(link.text)
        shallow = link.url.rstrip("/").count("/") <= 4
        if short and shallow and is_article_like(link.url) is False and not _NO_SECTION.search(link.url):
            found.append(Found(link.url, "section", source.id, channel.name, link.text, every=channel.every))
    return found[:MOST_SECTIONS]


def _next_page(links: Iterable[Link], channel: Channel) -> str:
    """The address of a list's next page: a link named so (or by its number), whose address
    carries that number; "" when there is none."""
    number = str(channel.number + 1)
    carries = re.compile(rf"(?<!\d){number}(?!\d)")
    for link in links:
        if (link.text == number or NEXT.match(link.text)) and carries.search(link.url):
            return link.url
    return ""


def _article(
    channel: Channel, source: Source, url: str, title: str, at: datetime | None, summary: str = ""
) -> Found:
    likely = is_likely(url, f"{title} {summary}")
    if at is None and (stamp := url_stamp(url)) is not None:
        at = _instant(Moment(stamp.at, stamp.day))
    return Found(
        canonical(url),
        "article",
        source.id,
        channel.name,
        title,
        at,
        page=channel.number,
        skip=not likely and source.fetch != "all",
        likely=likely,
    )


def _fetchable(url: str) -> bool:
    return url.startswith(("http://", "https://")) and len(url) <= LONGEST


def _ours(url: str, source: Source) -> bool:
    return source.owns(site_of(url))


def _instant(moment: Moment) -> datetime | None:
    if moment.at is not None or moment.day is None:
        return moment.at
    return datetime.combine(moment.day, time(), ZONE)


def _bare(text: str) -> str:
    flat = unicodedata.normalize("NFD", text.lower()).replace("đ", "d")
    return "".join(char for char in flat if not unicodedata.combining(char))

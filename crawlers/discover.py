"""A feed, sitemap, section or home page -> the addresses it shows. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

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
NEXT = re.compile(
    r"^(?:xem\s+)?(?:thêm\s*)?(?:trang\s+|bài\s+|tin\s+)?"
    r"(?:sau|tiếp|tiếp\s+theo|kế\s+tiếp|cũ\s+hơn|thêm|next|older|[›»>]+)\W*$",
    re.IGNORECASE,
)
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

    every: how often it is polled; number: which page of a list; first: never read before;
    depth: how many pages of a list are followed.
    """

    url: str
    role: Role
    every: timedelta | None = None
    number: int = 1
    first: bool = False
    depth: int = 30


def candidates(
    page: Page,
    channel: Channel,
    source: Source,
    known: Callable[[Iterable[str]], set[str]],
    oldest: datetime,
) -> list[Found]:
    """The addresses of the source's own hosts that a channel shows, each once.

    known: which of some addresses the frontier has; oldest: what a sitemap dates before is
    left. Raises NotFeed, NotSitemap or NotHtml when the page is not what the channel was.
    """
    if channel.role == "feed":
        found = _from_feed(page, channel, source)
    elif channel.role == "sitemap":
        found = _from_sitemap(page, channel, source, oldest)
    else:
        found = _from_list(page, channel, source, known)
    return list(
        {each.url: each for each in found if each.url != channel.url and _fetchable(each.url)}.values()
    )


def wanted(source: Source, url: str, text: str) -> bool:
    """Is an address worth fetching? A source with fetch = "candidates" is read only where
    title or address name what congresses are spoken of with."""
    if source.fetch == "all":
        return True
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
    return found + _children(sitemap.children, channel, source, oldest)


def _children(
    children: Iterable[SitemapEntry], channel: Channel, source: Source, oldest: datetime
) -> list[Found]:
    """Further sitemaps: those changed since `oldest`, newest first; of undated ones all at the
    first reading, later the two at the ends, where sites put what is new."""
    ours = [child for child in children if _ours(child.url, source)]
    dated = [(at, child) for child in ours if (at := _instant(child.lastmod)) is not None and at >= oldest]
    dated.sort(key=lambda pair: pair[0], reverse=True)
    undated = [child for child in ours if _instant(child.lastmod) is None]
    if not channel.first:
        undated = list({child.url: child for child in (*undated[:1], *undated[-2:])}.values())
    found = [Found(child.url, "sitemap", source.id, channel.url, listed_at=at) for at, child in dated]
    found += [Found(child.url, "sitemap", source.id, channel.url, again=True) for child in undated]
    return found[:MOST_CHILDREN]


def _from_list(
    page: Page, channel: Channel, source: Source, known: Callable[[Iterable[str]], set[str]]
) -> list[Found]:
    links = [link for link in read_links(page) if not is_home(link.url)]
    articles = [link for link in links if _is_article(link)]
    found = [_article(channel, source, link.url, link.text, None) for link in articles]
    if channel.role == "home" and not source.sections and not source.sitemaps:
        found += _sections(links, channel, source)
    follow = _next_page(links, channel)
    if follow and channel.number < channel.depth and articles:
        urls = {link.url for link in articles}
        if channel.first or len(urls - known(urls)) >= NEWS * len(urls):
            found.append(
                Found(follow, channel.role, source.id, channel.url, page=channel.number + 1, again=True)
            )
    return found


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
            found.append(Found(link.url, "section", source.id, channel.url, link.text, every=channel.every))
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
    skip = not wanted(source, url, f"{title} {summary}")
    return Found(canonical(url), "article", source.id, channel.url, title, at, skip=skip)


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

"""Feeds and sitemaps as text; pure. An undated piece has no date in any of them."""

from __future__ import annotations

import gzip
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from xml.sax.saxutils import escape, quoteattr

from lantoa.article import ZONE
from lantoa.demo.press.looks import Channel, Look
from lantoa.demo.press.stamps import offset_iso

FEED_LENGTH = 30
"""How many of the newest pieces a feed lists."""

UNDATED_PART = "trang"
"""The name of the part of a sitemap index that lists what has no date."""

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_NEWS = "http://www.google.com/schemas/sitemap-news/0.9"
_ATOM = "http://www.w3.org/2005/Atom"


@dataclass(frozen=True, slots=True)
class Entry:
    """What a channel says of one piece; published, changed: None when it is undated."""

    url: str
    title: str
    summary: str
    section: str
    published: datetime | None
    changed: datetime | None


def write_channel(channel: Channel, look: Look, name: str, home: str, entries: Iterable[Entry]) -> bytes:
    """The channel's body, entries newest first. For an index: the list of its parts."""
    listed = tuple(entries)
    match channel.form:
        case "rss":
            return _rss(channel, name, home, listed[:FEED_LENGTH]).encode()
        case "atom":
            return _atom(channel, name, home, listed[:FEED_LENGTH]).encode()
        case "news":
            return _urlset(listed, channel, name).encode()
        case "plain":
            return _urlset(listed, channel, "").encode()
        case "index":
            return _index(channel, home, listed).encode()


def part_path(channel: Channel, part: str) -> str:
    """The path of one part of a sitemap index, beside it."""
    folder = channel.path.rpartition("/")[0]
    return f"{folder}/sitemap-{part}.xml{'.gz' if channel.packed else ''}"


def parts_of(entries: Iterable[Entry]) -> dict[str, tuple[Entry, ...]]:
    """Entries by month (`2025-09`), local; the undated under a name of their own."""
    months: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        months[part_name(entry.published)].append(entry)
    return {part: tuple(months[part]) for part in sorted(months)}


def part_name(published: datetime | None) -> str:
    """Which part of a sitemap index lists a piece."""
    return UNDATED_PART if published is None else f"{published.astimezone(ZONE):%Y-%m}"


def write_part(channel: Channel, entries: tuple[Entry, ...]) -> bytes:
    """One part of a sitemap index, gzipped where the index says so (same bytes every time)."""
    body = _urlset(entries, channel, "").encode()
    return gzip.compress(body, mtime=0) if channel.packed else body


def _rss(channel: Channel, name: str, home: str, entries: tuple[Entry, ...]) -> str:
    items = "".join(_item(channel, entry) for entry in entries)
    return (
        f'{_HEAD}<rss version="2.0"><channel><title>{escape(name)}</title><link>{home}</link>'
        f"<description>{escape(name)} RSS</description><language>vi-vn</language>\n{items}</channel></rss>\n"
    )


def _item(channel: Channel, entry: Entry) -> str:
    link = escape(entry.url + channel.tail)
    date = ""
    if entry.published is not None and channel.stamp is not None:
        date = f"<pubDate>{channel.stamp(entry.published)}</pubDate>"
    summary = f'<a href="{link}"></a>{escape(entry.summary)}'
    return (
        f"<item><title><![CDATA[{_cdata(entry.title)}]]></title><link>{link}</link>"
        f'<guid isPermaLink="true">{escape(entry.url)}</guid><category>{escape(entry.section)}</category>'
        f"<description><![CDATA[{_cdata(summary)}]]></description>{date}</item>\n"
    )


def _atom(channel: Channel, name: str, home: str, entries: tuple[Entry, ...]) -> str:
    stamp = channel.stamp or offset_iso
    lines: list[str] = []
    for entry in entries:
        dates = f"<published>{stamp(entry.published)}</published>" if entry.published else ""
        dates += f"<updated>{stamp(entry.changed)}</updated>" if entry.changed else ""
        lines.append(
            f'<entry><title>{escape(entry.title)}</title><link rel="alternate" href={quoteattr(entry.url)}/>'
            f"<id>{escape(entry.url)}</id>{dates}<summary>{escape(entry.summary)}</summary></entry>\n"
        )
    return (
        f'{_HEAD}<feed xmlns="{_ATOM}" xml:lang="vi"><title>{escape(name)}</title>'
        f'<link href="{home}"/><id>{home}</id>\n{"".join(lines)}</feed>\n'
    )


def _urlset(entries: Iterable[Entry], channel: Channel, news_name: str) -> str:
    lines: list[str] = []
    for entry in entries:
        changed = f"<lastmod>{offset_iso(entry.changed)}</lastmod>" if entry.changed else ""
        news = _news(entry, channel, news_name) if news_name else ""
        lines.append(f"<url><loc>{escape(entry.url)}</loc>{changed}{news}</url>\n")
    spaces = f'xmlns="{_SITEMAP}"' + (f' xmlns:news="{_NEWS}"' if news_name else "")
    return f"{_HEAD}<urlset {spaces}>\n{''.join(lines)}</urlset>\n"


def _news(entry: Entry, channel: Channel, name: str) -> str:
    stamp = channel.stamp or offset_iso
    date = (
        f"<news:publication_date>{stamp(entry.published)}</news:publication_date>" if entry.published else ""
    )
    return (
        f"<news:news><news:publication><news:name>{escape(name)}</news:name>"
        f"<news:language>vi</news:language></news:publication>{date}"
        f"<news:title>{escape(entry.title)}</news:title></news:news>"
    )


def _index(channel: Channel, home: str, entries: tuple[Entry, ...]) -> str:
    lines: list[str] = []
    for part, members in parts_of(entries).items():
        changes = [entry.changed for entry in members if entry.changed]
        changed = f"<lastmod>{offset_iso(max(changes))}</lastmod>" if changes else ""
        address = home.rstrip("/") + part_path(channel, part)
        lines.append(f"<sitemap><loc>{escape(address)}</loc>{changed}</sitemap>\n")
    return f'{_HEAD}<sitemapindex xmlns="{_SITEMAP}">\n{"".join(lines)}</sitemapindex>\n'


def _cdata(text: str) -> str:
    return text.replace("]]>", "]]]]><![CDATA[>")

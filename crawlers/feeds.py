"""Feeds and sitemaps, read on lxml: RSS 2.0, RDF, Atom; sitemaps with `news:` fields and
their indexes, gzipped too. Broken XML is recovered as far as it goes; entities of the
document are never expanded."""

from __future__ import annotations

import html
import re
import zlib
from dataclasses import dataclass

from lxml import etree

from crawlers.dates import DateOrder, Stamp, read_stamp, url_stamp
from crawlers.extract.address import resolve
from crawlers.extract.tree import parse, text_of
from crawlers.lines import settle
from crawlers.loose_xml import children, local_name, loose_xml
from lantoa.article import UNDATED, Moment
from lantoa.errors import Aside
from lantoa.words import word

LARGEST = 10 * 1024 * 1024
"""Bytes a gzipped sitemap may unpack to: as much as any other answer may have."""

_PUBLISHED = (
    "pubdate",
    "published",
    "date",
    "issued",
    "created",
    "publication_date",
    "updated",
    "modified",
    "lastbuilddate",
)


class NotFeed(Aside):
    """The body is neither RSS nor Atom."""


class NotSitemap(Aside):
    """The body is no sitemap."""


@dataclass(frozen=True, slots=True)
class FeedItem:
    """One item: canonical absolute url, plain title and summary, publication moment."""

    url: str
    title: str = ""
    summary: str = ""
    published: Moment = UNDATED


@dataclass(frozen=True, slots=True)
class Feed:
    """The items of a feed, and what was wrong with it (developer text)."""

    items: tuple[FeedItem, ...] = ()
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SitemapEntry:
    """One address of a sitemap; published and title come from `news:` fields."""

    url: str
    lastmod: Moment = UNDATED
    published: Moment = UNDATED
    title: str = ""


@dataclass(frozen=True, slots=True)
class Sitemap:
    """entries of a sitemap; children: further sitemaps (url, lastmod) of an index."""

    entries: tuple[SitemapEntry, ...] = ()
    children: tuple[SitemapEntry, ...] = ()
    problems: tuple[str, ...] = ()


def read_feed(body: bytes, url: str) -> Feed:
    """The items of a feed fetched from `url`. Raises NotFeed."""
    root, problems = loose_xml(body)
    if root is None or local_name(root) not in ("rss", "rdf", "feed", "channel"):
        raise NotFeed(word("extract.not_feed", url=url))
    raw: list[tuple[str, str, str, str]] = []
    base = next(
        (
            link
            for each in root
            if local_name(each) == "channel" and (link := resolve(url, _child(each, ("link",))))
        ),
        url,
    )
    for number, element in enumerate(
        each for each in root.iter(etree.Element) if local_name(each) in ("item", "entry")
    ):
        address = _link(element, url, base)
        if not address:
            problems.append(f"item {number + 1} has no link")
            continue
        raw.append(
            (
                address,
                settle(_plain(_child(element, ("title",)))),
                _summary(element),
                _child(element, _PUBLISHED),
            )
        )
    order = _order([(address, date) for address, _, _, date in raw])
    items = [FeedItem(address, title, summary, _moment(date, order)) for address, title, summary, date in raw]
    problems += [
        f"{each.url}: date not understood"
        for each, (_, _, _, date) in zip(items, raw, strict=True)
        if date and each.published.day is None
    ]
    unique = {each.url: each for each in reversed(items)}
    return Feed(tuple(each for each in dict.fromkeys(unique[each.url] for each in items)), tuple(problems))


def read_sitemap(body: bytes, url: str) -> Sitemap:
    """The addresses of a sitemap or sitemap index. Raises NotSitemap."""
    if body.startswith(b"\x1f\x8b"):
        body = _unzip(body, url)
    root, problems = loose_xml(body)
    if root is None or local_name(root) not in ("urlset", "sitemapindex"):
        raise NotSitemap(word("extract.not_sitemap", url=url))
    entries: list[SitemapEntry] = []
    children: list[SitemapEntry] = []
    for element in root.iter(etree.Element):
        if local_name(element) not in ("url", "sitemap"):
            continue
        address = resolve(url, _child(element, ("loc",)))
        if not address:
            problems.append("an entry has no address")
            continue
        fields = {local_name(each): (each.text or "") for each in element.iterdescendants(etree.Element)}
        entry = SitemapEntry(
            address,
            _moment(fields.get("lastmod", "")),
            _moment(fields.get("publication_date", "")),
            settle(_news_title(element)),
        )
        (children if local_name(element) == "sitemap" else entries).append(entry)
    return Sitemap(tuple(dict.fromkeys(entries)), tuple(dict.fromkeys(children)), tuple(problems))


def _unzip(body: bytes, url: str) -> bytes:
    try:
        return zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(body, LARGEST)
    except zlib.error:
        raise NotSitemap(word("extract.not_sitemap", url=url)) from None


def _child(element: etree._Element, names: tuple[str, ...]) -> str:
    """The text of the first child of the first of these names that has one."""
    for name in names:
        for local, each in children(element):
            text = (
                _whole(each).strip() if local == name and "search.yahoo.com/mrss" not in str(each.tag) else ""
            )
            if text:
                return text
    return ""


def _link(element: etree._Element, url: str, base: str) -> str:
    """Text of <link>, href of an alternate link, origLink, a permanent guid, an rdf:about."""
    stated: list[str] = []
    for local, each in children(element):
        if local == "origlink":
            stated.insert(0, each.text or "")
        elif local == "link":
            if (each.get("rel") or "alternate") in ("alternate", "self"):
                stated.append(_whole(each).strip() or each.get("href") or "")
            if each.tail and each.tail.strip().startswith("http"):
                stated.append(each.tail)
    guid = _child(element, ("guid", "id"))
    stated += [guid] if guid.startswith(("http://", "https://")) else []
    stated += [str(value) for name, value in element.attrib.items() if str(name).endswith("about")]
    for candidate in stated:
        text = html.unescape(candidate.strip())
        if text and (
            address := resolve(
                base if text.startswith("/") and not base.endswith((".rss", ".xml")) else url, text
            )
        ):
            return address
    return ""


def _plain(text: str) -> str:
    return text_of(parse(f"<p>{text}</p>")) if "<" in text or "&lt;" in text else text


def _summary(element: etree._Element) -> str:
    text = _child(element, ("description", "summary", "encoded", "content"))
    if "<" not in text and "&lt;" not in text:
        return settle(text)
    tree = parse(f"<div>{html.unescape(text) if '<' not in text else text}</div>")
    for box in list(tree.iter("ul", "ol")):
        box.drop_tree()
    return text_of(tree)


def _news_title(element: etree._Element) -> str:
    return next(
        (
            each.text or ""
            for each in element.iterdescendants(etree.Element)
            if local_name(each) == "title" and "image" not in str(each.tag)
        ),
        "",
    )


def _order(dated: list[tuple[str, str]]) -> DateOrder:
    """Which number comes first in this feed's dates: what any of its items proves, by a
    number above 12 or by the day in its own address; else month first with AM/PM seconds
    (the American default of ASP.NET), day first otherwise."""
    votes = {"dmy": 0, "mdy": 0}
    american = False
    for address, text in dated:
        first = re.match(r"\s*(\d{1,2})/(\d{1,2})/\d{4}", text)
        if not first:
            continue
        american = american or bool(re.search(r":\d{2}\s*[AP]M\b", text))
        one, two = int(first[1]), int(first[2])
        if one > 12 or two > 12:
            votes["dmy" if one > 12 else "mdy"] += 2
            continue
        made, stamp = url_stamp(address), read_stamp(text, "dmy")
        if made and stamp and stamp.swapped:
            votes["dmy"] += abs((stamp.day - made.day).days) <= 2
            votes["mdy"] += abs((stamp.swapped.day - made.day).days) <= 2
    if votes["dmy"] != votes["mdy"]:
        return "dmy" if votes["dmy"] > votes["mdy"] else "mdy"
    return "mdy" if american else "dmy"


def _moment(text: str, order: DateOrder = "dmy") -> Moment:
    stamp: Stamp | None = read_stamp(text, order) if text else None
    return stamp.moment("feed", 0.95) if stamp and stamp.plausible else UNDATED


def _whole(element: etree._Element) -> str:
    return "".join(str(part) for part in element.itertext())

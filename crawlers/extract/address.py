"""Which address an article goes by: its canonical link when that can be believed."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

from lxml import etree, html

from crawlers.urls import (
    article_ids,
    canonical,
    host_of,
    is_article_like,
    is_home,
    main_form,
    site_of,
    slug_words,
)


def read_address(tree: html.HtmlElement, final_url: str) -> str:
    """The first canonical link that is the same site and the same article, else the final
    URL; both without tracking. Links may name home, another section or another article.

    A mobile or AMP edition without such a link goes by its og:url when that is the same
    article, else by what its address stands for: both editions are one article.
    """
    own = canonical(final_url)
    for link in tree.iter("link"):
        if "canonical" not in (link.get("rel") or "").lower().split():
            continue
        if (link.get("href") or "").strip() == own:
            return own
        stated = resolve(final_url, link.get("href") or "")
        if stated and is_same_article(stated, own):
            return _scheme_of(own, stated)
    plain = main_form(own)
    if plain == own or is_article_like(plain) is False:
        return own
    shared = next(
        (each.get("content") or "" for each in tree.iter("meta") if each.get("property") == "og:url"), ""
    )
    stated = resolve(final_url, shared)
    if stated and main_form(stated) == stated and is_same_article(stated, own):
        return _scheme_of(plain, stated)
    return plain


def stated_address(tree: html.HtmlElement) -> str:
    """The absolute address a page without URL states of itself (canonical, og:url), or ""."""
    for element in tree.iter(etree.Element):
        stated = ""
        if element.tag == "link" and "canonical" in (element.get("rel") or "").lower().split():
            stated = element.get("href") or ""
        elif element.tag == "meta" and element.get("property") == "og:url":
            stated = element.get("content") or ""
        if stated.strip().startswith(("http://", "https://")):
            return canonical(stated)
    return ""


def resolve(base: str, href: str) -> str:
    """An absolute canonical http(s) address, "" for anything else."""
    if not href.strip():
        return ""
    try:
        whole = urljoin(base, href.strip())
        if urlsplit(whole).scheme not in ("http", "https") or not host_of(whole):
            return ""
        return canonical(whole)
    except ValueError:
        return ""


def is_same_article(stated: str, own: str) -> bool:
    """Can the stated address be another spelling of our own?"""
    if site_of(stated) != site_of(own):
        return False
    if is_home(stated) != is_home(own):
        return False
    ours, theirs = article_ids(own), article_ids(stated)
    if ours or theirs:
        return bool(ours & theirs)
    mine, other = slug_words(own), slug_words(stated)
    if is_article_like(own) and is_article_like(stated) is False:
        return False
    if any(word.isdigit() for word in mine ^ other):
        return False
    return mine == other or (bool(mine and other) and len(mine & other) * 2 >= max(len(mine), len(other)))


def _scheme_of(own: str, stated: str) -> str:
    """http in the link of a page served over https is an old template, not another page."""
    if own.startswith("https:") and stated.startswith("http:") and host_of(own) == host_of(stated):
        return "https:" + stated[5:]
    return stated

"""Who wrote it, and which source it credits. A publisher is never an author."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from lxml import html

from crawlers.dates import is_date_line
from crawlers.extract.hints import Hints
from crawlers.extract.jsonld import LinkedData
from crawlers.extract.tree import Boxes, NamePattern, names, select, text_of
from crawlers.extract.walk import Paragraph
from crawlers.lines import (
    bare,
    byline_of,
    credit_of,
    ends_sentence,
    is_caption,
    is_full_name,
    is_name,
    is_organ,
    is_related,
    persons_of,
)
from crawlers.urls import site_of

_AUTHOR_CLASS = NamePattern(
    r"(?:^|[\s_-])(?:author(?:-?name|-?info|-?item-?name)?|byline|tac-?gia|tacgia|post-?author|detail-author(?:-top|-bot)?|writer|journalist|article__author|author_mail)(?=$|[\s_-])"
)
_SOURCE_CLASS = NamePattern(
    r"(?:^|[\s_-])(?:source|nguon|news-?source|content_source|detail-source|source-name|article__source)(?=$|[\s_-])"
)
_AWAY = NamePattern(
    r"comment|related|sidebar|footer|lien-?quan|box-?other|video-?list|swiper-scroll|popup|login"
)
_AGENCY_TAIL = re.compile(
    r"\s*\((?:(?:theo|nguồn:?)\s+)?((?:PV/)?(?:TTXVN|VOV|VTV|VGP)[^)]{0,20})\)\.?$", re.IGNORECASE
)
_EDITORS = re.compile(r"(?:bbt|ban biên tập)\b", re.IGNORECASE)
"""The outlet itself, whatever its name."""
_ADDRESS = re.compile(r"\s*:?\s*https?://\S+.*$")
_BUTTON = re.compile(r"\b(?:link|sao chép|chép)\b", re.IGNORECASE)
_SIGNED_BY = re.compile(
    r"^\W*(?:(?:[Ww]ritten|[Pp]osted|[Rr]eported)\s+)?(?:By|BY|by|Von|von|Por|Par)[:\s]\s*(?=[^\W\d_])"
)
"""How a byline begins in other languages."""
_KIND_OF_PRESS = re.compile(r"^(?:báo|tạp chí|đài|cổng)\s+(?:điện tử\s+)?", re.IGNORECASE)
_CLOSING_LINES = 4


@dataclass(frozen=True, slots=True)
class Byline:
    """authors and credit as far as one place of the page says them."""

    authors: tuple[str, ...] = ()
    credit: str = ""


def stated_byline(
    tree: html.HtmlElement,
    boxes: Boxes | None,
    metas: dict[str, str],
    data: LinkedData,
    hints: Hints,
    refuse: frozenset[str],
    abroad: bool = False,
) -> Byline:
    """From JSON-LD, then from what the page shows as author and source: where the template
    says, then among `boxes` (see boxes_of). refuse: the publisher's names; abroad: the page is not in Vietnamese; a single
    word shown there is a label rather than a name."""
    authors: tuple[str, ...] = ()
    credit = ""
    told = [*data.persons(), *_told_authors(tree, hints)]
    for text in [*told, *_shown_authors(boxes or {}), metas.get("dable:author", "")]:
        names_found, source = _persons(text)
        kept = tuple(name for name in names_found if bare(name) not in refuse)
        if abroad and text not in data.persons():
            kept = tuple(name for name in kept if " " in name)
        if kept and (not authors or text in told):
            authors += tuple(name for name in kept if name not in authors)
        credit = credit or (source if bare(source) not in refuse else "")
    if hints.template and hints.template.credit:
        sources = (_source(text_of(each), refuse) for each in select(tree, hints.template.credit))
        credit = credit or next(filter(None, sources), "")
    for element, called in (boxes or {}).items():
        if credit:
            break
        if (
            _SOURCE_CLASS.search(called)
            and not any(
                _SOURCE_CLASS.search(names(each)) or _AUTHOR_CLASS.search(names(each))
                for each in element.iterdescendants("p", "span", "div", "a", "strong")
            )
            and not _is_away(element)
            and element.tag in ("p", "span", "div", "strong", "em", "td", "a")
        ):
            credit = _source(text_of(element), refuse)
    return Byline(authors, credit)


def opening_byline(
    paragraphs: tuple[Paragraph, ...], known: Byline, stamp: str = "", abroad: bool = False
) -> tuple[tuple[Paragraph, ...], Byline]:
    """Takes byline and date lines off the front of a body that begins right below the title.
    abroad: only a line that says it is one."""
    kept = paragraphs
    while len(kept) > 2 and len(kept[0].text) < 60:
        text = kept[0].text
        persons, credit = _byline(text, abroad)
        told = (persons and (not known.authors or set(persons) & set(known.authors))) or (
            credit and credit == known.credit
        )
        unnamed = text
        for name in known.authors:
            unnamed = unnamed.replace(name, " ")
        if not told and not (stamp and bare(text) == bare(stamp)) and not is_date_line(unnamed.strip(" -|")):
            break
        known = Byline(known.authors or persons, known.credit)
        kept = kept[1:]
    return kept, known


def closing_byline(
    paragraphs: tuple[Paragraph, ...], known: Byline, refuse: Iterable[str] = (), abroad: bool = False
) -> tuple[tuple[Paragraph, ...], Byline]:
    """Takes closing credit and byline lines off the body; what the head stated wins.
    abroad: only a line that says it is one."""
    kept = list(paragraphs)
    authors: tuple[str, ...] = ()
    credit = paper = ""
    for _ in range(_CLOSING_LINES):
        if len(kept) < 2:
            break
        last = kept[-1]
        if is_related(last.text):
            kept.pop()
            continue
        persons, source = _byline(last.text, abroad) if last.tag not in ("li", "tr", "h2", "h3") else ((), "")
        if (paper or credit) and source and not persons and is_name(source):
            persons, source = (source,), paper  # "Theo NAME" above the name of a paper
        signed = last.tag == "sign" and len(last.text) <= 80 and not ends_sentence(last.text)
        paper = last.text if signed and not (persons or source) else paper
        repeated = _repeats(last.text, known) or _is_refused(last.text, refuse)
        if not (persons or source or signed or repeated):
            break
        kept.pop()
        authors, credit = persons + authors, credit or source
    if kept and (found := _AGENCY_TAIL.search(kept[-1].text)):
        credit = credit or found[1].strip()
        kept[-1] = replace(kept[-1], text=kept[-1].text[: found.start()])
    authors = tuple(name for name in authors if bare(name) not in refuse and not _EDITORS.match(name))
    return tuple(kept), Byline(known.authors or authors, known.credit or credit)


def _byline(text: str, abroad: bool) -> tuple[tuple[str, ...], str]:
    """Persons and credit of a line. Names alone, and "Theo ...", are a Vietnamese custom."""
    if not abroad:
        return byline_of(text)
    found = _SIGNED_BY.match(text)
    return (persons_of(text[found.end() :]), "") if found else ((), "")


def refused_names(hints: Hints, data: LinkedData, metas: dict[str, str], url: str) -> frozenset[str]:
    """Bare spellings of the publisher, which is never an author."""
    site = site_of(url)
    publishers = [
        hints.publisher,
        *data.organisations(),
        metas.get("og:site_name", ""),
        metas.get("author", "") if is_organ(metas.get("author", "")) else "",
        site,
        site.split(".")[0],
    ]
    return _spellings(tuple(filter(None, publishers)))


@lru_cache(maxsize=512)
def _spellings(publishers: tuple[str, ...]) -> frozenset[str]:
    """With and without the words for a kind of press in front; a site's pages state the same."""
    shorter = (_KIND_OF_PRESS.sub("", each) for each in publishers)
    return frozenset(map(bare, (*publishers, *shorter))) - {""}


def _persons(text: str) -> tuple[tuple[str, ...], str]:
    """Persons and source of a stated author; a leading "Theo" is taken off a person."""
    text = _SIGNED_BY.sub("", text.strip())
    if not text:
        return (), ""
    people, credit = byline_of(text)
    if people or credit:
        return people, credit
    if found := re.match(r"theo\s+(.+)$", text, re.IGNORECASE):
        return ((found[1],), "") if is_name(found[1]) else ((), found[1])
    pieces = [piece for part in re.split(r"[;,]", text) for piece in persons_of(part)]
    return tuple(pieces), ""


def _told_authors(tree: html.HtmlElement, hints: Hints) -> list[str]:
    """Where the template says."""
    place = hints.template.author if hints.template else ""
    return [text_of(each) for each in select(tree, place)] if place else []


def _shown_authors(boxes: Boxes) -> Iterator[str]:
    for element, called in boxes.items():
        if element.tag in (
            "script",
            "style",
            "meta",
            "link",
            "input",
            "i",
            "img",
        ) or not _AUTHOR_CLASS.search(called):
            continue
        text = re.sub(
            r"\s*[-–|]?\s*\d{1,2}[/.-]\d{1,2}[/.-]\d{4}.*$|\s+và \d+ tác giả khác.*$|\s*xem các bài viết.*$",
            "",
            text_of(element),
            flags=re.IGNORECASE,
        )
        if 2 <= len(text) <= 80 and not _is_away(element):
            yield text


def _is_away(element: html.HtmlElement) -> bool:
    return any(
        above.tag in ("footer", "aside", "nav", "li") or _AWAY.search(names(above))
        for above in element.iterancestors()
        if above.tag not in ("html", "body")
    )


def _source(text: str, refuse: frozenset[str]) -> str:
    text = _ADDRESS.sub("", text)
    if not 2 <= len(text) <= 80 or is_caption(text) or _BUTTON.search(text):
        return ""
    credit = credit_of(text) or (text if len(text.split()) <= 8 and not text.endswith(":") else "")
    credit = re.sub(r"^(?:nguồn|theo)\s*:?\s*", "", credit, flags=re.IGNORECASE)
    if bare(credit) in refuse or (is_full_name(credit) and not text.lower().startswith("nguồn")):
        return ""
    return credit


def _repeats(text: str, known: Byline) -> bool:
    return bare(text) in {bare(each) for each in (*known.authors, known.credit) if each}


def _is_refused(text: str, refuse: Iterable[str]) -> bool:
    return len(text) <= 40 and bare(text) in set(refuse)

"""Renders the outlets' pages, each from its own template."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from lantoa.demo.press.addresses import article_path, number_of, origin, section_path
from lantoa.demo.press.looks import Look
from lantoa.demo.press.shelf import Wording
from lantoa.demo.press.stamps import PAGE_STAMPS
from lantoa.demo.story import Piece


@dataclass(frozen=True, slots=True)
class Link:
    """A link as lists and related boxes show it; at: None when the piece is undated."""

    url: str
    title: str
    summary: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """One part of a body: form is p, figure (text = caption) or related (links)."""

    form: str
    text: str = ""
    image: str = ""
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page of a list: its address path, heading, links, and its neighbours' addresses."""

    path: str
    heading: str
    links: tuple[Link, ...]
    newer: str = ""
    older: str = ""


class Pages:
    """The twelve templates, opened once."""

    def __init__(self) -> None:
        self._environment = Environment(
            loader=PackageLoader("lantoa.demo.press", "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters.update(PAGE_STAMPS)

    def article(
        self,
        look: Look,
        name: str,
        piece: Piece,
        wording: Wording,
        related: Sequence[Link],
        latest: Sequence[Link],
    ) -> bytes:
        """A piece in one of its wordings; related stands in its body, latest beside it."""
        section, section_name = look.section_of(piece.section)
        at = piece.published if piece.dated else None
        changed = wording.changed if piece.dated else None
        url = origin(piece.outlet) + article_path(piece)
        return self._render(
            look,
            name,
            kind="article",
            url=url,
            title=wording.title,
            sapo=wording.sapo,
            blocks=lay_out(piece, wording, related),
            author=piece.author,
            credit=piece.credit,
            section=Link(section_path(look, section), section_name),
            at=at,
            changed=changed,
            number=number_of(piece),
            latest=latest,
            json_ld=_json_ld(name, url, piece, wording),
        )

    def sheet(self, look: Look, name: str, sheet: Sheet) -> bytes:
        """A home or section page."""
        url = origin(look.outlet) + sheet.path
        return self._render(look, name, kind="list", url=url, title=sheet.heading, sheet=sheet)

    def missing(self, look: Look, name: str) -> bytes:
        """The page of what is not there."""
        return self._render(
            look, name, kind="missing", url=origin(look.outlet) + "/", title="Không tìm thấy trang"
        )

    def _render(self, look: Look, name: str, **values: Any) -> bytes:
        menu = [Link(section_path(look, slug), title) for slug, title in look.sections]
        template = self._environment.get_template(f"{look.outlet}.html")
        return template.render(
            look=look, site=name, home=origin(look.outlet) + "/", menu=menu, **values
        ).encode()


def lay_out(piece: Piece, wording: Wording, related: Sequence[Link]) -> tuple[Block, ...]:
    """Paragraphs, figures and the related box in the order of the body.

    Figures follow the first, third, fifth ... paragraph; the box stands past the middle.
    """
    blocks: list[Block] = []
    pictures = [
        Block("figure", caption, f"{origin(piece.outlet)}/anh/{number_of(piece)}-{place}.gif")
        for place, caption in enumerate(piece.captions, start=1)
    ]
    for place, paragraph in enumerate(wording.paragraphs):
        blocks.append(Block("p", paragraph))
        if place % 2 == 0 and pictures:
            blocks.append(pictures.pop(0))
        if related and place == (len(wording.paragraphs) + 1) // 2:
            blocks.append(Block("related", links=tuple(related)))
    return (*blocks, *pictures)


def _json_ld(name: str, url: str, piece: Piece, wording: Wording) -> Any:
    """What templates call as json_ld(published, changed, graph=False): a NewsArticle."""

    def write(published: str = "", changed: str = "", graph: bool = False) -> Markup:
        publisher = {"@type": "Organization", "name": name, "url": origin(piece.outlet) + "/"}
        author = {"@type": "Person", "name": piece.author} if piece.author else publisher
        article: dict[str, Any] = {
            "@type": "NewsArticle",
            "mainEntityOfPage": {"@type": "WebPage", "@id": url},
            "headline": wording.title,
            "description": wording.sapo,
            "author": author,
            "publisher": publisher,
        }
        if published:
            article |= {"datePublished": published, "dateModified": changed or published}
        whole: dict[str, Any] = {"@context": "https://schema.org"}
        whole |= (
            {"@graph": [{"@type": "WebSite", "name": name, "url": publisher["url"]}, article]}
            if graph
            else article
        )
        text = json.dumps(whole, ensure_ascii=False).replace("</", "<\\/")
        return Markup(f'<script type="application/ld+json">{text}</script>')

    return write

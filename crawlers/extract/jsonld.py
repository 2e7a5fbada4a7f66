"""JSON-LD as pages really carry it: arrays, graphs, line breaks in strings, doubled entities."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

from lxml import html

from crawlers.lines import settle

_ARTICLE = frozenset(
    (
        "newsarticle",
        "article",
        "reportagenewsarticle",
        "blogposting",
        "analysisnewsarticle",
        "opinionnewsarticle",
        "backgroundnewsarticle",
        "liveblogposting",
        "report",
        "posting",
    )
)
_LIST = frozenset(("collectionpage", "itemlist", "searchresultspage"))
_MEDIA = frozenset(("videoobject", "imagegallery", "mediagallery", "audioobject", "podcastepisode"))


@dataclass(frozen=True, slots=True)
class LinkedData:
    """What the page's JSON-LD says of itself. article: the main article's object or {}."""

    types: frozenset[str] = frozenset()
    article: dict[str, Any] = field(default_factory=dict)
    broken: bool = False

    @property
    def is_article(self) -> bool:
        return bool(self.article)

    @property
    def is_list(self) -> bool:
        return not self.article and bool(self.types & _LIST)

    @property
    def is_media(self) -> bool:
        return bool(self.types & _MEDIA)

    @property
    def is_paid(self) -> bool:
        return str(self.article.get("isAccessibleForFree", "")).lower() == "false"

    def text(self, name: str) -> str:
        """A plain property of the article, settled; "" when absent."""
        value = self.article.get(name)
        return settle(value) if isinstance(value, str) else ""

    def persons(self) -> tuple[str, ...]:
        """Names of authors that are not declared organisations."""
        return tuple(name for kind, name in self._authors() if "organization" not in kind.lower())

    def organisations(self) -> tuple[str, ...]:
        """Publisher and authors that are organisations."""
        own = tuple(name for kind, name in self._authors() if "organization" in kind.lower())
        return own + tuple(name for _, name in _agents(self.article.get("publisher")))

    def _authors(self) -> list[tuple[str, str]]:
        return _agents(self.article.get("author")) or _agents(self.article.get("creator"))


def read_linked_data(tree: html.HtmlElement) -> LinkedData:
    """All JSON-LD of a page; broken blocks are skipped (and remembered as broken)."""
    objects: list[dict[str, Any]] = []
    broken = False
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        try:
            _flatten(_loads(script.text or ""), objects)
        except (ValueError, RecursionError):
            broken = True
    types = frozenset(kind for each in objects for kind in _types(each))
    articles = [each for each in objects if _ARTICLE.intersection(_types(each))]
    dated = [each for each in articles if each.get("datePublished")]
    main = (dated or articles or [{}])[0]
    return LinkedData(types, main, broken)


def _loads(text: str) -> Any:
    text = re.sub(r"^\s*(?://\s*)?<!\[CDATA\[|(?://\s*)?\]\]>\s*$", "", text.strip())
    try:
        return json.loads(text, strict=False)
    except ValueError:
        repaired = re.sub(r",\s*([}\]])", r"\1", text).rstrip(";\n\r\t ")
        return json.loads(repaired, strict=False)


def _flatten(value: Any, into: list[dict[str, Any]], depth: int = 0) -> None:
    if depth > 6:
        return
    if isinstance(value, list):
        for each in value:
            _flatten(each, into, depth + 1)
    elif isinstance(value, dict):
        into.append(value)
        for name in ("@graph", "mainEntity"):
            if name in value:
                _flatten(value[name], into, depth + 1)


def _types(value: dict[str, Any]) -> set[str]:
    kind = value.get("@type")
    kinds = kind if isinstance(kind, list) else [kind]
    return {str(each).rsplit("/", 1)[-1].lower() for each in kinds if each}


def _agents(value: Any) -> list[tuple[str, str]]:
    if isinstance(value, str):
        return [("", settle(value))] if value.strip() else []
    if isinstance(value, list):
        return [pair for each in value for pair in _agents(each)]
    if isinstance(value, dict):
        name = value.get("name")
        if isinstance(name, list):
            name = ", ".join(str(each) for each in name)
        kind = " ".join(sorted(_types(value)))
        return [(kind, settle(name))] if isinstance(name, str) and name.strip() else []
    return []

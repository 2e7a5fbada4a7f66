"""What a source's stanza tells the extraction beforehand."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from lxml import html

from crawlers.dates import DateOrder
from crawlers.extract.tree import compiled

_EMPTY = html.document_fromstring("<html><body></body></html>")


@dataclass(frozen=True, slots=True)
class Template:
    """Where things stand on the pages of one host.

    Each is a CSS selector, or an XPath when it starts with "/" or "."; "" = let the
    general reader find it. drop: what is cut out of the body. since: the first day of pages
    that look so; None: from the beginning. credit: the source of a reprint.

    Where title, sapo, date and author are stated, nothing is looked for elsewhere on a page
    that fits.
    """

    body: str = ""
    drop: tuple[str, ...] = ()
    title: str = ""
    sapo: str = ""
    date: str = ""
    author: str = ""
    credit: str = ""
    since: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class Hints:
    """From sources.toml: how dates with two readings are read on this host, the
    publisher's name (never an author), the host's template."""

    date_order: DateOrder = "dmy"
    publisher: str = ""
    template: Template | None = None


def template_for(templates: Iterable[Template], fetched_on: datetime.date) -> Template | None:
    """The template in force for a page fetched on a (local) day: of those that had begun by
    then the newest; None when none had."""
    begun = [each for each in templates if each.since is None or each.since <= fetched_on]
    return max(begun, key=lambda each: each.since or datetime.date.min, default=None)


def check_selector(text: str) -> None:
    """Raises ValueError, saying what is wrong, for a selector that gives no elements."""
    if not text.strip():
        raise ValueError('""')
    if not isinstance(compiled(text)(_EMPTY), list):
        raise ValueError(f"{text!r}: gives no elements")

"""What a source's stanza tells the extraction beforehand."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from crawlers.dates import DateOrder


@dataclass(frozen=True, slots=True)
class Template:
    """Where things stand on the pages of one host.

    Each is a CSS selector, or an XPath when it starts with "/" or "."; "" = let the
    general reader find it. drop: what is cut out of the body. since: the first day of pages
    that look so; None: from the beginning.
    """

    body: str = ""
    drop: tuple[str, ...] = ()
    title: str = ""
    sapo: str = ""
    date: str = ""
    author: str = ""
    since: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class Hints:
    """From sources.toml: how dates with two readings are read on this host, the
    publisher's name (never an author), the host's template."""

    date_order: DateOrder = "dmy"
    publisher: str = ""
    template: Template | None = None

"""What people handed in: hand-typed articles and stated facts, archived as JSON."""

from __future__ import annotations

import json
import re
from datetime import date

from crawlers.dates import stated_moment
from crawlers.manual import clean_typed
from lantoa.article import UNDATED, Article, Kind, Moment, Page
from lantoa.errors import Aside
from lantoa.words import word

MANUAL_TYPE = "application/vnd.lantoa.manual+json"
FACT_TYPE = "application/vnd.lantoa.fact+json"

_PART = re.compile(r"^(?:\d{4}(?:-\d{2})?)?$")
"""No date, a year, or a month: no day, so undated; what was stated stays as a label."""
_LABELS = ("congress", "level", "phase", "cluster", "site", "note")


def from_typed(page: Page) -> Article:
    """The article of a hand-typed record {"url", "title", "date", "text"}; what the person
    stated wins over what the text shows. Raises Aside for a record that cannot be read."""
    record = _record(page)
    title = _field(record, "title")
    typed = clean_typed(_field(record, "text"), title)
    published = stated_moment(_field(record, "date"))
    if published.day is None or (
        published.at is None and typed.published.at is not None and typed.published.day == published.day
    ):
        published = typed.published
    flags = list(typed.flags)
    flags += ["no_date"] if published.day is None else []
    flags += ["no_title"] if not (title or typed.title) else []
    flags += ["no_sapo"] if not typed.sapo else []
    return Article(
        url=_field(record, "url") or page.url,
        kind=Kind.ARTICLE,
        title=title or typed.title,
        sapo=typed.sapo,
        text=typed.text,
        published=published,
        authors=typed.authors,
        credit=typed.credit,
        captions=typed.captions,
        flags=tuple(flags),
    )


def from_fact(page: Page) -> Article:
    """A published page known by its address, outlet, date (if any) and labels only: no text.
    Raises Aside for a record that cannot be read."""
    record = _record(page)
    stated = _field(record, "date")
    try:
        published = (
            UNDATED if _PART.match(stated) else Moment(None, date.fromisoformat(stated[:10]), "stated", 1.0)
        )
    except ValueError:
        raise Aside(word("extract.fact_date", url=page.url, date=stated)) from None
    labels = tuple((name, value) for name in _LABELS if (value := _field(record, name)))
    if published.day is None and stated:
        labels += (("stated_date", stated),)
    return Article(
        url=page.final_url,
        kind=Kind.ARTICLE,
        title="",
        sapo="",
        text="",
        published=published,
        flags=("fact",) if published.day else ("fact", "no_date"),
        labels=labels,
    )


def _record(page: Page) -> dict[str, object]:
    try:
        record = json.loads(page.body)
    except ValueError:
        record = None
    if not isinstance(record, dict):
        raise Aside(word("extract.given_broken", url=page.url))
    return record


def _field(record: dict[str, object], name: str) -> str:
    value = record.get(name)
    return value.strip() if isinstance(value, str) else ""

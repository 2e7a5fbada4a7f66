"""Article -> Tags: pure, picklable, for the pool."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from datetime import date
from typing import Literal

from lantoa.article import About, Article, Congress, Outlet, Tags
from nlp.congress import congresses, prepare
from nlp.crf.model import Model, shipped
from nlp.dates import dates
from nlp.entities import entities
from nlp.flags import LABELS, flags
from nlp.form import form
from nlp.headline import Headed, headed
from nlp.labels import labelled
from nlp.links import linked
from nlp.normalise import clean, clean_with_map
from nlp.offices import offices
from nlp.recognise import recognise
from nlp.topics import topics

VERSION = 2
"""Raise it when the same article would get other tags: everything is tagged again."""

LONGEST = 1_000_000
"""Characters read of a text (ten seconds, 300 MB); what stands behind is not tagged and flagged `cut`."""

_LEAD = 300
"""Characters of a text that count as its opening where no sapo is known."""


def tag(
    article: Article, outlet: Outlet | None = None, model: Model | Literal["shipped"] | None = "shipped"
) -> Tags:
    """What the article says. Never raises for any text; flags say what was wrong with it.

    outlet: who published it; lends its place to bodies the text leaves open. Without a title the
    first line of the text counts as one; offsets stay those of the text as it came.
    model: what corrects the grammar's names; None for the grammar alone.
    Articles with a label `congress` (facts without text) get their congress from it.
    """
    short = _shortened(article)
    wrong = flags(article.text, LONGEST)
    top = headed(short)
    if article.label("congress"):
        found: tuple[Congress, ...] = labelled(article)
        wrong = (*wrong, LABELS)
    else:
        found = congresses_of(top, outlet)
    composed = unicodedata.normalize("NFC", short.text)
    text, offsets = clean_with_map(short.text)
    names = recognise(text, shipped() if model == "shipped" else model)
    seats = linked(text, names, outlet.province if outlet else "", article.published.day)
    return Tags(
        version=VERSION,
        about=about(found),
        congresses=found,
        entities=entities(composed, seats, offsets),
        offices=offices(text, names),
        topics=topics(*topic_parts(top.article), about(found)),
        form=form(top.article),
        dates=dates(text, article.published.day),
        flags=wrong,
    )


def topic_parts(article: Article) -> tuple[str, str, str]:
    """What `topics` reads: title, opening, text."""
    return article.title, article.sapo or _opening(article.text), article.text


def _opening(text: str) -> str:
    """The same words in every spelling: cleaned before it is cut, with room for marks and invisible characters."""
    return clean(text[: 4 * _LEAD]).lstrip()[:_LEAD]


def congresses_of(top: Headed, outlet: Outlet | None = None) -> tuple[Congress, ...]:
    """The congresses step alone; evidence as in the article before its headline was moved."""
    article = top.article
    day = article.published.day or stated_day(f"{article.title}\n{article.text}")
    found = congresses(prepare(article, day), outlet)
    if not top.before:
        return found
    return tuple(replace(one, start=one.start + top.before, end=one.end + top.before) for one in found)


def about(found: tuple[Congress, ...]) -> About:
    """Of the whole article: congress, mention or none."""
    if any(congress.about for congress in found):
        return "congress"
    return "mention" if found else "none"


_FULL_DATE = re.compile(r"(?<!\d)([0-3]?\d)[/.-]([01]?\d)[/.-](20[0-4]\d)(?!\d)")
_YEAR_OF_DATE = re.compile(r"[/.-]20[0-4]\d(?!\d)")
_FIRST_YEAR = re.compile(r"nhiệm kỳ (20[0-4]\d) ?[-–—]", re.IGNORECASE)


def stated_day(text: str) -> date | None:
    """For an undated article: the latest full date in its text, else its term's first year."""
    days = []
    text = clean(text)
    for end in _YEAR_OF_DATE.finditer(text):  # dates are few, and their years found fast
        found = _FULL_DATE.search(text, max(0, end.start() - len("31/12")), end.end())
        if found is None:
            continue
        try:
            days.append(date(int(found[3]), int(found[2]), int(found[1])))
        except ValueError:
            continue
    if days:
        return max(days)
    year = _FIRST_YEAR.search(text)
    return date(int(year[1]), 7, 1) if year else None


def _shortened(article: Article) -> Article:
    if len(article.text) <= LONGEST and len(article.title) <= LONGEST:
        return article
    return Article(
        article.url, article.kind, article.title[:LONGEST], article.sapo[:LONGEST], article.text[:LONGEST],
        article.published, article.authors, article.credit, article.captions, article.flags, article.labels,
    )  # fmt: skip

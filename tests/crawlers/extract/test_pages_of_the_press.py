"""The demonstration press: what its newsroom wrote is what extraction reads, word for word,
through twelve page skeletons."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, timedelta
from functools import cache
from urllib.parse import urlsplit

import pytest

from crawlers.extract import Hints, extract
from lantoa.article import ZONE, Article, Kind, Page
from lantoa.clock import FixedClock
from lantoa.demo.newsroom import DEFAULT_SEED, write_season
from lantoa.demo.outlets import OUTLETS
from lantoa.demo.press import Press, Request
from lantoa.demo.press.looks import LOOKS
from lantoa.demo.resolver import url_of
from lantoa.demo.story import Piece

NAMES = {outlet.id: outlet.name for outlet in OUTLETS}
HINTS = {
    outlet.id: Hints("mdy" if outlet.id == "cong-thanh-pho" else "dmy", outlet.name) for outlet in OUTLETS
}
each_outlet = pytest.mark.parametrize("outlet", [outlet.id for outlet in OUTLETS])


@cache
def press() -> tuple[Press, tuple[Piece, ...], FixedClock]:
    pieces = tuple(write_season(DEFAULT_SEED).pieces)
    first, last = min(each.published for each in pieces), max(each.published for each in pieces)
    clock = FixedClock(last + timedelta(days=2))
    return Press(pieces, clock, first - timedelta(days=3)), pieces, clock


def fetch(url: str, outlet: str) -> Article:
    served, _, clock = press()
    parts = urlsplit(url)
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    answer = served.answer(Request("GET", target, {"host": parts.netloc}))
    return extract(
        Page(url, url, clock.now().astimezone(UTC), answer.status, tuple(answer.headers), answer.body),
        HINTS[outlet],
    )


@cache
def read(outlet: str) -> tuple[tuple[Piece, Article], ...]:
    return tuple((piece, fetch(url_of(piece), outlet)) for piece in _standing(outlet))


def _standing(outlet: str) -> Iterator[Piece]:
    for piece in press()[1]:
        if piece.outlet == outlet and piece.removed_at is None and piece.edit is None:
            yield piece


@each_outlet
def test_words_are_read_as_they_were_written(outlet: str) -> None:
    for piece, article in read(outlet):
        assert (article.kind, article.url) == (Kind.ARTICLE, url_of(piece))
        assert article.title == piece.title
        assert article.sapo == piece.sapo
        assert article.text == "\n".join((piece.sapo, *piece.paragraphs))
        assert len(article.captions) == len(piece.captions)


@each_outlet
def test_days_and_times_are_those_of_publication(outlet: str) -> None:
    for piece, article in read(outlet):
        if not piece.dated:
            assert article.published.day is None
            continue
        assert article.published.day == piece.published.astimezone(ZONE).date()
        assert article.published.at is None or abs(article.published.at - piece.published) < timedelta(
            minutes=1
        )


@each_outlet
def test_credits_are_found_and_publishers_are_no_authors(outlet: str) -> None:
    for piece, article in read(outlet):
        assert article.credit == piece.credit
        assert NAMES[outlet] not in article.authors
        assert set(article.authors) <= {piece.author}


@each_outlet
def test_home_and_sections_are_lists(outlet: str) -> None:
    host = next(each.host for each in OUTLETS if each.id == outlet)
    look = LOOKS[outlet]
    paths = ["/"] + [look.section.format(section=look.sections[0][0])] * bool(look.section)
    for path in paths:
        assert fetch(f"http://{host}{path}", outlet).kind is Kind.LIST

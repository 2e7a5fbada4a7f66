"""A press of any size to search in: real texts, and where they run out mixtures of them.

Each text comes once as it is. Then every further article has half the lines of each of two
texts, one line of them with its words shuffled, and a reference number that stands nowhere
else, so that the dictionary goes on growing. What is known of an article (outlet, day, groups,
congress, topics, names) is invented, in shares like those of a real store. The same seed gives
the same press.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from typing import Any

from lantoa.article import Article, Kind, Moment, Origin, Outlet
from lantoa.article_rows import content_columns
from lantoa.words import catalogue

BEGIN = datetime(2021, 6, 1, tzinfo=UTC)
DAYS = 1_900
"""Local days over which they are published."""
OUTLETS, PLACES = 150, 400
"""Outlets, and places whose congresses are written about; a few have most of it."""
CONCERNED, MENTIONED, REPRINTED, OFFICED = 0.12, 0.12, 0.15, 0.2
"""Shares of the articles."""
NAMES = 26
"""Names tagged in a text, at most."""

_NAME = re.compile(r"(?:[A-ZĐ][^\W\d_]+ ){1,3}[A-ZĐ][^\W\d_]+")
_KINDS = ("central_press", "local_press", "portal", "broadcaster", "agency", "aggregator")
_LEVELS = ("central", "province", "commune")
_TOPICS = sorted(key.removeprefix("web.topic.") for key in catalogue() if key.startswith("web.topic."))
_TYPES = ("LOC", "PER", "ORG")
_DIGITS = 100_000


def outlets() -> dict[str, Outlet]:
    """The invented outlets by id."""
    made = (
        Outlet(
            f"bao-{number:03}", f"Báo {number}", f"bao-{number:03}.example", _KINDS[number % len(_KINDS)],
            _LEVELS[number % len(_LEVELS)], f"Tỉnh {number % 34}", audience=1_000 * (OUTLETS - number),
        )
        for number in range(OUTLETS)
    )  # fmt: skip
    return {one.id: one for one in made}


def rows(texts: Sequence[Article], docs: int, seed: int) -> Iterator[dict[str, Any]]:
    """Rows of the article table, tagged, grouped and not indexed, with ids from 1."""
    chance = random.Random(seed)
    sources = list(outlets())
    weights = list(accumulate(1 / (2 + at) for at in range(OUTLETS)))
    for number in range(1, docs + 1):
        text = texts[number - 1] if number <= len(texts) else _mixed(texts, number, chance)
        [source] = chance.choices(sources, cum_weights=weights)
        article = Article(
            f"https://{source}.example/bai-{number}.html", Kind.ARTICLE, text.title, text.sapo, text.text, _moment(chance)
        )
        first = number if number < 3 or chance.random() >= REPRINTED else chance.randrange(1, number)
        yield content_columns(article) | {
            "id": number, "source": source, "origin": str(Origin.IMPORT), "first_seen": BEGIN, "ref": "",
            "extracted_v": 1, "tagged_v": 1, "grouped_v": 1, "tags": _tags(article, chance),
            "reprint_group": first, "event_group": first, "is_original": first == number,
        }  # fmt: skip


def _mixed(texts: Sequence[Article], number: int, chance: random.Random) -> Article:
    one, other = (chance.choice(texts) for _ in range(2))
    lines = [*_half(one.text.split("\n"), chance), *_half(other.text.split("\n"), chance)]
    chance.shuffle(lines)
    shuffled = lines[0].split(" ")
    chance.shuffle(shuffled)
    reference = f"Số {_DIGITS + number * 7919 % (9 * _DIGITS)}/{chance.choice('ABCDEGHK')}{number}."
    return Article("", Kind.ARTICLE, one.title, "", "\n".join((" ".join(shuffled), *lines[1:], reference)))


def _half(lines: Sequence[str], chance: random.Random) -> list[str]:
    return chance.sample(lines, (len(lines) + 1) // 2)


def _moment(chance: random.Random) -> Moment:
    """Most to the minute; of some the day alone is known, of a few not even that."""
    what = chance.random()
    if what < 0.01:
        return Moment()
    moment = Moment.of(BEGIN + timedelta(minutes=chance.randrange(DAYS * 24 * 60)), "stated", 1.0)
    return moment if what > 0.03 else Moment(None, moment.day, "stated", 1.0)


def _tags(article: Article, chance: random.Random) -> dict[str, Any]:
    """In the form of lantoa.serial, which would take ten times as long."""
    names = [one.span() for one, _ in zip(_NAME.finditer(article.text), range(NAMES), strict=False)]
    about = chance.random() < CONCERNED
    congresses = [_congress(chance, True)] if about else []
    congresses += [_congress(chance, False)] if chance.random() < MENTIONED else []
    office = [article.text[slice(*names[0])]] if names and chance.random() < OFFICED else []
    return {
        "version": 1, "about": "congress" if about else "none", "congresses": congresses,
        "entities": [_entity(article.text, *span) for span in names],
        "offices": [{"person": one, "rank": "secretary", "organisation": None, "former": False} for one in office],
        "topics": sorted(chance.sample(_TOPICS, 1 + about)) if about or chance.random() < 0.2 else [],
        "form": "news", "dates": [], "flags": [],
    }  # fmt: skip


def _entity(text: str, start: int, end: int) -> dict[str, Any]:
    name = text[start:end]
    kind = _TYPES[len(name) % 3]
    link = f"{kind.lower()}:{name.lower().replace(' ', '-')}"
    return {"start": start, "end": end, "type": kind, "text": name, "link": link, "rule": "bench", "score": 0.9}


def _congress(chance: random.Random, about: bool) -> dict[str, Any]:
    number = int(PLACES * chance.random() ** 3)
    key = {
        "level": "province" if number < 34 else "commune", "place": f"Xã số {number}", "ordinal": 1 + number % 3,
        "term": [2025, 2030], "body": None,
    }  # fmt: skip
    return {"stated": key, "about": about, "resolved": None, "start": 0, "end": 0, "reason": ""}


__all__ = ["outlets", "rows"]

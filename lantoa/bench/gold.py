"""Extraction scored against what is right (tests/gold/README.md tells how that was found)."""

from __future__ import annotations

import gzip
import hashlib
import json
import statistics
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from crawlers.extract import Hints, extract
from crawlers.sources import Sources, load_sources
from lantoa.article import ZONE, Origin, Page
from lantoa.bench.pages import PROJECT, SAVED, Kept, hints_of, press_pages
from lantoa.bench.shingles import Shingles, f1, foreign_lines, mark_of, shingles_of, unpacked
from lantoa.bench.table import Row
from lantoa.errors import Misuse
from lantoa.words import word

FACTS = PROJECT / "tests" / "gold" / "pages"
OWN = (PROJECT / "tests" / "pages", PROJECT / "tests" / "gold" / "own")
MARKUP = ("markup", "json-ld", "meta", "itemprop")
TOLD = ("article",)
"""Kinds whose text is an article's; what a list or an error page says is not scored."""


@dataclass(frozen=True, slots=True)
class Expected:
    """One page and the article in it. name: of its file; origin: saved, own or press; body: the
    runs of sapo and body; title, sapo: their marks (shingles.mark_of), "" for none; day: ISO,
    "" for undated; dated_by: where the page states it, "" where that is not known."""

    name: str
    site: str
    origin: str
    page: Page
    hints: Hints
    body: Shingles
    title: str
    sapo: str
    day: str
    dated_by: str
    authors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scored:
    """What extraction made of one page. leaks: lines that do not belong; named: authors it names."""

    expected: Expected
    f1: float
    title: bool
    sapo: bool
    leaks: tuple[str, ...]
    day: bool
    named: int
    rightly: int


def gold_pages(folder: Path | None) -> list[Expected]:
    """All pages with a known article: those of `folder` (the saved ones beside the project
    by default; left out where they are not), those written by us, the demonstration press's.

    Raises Misuse where the project's tests are not at hand.
    """
    if not FACTS.is_dir():
        raise Misuse(word("bench.no_gold", folder=FACTS))
    sources = load_sources()
    saved = _saved(folder or SAVED, sources) if folder or SAVED.is_dir() else ()
    return [*saved, *_own(), *_press()]


def score(expected: Expected) -> Scored:
    """Extract one page and compare."""
    article = extract(expected.page, expected.hints)
    named = set(article.authors)
    return Scored(
        expected,
        f1(expected.body, shingles_of(article.text)),
        mark_of(article.title) == expected.title,
        mark_of(article.sapo) == expected.sapo,
        tuple(foreign_lines(expected.body, article.text)),
        (article.published.day.isoformat() if article.published.day else "") == expected.day,
        len(named),
        len(named & set(expected.authors)),
    )


def gold_rows(scored: Sequence[Scored]) -> list[Row]:
    """The rows. A site's F1 is the mean of its pages."""
    sites: defaultdict[str, list[float]] = defaultdict(list)
    for one in scored:
        sites[one.expected.site].append(one.f1)
    means = {site: statistics.mean(each) for site, each in sites.items()}
    worst = min(means, key=lambda site: means[site])
    origins = [sum(one.expected.origin == origin for one in scored) for origin in ("saved", "own", "press")]
    count = word("bench.gold_pages", pages=len(scored), saved=origins[0], own=origins[1], press=origins[2])
    marked = [one for one in scored if one.expected.dated_by in MARKUP]
    named, leaks = sum(one.named for one in scored), [line for one in scored for line in one.leaks]
    return [
        Row("gold.f1_median", round(statistics.median(means.values()), 4), "", ">= 0.99",
            word("bench.gold_sites", sites=len(sites), count=count)),
        Row("gold.f1_worst_site", round(means[worst], 4), "", ">= 0.95", worst),
        Row("gold.title", _share(one.title for one in scored), "", "", count),
        Row("gold.sapo", _share(one.sapo for one in scored), "", ">= 1", count),
        Row("gold.leaks", len(leaks), word("bench.lines"), "<= 0", leaks[0][:60] if leaks else count),
        Row("gold.day_right", _share(one.day for one in scored), "", ">= 0.97", count),
        Row("gold.day_right_markup", _share(one.day for one in marked), "", ">= 1",
            word("bench.gold_marked", pages=len(marked))),
        Row("gold.author_precision", round(sum(one.rightly for one in scored) / max(1, named), 4), "",
            ">= 0.95", word("bench.gold_named", names=named)),
    ]  # fmt: skip


def _share(right: Iterable[bool]) -> float:
    every = list(right)
    return round(sum(every) / len(every), 4) if every else 1.0


def _saved(folder: Path, sources: Sources) -> Iterator[Expected]:
    """Pages of real sites, of which we keep facts alone. A page that is another than the one
    the facts are of is refused; one that is not there is left out."""
    for file in sorted(FACTS.glob("*.json")):
        fact = _json(file)
        held = folder / fact["file"]
        if not held.is_file():
            continue
        body = held.read_bytes()
        if hashlib.sha1(body, usedforsecurity=False).hexdigest() != fact["sha1"]:
            raise Misuse(word("bench.other_page", file=held))
        body = gzip.decompress(body) if body.startswith(b"\x1f\x8b") else body
        page = _page(fact["url"], body)
        hints = hints_of(sources, Kept(page, date.fromisoformat(fact["day"])))
        yield Expected(
            file.stem, fact["site"], "saved", page, hints, unpacked(fact["shingles"]),
            fact["title"], fact["sapo"], fact["day"], fact["dated_by"], tuple(fact["authors"]),
        )  # fmt: skip


def _own() -> Iterator[Expected]:
    """Pages written by us, each a skeleton of its own: the whole article stands beside."""
    for file in sorted(each for folder in OWN for each in folder.glob("*.html")):
        stated = _json(file.with_suffix(".json"))
        right = stated["article"]
        if right["kind"] not in TOLD:
            continue
        page = _page(stated["url"], file.read_bytes())
        yield Expected(
            file.stem, stated["url"].split("/")[2], "own", page, Hints(stated["date_order"]),
            shingles_of(right["text"]), mark_of(right["title"]), mark_of(right["sapo"]),
            right["day"] or "", right["provenance"], tuple(right["authors"]),
        )  # fmt: skip


def _press() -> Iterator[Expected]:
    """The demonstration press: what its newsroom wrote."""
    for written in press_pages():
        piece, page = written.piece, written.page
        order = Hints("mdy" if piece.outlet == "cong-thanh-pho" else "dmy")
        yield Expected(
            piece.id, page.url.split("/")[2], "press", page, order,
            shingles_of("\n".join((piece.sapo, *piece.paragraphs))), mark_of(piece.title), mark_of(piece.sapo),
            piece.published.astimezone(ZONE).date().isoformat() if piece.dated else "", "", (piece.author,),
        )  # fmt: skip


def _page(url: str, body: bytes) -> Page:
    return Page(url, url, datetime.now(UTC), 200, (("Content-Type", "text/html"),), body, Origin.IMPORT)


def _json(file: Path) -> dict[str, Any]:
    stated: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return stated

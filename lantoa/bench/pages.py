"""The pages that extraction is measured on."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from crawlers.extract import Hints
from crawlers.extract.address import stated_address
from crawlers.extract.decode import to_text
from crawlers.extract.tree import parse
from crawlers.import_html import MANIFEST, read_html_folder, saved_body
from crawlers.sources import Sources
from lantoa.article import Origin, Page
from lantoa.clock import FixedClock
from lantoa.errors import Aside, Misuse
from lantoa.words import word

if TYPE_CHECKING:  # what is measured imports this module: the demonstration is none of its costs
    from lantoa.demo.story import Piece

PROJECT = Path(__file__).resolve().parents[2]
SAVED = PROJECT.parent / "shared" / "data" / "html"
"""Saved pages of real sites, where they stand beside the project."""
TRUTH = "ground-truth.json"
EACH = 6
"""Pieces of one outlet of the demonstration that are taken."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A saved page, and the local day it was about saved on: which template was in force."""

    page: Page
    day: date


@dataclass(frozen=True, slots=True)
class Written:
    """A page of the demonstration press, and what its newsroom wrote."""

    page: Page
    piece: Piece


def bench_pages(folder: Path | None) -> list[Kept]:
    """The articles of a folder, of the saved pages beside the project, or of the demonstration
    press when there are none. A manifest that states kinds leaves lists out.

    Raises Misuse naming what could not be taken.
    """
    if folder is None and not SAVED.is_dir():
        return [Kept(each.page, each.piece.published.date()) for each in press_pages()]
    return folder_pages(folder or SAVED)


def folder_pages(folder: Path) -> list[Kept]:
    """The articles saved in a folder. Raises Misuse."""
    now = datetime.now(UTC)
    if (folder / TRUTH).is_file():
        truth = ground_truth(folder).items()
        return [_saved(folder / "html" / f"{name}.html.gz", str(one.get("url") or ""), now) for name, one in truth]
    if folder.is_dir() and not (folder / MANIFEST).is_file():
        files = sorted(each for each in folder.rglob("*") if each.name.endswith((".html", ".html.gz")))
        if not files:
            raise Misuse(word("extract.import_nothing", path=folder))
        return [_saved(file, "", now) for file in files]
    stated = _stated(folder)
    pages: list[Kept] = []
    for found in read_html_folder(folder, now):
        if isinstance(found, Aside):
            raise Misuse(str(found))
        entry = stated.get(found.note, {})
        if entry.get("kind", "article") == "article":
            day = str(entry.get("published") or entry.get("published_from_url") or "")[:10]
            pages.append(Kept(found, date.fromisoformat(day) if day else now.date()))
    return pages


def press_pages() -> Iterator[Written]:
    """A few standing pieces of every outlet of the demonstration, as its press prints them."""
    from lantoa.demo.newsroom import DEFAULT_SEED, write_season
    from lantoa.demo.outlets import OUTLETS
    from lantoa.demo.press import Press, Request
    from lantoa.demo.resolver import url_of

    pieces = write_season(DEFAULT_SEED).pieces
    clock = FixedClock(max(each.published for each in pieces) + timedelta(days=2))
    press = Press(pieces, clock, min(each.published for each in pieces) - timedelta(days=3))
    for outlet in OUTLETS:
        standing = (each for each in pieces if each.outlet == outlet.id and not (each.removed_at or each.edit))
        for piece in islice(standing, EACH):
            url = url_of(piece)
            answer = press.answer(Request("GET", url))
            at = clock.now().astimezone(UTC)
            page = Page(url, url, at, answer.status, tuple(answer.headers), answer.body, source=outlet.id)
            yield Written(page, piece)


def hints_of(sources: Sources, kept: Kept, templates: bool = True) -> Hints:
    """What the source of a page says beforehand, with or without its template."""
    source = sources.of_url(kept.page.final_url)
    if source is None:
        return Hints()
    hints = source.hints(kept.day)
    return hints if templates else replace(hints, template=None)


def _saved(file: Path, url: str, now: datetime) -> Kept:
    """One saved page under its own address, the one it states, or one made up."""
    try:
        body = saved_body(file)
    except (OSError, EOFError, zlib.error) as problem:
        raise Misuse(word("extract.import_unreadable", file=file, why=problem)) from None
    address = url or stated_address(parse(to_text(body)[0])) or f"https://trang.test/{file.name}"
    headers = (("Content-Type", "text/html"),)
    return Kept(Page(address, address, now, 200, headers, body, Origin.IMPORT, note=file.name), now.date())


def ground_truth(folder: Path) -> dict[str, dict[str, str]]:
    """{id: {"articleBody", "url"}} of a benchmark folder. Raises Misuse for another shape."""
    file = folder / TRUTH
    try:
        stated = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as problem:
        raise Misuse(word("extract.import_unreadable", file=file, why=problem)) from None
    if not isinstance(stated, dict) or not all(isinstance(each, dict) for each in stated.values()):
        raise Misuse(word("bench.truth_shape", file=file))
    return stated


def _stated(folder: Path) -> dict[str, dict[str, object]]:
    """What a manifest states of each file; lines that are none are told by their reader."""
    stated = {}
    for line in (folder / MANIFEST).read_text(encoding="utf-8-sig").splitlines() if folder.is_dir() else ():
        try:
            entry = json.loads(line)
            stated[str(entry["file"])] = entry
        except (ValueError, KeyError, TypeError):
            continue
    return stated

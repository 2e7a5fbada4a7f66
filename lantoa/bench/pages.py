"""The pages that extraction is measured on."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

from crawlers.extract import Hints
from crawlers.extract.address import stated_address
from crawlers.extract.decode import to_text
from crawlers.extract.tree import parse
from crawlers.import_html import MANIFEST, read_html_folder
from crawlers.sources import Sources
from lantoa.article import Origin, Page
from lantoa.clock import FixedClock
from lantoa.demo.newsroom import DEFAULT_SEED, write_season
from lantoa.demo.outlets import OUTLETS
from lantoa.demo.press import Press, Request
from lantoa.demo.resolver import url_of
from lantoa.demo.story import Piece
from lantoa.errors import Aside, Misuse
from lantoa.words import word

PROJECT = Path(__file__).resolve().parents[2]
SAVED = PROJECT.parent / "shared" / "data" / "html"
"""Saved pages of real sites, where they stand beside the project."""
TRUTH = "ground-truth.json"
EACH = 6
"""Pieces of one outlet of the demonstration that are taken."""


@dataclass(frozen=True, slots=True)
class Written:
    """A page of the demonstration press, and what its newsroom wrote."""

    page: Page
    piece: Piece


def bench_pages(folder: Path | None) -> list[Page]:
    """The articles of a folder, of the saved pages beside the project, or of the demonstration
    press when there are none. A manifest that states kinds leaves lists out.

    Raises Misuse naming what could not be taken.
    """
    if folder is None and not SAVED.is_dir():
        return [each.page for each in press_pages()]
    return folder_pages(folder or SAVED)


def folder_pages(folder: Path) -> list[Page]:
    """The articles saved in a folder. Raises Misuse."""
    now = datetime.now(UTC)
    if (folder / TRUTH).is_file():
        return [_saved(folder / "html" / f"{name}.html.gz", url, now) for name, url in _urls(folder)]
    if folder.is_dir() and not (folder / MANIFEST).is_file():
        files = sorted(each for each in folder.rglob("*") if each.name.endswith((".html", ".html.gz")))
        if not files:
            raise Misuse(word("extract.import_nothing", path=folder))
        return [_saved(file, "", now) for file in files]
    kinds = _kinds(folder)
    pages: list[Page] = []
    for found in read_html_folder(folder, now):
        if isinstance(found, Aside):
            raise Misuse(str(found))
        if kinds.get(found.note, "article") == "article":
            pages.append(found)
    return pages


def press_pages() -> Iterator[Written]:
    """A few standing pieces of every outlet of the demonstration, as its press prints them."""
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


def hints_of(sources: Sources, page: Page, templates: bool) -> Hints:
    """What the source of a page says beforehand, with or without its template."""
    source = sources.of_url(page.final_url)
    if source is None:
        return Hints()
    newest = source.templates[-1] if templates and source.templates else None
    return Hints(source.date_order, source.outlet.name, newest)


def _saved(file: Path, url: str, now: datetime) -> Page:
    """One saved page under its own address, the one it states, or one made up."""
    try:
        body = file.read_bytes()
        body = gzip.decompress(body) if body.startswith(b"\x1f\x8b") else body
    except (OSError, EOFError, zlib.error) as problem:
        raise Misuse(word("extract.import_unreadable", file=file, why=problem)) from None
    address = url or stated_address(parse(to_text(body)[0])) or f"https://trang.test/{file.name}"
    headers = (("Content-Type", "text/html"),)
    return Page(address, address, now, 200, headers, body, Origin.IMPORT, note=file.name)


def _urls(folder: Path) -> list[tuple[str, str]]:
    """(id, address) of a ground truth's pages."""
    return [(name, str(entry.get("url") or "")) for name, entry in ground_truth(folder).items()]


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


def _kinds(folder: Path) -> dict[str, str]:
    """The kinds that a manifest states, by file; lines that are none are told by their reader."""
    kinds = {}
    for line in (folder / MANIFEST).read_text(encoding="utf-8-sig").splitlines() if folder.is_dir() else ():
        try:
            entry = json.loads(line)
            kinds[str(entry["file"])] = str(entry.get("kind", "article"))
        except (ValueError, KeyError, TypeError, AttributeError):
            continue
    return kinds

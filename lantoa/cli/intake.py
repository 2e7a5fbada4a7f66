"""What comes in by hand: import, add, and extraction of one file."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

from crawlers.archive import Archive
from crawlers.extract import Hints, extract
from crawlers.extract.show import article_json
from crawlers.import_html import read_facts, read_html_folder, saved_body, typed_page
from crawlers.import_warc import Sieve, is_warc_name, read_warc
from crawlers.sources import Sources
from crawlers.urls import host_of
from lantoa.article import ZONE, Origin, Page
from lantoa.cli.bars import bar
from lantoa.cli.house import House
from lantoa.errors import Aside, Misuse
from lantoa.web.formats import number
from lantoa.words import word

BATCH = 64


@dataclass(frozen=True, slots=True)
class Imported:
    """pages: archived; left: records of WARC files that were not wanted, by reason; failed: what
    could not be taken, a line each."""

    pages: int
    left: Mapping[str, int]
    failed: tuple[str, ...]


def import_paths(house: House, paths: Iterable[Path], facts: Path | None, sieve: Sieve, quiet: bool) -> Imported:
    """HTML folders and files, what the sieve lets through of WARC files, and facts go to the
    archive; the steps do the rest.

    Raises Misuse when a path does not exist, and when nothing at all was found to take.
    """
    now = house.clock.now()
    listed = list(paths)
    for path in [*listed, *([facts] if facts else [])]:
        if not path.exists():
            raise Misuse(word("cli.no_file", file=path))
    items = chain.from_iterable(
        [_read(path, now, sieve) for path in listed] + ([read_facts(facts, now)] if facts else [])
    )
    with bar(word("cli.step.import"), quiet) as progress, house.archive() as archive:
        pages, failed = 0, list[str]()
        for item in _archived(archive, items):
            progress.advance()
            if isinstance(item, Aside):
                failed.append(str(item))
            else:
                pages += 1
    if not pages and not failed and sieve.left:
        raise Misuse(word("import.nothing_wanted", left=left_out(sieve.left)))
    if not pages and not failed:
        raise Misuse(word("cli.no_pages", paths=", ".join(map(str, [*listed, *([facts] if facts else [])]))))
    return Imported(pages, dict(sieve.left), tuple(failed))


def sieve(house: House, hosts: tuple[str, ...], known: bool, any_language: bool) -> Sieve:
    """What is wanted of WARC files. known: only hosts of listed sources. Raises Misuse for a host
    that is none."""
    for host in hosts:
        if not host_of(f"https://{host}/") or set(host) & set("/:@? "):
            raise Misuse(word("import.bad_host", host=host))
    wanted = {host.lower() for host in hosts}
    if known:
        wanted |= {host for one in house.sources.by_id.values() for host in one.all_hosts}
    return Sieve(frozenset(wanted), vietnamese=not any_language)


def add(house: House, *, url: str, title: str, date: str, file: Path, who: str, why: str) -> str:
    """One article by hand; its address. Raises Misuse for what is missing."""
    try:
        text = file.read_text(encoding="utf-8")
    except OSError as error:
        raise Misuse(word("cli.unreadable", file=file, why=error.strerror)) from None
    except UnicodeDecodeError:
        raise Misuse(word("cli.not_utf8", file=file)) from None
    page = typed_page(url, title, date, text, who, why, house.clock.now())
    with house.archive() as archive:
        archive.append(page)
    return page.url


def extract_file(file: Path, url: str, sources: Sources) -> dict[str, object]:
    """What extraction reads from one HTML file, with what the source on whose host its address
    stands says beforehand; nothing is stored."""
    try:
        body = saved_body(file)
    except (OSError, EOFError, zlib.error) as error:
        raise Misuse(word("cli.unreadable", file=file, why=getattr(error, "strerror", None) or error)) from None
    now = datetime.now(UTC)
    page = Page(url, url, now, 200, (), body, Origin.IMPORT)
    source = sources.of_url(url)
    return article_json(extract(page, source.hints(now.astimezone(ZONE).date()) if source else Hints()))


def left_out(left: Mapping[str, int]) -> str:
    """What of WARC files was left out, in words."""
    return ", ".join(word(f"import.left.{reason}", count=number(count)) for reason, count in sorted(left.items()))


def _read(path: Path, now: datetime, sieve: Sieve) -> Iterator[Page | Aside]:
    return read_warc(path, sieve) if path.is_file() and is_warc_name(path) else read_html_folder(path, now)


def _archived(archive: Archive, items: Iterable[Page | Aside]) -> Iterator[Page | Aside]:
    """Pages are written in batches; items come back in order."""
    waiting: list[Page] = []
    for item in items:
        if isinstance(item, Page):
            waiting.append(item)
        if len(waiting) == BATCH:
            archive.append_many(waiting)
            waiting = []
        yield item
    if waiting:
        archive.append_many(waiting)

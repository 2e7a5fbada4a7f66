"""Pages people bring: folders of saved HTML, facts without text, hand-typed articles.

They are archived as resources with their origin, never as captures. The moment of the
import stands as fetched_at: saved pages are older than that, so no date in them is refused
as lying in the future.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import zlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from crawlers.dates import in_reach, read_stamp
from crawlers.extract.address import resolve, stated_address
from crawlers.extract.decode import to_text
from crawlers.extract.given import FACT_TYPE, MANUAL_TYPE
from crawlers.extract.tree import parse
from lantoa.article import Origin, Page
from lantoa.errors import Aside, Misuse
from lantoa.words import word

_ENDINGS = (".html", ".htm", ".xhtml", ".jsp", ".aspx", ".php", ".chn", ".vnp", ".html.gz", ".htm.gz")
MANIFEST = "manifest.jsonl"


def read_html_folder(path: Path, now: datetime) -> Iterator[Page | Aside]:
    """Every page of a folder (or the one file named): by its manifest.jsonl lines
    {"file", "url", ...}, else by the address each page states of itself.

    What cannot be taken is yielded as an Aside naming the line or file; the rest goes on.
    Raises Misuse when there is nothing at the path.
    """
    if path.is_file() and path.name != MANIFEST and not path.name.endswith(".jsonl"):
        yield _page(path, "", now)
        return
    manifest = path if path.is_file() else path / MANIFEST
    if manifest.is_file():
        yield from _by_manifest(manifest, now)
        return
    if not path.is_dir():
        raise Misuse(word("extract.import_nothing", path=path))
    files = sorted(
        each for each in path.rglob("*") if each.is_file() and each.name.lower().endswith(_ENDINGS)
    )
    if not files:
        raise Misuse(word("extract.import_nothing", path=path))
    for file in files:
        yield _page(file, "", now)


def read_facts(path: Path, now: datetime) -> Iterator[Page | Aside]:
    """One Page a line of a JSONL file of published pages known without text: {"url", "date",
    "site", ...labels}. Lines that cannot be read are yielded as Asides. Raises Misuse when
    the file is not there."""
    for number, record in _lines(path):
        place = f"{path.name}:{number}"
        if record is None:
            yield Aside(word("extract.line_broken", place=place))
            continue
        url = resolve("", str(record.get("url") or ""))
        if not url:
            yield Aside(word("extract.line_no_url", place=place))
            continue
        yield Page(
            url=str(record["url"]).strip(),
            final_url=url,
            fetched_at=now,
            status=200,
            headers=(("Content-Type", FACT_TYPE),),
            body=json.dumps(record, ensure_ascii=False, sort_keys=True).encode(),
            origin=Origin.FACTS,
            note=place,
        )


def typed_page(url: str, title: str, date: str, text: str, who: str, why: str, now: datetime) -> Page:
    """A hand-typed article as a Page. Without an address it gets `lantoa:manual/<sha12>` of
    its content, so that the same text added twice is one article. Raises Misuse for an
    empty text, an address that is none, a date that cannot be (unreadable, or in the future)."""
    if not text.strip():
        raise Misuse(word("extract.typed_empty"))
    if not who.strip() or not why.strip():
        raise Misuse(word("extract.typed_who"))
    address = resolve("", url) if url.strip() else ""
    if url.strip() and not address:
        raise Misuse(word("extract.typed_url", url=url))
    stamp = read_stamp(date)
    if date.strip() and (stamp is None or not in_reach(stamp, now)):
        raise Misuse(word("extract.typed_date", date=date.strip()))
    if not address:
        digest = hashlib.sha256("\x00".join((title.strip(), date.strip(), text.strip())).encode())
        address = f"lantoa:manual/{digest.hexdigest()[:12]}"
    record = {"url": address, "title": title.strip(), "date": date.strip(), "text": text}
    return Page(
        url=address,
        final_url=address,
        fetched_at=now,
        status=200,
        headers=(("Content-Type", MANUAL_TYPE),),
        body=json.dumps(record, ensure_ascii=False, sort_keys=True).encode(),
        origin=Origin.MANUAL,
        note=" · ".join(part.strip() for part in (who, why) if part.strip()),
    )


def _by_manifest(manifest: Path, now: datetime) -> Iterator[Page | Aside]:
    for number, record in _lines(manifest):
        place = f"{manifest.name}:{number}"
        name = str(record.get("file") or "") if record else ""
        if record is None or not name:
            yield Aside(word("extract.line_broken", place=place))
            continue
        file = manifest.parent / name
        if not file.resolve().is_relative_to(manifest.parent.resolve()) or not file.is_file():
            yield Aside(word("extract.import_missing", place=place, file=name))
            continue
        yield _page(file, str(record.get("url") or ""), now, name)


def saved_body(file: Path) -> bytes:
    """The bytes of a saved page, packed or not. Raises OSError, EOFError or zlib.error."""
    body = file.read_bytes()
    return gzip.decompress(body) if body.startswith(b"\x1f\x8b") else body


def _page(file: Path, url: str, now: datetime, name: str = "") -> Page | Aside:
    called = name or file.name
    try:
        body = saved_body(file)
    except (OSError, EOFError, zlib.error) as problem:
        return Aside(word("extract.import_unreadable", file=called, why=problem))
    address = resolve("", url) if url else stated_address(parse(to_text(body)[0]))
    if not address:
        return Aside(word("extract.import_no_url", file=called))
    return Page(
        url=url.strip() or address,
        final_url=address,
        fetched_at=now,
        status=200,
        headers=(("Content-Type", "text/html"),),
        body=body,
        origin=Origin.IMPORT,
        note=called,
    )


def _lines(path: Path) -> Iterator[tuple[int, dict[str, object] | None]]:
    """Numbered JSON objects of a JSONL file; None for a line that is none."""
    try:
        text = path.read_text(encoding="utf-8-sig", errors="replace")
    except OSError as problem:
        raise Misuse(
            word("extract.import_unreadable", file=path.name, why=problem.strerror or problem)
        ) from None
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except ValueError:
            record = None
        yield number, record if isinstance(record, dict) else None

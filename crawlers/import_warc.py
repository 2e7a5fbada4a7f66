"""WARC files of others, and our own exports: streamed, what is wanted of them becomes pages.

A reader of WARC stops at the first damaged record. Here the damage is reported with its place
and reading goes on at the next record that begins like one.
"""

from __future__ import annotations

import mmap
import re
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC
from pathlib import Path
from typing import Any

from fastwarc.warc import ArchiveIterator, WarcRecordType

from crawlers.import_own import MARK, OwnReader
from crawlers.members import CorruptRecord, member_end, next_member
from crawlers.unwrap import unwrapped
from crawlers.urls import host_of
from crawlers.vietnamese import HEAD, first_look, is_vietnamese
from lantoa.article import Origin, Page
from lantoa.errors import Aside, Misuse
from lantoa.words import word

LARGEST = 10 * 1024 * 1024
"""A larger record is put aside."""
HTML = ("text/html", "application/xhtml+xml", "")
_TYPES = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.revisit
_PLAIN = re.compile(rb"WARC/1\.[01]\r\n")
_READ_AHEAD = 1 << 20
_START = 1 << 18


@dataclass(slots=True)
class Sieve:
    """What is wanted, and how many records were left out for which reason.

    hosts: these and the hosts under them, none: all; vietnamese: only pages in Vietnamese.
    left, by reason: left_host (another one), left_language, left_status (an answer that is no
    page), left_not_html, left_no_body (revisit and resource records of others).
    What Lan Tỏa itself archived was chosen before and is asked for its host only.
    """

    hosts: frozenset[str] = frozenset()
    vietnamese: bool = False
    left: Counter[str] = field(default_factory=Counter)

    def takes(self, url: str) -> bool:
        """Is the address wanted?"""
        if not self.hosts:
            return True
        host = host_of(url)
        while host and host not in self.hosts:
            host = host.partition(".")[2]
        return bool(host)


class _Damage(Exception):
    """Reading cannot go on behind this offset. inside: in the record that begins there."""

    def __init__(self, offset: int, inside: bool) -> None:
        super().__init__(offset)
        self.offset = offset
        self.inside = inside


def is_warc_name(path: Path) -> bool:
    """Does the name say WARC?"""
    return path.name.endswith((".warc", ".warc.gz", ".warc.zst"))


def read_warc(path: Path, sieve: Sieve | None = None) -> Iterator[Page | Aside]:
    """HTML answers (2xx) of one `.warc`, `.warc.gz` or `.warc.zst` file that the sieve lets
    through, in order; of our own files also what was imported or typed, with its origin.

    A damaged record is yielded as an Aside naming file and offset. Raises Misuse when the
    file cannot be opened or holds no record at all.
    """
    sieve = sieve or Sieve()
    with _mapped(path) as data, path.open("rb", buffering=_READ_AHEAD) as stream, path.open("rb") as again:
        plain = _is_plain(data)
        start = _next_record(data, 0, plain)
        if start is None:
            raise Misuse(word("import.not_warc", file=path))
        if start > 0:
            yield _damaged(path, 0)
        own = OwnReader(path.name, again, data, plain)
        while start is not None:
            stream.seek(start)
            try:
                # FastWARC is quickest where it opens the file itself.
                yield from _pages(path.name, stream if start else str(path), start, sieve, plain, own)
                return
            except _Damage as damage:
                start = _next_record(data, damage.offset + 1, plain)
                place = damage.offset if damage.inside or plain else member_end(data, damage.offset)
                # A record that begins where the good one ended is read next, and reports itself.
                if damage.inside or place != start:
                    yield _damaged(path, place)


def _pages(
    file: str, source: Any, start: int, sieve: Sieve, plain: bool, own: OwnReader
) -> Iterator[Page | Aside]:
    """From one record to the end. Raises _Damage."""
    place, inside = start, True
    records = ArchiveIterator(source, record_types=_TYPES, parse_http=False)
    try:
        for record in records:
            place, inside = record.stream_pos, True
            url = str(record.headers.get("WARC-Target-URI") or "").strip("<>")
            ours = record.headers.get(MARK) is not None
            if ours:
                own.saw(record)
            if not sieve.takes(url):
                sieve.left["left_host"] += 1
            elif ours:
                yield from _own(own, record, sieve)
            elif record.record_type != WarcRecordType.response:
                sieve.left["left_no_body"] += 1
            elif url.startswith(("http://", "https://")):
                yield from _foreign(record, url, f"{file}:{place}", plain, sieve)
            inside = False
    except (OSError, zlib.error):
        raise _Damage(place, inside) from None


def _own(own: OwnReader, record: Any, sieve: Sieve) -> Iterator[Page | Aside]:
    try:
        page = own.page(record.stream_pos)
    except CorruptRecord as error:
        raise OSError(str(error)) from None
    if page.origin is Origin.IMPORT and not 200 <= page.status < 300:
        sieve.left["left_status"] += 1
    elif page.origin is Origin.IMPORT and page.header("Content-Type").partition(";")[0].strip() not in HTML:
        sieve.left["left_not_html"] += 1
    else:
        yield page


def _foreign(record: Any, url: str, place: str, plain: bool, sieve: Sieve) -> Iterator[Page | Aside]:
    """The page of a response record, if it is wanted. Raises OSError when damaged."""
    small = record.content_length <= LARGEST
    if plain and small and record.headers.get("WARC-Block-Digest") and not record.verify_block_digest():
        raise OSError("block digest")  # a compressed member has a checksum of its own
    record.parse_http()
    headers, at = record.http_headers, record.record_date
    if headers is None or at is None:
        yield Aside(word("import.incomplete", place=place))
        return
    if reason := _no_page(headers.status_code or 0, record.http_content_type or ""):
        sieve.left[reason] += 1
        return
    stated = record.content_length
    if not small:
        yield Aside(word("archive.too_large", url=url, size=stated))
        return
    transfer, content = headers.get("Transfer-Encoding"), headers.get("Content-Encoding")
    body, known = b"", None if sieve.vietnamese else True
    if known is None and not (transfer or content):
        body = record.reader.read(HEAD)
        known = first_look(body, url)
        if known is False:
            sieve.left["left_language"] += 1
            return
    body += record.reader.read()
    if len(body) != stated:
        raise OSError("torn")
    if transfer or content:
        try:
            body = unwrapped(body, transfer, content)
        except (OSError, ValueError, zlib.error) as error:
            yield Aside(word("import.encoding", place=place, why=error))
            return
    if known is None and not is_vietnamese(body, url):
        sieve.left["left_language"] += 1
        return
    yield Page(
        url=url,
        final_url=url,
        fetched_at=at.astimezone(UTC),
        status=headers.status_code,
        headers=(("Content-Type", headers.get("Content-Type") or ""),),
        body=body,
        origin=Origin.IMPORT,
        note=place,
    )


def _no_page(status: int, kind: str) -> str:
    if not 200 <= status < 300:
        return "left_status"
    return "" if kind in HTML else "left_not_html"


def _damaged(path: Path, offset: int) -> Aside:
    return Aside(word("import.damaged", file=path.name, offset=offset))


@contextmanager
def _mapped(path: Path) -> Iterator[mmap.mmap]:
    try:
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            yield data
    except ValueError:
        raise Misuse(word("import.not_warc", file=path)) from None
    except OSError as error:
        raise Misuse(word("import.unreadable", file=path, why=error.strerror)) from None


def _next_record(data: mmap.mmap, after: int, plain: bool) -> int | None:
    """Where the next record begins at or behind an offset."""
    if not plain:
        return next_member(data, after)
    found = _PLAIN.search(data, after)
    return found.start() if found else None


def _is_plain(data: mmap.mmap) -> bool:
    """Uncompressed: the version line can be read (compressed, chance writes no such line)."""
    if next_member(data[:_START], 0) == 0:
        return False
    return _PLAIN.search(data, 0, 1 << 20) is not None

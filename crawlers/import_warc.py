"""WARC files of others: streamed, HTML answers become pages of origin import.

A reader of WARC stops at the first damaged record. Here the damage is reported with its place
and reading goes on at the next record that begins like one.
"""

from __future__ import annotations

import mmap
import re
import zlib
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import UTC
from pathlib import Path
from typing import Any

from fastwarc.warc import ArchiveIterator, WarcRecordType

from crawlers.unwrap import unwrapped
from crawlers.urls import host_of
from lantoa.article import Origin, Page
from lantoa.errors import Aside, Misuse
from lantoa.words import word

LARGEST = 10 * 1024 * 1024
"""A larger record is put aside."""
_HTML = ("text/html", "application/xhtml+xml", "")
_GZIP = b"\x1f\x8b\x08"
_PLAIN = re.compile(rb"WARC/1\.[01]\r\n")
_READ_AHEAD = 1 << 20


class _Damage(Exception):
    """Reading cannot go on behind this offset. inside: in the record that begins there."""

    def __init__(self, offset: int, inside: bool) -> None:
        super().__init__(offset)
        self.offset = offset
        self.inside = inside


def is_warc_name(path: Path) -> bool:
    """Does the name say WARC?"""
    return path.name.endswith((".warc", ".warc.gz"))


def read_warc(path: Path, hosts: Collection[str] = ()) -> Iterator[Page | Aside]:
    """HTML answers (2xx) of one `.warc` or `.warc.gz` file, of these hosts and the hosts
    under them (none named: all), in order.

    A damaged record is yielded as an Aside naming file and offset. Raises Misuse when the
    file cannot be opened or holds no record at all.
    """
    with _mapped(path) as data:
        plain = _is_plain(data)
        start = _next_record(data, 0, plain)
        if start is None:
            raise Misuse(word("import.not_warc", file=path))
        if start > 0:
            yield _damaged(path, 0)
        while start is not None:
            try:
                yield from _pages(path, start, hosts, plain)
                return
            except _Damage as damage:
                start = _next_record(data, damage.offset + 1, plain)
                place = damage.offset if damage.inside or plain else _end(data, damage.offset)
                # A record that begins where the good one ended is read next, and reports itself.
                if damage.inside or place != start:
                    yield _damaged(path, place)


def _pages(path: Path, start: int, hosts: Collection[str], plain: bool) -> Iterator[Page | Aside]:
    """From one record to the end. Raises _Damage."""
    place, inside = start, True
    with path.open("rb", buffering=_READ_AHEAD) as stream:
        stream.seek(start)
        records = ArchiveIterator(stream, record_types=WarcRecordType.response, parse_http=False)
        try:
            for record in records:
                place, inside = record.stream_pos, True
                url = str(record.headers.get("WARC-Target-URI") or "").strip("<>")
                if _wanted(url, hosts) and (page := _page(record, url, path.name, plain)) is not None:
                    yield page
                inside = False
        except (OSError, zlib.error):
            raise _Damage(place, inside) from None


def _wanted(url: str, hosts: Collection[str]) -> bool:
    if not hosts:
        return url.startswith(("http://", "https://"))
    host = host_of(url)
    return any(host == one or host.endswith("." + one) for one in hosts)


def _page(record: Any, url: str, file: str, plain: bool) -> Page | Aside | None:
    """The page of a response record; None when it is no HTML. Raises OSError when damaged."""
    place = f"{file}:{record.stream_pos}"
    small = record.content_length <= LARGEST
    if plain and small and record.headers.get("WARC-Block-Digest") and not record.verify_block_digest():
        raise OSError("block digest")  # a compressed member has a checksum of its own
    record.parse_http()
    headers = record.http_headers
    if headers is None or record.record_date is None:
        return Aside(word("import.incomplete", place=place))
    if not 200 <= (headers.status_code or 0) < 300 or (record.http_content_type or "") not in _HTML:
        return None
    stated = record.content_length
    if not small:
        return Aside(word("archive.too_large", url=url, size=stated))
    body = record.reader.read()
    if len(body) != stated:
        raise OSError("torn")
    try:
        body = unwrapped(body, headers.get("Transfer-Encoding"), headers.get("Content-Encoding"))
    except (OSError, ValueError, zlib.error) as error:
        return Aside(word("import.encoding", place=place, why=error))
    return Page(
        url=url,
        final_url=url,
        fetched_at=record.record_date.astimezone(UTC),
        status=headers.status_code,
        headers=tuple(headers.items()),
        body=body,
        origin=Origin.IMPORT,
        note=place,
    )


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
        place = data.find(_GZIP, after)
        while place >= 0 and not _begins(data, place):
            place = data.find(_GZIP, place + 1)
        return place if place >= 0 else None
    found = _PLAIN.search(data, after)
    return found.start() if found else None


def _is_plain(data: mmap.mmap) -> bool:
    """Uncompressed: the version line can be read (compressed, chance writes no such line)."""
    return _PLAIN.search(data, 0, 1 << 20) is not None


def _begins(data: mmap.mmap, place: int) -> bool:
    try:
        head = zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(data[place : place + 4096], 64)
    except zlib.error:
        return False
    return head.startswith(b"WARC/1.")


def _end(data: mmap.mmap, place: int) -> int:
    """Where the good member at `place` ends."""
    unpacker = zlib.decompressobj(16 + zlib.MAX_WBITS)
    while not unpacker.eof and place < len(data):
        unpacker.decompress(data[place : place + _READ_AHEAD])
        place += _READ_AHEAD
    return min(place, len(data)) - len(unpacker.unused_data)

"""WARC 1.1 records, one compressed member each: bytes from a Page and back. Pure.

A body is kept decoded, so the header lines that spoke of its encoding and length on the wire
are kept under X-Archive-Orig- names and given back as they were.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from typing import IO, Literal

from crawlers.members import Compression, CorruptRecord, pack, unpack
from lantoa.article import Origin, Page
from lantoa.words import word

Record = Literal["response", "resource", "revisit"]

VERSION = b"WARC/1.1\r\n"
_STANDARD = "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"
_END = b"\r\n\r\n"
_ORIG = "X-Archive-Orig-"
_WIRE = frozenset({"content-encoding", "transfer-encoding", "content-length"})
_PROFILE = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
_SPACE = uuid.UUID("5f3e7a52-6d0b-4f5c-9a3a-1d1c0f6f8a10")


@dataclass(frozen=True, slots=True)
class Earlier:
    """The record that already holds the same body of the same URL."""

    ref: str
    final_url: str
    fetched_at: datetime


@dataclass(frozen=True, slots=True)
class Kept:
    """One record as read: the page (body empty for a revisit), its kind, the sha-256 (hex)
    stated for the body and, for a revisit, the ref that holds it."""

    page: Page
    record: Record
    digest: str
    refers_to: str = ""


def body_digest(body: bytes) -> str:
    """sha-256 of a body, hex."""
    return hashlib.sha256(body).hexdigest()


def write_record(
    page: Page, ref: str, digest: str, earlier: Earlier | None = None, compression: Compression = "gzip"
) -> bytes:
    """One record as one member. Captures are `response` records with their HTTP headers,
    or `revisit` records when `earlier` holds the body; everything else is a `resource`."""
    captured = page.origin is Origin.CAPTURE
    record: Record = "resource" if not captured else "revisit" if earlier else "response"
    block = (_http_head(page) + (b"" if earlier else page.body)) if captured else page.body
    fields = [
        ("WARC-Type", record),
        ("WARC-Record-ID", record_id(ref)),
        ("WARC-Date", _stamp(page.fetched_at)),
        ("WARC-Target-URI", page.final_url),
        ("WARC-Payload-Digest", f"sha256:{digest}"),
        ("WARC-Block-Digest", f"sha256:{body_digest(block)}"),
        ("Content-Type", "application/http; msgtype=response" if captured else _media_type(page)),
        ("Lantoa-Origin", str(page.origin)),
    ]
    if earlier:
        fields += [
            ("WARC-Profile", _PROFILE),
            ("WARC-Refers-To", record_id(earlier.ref)),
            ("WARC-Refers-To-Target-URI", earlier.final_url),
            ("WARC-Refers-To-Date", _stamp(earlier.fetched_at)),
            ("Lantoa-Refers-To", earlier.ref),
        ]
    if not captured:
        fields.append(("Lantoa-Status", str(page.status)))
    optional = (
        ("Lantoa-Asked-URI", page.url if page.url != page.final_url else ""),
        ("Lantoa-Source", page.source),
        ("Lantoa-Note", page.note),
    )
    fields += [pair for pair in optional if pair[1]]
    return pack(_whole(fields, block), compression)


def write_info(name: str, at: datetime, about: Sequence[tuple[str, str]], compression: Compression) -> bytes:
    """The warcinfo record that a file of this name begins with, as one member. about: fields
    of its block beside the format."""
    block = _lines([*about, ("format", "WARC File Format 1.1"), ("conformsTo", _STANDARD)])
    fields = [
        ("WARC-Type", "warcinfo"),
        ("WARC-Record-ID", record_id(name)),
        ("WARC-Date", _stamp(at)),
        ("WARC-Filename", name),
        ("WARC-Block-Digest", f"sha256:{body_digest(block)}"),
        ("Content-Type", "application/warc-fields"),
    ]
    return pack(_whole(fields, block), compression)


def read_record(stream: IO[bytes], ref: str) -> Kept:
    """The record that starts where `stream` stands; the block digest is verified.

    Raises CorruptRecord when the member is torn, damaged or too large.
    """
    return parse_record(unpack(stream), ref)


def parse_record(data: bytes, ref: str) -> Kept:
    """The record that these unpacked bytes are. Raises CorruptRecord."""
    head, _, rest = data.partition(b"\r\n\r\n")
    fields = dict(_pairs(head))
    block = rest.removesuffix(_END)
    if fields.get("WARC-Block-Digest") != f"sha256:{body_digest(block)}":
        raise CorruptRecord(word("archive.why_digest"))
    try:
        digest = fields["WARC-Payload-Digest"].removeprefix("sha256:")
        record = fields["WARC-Type"]
        if record == "resource":
            status, headers, body = int(fields["Lantoa-Status"]), _media_header(fields), block
        else:
            status, headers, body = _http_parts(block)
        page = Page(
            url=fields.get("Lantoa-Asked-URI") or fields["WARC-Target-URI"],
            final_url=fields["WARC-Target-URI"],
            fetched_at=datetime.fromisoformat(fields["WARC-Date"]).astimezone(UTC),
            status=status,
            headers=headers,
            body=body,
            origin=Origin(fields["Lantoa-Origin"]),
            source=fields.get("Lantoa-Source", ""),
            ref=ref,
            note=fields.get("Lantoa-Note", ""),
        )
    except (KeyError, ValueError) as error:
        raise CorruptRecord(word("archive.why_header", why=error)) from None
    kind: Record = "resource" if record == "resource" else "revisit" if record == "revisit" else "response"
    return Kept(page, kind, digest, fields.get("Lantoa-Refers-To", ""))


def parse_info(data: bytes, name: str) -> None:
    """Check the warcinfo record of a file. Raises CorruptRecord."""
    head, _, rest = data.partition(b"\r\n\r\n")
    fields = dict(_pairs(head))
    if (fields.get("WARC-Type"), fields.get("WARC-Filename")) != ("warcinfo", name):
        raise CorruptRecord(word("archive.why_header", why="warcinfo"))
    if fields.get("WARC-Block-Digest") != f"sha256:{body_digest(rest.removesuffix(_END))}":
        raise CorruptRecord(word("archive.why_digest"))


def record_id(ref: str) -> str:
    """The WARC-Record-ID of the record at a ref: always the same, so that a later record can
    name it."""
    return f"<urn:uuid:{uuid.uuid5(_SPACE, ref)}>"


def _whole(fields: list[tuple[str, str]], block: bytes) -> bytes:
    fields.append(("Content-Length", str(len(block))))
    return b"".join((VERSION, _lines(fields), b"\r\n", block, _END))


def _stamp(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _media_type(page: Page) -> str:
    return page.header("Content-Type") or "text/html"


def _media_header(fields: dict[str, str]) -> tuple[tuple[str, str], ...]:
    return (("Content-Type", fields["Content-Type"]),)


def _http_head(page: Page) -> bytes:
    phrase = HTTPStatus(page.status).phrase if page.status in set(HTTPStatus) else ""
    fields = [(_ORIG + name if name.lower() in _WIRE else name, value) for name, value in page.headers]
    fields.append(("Content-Length", str(len(page.body))))
    return f"HTTP/1.1 {page.status} {phrase}\r\n".encode() + _lines(fields) + b"\r\n"


def _http_parts(block: bytes) -> tuple[int, tuple[tuple[str, str], ...], bytes]:
    head, _, body = block.partition(b"\r\n\r\n")
    status = int(head.split(b" ", 2)[1])
    named = [pair for pair in _pairs(head) if pair[0] != "Content-Length"]
    return status, tuple((name.removeprefix(_ORIG), value) for name, value in named), body


def _lines(fields: list[tuple[str, str]]) -> bytes:
    text = "".join(f"{name}: {' '.join(value.splitlines())}\r\n" for name, value in fields)
    return text.encode("utf-8", "surrogateescape")


def _pairs(head: bytes) -> list[tuple[str, str]]:
    """The named fields after the first line."""
    lines = head.decode("utf-8", "surrogateescape").split("\r\n")[1:]
    return [(name, value) for name, _, value in (line.partition(": ") for line in lines) if name]

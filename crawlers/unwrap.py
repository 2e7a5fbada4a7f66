"""Bodies kept as they came over the wire: out of their transfer and content encodings."""

from __future__ import annotations

import zlib
from io import BytesIO

from fastwarc.stream_io import BrotliReader, ChunkedReader

LARGEST = 64 * 1024 * 1024
"""What unpacks to more is refused."""


def unwrapped(body: bytes, transfer: str | None, content: str | None) -> bytes:
    """The body without its encodings. Archives often keep the header of an encoding that they
    have already undone; gzip and chunked show by their first bytes whether that is so.

    Raises ValueError, OSError or zlib.error for an encoding that is unknown or not what the
    body is in.
    """
    if "chunked" in (transfer or "").lower() and _looks_chunked(body):
        body = ChunkedReader(BytesIO(body)).read()
    names = [name.strip().lower() for name in (content or "").split(",")]
    for name in reversed([name for name in names if name and name != "identity"]):
        body = _undo(name, body)
    return body


def _undo(name: str, body: bytes) -> bytes:
    if name in ("gzip", "x-gzip"):
        return _inflate(body, 16 + zlib.MAX_WBITS) if body.startswith(b"\x1f\x8b") else body
    if name == "deflate":
        try:
            return _inflate(body, zlib.MAX_WBITS)
        except zlib.error:
            return _inflate(body, -zlib.MAX_WBITS)
    if name == "br":
        return bytes(BrotliReader(BytesIO(body)).read(LARGEST))
    raise ValueError(f"Content-Encoding: {name}")


def _inflate(body: bytes, bits: int) -> bytes:
    unpacker = zlib.decompressobj(bits)
    data = unpacker.decompress(body, LARGEST)
    if not unpacker.eof:
        raise ValueError("torn" if not unpacker.unconsumed_tail else "too large")
    return data


def _looks_chunked(body: bytes) -> bool:
    size = body.partition(b"\r\n")[0].partition(b";")[0].strip()
    return 0 < len(size) <= 8 and all(byte in b"0123456789abcdefABCDEF" for byte in size)

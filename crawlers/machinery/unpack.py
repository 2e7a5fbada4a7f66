"""Content encodings undone, bounded and whole: Scrapy's own takes half a stream for an answer."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.exceptions import ResponseDataLossError
from scrapy.utils._compression import _check_max_size

PIECE = 64 * 1024
GZIP, ZLIB, RAW = 16 + zlib.MAX_WBITS, zlib.MAX_WBITS, -zlib.MAX_WBITS


class UnpackMiddleware(HttpCompressionMiddleware):
    """gzip and deflate by our own hand: what is cut, or is no such stream, is a loss of data."""

    @staticmethod
    def _decode(body: bytes, encoding: bytes, max_size: int) -> bytes:
        if encoding not in (b"gzip", b"x-gzip", b"deflate"):
            unpacked: bytes = HttpCompressionMiddleware._decode(body, encoding, max_size)
            return unpacked
        form = GZIP if encoding != b"deflate" else ZLIB if _is_zlib(body) else RAW
        whole, size = bytearray(), 0
        try:
            for piece in _pieces(body, form):
                size += len(piece)
                if size > max_size:
                    whole.clear()  # the error's traceback would hold it
                _check_max_size(size, max_size)
                whole += piece
        except zlib.error as error:
            raise ResponseDataLossError(f"{encoding.decode()}: {error}") from None
        return bytes(whole)


def _is_zlib(body: bytes) -> bool:
    """By its two first bytes; some servers send deflate bare."""
    return len(body) > 1 and body[0] & 15 == 8 and int.from_bytes(body[:2], "big") % 31 == 0


def _pieces(body: bytes, form: int) -> Iterator[bytes]:
    """Of every member of the stream. What stands behind a member and is none is padding.
    Raises zlib.error where a stream is damaged or ends early."""
    first = True
    while body and (first or (form == GZIP and body.startswith(b"\x1f\x8b"))):
        stream, first = zlib.decompressobj(form), False
        while not stream.eof:
            piece = stream.decompress(body, PIECE)
            body = stream.unconsumed_tail
            if not piece and not body and not stream.eof:
                raise zlib.error("the stream ends early")
            yield piece
        body = stream.unused_data

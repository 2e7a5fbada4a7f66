"""Compressed members: one record in one gzip member or one zstd frame. Pure.

zlib-ng packs a page in half the time of zlib at the same ratio; what it writes is plain gzip.
A file holds one kind, by its name; a reader goes by the first bytes.
"""

from __future__ import annotations

import mmap
import re
import sys
from typing import IO, Any, Literal, cast, get_args

from zlib_ng import zlib_ng

from lantoa.words import word

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

Compression = Literal["gzip", "zstd"]
COMPRESSIONS: tuple[Compression, ...] = get_args(Compression)
SUFFIX: dict[Compression, str] = {"gzip": ".warc.gz", "zstd": ".warc.zst"}
LARGEST = 64 * 1024 * 1024
"""What unpacks to more is refused."""

_GZIP_LEVEL, _ZSTD_LEVEL = 5, 3
_GZIP_BITS = 16 + zlib_ng.MAX_WBITS
_ZSTD_START = b"\x28\xb5\x2f\xfd"
_START = re.compile(rb"\x1f\x8b\x08|\x28\xb5\x2f\xfd")
_LOOK, _LOOK_ZSTD = 4096, 1 << 18
"""A zstd frame shows nothing of itself before its first block is whole (128 KiB at most)."""
_READ_AHEAD = 1 << 20
_ZSTD_OPTIONS: dict[int, int] = {
    zstd.CompressionParameter.compression_level: _ZSTD_LEVEL,
    zstd.CompressionParameter.checksum_flag: 1,
}
_CHUNK = 64 * 1024
_DAMAGE: tuple[type[Exception], ...] = (cast(type[Exception], zlib_ng.error), zstd.ZstdError)


class CorruptRecord(ValueError):
    """The bytes at this place are no whole record."""


def compression_of(name: str) -> Compression | None:
    """The compression that a file's name states; None for another name."""
    return next((one for one, suffix in SUFFIX.items() if name.endswith(suffix)), None)


def pack(data: bytes, compression: Compression) -> bytes:
    """One member."""
    if compression == "zstd":
        return zstd.compress(data, options=_ZSTD_OPTIONS)
    packer = zlib_ng.compressobj(_GZIP_LEVEL, zlib_ng.DEFLATED, _GZIP_BITS)
    return bytes(packer.compress(data) + packer.flush())


def unpack(stream: IO[bytes]) -> bytes:
    """What the member holds that begins where `stream` stands; the stream may stand behind it
    afterwards. Raises CorruptRecord when it is torn, damaged, or over LARGEST."""
    chunk = stream.read(_CHUNK)
    if not chunk:
        raise CorruptRecord(word("archive.why_torn"))
    unpacker: Any = _unpacker(chunk)
    parts: list[bytes] = []
    size = 0
    try:
        while True:
            parts.append(unpacker.decompress(chunk, LARGEST + 1 - size))
            size += len(parts[-1])
            if size > LARGEST:
                raise CorruptRecord(word("archive.why_size"))
            if unpacker.eof:
                return b"".join(parts)
            chunk = stream.read(_CHUNK)
            if not chunk:
                raise CorruptRecord(word("archive.why_torn"))
    except _DAMAGE as error:
        raise CorruptRecord(word("archive.why_packed", why=error)) from None


def unpack_whole(member: bytes) -> bytes:
    """What one member holds, when these bytes are it and nothing else. Raises CorruptRecord."""
    unpacker: Any = _unpacker(member)
    try:
        data: bytes = unpacker.decompress(member, LARGEST + 1)
    except _DAMAGE as error:
        raise CorruptRecord(word("archive.why_packed", why=error)) from None
    if len(data) > LARGEST:
        raise CorruptRecord(word("archive.why_size"))
    if not unpacker.eof or unpacker.unused_data:
        raise CorruptRecord(word("archive.why_torn"))
    return data


def peek(data: bytes) -> tuple[bytes, bool, bytes]:
    """What can be read of the member that `data` begins with, whether it is whole, and what
    stands behind it. Raises CorruptRecord."""
    unpacker: Any = _unpacker(data)
    try:
        return unpacker.decompress(data), unpacker.eof, unpacker.unused_data
    except _DAMAGE as error:
        raise CorruptRecord(word("archive.why_packed", why=error)) from None


def next_member(data: mmap.mmap | bytes, after: int) -> int | None:
    """Where the next member that holds a record begins, at or behind an offset."""
    for found in _START.finditer(data, after):
        look = _LOOK_ZSTD if found[0] == _ZSTD_START else _LOOK
        if _holds_record(data[found.start() : found.start() + look]):
            return found.start()
    return None


def member_end(data: mmap.mmap, place: int) -> int:
    """Where the undamaged member that begins at `place` ends; the end of the data when it is torn."""
    unpacker: Any = _unpacker(data[place : place + len(_ZSTD_START)])
    while not unpacker.eof and place < len(data):
        unpacker.decompress(data[place : place + _READ_AHEAD])
        place += _READ_AHEAD
    return min(place, len(data)) - len(unpacker.unused_data)


def _holds_record(start: bytes) -> bool:
    unpacker: Any = _unpacker(start)
    try:
        return bool(unpacker.decompress(start, 64).startswith(b"WARC/1."))
    except _DAMAGE:
        return False


def _unpacker(start: bytes) -> Any:
    return zstd.ZstdDecompressor() if start.startswith(_ZSTD_START) else zlib_ng.decompressobj(_GZIP_BITS)

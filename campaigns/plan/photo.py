"""Photos of offline items: kept in the data folder under their SHA-256, without what a camera
writes about place, time and owner.

Everything but the picture is taken out of JPEG and PNG; of the EXIF block only the orientation
stays. What follows the end of the picture is cut off.
"""

from __future__ import annotations

import hashlib
import os
import re
import struct
import zlib
from contextlib import suppress
from pathlib import Path

from lantoa.errors import LantoaError, Misuse
from lantoa.words import word

LARGEST = 10 << 20
"""Bytes of a picture."""
_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = frozenset({
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"bKGD", b"pHYs",
})  # fmt: skip
_JPEG_KEPT_APPS = frozenset({0xE0, 0xEE})
"""JFIF, and Adobe's note about the colours."""


class Photos:
    """Pictures by SHA-256 in one folder, which is made with the first of them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def keep(self, data: bytes) -> str:
        """Keep a picture; its SHA-256 as kept. Raises Misuse for what is no JPEG or PNG, or too large."""
        picture = stripped(data)
        digest = hashlib.sha256(picture).hexdigest()
        file = self._file(digest)
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            draft = file.with_name(f"{file.name}.{os.getpid()}")
            draft.write_bytes(picture)
            draft.replace(file)
        except OSError as error:
            raise LantoaError(word("photo.unwritable", folder=self.folder, why=error.strerror)) from None
        return digest

    def get(self, digest: str) -> tuple[bytes, str] | None:
        """(the picture, its media type); None when it is not kept."""
        if not re.fullmatch(r"[0-9a-f]{64}", digest):
            return None
        with suppress(FileNotFoundError, NotADirectoryError):
            data = self._file(digest).read_bytes()
            return data, "image/png" if data.startswith(_PNG) else "image/jpeg"
        return None

    def has(self, digest: str) -> bool:
        """Whether it is kept."""
        return self._file(digest).exists()

    def _file(self, digest: str) -> Path:
        return self.folder / digest[:2] / digest


def stripped(data: bytes) -> bytes:
    """The picture alone. Raises Misuse for what is no whole JPEG or PNG, or too large."""
    if len(data) > LARGEST:
        raise Misuse(word("photo.large", most=LARGEST >> 20))
    try:
        if data.startswith(_PNG):
            return _png(data)
        if data.startswith(b"\xff\xd8\xff"):
            return _jpeg(data)
    except (IndexError, struct.error, ValueError):
        raise Misuse(word("photo.broken")) from None
    raise Misuse(word("photo.kind"))


def _png(data: bytes) -> bytes:
    kept, at = [_PNG], len(_PNG)
    while True:
        (length,) = struct.unpack_from(">I", data, at)
        name, end = data[at + 4 : at + 8], at + 12 + length
        (check,) = struct.unpack_from(">I", data, end - 4)
        if zlib.crc32(data[at + 4 : end - 4]) != check:
            raise ValueError(name)
        if name in _PNG_KEPT:
            kept.append(data[at:end])
        if name == b"IEND":
            return b"".join(kept)
        at = end


def _jpeg(data: bytes) -> bytes:
    kept, at, orientation = [b"\xff\xd8"], 2, 1
    while True:
        if data[at] != 0xFF:
            raise ValueError(at)
        while data[at + 1] == 0xFF:  # filling
            at += 1
        marker = data[at + 1]
        if marker == 0xD9:
            break
        (length,) = struct.unpack_from(">H", data, at + 2)
        end = at + 2 + length
        if length < 2 or end > len(data):
            raise ValueError(at)
        segment = data[at:end]
        if marker == 0xE1 and segment[4:10] == b"Exif\0\0":
            orientation = _orientation(segment[10:]) or orientation
        if marker == 0xDA:
            end = _scan_end(data, end)
            segment = data[at:end]
        if not (0xE0 <= marker <= 0xEF or marker == 0xFE) or marker in _JPEG_KEPT_APPS:
            kept.append(segment)
        at = end
    if not any(one[1] == 0xDA for one in kept[1:]):
        raise ValueError(at)
    upright = [] if orientation == 1 else [_exif(orientation)]
    return b"".join([kept[0], *upright, *kept[1:], b"\xff\xd9"])


def _scan_end(data: bytes, at: int) -> int:
    """Where the drawn lines end: at the next marker that is neither stuffing nor a restart."""
    while True:
        at = data.index(b"\xff", at)
        if data[at + 1] == 0 or 0xD0 <= data[at + 1] <= 0xD7:
            at += 2
        else:
            return at


def _orientation(tiff: bytes) -> int | None:
    """2 to 8: how the picture is to be turned; None when it stands upright or nothing is said."""
    with suppress(struct.error):
        order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
        if order is None:
            return None
        (start,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, start)
        for entry in range(start + 2, start + 2 + 12 * count, 12):
            tag, kind, _, value = struct.unpack_from(f"{order}HHIH", tiff, entry)
            if tag == 0x0112 and kind == 3:
                return value if 2 <= value <= 8 else None
    return None


def _exif(orientation: int) -> bytes:
    tiff = struct.pack(">2sHIHHHIHHI", b"MM", 42, 8, 1, 0x0112, 3, 1, orientation, 0, 0)
    return struct.pack(">HH", 0xFFE1, len(tiff) + 8) + b"Exif\0\0" + tiff

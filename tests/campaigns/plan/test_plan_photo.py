"""Photos: what a camera wrote about place, time and owner is gone, the picture is not."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from pathlib import Path

import pytest

from campaigns.plan.photo import LARGEST, Photos, stripped
from lantoa.errors import Misuse

SECRET = b"GPS 10.77 106.70 Nguoi chup anh"


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(*extra: bytes) -> bytes:
    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    line = zlib.compress(b"\0\x80")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + b"".join(extra) + chunk(b"IDAT", line) + chunk(b"IEND", b"")


def segment(marker: int, data: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(data) + 2) + data


def exif(orientation: int, order: str) -> bytes:
    tiff = (b"II" if order == "<" else b"MM") + struct.pack(f"{order}HIHHHIHHI", 42, 8, 1, 0x0112, 3, 1, orientation, 0, 0)
    return segment(0xE1, b"Exif\0\0" + tiff + SECRET)


def jpeg(*extra: bytes, after: bytes = b"") -> bytes:
    drawn = segment(0xDB, bytes(65)) + segment(0xDA, b"\x01\x01\0\0\x3f\0") + b"\x12\xff\0\x34\xff\xd0\x56"
    return b"\xff\xd8" + segment(0xE0, b"JFIF\0\x01\x01") + b"".join(extra) + drawn + b"\xff\xd9" + after


@pytest.mark.parametrize("order", ["<", ">"])
def test_a_jpeg_keeps_its_orientation_and_nothing_else(order: str) -> None:
    dirty = jpeg(exif(6, order), segment(0xE2, SECRET), segment(0xED, SECRET), segment(0xFE, SECRET), after=SECRET)
    clean = stripped(dirty)
    assert SECRET not in clean
    assert stripped(clean) == clean
    assert clean[4:].startswith(b"\x00\x22Exif") or b"Exif\0\0MM" in clean
    assert clean.endswith(b"\x12\xff\0\x34\xff\xd0\x56\xff\xd9")
    assert stripped(jpeg(exif(1, order))) == stripped(jpeg())


def test_a_png_keeps_its_picture() -> None:
    dirty = png(chunk(b"tEXt", SECRET), chunk(b"eXIf", SECRET), chunk(b"iTXt", SECRET)) + SECRET
    assert stripped(dirty) == png()


@pytest.mark.parametrize(
    "data",
    [b"", b"GIF89a", b"<svg onload='x()'/>", b"\xff\xd8\xff", png()[:-6], jpeg()[:-4], png().replace(b"IDAT", b"IDAx"),
     b"\xff\xd8" + segment(0xE0, b"x") + b"\xff\xd9", bytes(LARGEST + 1)],
)  # fmt: skip
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    with pytest.raises(Misuse):
        stripped(data)


def test_pictures_are_kept_once_under_their_digest(tmp_path: Path) -> None:
    photos = Photos(tmp_path / "photos")
    digest = photos.keep(png(chunk(b"tEXt", SECRET)))
    assert photos.keep(png()) == digest
    assert photos.get(digest) == (png(), "image/png")
    assert photos.get("0" * 64) is None
    assert photos.get("../../etc/passwd") is None
    assert [file.name for file in (tmp_path / "photos").rglob("*") if file.is_file()] == [digest]
    assert BytesIO(photos.get(photos.keep(jpeg()))[0]).read(2) == b"\xff\xd8"  # type: ignore[index]

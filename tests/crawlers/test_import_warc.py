"""WARC files of others are read to their end, whatever is damaged in between."""

from __future__ import annotations

import gzip
import hashlib
import random
import zlib
from base64 import b32encode
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawlers.import_warc import Sieve, read_warc
from crawlers.members import pack
from lantoa.article import Origin, Page
from lantoa.errors import Aside, Misuse

DRAW = random.Random(7)
"""Text that does not compress away, so that a flipped byte falls into a body."""


def html(number: int) -> bytes:
    words = " ".join(str(DRAW.random()) for _ in range(200))
    return f"<html><title>Bài {number}</title><p>{words}</p></html>".encode()


def record(
    number: int, body: bytes, *, kind: str = "text/html; charset=utf-8", status: str = "200 OK",
    extra: bytes = b"", host: str = "bao.test", type_: str = "response",
) -> bytes:  # fmt: skip
    block = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n".encode() + extra + b"\r\n" + body
    digest = b32encode(hashlib.sha1(block).digest()).decode()
    head = (
        f"WARC/1.0\r\nWARC-Type: {type_}\r\nWARC-Target-URI: https://{host}/{number}\r\n"
        f"WARC-Date: 2023-01-02T03:04:05Z\r\nWARC-Record-ID: <urn:uuid:{number}>\r\n"
        f"WARC-Block-Digest: sha1:{digest}\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


BODIES = [html(number) for number in range(5)]
RECORDS = [record(number, body) for number, body in enumerate(BODIES)]
MEMBERS = [gzip.compress(one, mtime=0) for one in RECORDS]


def written(tmp_path: Path, data: bytes, name: str = "tin.warc.gz") -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


def read(path: Path, hosts: set[str] | None = None) -> tuple[list[bytes], list[str]]:
    items = list(read_warc(path, Sieve(frozenset(hosts or ()))))
    return [one.body for one in items if isinstance(one, Page)], [
        str(one) for one in items if isinstance(one, Aside)
    ]


@pytest.mark.parametrize(("parts", "name"), [(MEMBERS, "a.warc.gz"), (RECORDS, "a.warc")])
def test_every_html_answer_becomes_a_page(tmp_path: Path, parts: list[bytes], name: str) -> None:
    pages = list(read_warc(written(tmp_path, b"".join(parts), name)))
    assert [page.body for page in pages if isinstance(page, Page)] == BODIES
    first = pages[0]
    assert isinstance(first, Page)
    assert (first.url, first.final_url, first.origin) == (
        "https://bao.test/0",
        "https://bao.test/0",
        Origin.IMPORT,
    )
    assert first.fetched_at == datetime(2023, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert first.header("content-type") == "text/html; charset=utf-8"
    assert first.note == f"{name}:0"


def test_bodies_come_decoded_and_other_records_are_left_out(tmp_path: Path) -> None:
    members = [
        record(0, gzip.compress(BODIES[0], mtime=0), extra=b"Content-Encoding: gzip\r\n"),
        record(5, zlib.compress(BODIES[2]), extra=b"Content-Encoding: deflate\r\n"),
        record(
            1, b"%x\r\n%s\r\n0\r\n\r\n" % (len(BODIES[1]), BODIES[1]), extra=b"Transfer-Encoding: chunked\r\n"
        ),
        record(2, b"{}", kind="application/json"),
        record(3, BODIES[3], status="404 Not Found"),
        record(4, BODIES[4], type_="request"),
    ]
    bodies, asides = read(written(tmp_path, b"".join(gzip.compress(one, mtime=0) for one in members)))
    assert bodies == [BODIES[0], BODIES[2], BODIES[1]]
    assert asides == []


@pytest.mark.parametrize("name", ["tin.warc", "tin.warc.gz"])
def test_a_huge_page_is_put_aside_and_a_huge_film_is_nobodys_concern(tmp_path: Path, name: str) -> None:
    huge = bytes(11 * 1024 * 1024)
    records = [RECORDS[0], record(1, huge), record(2, huge, kind="video/mp4"), RECORDS[3]]
    parts = records if name == "tin.warc" else [gzip.compress(one, 1, mtime=0) for one in records]
    bodies, asides = read(written(tmp_path, b"".join(parts), name))
    assert bodies == [BODIES[0], BODIES[3]]
    assert ["https://bao.test/1" in one and "quá lớn" in one for one in asides] == [True]


def test_only_the_hosts_asked_for(tmp_path: Path) -> None:
    members = [
        record(n, BODIES[n], host=host) for n, host in enumerate(("bao.test", "www.bao.test", "xbao.test"))
    ]
    assert read(written(tmp_path, b"".join(map(gzip.compress, members))), {"bao.test"})[0] == BODIES[:2]


@pytest.mark.parametrize("hurt", range(5))
@pytest.mark.parametrize("where", [0.0006, 0.02, 0.3, 0.6, 0.999])
def test_a_corrupt_member_is_reported_once_and_the_rest_is_read(
    tmp_path: Path, hurt: int, where: float
) -> None:
    members = [bytearray(one) for one in MEMBERS]
    members[hurt][int(len(members[hurt]) * where)] ^= 0x55
    bodies, asides = read(written(tmp_path, b"".join(members)))
    assert bodies == BODIES[:hurt] + BODIES[hurt + 1 :]
    start = sum(len(one) for one in MEMBERS[:hurt])
    assert [f"vị trí {start} " in one and "tin.warc.gz" in one for one in asides] == [True]


@pytest.mark.parametrize("hurt", range(5))
def test_a_corrupt_frame_is_reported_once_and_the_rest_is_read(tmp_path: Path, hurt: int) -> None:
    frames = [bytearray(pack(one, "zstd")) for one in RECORDS]
    frames[hurt][len(frames[hurt]) // 2] ^= 0x55
    bodies, asides = read(written(tmp_path, b"".join(frames), "tin.warc.zst"))
    assert bodies == BODIES[:hurt] + BODIES[hurt + 1 :]
    assert len(asides) == 1


def test_two_corrupt_members_in_a_row_are_two_reports(tmp_path: Path) -> None:
    members = [bytearray(one) for one in MEMBERS]
    for hurt in (1, 2):
        members[hurt][len(members[hurt]) // 2] ^= 0x55
    bodies, asides = read(written(tmp_path, b"".join(members)))
    assert bodies == [BODIES[0], *BODIES[3:]]
    assert len(asides) == 2


@pytest.mark.parametrize("cut", [30, 500, 900])
def test_a_torn_end_is_reported_and_nothing_of_it_is_taken(tmp_path: Path, cut: int) -> None:
    bodies, asides = read(written(tmp_path, b"".join(MEMBERS)[:-cut]))
    assert bodies == BODIES[:4]
    assert len(asides) == 1


def test_a_record_torn_in_the_middle_of_the_file(tmp_path: Path) -> None:
    bodies, asides = read(written(tmp_path, b"".join([*MEMBERS[:2], MEMBERS[2][:700], *MEMBERS[3:]])))
    assert bodies == BODIES[:2] + BODIES[3:]
    assert len(asides) == 1


def test_a_changed_byte_in_an_uncompressed_file_is_found_by_its_digest(tmp_path: Path) -> None:
    records = [*RECORDS[:2], RECORDS[2].replace(b"0.", b"9.", 1), *RECORDS[3:]]
    assert records[2] != RECORDS[2]
    bodies, asides = read(written(tmp_path, b"".join(records), "tin.warc"))
    assert bodies == BODIES[:2] + BODIES[3:]
    assert len(asides) == 1


@pytest.mark.parametrize(
    ("name", "body"),
    [("gzip", gzip.compress(b"<html>" * 99, mtime=0)[:-9]), ("br", b"<html>"), ("deflate", b"<html>"), ("pack200", b"<html>")],
)
def test_a_body_that_is_not_encoded_as_it_says_is_reported_alone(tmp_path: Path, name: str, body: bytes) -> None:
    lying = gzip.compress(record(1, body, extra=f"Content-Encoding: {name}\r\n".encode()))
    bodies, asides = read(written(tmp_path, b"".join([MEMBERS[0], lying, *MEMBERS[2:]])))
    assert bodies == [BODIES[0], *BODIES[2:]]
    assert len(asides) == 1


def test_a_body_already_decoded_is_taken_whatever_its_header_still_says(tmp_path: Path) -> None:
    kept = record(0, BODIES[0], extra=b"Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n")
    assert read(written(tmp_path, gzip.compress(kept, mtime=0))) == ([BODIES[0]], [])


@pytest.mark.parametrize(
    "data", [b"", b"<html></html>", gzip.compress(b"xin chao", mtime=0), b"\x1f\x8b\x08", b"\x00" * 5000]
)
def test_a_file_that_is_no_warc_is_one_clear_error(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(Misuse, match=r"tin\.warc\.gz không phải tệp WARC"):
        list(read_warc(written(tmp_path, data)))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(Misuse, match=r"khong-co\.warc"):
        list(read_warc(tmp_path / "khong-co.warc"))

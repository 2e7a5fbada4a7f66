"""One record in one member, gzip or zstd: whole, or said to be damaged."""

from __future__ import annotations

import gzip
import random
from datetime import UTC, datetime
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.members import (
    COMPRESSIONS,
    Compression,
    CorruptRecord,
    compression_of,
    pack,
    unpack,
    unpack_whole,
)
from crawlers.warc import Earlier, body_digest, parse_record, write_record
from lantoa.article import Origin, Page

compressions = st.sampled_from(COMPRESSIONS)
names = st.from_regex(r"[A-Za-z][A-Za-z0-9-]{0,20}", fullmatch=True)
values = st.text(st.characters(categories=("L", "N", "P", "S")), max_size=40)


@given(data=st.binary(max_size=5000), more=st.binary(max_size=50), compression=compressions)
def test_what_is_packed_comes_back_whatever_stands_behind(data: bytes, more: bytes, compression: Compression) -> None:
    member = pack(data, compression)
    assert unpack_whole(member) == data
    assert unpack(BytesIO(member + more)) == data


@given(
    body=st.binary(max_size=3000), headers=st.lists(st.tuples(names, values), max_size=5), status=st.integers(100, 599),
    origin=st.sampled_from(Origin), note=values, compression=compressions, again=st.booleans(),
)  # fmt: skip
def test_every_page_comes_back_from_its_record(
    body: bytes, headers: list[tuple[str, str]], status: int, origin: Origin, note: str, compression: Compression, again: bool
) -> None:
    at = datetime(2025, 9, 6, 5, 0, 0, 7, tzinfo=UTC)
    sent = tuple(headers) if origin is Origin.CAPTURE else (("Content-Type", "text/html"),)
    page = Page("https://bao.test/a?b", "https://bao.test/a", at, status, sent, body, origin, "bao", "a:1", note)
    earlier = Earlier("a:0", page.final_url, at) if again and origin is Origin.CAPTURE else None
    kept = parse_record(unpack_whole(write_record(page, "a:1", body_digest(body), earlier, compression)), "a:1")
    assert kept.page == (Page(**{**_fields(page), "body": b""}) if earlier else page)
    assert (kept.digest, kept.refers_to) == (body_digest(body), "a:0" if earlier else "")


def _fields(page: Page) -> dict[str, object]:
    return {name: getattr(page, name) for name in Page.__slots__}


@pytest.mark.parametrize("compression", COMPRESSIONS)
def test_a_changed_or_missing_byte_is_noticed_wherever_it_is(compression: Compression) -> None:
    url = "https://bao.test/"
    page = Page(url, url, datetime(2025, 9, 6, tzinfo=UTC), 200, (), random.Random(1).randbytes(400))
    member = write_record(page, "a:1", body_digest(page.body), None, compression)
    for at in range(len(member)):
        hurt = bytearray(member)
        hurt[at] ^= 0x11
        assert _held(bytes(hurt)) in (None, page.body), "never another body"
        with pytest.raises(CorruptRecord):
            unpack_whole(member[:at])
    with pytest.raises(CorruptRecord):
        unpack_whole(member + b"\x00")


def _held(member: bytes) -> bytes | None:
    try:
        return parse_record(unpack_whole(member), "a:1").page.body
    except CorruptRecord:
        return None


def test_what_unpacks_to_too_much_is_refused() -> None:
    with pytest.raises(CorruptRecord, match="quá lớn"):
        unpack(BytesIO(gzip.compress(bytes(65 * 1024 * 1024), 1)))
    with pytest.raises(CorruptRecord, match="quá lớn"):
        unpack_whole(pack(bytes(65 * 1024 * 1024), "zstd"))


def test_a_gzip_member_is_plain_gzip_and_a_name_states_its_kind() -> None:
    assert gzip.decompress(pack(b"xin chao", "gzip")) == b"xin chao"
    assert [compression_of(name) for name in ("a.warc.gz", "a.warc.zst", "a.warc")] == ["gzip", "zstd", None]

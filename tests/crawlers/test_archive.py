"""The archive keeps what was committed, whatever happens to the process, and says what is damaged."""

from __future__ import annotations

import gzip
import hashlib
import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from fastwarc.warc import ArchiveIterator, WarcRecordType
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawlers.archive import Archive, read_page
from crawlers.archive_tables import captures
from crawlers.verify import verify
from lantoa.article import Origin, Page
from lantoa.clock import FixedClock
from lantoa.database import Database
from lantoa.errors import Aside, Later

DRAW = random.Random(1)
NOON = datetime(2025, 9, 6, 5, 0, 0, 120_000, tzinfo=UTC)
PAGE = Page(
    url="https://bao.test/a?utm_source=x",
    final_url="https://bao.test/a",
    fetched_at=NOON,
    status=200,
    headers=(("Content-Type", "text/html; charset=utf-8"), ("Set-Cookie", "a=1"), ("set-cookie", "b=2")),
    body="<html><title>Đại hội</title></html>".encode(),
    source="bao",
)


@pytest.fixture
def archive(sqlite_database: Database, tmp_path: Path) -> Iterator[Archive]:
    with open_archive(sqlite_database, tmp_path) as archive:
        yield archive


def open_archive(database: Database, tmp_path: Path, at: datetime = NOON) -> Archive:
    return Archive(tmp_path / "archive", database, FixedClock(at))


def rows(database: Database) -> list[sa.Row[tuple[object, ...]]]:
    with database.read() as connection:
        return list(connection.execute(sa.select(captures).order_by(captures.c.id)))


def records(path: Path) -> list[Any]:
    """What FastWARC finds behind the warcinfo record, bodies read."""
    found = [(record, record.reader.read()) for record in ArchiveIterator(str(path))]
    assert found[0][0].record_type == WarcRecordType.warcinfo
    return found[1:]


def page(number: int, **values: object) -> Page:
    fresh = replace(PAGE, url=f"https://bao.test/{number}", final_url=f"https://bao.test/{number}")
    return replace(fresh, body=f"<p>Bài số {number}</p>".encode() * 50, **values)  # type: ignore[arg-type]


def test_a_page_comes_back_as_it_was(database: Database, tmp_path: Path) -> None:
    with open_archive(database, tmp_path) as archive:
        ref = archive.append(PAGE)
        assert archive.read(ref) == replace(PAGE, ref=ref)
    row = rows(database)[0]
    assert (row.ref, row.role, row.record, row.fetched_at, row.extracted_v) == (
        ref,
        "article",
        "response",
        NOON,
        0,
    )


def test_headers_about_the_wire_come_back_though_the_body_is_kept_decoded(archive: Archive) -> None:
    wire = (
        ("Content-Encoding", "br"),
        ("content-length", "12"),
        ("X-Note", "đủ"),
        ("Transfer-Encoding", "chunked"),
    )
    ref = archive.append(replace(PAGE, headers=wire))
    assert archive.read(ref).headers == wire
    [(record, body)] = records(archive.folder / ref.partition(":")[0])
    assert record.http_headers.get("Content-Encoding") is None
    assert body == PAGE.body


@given(
    body=st.binary(max_size=2000),
    headers=st.lists(
        st.tuples(
            st.from_regex(r"[A-Za-z][A-Za-z0-9-]{0,20}", fullmatch=True),
            st.text(st.characters(categories=("L", "N", "P", "S")), max_size=40),
        ),
        max_size=5,
    ),
    status=st.integers(100, 599),
    note=st.text(st.characters(categories=("L", "N", "P")), max_size=50),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
def test_every_page_comes_back_whole(
    archive: Archive, body: bytes, headers: list[tuple[str, str]], status: int, note: str
) -> None:
    given_page = replace(PAGE, body=body, headers=tuple(headers), status=status, note=note)
    ref = archive.append(given_page)
    assert archive.read(ref) == replace(given_page, ref=ref)


def test_every_record_is_a_member_of_its_own_that_fastwarc_reads_and_verifies(archive: Archive) -> None:
    refs = archive.append_many([page(number) for number in range(5)])
    file = archive.folder / refs[0].partition(":")[0]
    found = []
    for record in ArchiveIterator(str(file), parse_http=False):
        assert record.verify_block_digest()
        if record.record_type == WarcRecordType.warcinfo:
            continue
        record.parse_http()
        assert record.verify_payload_digest()
        found.append(
            (f"{file.name}:{record.stream_pos}", record.headers["WARC-Target-URI"], record.reader.read())
        )
    assert found == [(ref, page(number).url, page(number).body) for number, ref in enumerate(refs)]
    for row in rows(archive.database):
        member = file.read_bytes()[row.offset : row.offset + row.length]
        assert gzip.decompress(member).startswith(b"WARC/1.1\r\n")


def test_an_unchanged_body_is_kept_once(archive: Archive) -> None:
    first = archive.append(PAGE)
    later = replace(PAGE, fetched_at=NOON + timedelta(hours=3), headers=(("Age", "9"),))
    second = archive.append(later)
    assert archive.read(second) == replace(later, ref=second)
    row = rows(archive.database)[1]
    assert (row.record, row.refers_to) == ("revisit", first)
    (one, _), (other, _) = records(archive.folder / row.file)
    assert (one.record_type, other.record_type) == (WarcRecordType.response, WarcRecordType.revisit)
    assert other.headers["WARC-Refers-To"] == one.record_id


def test_within_one_batch_too_an_unchanged_body_is_kept_once(archive: Archive) -> None:
    refs = archive.append_many([PAGE, replace(PAGE, fetched_at=NOON + timedelta(hours=1)), page(2)])
    assert [row.record for row in rows(archive.database)] == ["response", "revisit", "response"]
    assert archive.read(refs[1]).body == PAGE.body


def test_digests_the_caller_has_are_kept_as_if_made_here(archive: Archive) -> None:
    pages = [page(1), page(2)]
    archive.append_many(pages, digests=["", hashlib.sha256(pages[1].body).hexdigest()])
    assert [row.digest for row in rows(archive.database)] == [hashlib.sha256(one.body).hexdigest() for one in pages]


def test_what_was_brought_is_a_resource_and_never_looks_like_a_capture(archive: Archive) -> None:
    brought = replace(
        PAGE,
        origin=Origin.IMPORT,
        note="Ban Tuyên giáo gửi, 50 trang",
        headers=(("Content-Type", "text/html"),),
    )
    ref = archive.append(brought)
    assert archive.read(ref) == replace(brought, ref=ref)
    [(record, body)] = records(archive.folder / ref.partition(":")[0])
    assert record.record_type == WarcRecordType.resource
    assert record.headers["Lantoa-Origin"] == "import"
    assert body == PAGE.body


def test_importing_the_same_again_writes_nothing(archive: Archive) -> None:
    brought = replace(PAGE, origin=Origin.IMPORT, note="lần một")
    first = archive.append(brought)
    size = (archive.folder / first.partition(":")[0]).stat().st_size
    assert archive.append_many([brought, brought]) == [first, first]
    assert (archive.folder / first.partition(":")[0]).stat().st_size == size
    assert archive.append(replace(brought, note="lần hai")) != first


@pytest.mark.parametrize("torn", [b"\x1f\x8b\x08", b"x" * 5000, gzip.compress(b"WARC/1.1\r\n", mtime=0)])
def test_a_torn_tail_is_cut_before_anything_is_appended(
    database: Database, tmp_path: Path, torn: bytes
) -> None:
    with open_archive(database, tmp_path) as archive:
        refs = archive.append_many([page(number) for number in range(20)])
    file = archive.folder / refs[0].partition(":")[0]
    with file.open("ab") as stream:
        stream.write(torn)
    with open_archive(database, tmp_path) as again:
        refs.append(again.append(page(20)))
    assert [body for _, body in records(file)] == [page(n).body for n in range(21)]
    assert [again.read(ref).body for ref in refs] == [page(n).body for n in range(21)]
    assert [kept.read_bytes() for kept in archive.folder.glob("*.torn")] == [torn]


def test_a_file_the_database_does_not_know_is_left_alone(sqlite_database: Database, tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    folder.mkdir()
    stranger = folder / "2025-09-06-001.warc.gz"
    stranger.write_bytes(gzip.compress(b"WARC/1.1\r\n"))
    before = stranger.read_bytes()
    with open_archive(sqlite_database, tmp_path) as archive:
        assert archive.append(PAGE).startswith("2025-09-06-002")
    assert stranger.read_bytes() == before


def test_a_batch_whose_rows_fail_is_cut_off_before_the_next(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    ref = archive.append(page(1))
    file = archive.folder / ref.partition(":")[0]
    size = file.stat().st_size

    def refuse() -> None:
        raise sa.exc.OperationalError("INSERT", {}, Exception("database is locked"))

    with monkeypatch.context() as patch:
        patch.setattr(archive.database, "write", refuse)
        with pytest.raises(sa.exc.OperationalError):
            archive.append(page(2))
    assert [problem.kind for problem in verify(archive)] == ["tail"]
    again = archive.append(page(2))
    assert (again, archive.read(again).body) == (f"{file.name}:{size}", page(2).body)
    assert list(verify(archive)) == []


def test_two_archives_on_one_folder_write_different_files(database: Database, tmp_path: Path) -> None:
    with open_archive(database, tmp_path) as one, open_archive(database, tmp_path) as other:
        refs = [archive.append(page(number)) for number, archive in enumerate((one, other, one, other))]
        assert [ref[:14] for ref in refs] == ["2025-09-06-001", "2025-09-06-002"] * 2
        assert [other.read(ref).body for ref in refs] == [page(number).body for number in range(4)]


def test_a_day_is_a_file_and_ends_at_midnight_here(sqlite_database: Database, tmp_path: Path) -> None:
    clock = FixedClock(datetime(2025, 9, 6, 16, 59, tzinfo=UTC))
    with Archive(tmp_path / "archive", sqlite_database, clock) as archive:
        before = archive.append(page(1))
        clock.skip_to(datetime(2025, 9, 6, 17, 1, tzinfo=UTC))
        after = archive.append(page(2))
    assert (before[:10], after[:10]) == ("2025-09-06", "2025-09-07")


def test_a_full_file_is_followed_by_the_next(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crawlers.archive_files.FULL", 2100)
    refs = [archive.append(replace(page(number), body=DRAW.randbytes(600))) for number in range(4)]
    assert [ref[11:14] for ref in refs] == ["001", "001", "002", "002"]
    assert list(verify(archive)) == []


def test_a_flipped_byte_is_found_and_the_rest_is_still_read(archive: Archive) -> None:
    refs = archive.append_many([page(number) for number in range(3)])
    hurt = rows(archive.database)[1]
    file = archive.folder / hurt.file
    data = bytearray(file.read_bytes())
    data[hurt.offset + hurt.length // 2] ^= 0x40
    file.write_bytes(bytes(data))
    with pytest.raises(Aside, match=f"2025-09-06-001.warc.gz:{hurt.offset}"):
        archive.read(refs[1])
    assert archive.read(refs[2]).body == page(2).body
    assert [problem.ref for problem in verify(archive)] == [refs[1]]


def test_a_record_put_in_place_of_another_is_found(archive: Archive) -> None:
    archive.append_many([page(1), page(2)])
    with archive.database.write() as connection:
        connection.execute(sa.update(captures).where(captures.c.id == 2).values(digest="0" * 64))
    assert [problem.ref for problem in verify(archive)] == [rows(archive.database)[1].ref]


@pytest.mark.parametrize("ref", ["2025-09-06-001.warc.gz:7", "nonsense", "x:y", "2025-09-06-001.warc.gz:-1"])
def test_a_ref_that_leads_nowhere_is_put_aside(archive: Archive, ref: str) -> None:
    archive.append(PAGE)
    with pytest.raises(Aside):
        archive.read(ref)


def test_a_file_that_is_not_there_may_come_back(archive: Archive) -> None:
    with pytest.raises(Later):
        archive.read("no-such.warc.gz:0")


def test_a_worker_reads_with_the_folder_alone(archive: Archive) -> None:
    ref = archive.append(PAGE)
    assert read_page(archive.folder, ref).body == PAGE.body


def test_a_body_over_the_limit_is_refused(archive: Archive) -> None:
    with pytest.raises(Aside, match="quá lớn"):
        archive.append(replace(PAGE, body=bytes(49 * 1024 * 1024)))
    assert rows(archive.database) == []


def test_a_whole_file_is_plain_gzip_for_other_tools(archive: Archive) -> None:
    refs = archive.append_many([page(1), page(2)])
    data = gzip.decompress((archive.folder / refs[0].partition(":")[0]).read_bytes())
    assert data.count(b"WARC/1.1\r\n") == 3

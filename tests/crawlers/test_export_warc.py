"""What is exported is the archived records themselves, and elsewhere becomes the same articles."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from fastwarc.warc import ArchiveIterator

from crawlers.archive_tables import captures
from crawlers.export_warc import INDEX, Exported, Wanted, export_captures
from crawlers.import_html import typed_page
from crawlers.import_warc import Sieve, read_warc
from lantoa.article import Origin, Page
from lantoa.database import Database, open_database
from lantoa.errors import Aside, Misuse
from lantoa.migrations import migrate
from lantoa.progress import Silent
from tests.support.extract_desk import NOON, Desk, page

URL = "https://bao.test/chuan-bi-dai-hoi-lan-thu-xviii-123456.html"


@pytest.fixture
def desk(sqlite_database: Database, tmp_path: Path) -> Iterator[Desk]:
    """One article edited once and met unchanged, one typed, one saved by somebody."""
    desk = Desk(sqlite_database, tmp_path)
    other = "https://bao.test/hop-ban-tuyen-truyen-dai-hoi-222222.html"
    desk.keep(page(), page(after=timedelta(hours=1)), page(more="Bổ sung giờ chót.", after=timedelta(hours=3)))
    desk.keep(typed_page("", "Họp tổ dân phố", "2025-09-05", "Tổ dân phố họp bàn việc đón đại hội.", "Lan", "bản tin giấy", NOON))
    desk.keep(page(other, "Ý khác hẳn.", origin=Origin.IMPORT, note="Minh lưu", source=""))
    assert desk.run().failed == 0
    yield desk
    desk.archive.close()


def wanted(desk: Desk) -> list[Wanted]:
    return [Wanted(one.id, one.article.url, one.ref) for one in desk.articles.everything()]


def export(desk: Desk, out: Path, articles: list[Wanted] | None = None) -> Exported:
    chosen = wanted(desk) if articles is None else articles
    return export_captures(desk.archive.folder, desk.database, chosen, out, "Chiến dịch thử", "https://ai.test", NOON, Silent())


def lines(out: Path) -> list[dict[str, str]]:
    with out.with_name(out.name + INDEX).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def content(desk: Desk) -> list[tuple[object, ...]]:
    """Articles with their earlier versions, without ids and places of one archive."""
    return sorted(
        (one.article.url, one.article.title, one.article.text, one.article.published, one.article.authors, one.source, one.revision,
         tuple((version.article.text, version.since, version.kinds) for version in desk.articles.history(one.id)))
        for one in desk.articles.everything()
    )  # fmt: skip


@pytest.mark.parametrize("name", ["ra.warc.gz", "ra.warc.zst"])
def test_every_capture_of_an_article_goes_along_and_reads_anywhere(desk: Desk, tmp_path: Path, name: str) -> None:
    out = tmp_path / name
    assert export(desk, out) == Exported(5, 3, ())
    found = list(ArchiveIterator(str(out), parse_http=False))
    assert [one.headers["WARC-Type"] for one in found] == ["warcinfo", "response", "revisit", "response", "resource", "resource"]
    assert found[2].headers["WARC-Refers-To"] == found[1].record_id
    assert all(one.verify_block_digest() for one in ArchiveIterator(str(out), parse_http=False))
    listed = lines(out)
    assert [(one["record_id"], int(one["offset"])) for one in listed] == [(one.record_id, one.stream_pos) for one in found[1:]]
    assert [one["origin"] for one in listed] == ["capture"] * 3 + ["manual", "import"]
    assert [one["shown"] for one in listed] == ["0", "0", "1", "1", "1"]
    assert {one["article_url"] for one in listed} == {one.url for one in wanted(desk)}


def test_records_are_copied_byte_for_byte(desk: Desk, tmp_path: Path) -> None:
    out = tmp_path / "ra.warc.gz"
    export(desk, out)
    with desk.database.read() as connection:
        rows = connection.execute(sa.select(captures).order_by(captures.c.id)).all()
    for row, one in zip(rows, lines(out), strict=True):
        kept = (desk.archive.folder / row.file).read_bytes()[row.offset : row.offset + row.length]
        assert out.read_bytes()[int(one["offset"]) :][: int(one["length"])] == kept


@pytest.mark.parametrize("form", ["warc.gz", "warc.zst", "warc"])
def test_imported_elsewhere_it_gives_the_same_articles(desk: Desk, tmp_path: Path, form: str) -> None:
    out = tmp_path / ("ra.warc.gz" if form == "warc" else f"ra.{form}")
    export(desk, out)
    if form == "warc":
        plain = out.with_name("ra.warc")
        plain.write_bytes(gzip.decompress(out.read_bytes()))
        out = plain
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    database = open_database(f"sqlite:///{elsewhere / 'test.db'}")
    migrate(database)
    other = Desk(database, elsewhere)
    sieve = Sieve(vietnamese=True)
    pages = [one for one in read_warc(out, sieve) if isinstance(one, Page)]
    other.keep(*pages)
    assert (other.run().failed, dict(sieve.left)) == (0, {})
    assert content(other) == content(desk)
    assert [one.origin for one in pages] == [Origin.IMPORT] * 3 + [Origin.MANUAL, Origin.IMPORT]
    assert pages[3].note.startswith("Lan · bản tin giấy · ")
    assert pages[1].body == pages[0].body
    other.archive.close()
    database.close()


def test_a_revisit_brings_its_original_though_only_it_is_wanted(desk: Desk, tmp_path: Path) -> None:
    with desk.database.write() as connection:
        connection.execute(sa.update(captures).where(captures.c.id == 1).values(article=None))
    out = tmp_path / "ra.warc.gz"
    [article] = [one for one in wanted(desk) if one.url == URL]
    assert export(desk, out, [article]) == Exported(3, 1, ())
    assert [one["article"] for one in lines(out)] == ["", str(article.id), str(article.id)]


def test_a_damaged_record_is_named_and_left_out(desk: Desk, tmp_path: Path) -> None:
    with desk.database.read() as connection:
        row = connection.execute(sa.select(captures).where(captures.c.id == 4)).one()
    file = desk.archive.folder / row.file
    data = bytearray(file.read_bytes())
    data[row.offset + row.length // 2] ^= 0x10
    file.write_bytes(bytes(data))
    done = export(desk, tmp_path / "ra.warc.gz")
    assert (done.records, done.articles) == (4, 2)
    assert [row.ref in line for line in done.failed] == [True]
    assert len(lines(tmp_path / "ra.warc.gz")) == 4


@pytest.mark.parametrize("taken", ["ra.warc.gz", f"ra.warc.gz{INDEX}"])
def test_nothing_is_written_over(desk: Desk, tmp_path: Path, taken: str) -> None:
    (tmp_path / taken).write_text("của người khác", encoding="utf-8")
    with pytest.raises(Misuse, match="đã có"):
        export(desk, tmp_path / "ra.warc.gz")
    assert (tmp_path / taken).read_text(encoding="utf-8") == "của người khác"
    assert [one.name for one in tmp_path.glob("ra.*")] == [taken]


def test_what_cannot_be_exported_is_said_and_leaves_no_file(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(Misuse, match=r"\.warc\.gz"):
        export(desk, tmp_path / "ra.zip")
    with pytest.raises(Misuse, match="không có bản lưu nào"):
        export(desk, tmp_path / "ra.warc.gz", [Wanted(999, "https://la.test/", "2020-01-01-001.warc.gz:0")])
    with pytest.raises(Misuse, match="Không ghi được"):
        export(desk, tmp_path / "khong-co" / "ra.warc.gz")
    assert list(tmp_path.glob("ra.*")) == []


def test_a_revisit_whose_original_is_missing_is_reported(desk: Desk, tmp_path: Path) -> None:
    out = tmp_path / "ra.warc.gz"
    export(desk, out)
    first, second = (int(one["offset"]) for one in lines(out)[:2])
    torn = tmp_path / "thieu.warc.gz"
    torn.write_bytes(out.read_bytes()[:first] + out.read_bytes()[second:])
    found = list(read_warc(torn))
    assert [type(one) for one in found] == [Aside, Page, Page, Page]
    assert f"vị trí {first} " in str(found[0])


def test_revisits_and_resources_of_others_are_counted_not_taken(tmp_path: Path) -> None:
    head = "WARC/1.0\r\nWARC-Type: {}\r\nWARC-Target-URI: https://a.test/\r\nWARC-Date: 2023-01-02T03:04:05Z\r\nContent-Type: text/html\r\nContent-Length: 2\r\n\r\nxx\r\n\r\n"
    file = tmp_path / "la.warc.gz"
    file.write_bytes(b"".join(gzip.compress(head.format(kind).encode()) for kind in ("revisit", "resource", "metadata")))
    sieve = Sieve()
    assert list(read_warc(file, sieve)) == []
    assert dict(sieve.left) == {"left_no_body": 2}


def test_only_captures_of_wanted_hosts_are_taken_of_our_own_too(desk: Desk, tmp_path: Path) -> None:
    export(desk, tmp_path / "ra.warc.gz")
    sieve = Sieve(frozenset({"khac.test"}))
    assert list(read_warc(tmp_path / "ra.warc.gz", sieve)) == []
    assert sieve.left == {"left_host": 5}

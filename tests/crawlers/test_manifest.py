"""Days are sealed one after the other, and whatever is changed afterwards is found and named."""

from __future__ import annotations

import fcntl
import gzip
import hashlib
import json
import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from fastwarc.warc import ArchiveIterator, WarcRecordType

from crawlers.archive import Archive
from crawlers.archive_tables import archive_files, captures, manifests
from crawlers.manifest import LeftOpen, Sealed, open_days, seal_before
from crawlers.members import Compression
from crawlers.verify import Problem, extent, verify
from lantoa.article import Page
from lantoa.clock import FixedClock
from lantoa.database import Database

DRAW = random.Random(3)
NOON = datetime(2025, 9, 6, 5, tzinfo=UTC)
DAY = timedelta(days=1)


def page(number: int) -> Page:
    url = f"https://bao.test/{number}"
    return Page(url, url, NOON, 200, (("Content-Type", "text/html"),), DRAW.randbytes(500), source="bao")


class House:
    """An archive that is written on several days."""

    def __init__(self, database: Database, folder: Path, compression: Compression = "gzip") -> None:
        self.database, self.folder = database, folder
        self.compression = compression

    def open(self, days: int = 0) -> Archive:
        return Archive(self.folder, self.database, FixedClock(NOON + days * DAY), "https://minh.test", self.compression)

    def write(self, days: int, count: int = 3) -> list[str]:
        with self.open(days) as archive:
            return archive.append_many([page(days * 100 + number) for number in range(count)])

    def problems(self, day: date | None = None) -> list[Problem]:
        return list(verify(self.open(), day))

    def kinds(self) -> list[tuple[str, str]]:
        return [(one.file, one.kind) for one in self.problems()]

    def manifest(self, name: str) -> dict[str, object]:
        return dict(json.loads((self.folder / name).read_text(encoding="utf-8")))

    def change(self, name: str, at: int, mask: int = 0x20) -> None:
        data = bytearray((self.folder / name).read_bytes())
        data[at] ^= mask
        (self.folder / name).write_bytes(bytes(data))


@pytest.fixture(params=["gzip", "zstd"])
def house(sqlite_database: Database, tmp_path: Path, request: pytest.FixtureRequest) -> House:
    return House(sqlite_database, tmp_path / "archive", request.param)


@pytest.fixture
def sealed(database: Database, tmp_path: Path) -> House:
    """Three days, the first two sealed by the writing of the next."""
    house = House(database, tmp_path / "archive")
    for day in range(3):
        house.write(day)
    return house


def test_writing_on_a_new_day_seals_the_days_before(house: House) -> None:
    suffix = ".warc.gz" if house.compression == "gzip" else ".warc.zst"
    for day in range(3):
        house.write(day)
    first, second = house.manifest("2025-09-06.manifest.json"), house.manifest("2025-09-07.manifest.json")
    data = (house.folder / f"2025-09-06-001{suffix}").read_bytes()
    [entry] = first["files"]  # type: ignore[misc]
    assert (entry["bytes"], entry["sha256"], entry["records"]) == (len(data), hashlib.sha256(data).hexdigest(), 3)
    before = hashlib.sha256((house.folder / "2025-09-06.manifest.json").read_bytes()).hexdigest()
    assert (first["previous"], second["previous"]) == (None, {"name": "2025-09-06.manifest.json", "sha256": before})
    assert not (house.folder / "2025-09-08.manifest.json").exists()
    assert house.problems() == []
    assert extent(house.database).unsealed == (f"2025-09-08-001{suffix}",)


def test_the_list_of_records_can_be_made_from_the_file_alone(sealed: House) -> None:
    name = "2025-09-06-001.warc.gz"
    found = ArchiveIterator(str(sealed.folder / name))
    places = [(one.stream_pos, one.headers["WARC-Type"], one.headers.get("WARC-Payload-Digest", "")) for one in found]
    ends = [*(place for place, _, _ in places[1:]), (sealed.folder / name).stat().st_size]
    lines = [
        f"{place} {end - place} {kind} {digest.removeprefix('sha256:')}\n"
        for (place, kind, digest), end in zip(places, ends, strict=True)
        if kind != "warcinfo"
    ]
    [entry] = sealed.manifest("2025-09-06.manifest.json")["files"]  # type: ignore[misc]
    assert entry["records_sha256"] == hashlib.sha256("".join(lines).encode()).hexdigest()


def test_a_file_begins_by_saying_who_wrote_it_and_how(house: House) -> None:
    name = house.write(0)[0].partition(":")[0]
    record = next(iter(ArchiveIterator(str(house.folder / name))))
    assert record.record_type == WarcRecordType.warcinfo
    assert record.headers["WARC-Filename"] == name
    assert record.verify_block_digest()
    text = record.reader.read().decode()
    assert all(part in text for part in ("software: LanToa/", "operator: https://minh.test", "robots: ", "format: WARC File Format 1.1"))


def test_a_sealed_file_is_never_written_again(sealed: House) -> None:
    before = (sealed.folder / "2025-09-06-001.warc.gz").read_bytes()
    late = sealed.write(0)
    assert [ref.partition(":")[0] for ref in late] == ["2025-09-06-002.warc.gz"] * 3
    assert (sealed.folder / "2025-09-06-001.warc.gz").read_bytes() == before
    [done] = seal_before(date(2025, 9, 7), sealed.folder, sealed.database, NOON + 5 * DAY)
    assert isinstance(done, Sealed)
    assert done.name == "2025-09-06-2.manifest.json"
    assert sealed.manifest(done.name)["previous"] == {"name": "2025-09-07.manifest.json", "sha256": _last(sealed, 1)}
    assert sealed.problems() == []


def _last(house: House, back: int) -> str:
    with house.database.read() as connection:
        return list(connection.scalars(sa.select(manifests.c.sha256).order_by(manifests.c.number)))[-1 - back]


def test_a_day_that_is_still_written_is_left_open(house: House) -> None:
    with house.open(0) as writer:
        writer.append(page(1))
        house.write(1)
        [left] = seal_before(date(2025, 9, 7), house.folder, house.database, NOON + DAY)
        assert isinstance(left, LeftOpen)
        assert "đang có tiến trình ghi" in left.why
        assert open_days(house.database) == [date(2025, 9, 6), date(2025, 9, 7)]
        writer.append(page(2))
    house.write(2)
    assert open_days(house.database) == [date(2025, 9, 8)]
    assert house.problems() == []


def test_while_another_process_seals_days_are_left_to_it(house: House) -> None:
    house.write(0)
    with (house.folder / "seal.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert house.write(1)
        assert extent(house.database).manifests == 0
    house.write(2)
    assert (extent(house.database).manifests, house.problems()) == (2, [])


def test_a_damaged_day_does_not_keep_the_others_from_being_written(house: House) -> None:
    name = house.write(0)[0].partition(":")[0]
    (house.folder / name).unlink()
    house.write(1)
    house.write(2)
    assert open_days(house.database) == [date(2025, 9, 6), date(2025, 9, 8)]
    assert house.kinds() == [(name, "missing")]


def test_a_manifest_whose_writing_was_cut_off_is_written_again(sealed: House) -> None:
    text = (sealed.folder / "2025-09-07.manifest.json").read_bytes()
    (sealed.folder / "2025-09-07.manifest.json").unlink()
    assert sealed.kinds() == [("2025-09-07.manifest.json", "manifest_missing")]
    sealed.write(3)
    assert (sealed.folder / "2025-09-07.manifest.json").read_bytes() == text
    assert sealed.problems() == []


def test_a_torn_tail_is_cut_before_a_day_is_sealed(house: House) -> None:
    name = house.write(0)[0].partition(":")[0]
    whole = (house.folder / name).read_bytes()
    (house.folder / name).write_bytes(whole + b"torn")
    assert house.kinds() == [(name, "tail")]
    house.write(1)
    assert (house.folder / name).read_bytes() == whole
    assert house.problems() == []


@pytest.mark.parametrize("where", [0.03, 0.3, 0.6, 0.99])
def test_a_flipped_byte_is_named_with_its_record_and_its_file(sealed: House, where: float) -> None:
    name = "2025-09-07-001.warc.gz"
    at = int((sealed.folder / name).stat().st_size * where)
    sealed.change(name, at)
    found = sealed.problems()
    assert [one.kind for one in found] == ["damaged", "sealed_differs"]
    with sealed.database.read() as connection:
        places = [0, *connection.scalars(sa.select(captures.c.offset).where(captures.c.file == name))]
    assert found[0].offset == max(place for place in places if place <= at)


def test_other_harm_to_a_sealed_file_is_named(sealed: House) -> None:
    name = "2025-09-06-001.warc.gz"
    file, whole = sealed.folder / name, (sealed.folder / name).read_bytes()
    file.write_bytes(whole + gzip.compress(b"WARC/1.1\r\n"))
    assert sealed.kinds() == [(name, "tail"), (name, "sealed_differs")]
    file.write_bytes(whole[:-20])
    assert sealed.kinds() == [(name, "short"), (name, "sealed_differs")]
    file.unlink()
    assert sealed.kinds() == [(name, "missing")]
    assert sealed.problems(date(2025, 9, 7)) == []
    assert [one.kind for one in sealed.problems(date(2025, 9, 6))] == ["missing"]


def test_bytes_between_records_are_named(sealed: House) -> None:
    with sealed.database.write() as connection:
        second = connection.scalars(sa.select(captures.c.id).where(captures.c.file == "2025-09-08-001.warc.gz")).all()[1]
        connection.execute(sa.delete(captures).where(captures.c.id == second))
    assert sealed.kinds() == [("2025-09-08-001.warc.gz", "extra")]


def test_a_row_that_was_changed_or_taken_away_is_named(sealed: House) -> None:
    with sealed.database.write() as connection:
        connection.execute(sa.update(captures).where(captures.c.id == 2).values(url="https://khac.test/"))
        connection.execute(sa.delete(captures).where(captures.c.id == 6))
    assert sealed.kinds() == [
        ("2025-09-06-001.warc.gz", "differs"), ("2025-09-07-001.warc.gz", "tail"), ("2025-09-07-001.warc.gz", "rows_differ"),
    ]  # fmt: skip


def test_a_changed_manifest_and_a_broken_chain_are_named(sealed: House) -> None:
    sealed.change("2025-09-06.manifest.json", 60, 1)
    assert sealed.kinds() == [("2025-09-06.manifest.json", "manifest_changed")]
    sealed.change("2025-09-06.manifest.json", 60, 1)
    with sealed.database.write() as connection:
        connection.execute(sa.delete(manifests).where(manifests.c.number == 1))
    assert sealed.kinds()[:2] == [("2025-09-07.manifest.json", "chain_broken")] * 2
    assert ("2025-09-06.manifest.json", "unknown") in sealed.kinds()


def test_a_forged_manifest_breaks_the_chain_behind_it(sealed: House) -> None:
    """File, manifest and its row are all made to fit: the next manifest still tells."""
    with sealed.database.write() as connection:
        row = connection.execute(sa.select(manifests).where(manifests.c.number == 1)).one()
        text = row.text.replace('"records": 3', '"records": 2')
        (sealed.folder / row.name).write_text(text, encoding="utf-8")
        forged = hashlib.sha256(text.encode()).hexdigest()
        connection.execute(sa.update(manifests).where(manifests.c.number == 1).values(text=text, sha256=forged))
    assert ("2025-09-07.manifest.json", "chain_broken") in sealed.kinds()


def test_a_file_nobody_knows_is_named_and_one_only_begun_is_not(sealed: House) -> None:
    begun = (sealed.folder / "2025-09-08-001.warc.gz").read_bytes()[:40]
    (sealed.folder / "2025-09-08-009.warc.gz").write_bytes(begun)
    (sealed.folder / "2025-09-08-008.warc.gz").write_bytes(gzip.compress(b"WARC/1.1\r\nWARC-Type: response\r\n"))
    assert sealed.kinds() == [("2025-09-08-008.warc.gz", "unknown")]


def test_a_file_that_was_only_begun_is_begun_again(house: House) -> None:
    name = house.write(0, 1)[0].partition(":")[0]
    with house.database.write() as connection:
        connection.execute(sa.delete(captures))
        head = connection.scalar(sa.select(archive_files.c.head))
        connection.execute(sa.delete(archive_files))
    with (house.folder / name).open("r+b") as file:
        file.truncate(head)
    assert house.write(0)[0].startswith(f"{name}:")
    assert house.problems() == []


def test_files_from_before_there_were_heads_are_read_and_written_on(sqlite_database: Database, tmp_path: Path) -> None:
    house = House(sqlite_database, tmp_path / "archive")
    ref = house.write(0, 1)[0]
    name, _, place = ref.partition(":")
    file = house.folder / name
    file.write_bytes(file.read_bytes()[int(place) :])
    with sqlite_database.write() as connection:
        connection.execute(sa.update(archive_files).values(head=0))
        connection.execute(sa.update(captures).values(offset=0, ref=f"{name}:0"))
    with house.open() as archive:
        assert archive.append(replace(page(7), url="https://bao.test/7")).startswith(f"{name}:")
        assert archive.read(f"{name}:0").url == "https://bao.test/0"
    assert house.problems() == []

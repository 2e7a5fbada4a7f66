"""Captures out of the archive into one WARC file for others, with an index beside it.

Records are copied as they stand, so their ids and digests stay what they were; what a revisit
record refers to comes along. Each is verified on the way: a damaged one is named and left out.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

import sqlalchemy as sa

from crawlers.archive_files import about
from crawlers.archive_tables import captures
from crawlers.members import SUFFIX, Compression, CorruptRecord, compression_of, pack, unpack_whole
from crawlers.warc import parse_record, record_id, write_info
from lantoa.database import Database, chunks
from lantoa.errors import Misuse
from lantoa.progress import Progress
from lantoa.words import word

INDEX = ".index.csv"
COLUMNS = (
    "article", "article_url", "shown", "url", "final_url", "fetched_at", "origin", "record", "status", "offset",
    "length", "digest", "record_id", "refers_to", "ref",
)  # fmt: skip
_SOME = 5000


@dataclass(frozen=True, slots=True)
class Wanted:
    """An article whose captures are exported. ref: the record of the version shown."""

    id: int
    url: str
    ref: str


@dataclass(frozen=True, slots=True)
class Exported:
    """records: written; articles: with at least one of them; failed: records left out, a line each."""

    records: int
    articles: int
    failed: tuple[str, ...]


def export_captures(
    folder: Path, database: Database, wanted: Sequence[Wanted], out: Path, title: str, contact: str, now: datetime,
    progress: Progress,
) -> Exported:  # fmt: skip
    """Write every capture of these articles to `out` and the list of them to `out` + INDEX, both
    whole or not at all. title: what is exported, told in the warcinfo record.

    Raises Misuse when `out` is no name of a compressed WARC, one of the files exists or cannot
    be written, or when nothing was archived of the articles.
    """
    compression = compression_of(out.name)
    index = out.with_name(out.name + INDEX)
    if compression is None:
        raise Misuse(word("archive.export_name", file=out, names=", ".join(SUFFIX.values())))
    for path in (out, index):
        if path.exists():
            raise Misuse(word("archive.export_exists", file=path))
    rows = _rows(database, wanted)
    if not rows:
        raise Misuse(word("archive.export_nothing", title=title))
    progress.total(len(rows))
    parts = [path.with_name(path.name + ".part") for path in (out, index)]
    try:
        with parts[0].open("wb") as warc, parts[1].open("w", encoding="utf-8", newline="") as listed:
            info = [*about(contact), ("description", title)]
            warc.write(write_info(out.name, now, info, compression))
            done = _copy(folder, rows, {one.id: one for one in wanted}, warc, listed, compression, progress)
            for file in (warc, listed):
                file.flush()
                os.fsync(file.fileno())
        for part, path in zip(parts, (out, index), strict=True):
            part.replace(path)
    except OSError as error:
        raise Misuse(word("archive.export_unwritable", file=out, why=error.strerror)) from None
    finally:
        for part in parts:
            with suppress(OSError):
                part.unlink()
    return done


def _copy(
    folder: Path, rows: Sequence[Any], wanted: Mapping[int, Wanted], warc: IO[bytes], listed: IO[str],
    compression: Compression, progress: Progress,
) -> Exported:  # fmt: skip
    table = csv.DictWriter(listed, COLUMNS)
    table.writeheader()
    failed: list[str] = []
    articles: set[int] = set()
    for row in rows:
        progress.advance()
        try:
            member = _member(folder, row, compression)
        except CorruptRecord as error:
            failed.append(word("archive.corrupt", ref=row.ref, why=error))
            continue
        article = wanted.get(row.article or 0)
        if article is not None:
            articles.add(article.id)
        table.writerow(_line(row, article, warc.tell(), len(member)))
        warc.write(member)
    return Exported(len(rows) - len(failed), len(articles), tuple(failed))


def _line(row: Any, article: Wanted | None, offset: int, length: int) -> dict[str, object]:
    return {
        "article": article.id if article else "",
        "article_url": article.url if article else "",
        "shown": int(article is not None and article.ref == row.ref),
        "url": row.url,
        "final_url": row.final_url,
        "fetched_at": row.fetched_at.isoformat(),
        "origin": row.origin,
        "record": row.record,
        "status": row.status,
        "offset": offset,
        "length": length,
        "digest": f"sha256:{row.digest}",
        "record_id": record_id(row.ref),
        "refers_to": record_id(row.refers_to) if row.refers_to else "",
        "ref": row.ref,
    }


def _member(folder: Path, row: Any, compression: Compression) -> bytes:
    """The record's own bytes, verified; packed anew only for another compression."""
    try:
        with (folder / row.file).open("rb") as stream:
            stream.seek(row.offset)
            member = stream.read(row.length)
    except FileNotFoundError:
        raise CorruptRecord(word("archive.verify_missing")) from None
    data = unpack_whole(member)
    if parse_record(data, row.ref).digest != row.digest:
        raise CorruptRecord(word("archive.why_digest"))
    return member if compression_of(row.file) == compression else pack(data, compression)


def _rows(database: Database, wanted: Sequence[Wanted]) -> list[Any]:
    """The captures of these articles and what they refer to, each once, in the order they were
    archived: what is referred to comes first."""
    found: dict[int, Any] = {}
    for ids in chunks([one.id for one in wanted], _SOME):
        found |= _select(database, captures.c.article.in_(ids))
    for refs in chunks([one.ref for one in wanted], _SOME):
        found |= _select(database, captures.c.ref.in_(refs))
    held = {row.ref for row in found.values()}
    originals = [row.refers_to for row in found.values() if row.refers_to and row.refers_to not in held]
    for refs in chunks(originals, _SOME):
        found |= _select(database, captures.c.ref.in_(refs))
    return [found[each] for each in sorted(found)]


def _select(database: Database, where: sa.ColumnElement[bool]) -> dict[int, Any]:
    with database.read() as connection:
        return {row.id: row for row in connection.execute(sa.select(captures).where(where))}

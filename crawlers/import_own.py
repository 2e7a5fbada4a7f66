"""Records that Lan Tỏa wrote itself, met in a file that somebody hands us."""

from __future__ import annotations

import mmap
import re
from dataclasses import replace
from typing import IO, Any

from crawlers.members import CorruptRecord, unpack
from crawlers.warc import Kept, body_digest, parse_record, record_id
from lantoa.article import Origin, Page
from lantoa.words import word

_LENGTH = re.compile(rb"(?i)\r\nContent-Length: *(\d+)\r\n")
MARK = "Lantoa-Origin"
"""The header line that only our records have."""


class OwnReader:
    """Our records in one file, given back as they were archived, but for one thing: what was a
    capture elsewhere is an import here. A revisit gets the body of the record it refers to,
    which must stand before it in the file."""

    def __init__(self, file: str, stream: IO[bytes], data: mmap.mmap, plain: bool) -> None:
        self._file = file
        self._data = data
        self._plain = plain
        self._stream = stream
        self._places: dict[str, int] = {}

    def saw(self, record: Any) -> None:
        """Remember where a record stands that a later one may refer to."""
        self._places[record.record_id] = record.stream_pos

    def page(self, place: int) -> Page:
        """The page of the record at an offset. Raises CorruptRecord."""
        kept = self._read(place)
        body = kept.page.body
        if kept.record == "revisit":
            original = self._places.get(record_id(kept.refers_to))
            if original is None:
                raise CorruptRecord(word("import.no_original"))
            body = self._read(original).page.body
            if body_digest(body) != kept.digest:
                raise CorruptRecord(word("archive.why_digest"))
        origin = Origin.IMPORT if kept.page.origin is Origin.CAPTURE else kept.page.origin
        note = " · ".join(part for part in (kept.page.note, f"{self._file}:{place}") if part)
        return replace(kept.page, body=body, origin=origin, note=note, source="", ref="")

    def _read(self, place: int) -> Kept:
        self._stream.seek(place)
        data = self._plain_record(place) if self._plain else unpack(self._stream)
        return parse_record(data, f"{self._file}:{place}")

    def _plain_record(self, place: int) -> bytes:
        """An uncompressed record with the blank line behind it: as long as its head says."""
        body = self._data.find(b"\r\n\r\n", place) + 4
        stated = _LENGTH.search(self._data, place, body)
        if body < 4 or stated is None:
            raise CorruptRecord(word("archive.why_torn"))
        return self._data[place : body + int(stated[1]) + 4]

"""Everything a search finds as a file: CSV, XLSX or JSON lines, made batch by batch.

Held at once: the ids (8 bytes each) and one batch. The store is read while the file is made:
an article that is edited meanwhile stands in the file as it is then.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from lantoa.article import Outlet, StoredArticle
from lantoa.errors import Misuse
from lantoa.words import word
from search_api.article_object import article_object
from search_api.asked import Asked
from search_api.export_rows import Cell, Row, header, table_rows
from search_api.finding import query_of
from search_api.services import Services
from search_api.sheets import workbook

Format = Literal["csv", "xlsx", "jsonl"]
BATCH = 500
BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
"""By it Excel knows UTF-8."""
PAGE_ONLY = ("limit", "after")


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of the file; articles: how many went into it, or, of XLSX, were written for it."""

    data: bytes
    articles: int


Ids = npt.NDArray[np.int64]


def found_ids(ours: Services, asked: Asked) -> Ids:
    """The articles found, in the order of the file: oldest first where that is asked for, else
    newest first; relevance is an order of pages only.

    Raises Misuse for what cannot be read and for the parameters of single pages, Later when the
    index is down.
    """
    for name in PAGE_ONLY:
        if getattr(asked, name) != type(asked).model_fields[name].default:
            raise Misuse(word("export.page_only", name=name))
    ids = ours.index.export(query_of(ours, asked), ["id"])["id"]
    assert isinstance(ids, np.ndarray)
    return ids.astype(np.int64, copy=False) if asked.sort == "oldest" else ids.astype(np.int64, copy=False)[::-1]


def parts(ours: Services, ids: Ids, form: Format, batch: int = BATCH) -> Iterator[Part]:
    """The file in pieces; every piece of CSV and JSON lines ends with a line. Raises what the
    store raises."""
    makers: dict[Format, Callable[[Services, Iterator[list[int]]], Iterator[Part]]] = {
        "csv": _csv, "xlsx": _xlsx, "jsonl": _jsonl,
    }  # fmt: skip
    return makers[form](ours, (ids[at : at + batch].tolist() for at in range(0, len(ids), batch)))


def broken_end(form: Format) -> bytes:
    """The last line of a file that could not be finished, for those whose connection hides that
    it was cut; none for XLSX, which cannot be opened then."""
    told = word("export.broken")
    ends = {"csv": f"{told}\r\n", "xlsx": "", "jsonl": json.dumps({"error": told}, ensure_ascii=False) + "\n"}
    return ends[form].encode()


def _csv(ours: Services, batches: Iterator[list[int]]) -> Iterator[Part]:
    """RFC 4180 with a header line, UTF-8, one line an article."""
    yield Part((BOM + _lines([header()])).encode(), 0)
    for rows in _tables(ours, batches):
        yield Part(_lines(rows).encode(), len(rows))


def _xlsx(ours: Services, batches: Iterator[list[int]]) -> Iterator[Part]:
    for data, articles in workbook(header(), _tables(ours, batches)):
        yield Part(data, articles)


def _jsonl(ours: Services, batches: Iterator[list[int]]) -> Iterator[Part]:
    """One object a line, verbatim: nothing is taken out, cut or made harmless."""
    outlets = ours.outlets.all()
    for ids in batches:
        found = ours.store.many(ids)
        objects = (_object(one, phases, outlets) for one, phases in zip(found, ours.phases(found), strict=True))
        lines = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in objects)
        yield Part(lines.encode("utf-8", "backslashreplace"), len(found))  # half a pair is \udXXX in JSON


def _object(stored: StoredArticle, phases: Mapping[str, str], outlets: Mapping[str, Outlet]) -> dict[str, Any]:
    removed = stored.removed_at.isoformat() if stored.removed_at else None
    whole = article_object(stored, phases, outlets.get(stored.source))
    return {"id": stored.id, **whole, "origin": str(stored.origin), "removed_at": removed}


def _tables(ours: Services, batches: Iterator[list[int]]) -> Iterator[list[Row]]:
    outlets = ours.outlets.all()
    return (list(table_rows(ours.store.database, outlets, ids)) for ids in batches)


def _lines(rows: list[Row]) -> str:
    lines = io.StringIO()
    csv.writer(lines).writerows([_plain(cell) for cell in row] for row in rows)
    return lines.getvalue()


def _plain(cell: Cell) -> str | int:
    if isinstance(cell, time):
        return cell.strftime("%H:%M")
    return cell.isoformat() if isinstance(cell, date) else cell

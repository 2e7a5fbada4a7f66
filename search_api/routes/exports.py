"""GET /api/v1/search/export: every article found, as a file that is sent while it is made."""

from __future__ import annotations

from collections.abc import AsyncIterator, Generator, Iterator, Mapping
from itertools import chain
from types import MappingProxyType
from typing import Annotated

from anyio import CancelScope
from fastapi import APIRouter, Query, Request
from starlette.concurrency import iterate_in_threadpool, run_in_threadpool
from starlette.responses import StreamingResponse

from lantoa.article import ZONE
from search_api.asked import Asked
from search_api.exporting import BATCH, Format, Part, broken_end, found_ids, parts
from search_api.services import services

MEDIA: Mapping[Format, str] = MappingProxyType(
    {
        "csv": "text/csv; charset=utf-8",
        "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "jsonl": "application/x-ndjson",
    }
)


class ExportAsked(Asked):
    """A search, and what its file is to be."""

    format: Format


def exports_router() -> APIRouter:
    """The router of this resource."""
    router = APIRouter(prefix="/api/v1", tags=["search"])
    content = {media.partition(";")[0]: {"schema": {"type": "string", "format": "binary"}} for media in MEDIA.values()}

    @router.get("/search/export", response_class=StreamingResponse, responses={200: {"content": content}})
    def export(request: Request, asked: Annotated[ExportAsked, Query()]) -> StreamingResponse:
        """Every article found, however many, newest first (`sort=oldest`: oldest first); `limit`
        and `after` are refused. csv and xlsx: a row an article, without its text; jsonl: the
        object of `lantoa export`, and `id`, `origin`, `removed_at`. 422 with `position` for a
        query that cannot be read, 503 when the index is down. A file that cannot be finished ends
        with a line that says so, and its connection is cut."""
        ours = services(request)
        made = parts(ours, found_ids(ours, asked), asked.format, BATCH)
        first = next(made, Part(b"", 0))  # what fails at once is told by a status, not by half a file
        day = ours.clock.now().astimezone(ZONE).date().isoformat()
        return StreamingResponse(
            _in_threads(_ended(chain([first], made), asked.format)),
            media_type=MEDIA[asked.format],
            headers={"content-disposition": f'attachment; filename="lan-toa-{day}.{asked.format}"'},
        )

    return router


def _ended(made: Iterator[Part], form: Format) -> Generator[bytes, None, None]:
    """A failure is told in the file and then raised, by which the connection is cut."""
    try:
        for part in made:
            yield part.data
    except Exception:
        yield broken_end(form)
        raise


async def _in_threads(pieces: Generator[bytes, None, None]) -> AsyncIterator[bytes]:
    """The pieces, each made in a thread; whoever leaves ends the making."""
    try:
        async for piece in iterate_in_threadpool(pieces):
            yield piece
    finally:
        with CancelScope(shield=True):
            await run_in_threadpool(pieces.close)

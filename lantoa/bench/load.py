"""The child that asks a service over HTTP: `python -m lantoa.bench.load`, its job as one line of JSON.

{"host", "port", "token", "paths", "connections", "seconds", "known": ask each once before} -> {"took": milliseconds of each
answer, "errors": answers other than 200, "seconds": how long it asked, "cpu": its own seconds}.
Bare asyncio streams: a client library would need as long as the service.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Iterator
from itertools import cycle
from typing import Any


def main() -> None:
    """Do the job on standard input."""
    print(json.dumps(asyncio.run(ask(json.loads(sys.stdin.readline())))), flush=True)


async def ask(job: dict[str, Any]) -> dict[str, Any]:
    """Every path once, uncounted, when they are to be known; then in turn over all connections until time is up."""
    asked = [_request(path, job) for path in job["paths"]]
    if job["known"]:
        await _Asking(job, iter(asked)).run()
    counted = _Asking(job, cycle(asked), time.monotonic() + job["seconds"])
    start, cpu = time.monotonic(), time.process_time()
    await counted.run()
    return {
        "took": counted.took, "errors": counted.errors, "seconds": time.monotonic() - start,
        "cpu": time.process_time() - cpu,
    }  # fmt: skip


class _Asking:
    """Some connections that take one request after the other from the same list."""

    def __init__(self, job: dict[str, Any], requests: Iterator[bytes], end: float = float("inf")) -> None:
        self.took: list[float] = []
        self.errors = 0
        self._job = job
        self._requests = requests
        self._end = end

    async def run(self) -> None:
        async with asyncio.TaskGroup() as group:
            for _ in range(self._job["connections"]):
                group.create_task(self._connection())

    async def _connection(self) -> None:
        reader, writer = await asyncio.open_connection(self._job["host"], self._job["port"])
        for request in self._requests:
            start = time.monotonic()
            if start > self._end:
                break
            writer.write(request)
            good = await _answered(reader)
            self.took.append((time.monotonic() - start) * 1000)
            self.errors += not good
        writer.close()
        await writer.wait_closed()


def _request(path: str, job: dict[str, Any]) -> bytes:
    lines = [f"GET {path} HTTP/1.1", f"Host: {job['host']}:{job['port']}", "Accept: application/json"]
    if job["token"]:
        lines.append(f"Authorization: Bearer {job['token']}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


async def _answered(reader: asyncio.StreamReader) -> bool:
    """Whether it was 200; the body is read to its end."""
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    [length] = [line.partition(b":")[2] for line in head.split(b"\r\n") if line.startswith(b"content-length:")]
    await reader.readexactly(int(length))
    return head.split(b" ", 2)[1] == b"200"


if __name__ == "__main__":
    main()

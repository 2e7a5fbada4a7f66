"""The press on a socket: a small HTTP/1.1 server, keep-alive, GET and HEAD, loopback only.

Written on asyncio's protocols because pages come ready made: a request then costs little
more than reading its head, and the demonstration's crawler has the machine for itself.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from types import TracebackType

from lantoa.clock import Clock
from lantoa.demo.press.press import Press, Request
from lantoa.demo.press.site import Answer
from lantoa.demo.story import Piece

LOOPBACK = "127.0.0.1"
_LONGEST_HEAD = 16 * 1024
_BAD = Answer(400, (("Content-Type", "text/plain"),), b"")


class _Connection(asyncio.Protocol):
    """One client; answers its requests in order."""

    def __init__(self, press: Press, open_ones: set[asyncio.Transport]) -> None:
        self._press, self._open_ones = press, open_ones
        self._unread = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._open_ones.add(transport)

    def connection_lost(self, exc: Exception | None) -> None:
        if self._transport is not None:
            self._open_ones.discard(self._transport)
        self._transport = None

    def data_received(self, data: bytes) -> None:
        self._unread += data
        while self._transport is not None and not self._transport.is_closing():
            head, blank, rest = self._unread.partition(b"\r\n\r\n")
            if not blank:
                if len(head) > _LONGEST_HEAD:
                    self._send(self._transport, _BAD, body=True, keep=False)
                return
            self._unread = rest
            self._reply(self._transport, head)

    def _reply(self, transport: asyncio.Transport, head: bytes) -> None:
        read = _read_head(head)
        if read is None:
            self._send(transport, _BAD, body=True, keep=False)
            return
        request, version = read
        wish = request.headers.get("connection", "").lower()
        # A body is never read: what follows it could not be told from a request.
        has_body = "content-length" in request.headers or "transfer-encoding" in request.headers
        keep = not has_body and (wish == "keep-alive" or (version == "HTTP/1.1" and wish != "close"))
        self._send(transport, self._press.answer(request), body=request.method != "HEAD", keep=keep)

    @staticmethod
    def _send(transport: asyncio.Transport, answer: Answer, *, body: bool, keep: bool) -> None:
        lines = [f"HTTP/1.1 {answer.status} {HTTPStatus(answer.status).phrase}"]
        lines += [f"{name}: {value}" for name, value in answer.headers]
        if answer.status != 304:
            lines.append(f"Content-Length: {len(answer.body)}")
        lines += ["Connection: " + ("keep-alive" if keep else "close"), "", ""]
        transport.write("\r\n".join(lines).encode("latin-1") + (answer.body if body else b""))
        if not keep:
            transport.close()


def _read_head(head: bytes) -> tuple[Request, str] | None:
    """The request and its HTTP version; None when it is not HTTP/1."""
    first, *lines = head.lstrip(b"\r\n").decode("latin-1").split("\r\n")
    words = first.split(" ")
    if len(words) != 3 or not words[2].startswith("HTTP/1."):
        return None
    headers: dict[str, str] = {}
    for line in lines:
        name, colon, value = line.partition(":")
        if not colon:
            return None
        headers[name.strip().lower()] = value.strip()
    return Request(words[0], words[1], headers), words[2]


@dataclass(frozen=True, slots=True)
class Listening:
    """A press that answers, inside a running event loop."""

    port: int
    _server: asyncio.Server
    _open_ones: set[asyncio.Transport]

    async def close(self) -> None:
        """Stop listening and hang up."""
        self._server.close()
        for transport in tuple(self._open_ones):
            transport.close()
        await self._server.wait_closed()


async def listen(press: Press, port: int = 0) -> Listening:
    """Listen on loopback; port 0 takes any free one. Raises OSError when it is taken."""
    open_ones: set[asyncio.Transport] = set()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: _Connection(press, open_ones), LOOPBACK, port, backlog=512)
    return Listening(server.sockets[0].getsockname()[1], server, open_ones)


class RunningPress:
    """A press served by a thread of this process, until stop() or the end of a `with`."""

    def __init__(self, press: Press, port: int = 0) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="demo-press", daemon=True)
        self._thread.start()
        try:
            self._listening = asyncio.run_coroutine_threadsafe(listen(press, port), self._loop).result()
        except OSError:
            self._end()
            raise
        self.port = self._listening.port

    def stop(self) -> None:
        """Hang up and end the thread; a second call does nothing."""
        if self._loop.is_closed():
            return
        asyncio.run_coroutine_threadsafe(self._listening.close(), self._loop).result()
        self._end()

    def _end(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def __enter__(self) -> RunningPress:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def start_press(
    pieces: Iterable[Piece], clock: Clock, opened: datetime | None = None, port: int = 0
) -> RunningPress:
    """Serve the pieces on loopback from a thread. Raises OSError when the port is taken."""
    return RunningPress(Press(pieces, clock, opened), port)

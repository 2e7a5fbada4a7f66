"""Small websites on loopback, told apart by the Host header, for tests of the crawler."""

from __future__ import annotations

import socket
import ssl
import struct
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Reply:
    """What a site answers. raw: bytes sent in place of all else, then the line is cut (after
    `drip`, plain, where there is one); drip: body sent by chunks without a length; hold: seconds
    of silence before the answer, or before every chunk; reset: the line is cut as a crash cuts it."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    raw: bytes | None = None
    drip: tuple[bytes, int] | None = None
    hold: float = 0
    reset: bool = False


@dataclass(frozen=True)
class Asked:
    """A request as it came: headers by lower-case name; nth: which of its kind; at: by
    a monotonic clock, seconds."""

    host: str
    path: str
    headers: Mapping[str, str]
    nth: int
    at: float = 0


Site = Callable[[Asked], Reply]


def html(body: str, title: str = "Trang", **headers: str) -> Reply:
    """A page."""
    text = f"<html><head><title>{title}</title></head><body>{body}</body></html>"
    return Reply(200, text.encode(), {"Content-Type": "text/html; charset=utf-8", **headers})


TLS_HELLO = b"\x16"


class _Server(ThreadingHTTPServer):
    """Says nothing of clients that hang up. With a context, whoever begins as TLS does gets TLS:
    both schemes on one port."""

    daemon_threads = True
    tls: ssl.SSLContext | None = None

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        try:
            if self.tls is not None and request.recv(1, socket.MSG_PEEK) == TLS_HELLO:
                request = self.tls.wrap_socket(request, server_side=True)
        except OSError:  # a client that does not trust us hangs up
            self.shutdown_request(request)
            return
        super().process_request_thread(request, client_address)

    def handle_error(self, request: object, client_address: object) -> None:
        return


class Websites:
    """Runs until closed; remembers what was asked."""

    def __init__(self, sites: Mapping[str, Site], tls: ssl.SSLContext | None = None) -> None:
        self.asked: list[Asked] = []
        self._sites, self._counts, self._lock = sites, Counter[tuple[str, str]](), threading.Lock()
        self.over = threading.Event()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                outer._answer(self)

            def log_message(self, format: str, *args: object) -> None:
                return

        self._server = _Server(("127.0.0.1", 0), Handler)
        self._server.tls = tls
        self.port = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    @property
    def hosts(self) -> dict[str, tuple[str, int]]:
        """Where they stand, as a crawl plan wants it."""
        return dict.fromkeys(self._sites, ("127.0.0.1", self.port))

    def paths(self, host: str) -> list[str]:
        """What was asked of one host, in order."""
        return [asked.path for asked in self.asked if asked.host == host]

    def close(self) -> None:
        """Hang up."""
        self.over.set()
        self._server.shutdown()
        self._server.server_close()

    def _answer(self, handler: BaseHTTPRequestHandler) -> None:
        headers = {name.lower(): value for name, value in handler.headers.items()}
        host = headers.get("host", "").partition(":")[0]
        with self._lock:
            self._counts[host, handler.path] += 1
            asked = Asked(host, handler.path, headers, self._counts[host, handler.path], time.monotonic())
            self.asked.append(asked)
        site = self._sites.get(host)
        reply = site(asked) if site else Reply(421)
        try:
            _send(handler, reply, self.over)
        except (BrokenPipeError, ConnectionResetError):
            handler.close_connection = True


def _send(handler: BaseHTTPRequestHandler, reply: Reply, over: threading.Event) -> None:
    if reply.hold and reply.drip is None:
        over.wait(reply.hold)
    if reply.raw is not None:
        _send_raw(handler, reply.raw, reply, over)
        return
    handler.send_response(reply.status)
    for name, value in reply.headers.items():
        handler.send_header(name, value)
    if reply.drip is not None:
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        chunk, count = reply.drip
        for _ in range(count):
            over.wait(reply.hold)
            handler.wfile.write(f"{len(chunk):x}\r\n".encode() + chunk + b"\r\n")
        handler.wfile.write(b"0\r\n\r\n")
        return
    if "Content-Length" not in reply.headers and reply.status != 304:
        handler.send_header("Content-Length", str(len(reply.body)))
    handler.end_headers()
    handler.wfile.write(reply.body)


def _send_raw(handler: BaseHTTPRequestHandler, raw: bytes, reply: Reply, over: threading.Event) -> None:
    handler.wfile.write(raw)
    handler.wfile.flush()
    chunk, count = reply.drip or (b"", 0)
    for _ in range(count):
        over.wait(reply.hold)
        handler.wfile.write(chunk)
    if reply.reset:
        handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.close_connection = True
    handler.connection.close()


@contextmanager
def websites(sites: Mapping[str, Site], tls: ssl.SSLContext | None = None) -> Iterator[Websites]:
    """Serve for the length of a `with`; over TLS where a context is given."""
    served = Websites(sites, tls)
    try:
        yield served
    finally:
        served.close()

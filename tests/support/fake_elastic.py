"""A server that speaks as Elasticsearch does where it refuses, and notes what it was asked."""

from __future__ import annotations

import json
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

Answer = tuple[int, Mapping[str, Any]]
Seen = list[tuple[str, str]]
WRONG: Mapping[str, Any] = {"error": {"type": "x", "reason": "y"}, "status": 1}


@contextmanager
def fake_elastic(
    status: int = 200,
    *,
    answers: Mapping[str, Answer | list[Answer]] | None = None,
    product: bool = True,
    seen: Seen | None = None,
    tls: ssl.SSLContext | None = None,
) -> Iterator[int]:
    """Its port. Answers everything with `status`, paths that end with a key of `answers` with that
    status and body, one of a list after the other; product: whether it says that it is Elasticsearch; seen: paths and logins."""

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            if seen is not None:
                seen.append((self.path, self.headers.get("Authorization", "")))
            path = self.path.partition("?")[0]
            found = next((found for end, found in (answers or {}).items() if path.endswith(end)), (status, WRONG))
            code, content = found if isinstance(found, tuple) else found.pop(0)
            body = json.dumps(content).encode()
            self.send_response(code)
            if product:
                self.send_header("X-Elastic-Product", "Elasticsearch")
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        do_GET = do_POST = do_PUT = do_HEAD = do_DELETE = answer  # noqa: N815

        def log_message(self, format: str, *args: object) -> None:
            return

    class Server(HTTPServer):
        def get_request(self) -> tuple[Any, Any]:
            connection, address = super().get_request()
            return (tls.wrap_socket(connection, server_side=True) if tls else connection), address

    with Server(("127.0.0.1", 0), Handler) as listening:
        thread = threading.Thread(target=listening.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield listening.server_port
        finally:
            listening.shutdown()
            thread.join()

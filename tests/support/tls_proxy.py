"""https before a server that speaks http only."""

from __future__ import annotations

import select
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from socketserver import BaseRequestHandler, ThreadingTCPServer


@contextmanager
def tls_proxy(upstream: tuple[str, int], context: ssl.SSLContext) -> Iterator[int]:
    """The port of 127.0.0.1 at which `upstream` (host and port) is reached through TLS."""

    class Handler(BaseRequestHandler):
        def handle(self) -> None:
            with (
                suppress(OSError),
                context.wrap_socket(self.request, server_side=True) as outer,
                socket.create_connection(upstream) as inner,
            ):
                _carry(outer, inner)

    with ThreadingTCPServer(("127.0.0.1", 0), Handler) as listening:
        thread = threading.Thread(target=listening.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield listening.server_address[1]
        finally:
            listening.shutdown()
            thread.join()


def _carry(outer: ssl.SSLSocket, inner: socket.socket) -> None:
    """Both ways until either ends; in one thread, as TLS wants it."""
    while True:
        ready = [outer] if outer.pending() else select.select([outer, inner], [], [])[0]
        for source, target in ((outer, inner), (inner, outer)):
            if source in ready:
                data = source.recv(65_536)
                if not data:
                    return
                target.sendall(data)

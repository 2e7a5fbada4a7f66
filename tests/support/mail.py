"""A mail server and a web server of our own, that answer as they are told."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.support.ports import free_port


@dataclass
class PostOffice:
    """What the mail server answers and what it got. at_recipient: address -> answer."""

    at_sender: str = ""
    at_recipient: dict[str, str] = field(default_factory=dict)
    at_data: str = "250 2.0.0 Ok: queued as 4711"
    login: tuple[str, str] = ("", "")
    port: int = 0
    got: list[tuple[list[str], EmailMessage]] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)

    async def handle_MAIL(self, _s: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]) -> str:  # noqa: N802
        if self.at_sender:
            return self.at_sender
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(self, _s: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]) -> str:  # noqa: N802
        answer = self.at_recipient.get(address, "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, _s: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.at_data.startswith("250"):
            assert isinstance(envelope.content, bytes)
            self.got.append((list(envelope.rcpt_tos), message_from_bytes(envelope.content, policy=default)))
            self.encrypted.append(session.ssl is not None)
        return self.at_data

    def authenticate(self, _server: SMTP, _session: Session, _envelope: Envelope, mechanism: str, given: object) -> AuthResult:
        assert isinstance(given, LoginPassword)
        return AuthResult(success=(given.login.decode(), given.password.decode()) == self.login, handled=False)


@contextmanager
def post_office(tls: ssl.SSLContext | None = None, login: tuple[str, str] = ("", ""), port: int = 0) -> Iterator[PostOffice]:
    """A mail server on 127.0.0.1, in a thread, until the block ends."""
    office = PostOffice(login=login, port=port or free_port())
    controller = Controller(
        office, hostname="127.0.0.1", port=office.port, tls_context=tls, server_hostname="thu.test",
        authenticator=office.authenticate, auth_required=bool(login[0]),
    )  # fmt: skip
    controller.start()
    try:
        yield office
    finally:
        controller.stop()


@dataclass
class Listener:
    """What the web server answers (status) and what was posted to it: headers and body."""

    status: int = 204
    location: str = ""
    address: str = ""
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)


@contextmanager
def web_listener() -> Iterator[Listener]:
    """A web server on 127.0.0.1, in a thread, until the block ends."""
    listener = Listener()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            listener.got.append(({key.lower(): value for key, value in self.headers.items()}, body))
            self.send_response(listener.status)
            if listener.location:
                self.send_header("Location", listener.location)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    listener.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield listener
    finally:
        server.shutdown()
        thread.join()
        server.server_close()

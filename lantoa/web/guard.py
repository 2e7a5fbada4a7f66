"""Who may ask: Host, Origin and token, checked before anything else sees the request.

Without a token only this machine is served, and the Host check keeps foreign pages from
reaching it under a name of theirs (DNS rebinding). With a token every request but the
health check wants it: as `Authorization: Bearer`, or as the cookie of the sign-in form.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import socket
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from urllib.parse import quote, urlsplit

from fastapi import Request
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lantoa.errors import Misuse
from lantoa.web.failures import failure
from lantoa.words import word

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
ANY_ADDRESS = frozenset({"0.0.0.0", "::", ""})
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
COOKIE = "lantoa"
SIGN_IN = "/dang-nhap"
OPEN = frozenset({"/api/v1/health", SIGN_IN, SIGN_IN + "/lantoa.css"})
"""What is answered without the token: health, and what the sign-in form needs."""

HEADERS: Mapping[str, str] = MappingProxyType(
    {
        "content-security-policy": (
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
            "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
        ),
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "referrer-policy": "same-origin",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "cache-control": "private, no-cache",
    }
)
"""Set on every response that does not bring its own."""


def check_binding(host: str, token: str) -> None:
    """Raises Misuse when `serve` would be reachable from other machines without a token."""
    if not token and not is_loopback(host):
        raise Misuse(word("web.error.binding", host=host or "0.0.0.0"))


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches that address; a name other than localhost is not trusted."""
    if host in LOOPBACK:
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def session_value(token: str) -> str:
    """What the cookie holds: derived from the token, from which it cannot be read back."""
    return hmac.new(token.encode(), b"lantoa sign-in 1", hashlib.sha256).hexdigest()


def same(given: str, wanted: str) -> bool:
    """Equality in constant time."""
    return hmac.compare_digest(given.encode(), wanted.encode())


class Guard:
    """ASGI middleware. host: the address that is served; names: further names of this machine."""

    def __init__(self, app: ASGIApp, *, host: str = "127.0.0.1", token: str = "", names: Iterable[str] = ()) -> None:
        self.app = app
        self.token = token
        self.names = LOOPBACK | {host.lower(), *(name.lower() for name in names)}
        self.any_address = host in ANY_ADDRESS
        if self.any_address:
            self.names = self.names | {socket.gethostname().lower()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        refused = self._refusal(scope)
        await (refused or self.app)(scope, receive, _with_headers(send))

    def _refusal(self, scope: Scope) -> Response | None:
        request = Request(scope)
        name = _host_name(request.headers.get("host", ""))
        if not self._known(name):
            return failure(request, 400, word("web.error.host", host=name or "?"))
        if scope["method"] not in SAFE and not _own_origin(request.headers):
            origin = request.headers.get("origin", "?")
            return failure(request, 403, word("web.error.origin", origin=origin))
        if not self.token:
            return None
        if self._signed_in(request):
            request.state.signed_in = True
            return None
        return None if request.url.path in OPEN else _ask_to_sign_in(request)

    def _known(self, name: str) -> bool:
        if name in self.names:
            return True
        return self.any_address and _is_address(name)

    def _signed_in(self, request: Request) -> bool:
        kind, _, given = request.headers.get("authorization", "").partition(" ")
        if kind.lower() == "bearer" and same(given.strip(), self.token):
            return True
        return same(request.cookies.get(COOKIE, ""), session_value(self.token))


def _ask_to_sign_in(request: Request) -> Response:
    wants_page = "text/html" in request.headers.get("accept", "") and not request.url.path.startswith("/api/")
    if wants_page and request.method == "GET":
        place = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return RedirectResponse(f"{SIGN_IN}?next={quote(place)}", 303)
    return JSONResponse({"detail": word("web.error.token")}, 401, headers={"WWW-Authenticate": "Bearer"})


def _own_origin(headers: Headers) -> bool:
    """A browser says where a request comes from; a program that says nothing is no browser."""
    origin = headers.get("origin")
    if origin is None:
        return headers.get("sec-fetch-site", "none") in {"same-origin", "none"}
    return urlsplit(origin).netloc.lower() == headers.get("host", "").lower() != ""


def _host_name(header: str) -> str:
    try:
        return (urlsplit(f"//{header}").hostname or "").lower()
    except ValueError:
        return ""


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return sending

"""The press: hosts, conditional requests, and nothing about sockets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from lantoa.clock import Clock
from lantoa.demo.outlets import OUTLETS
from lantoa.demo.press.looks import LOOKS
from lantoa.demo.press.pages import Pages
from lantoa.demo.press.site import Answer, Site
from lantoa.demo.press.stamps import rfc822_gmt
from lantoa.demo.story import Piece

_PLAIN = (("Content-Type", "text/plain; charset=utf-8"),)


@dataclass(frozen=True, slots=True)
class Request:
    """A request's head. headers: names in lower case."""

    method: str
    target: str
    headers: Mapping[str, str] = field(default_factory=dict)


class Press:
    """Twelve outlets behind one door, told apart by the Host header.

    opened: when the demonstration began (what the late robots.txt counts from); the
    clock's present when not given. Raises ValueError for a piece of an unknown outlet.
    """

    def __init__(self, pieces: Iterable[Piece], clock: Clock, opened: datetime | None = None) -> None:
        by_outlet: defaultdict[str, list[Piece]] = defaultdict(list)
        for piece in pieces:
            by_outlet[piece.outlet].append(piece)
        if strangers := by_outlet.keys() - LOOKS.keys():
            raise ValueError(f"no such outlets: {', '.join(sorted(strangers))}")
        self._clock = clock
        since, pages = opened or clock.now(), Pages()
        self._sites = {
            outlet.host: Site(outlet, LOOKS[outlet.id], by_outlet[outlet.id], pages, since)
            for outlet in OUTLETS
        }

    def answer(self, request: Request) -> Answer:
        """The response to a request at the clock's present, its Date included."""
        now = self._clock.now()
        found = self._find(request, now)
        answer = _unchanged(found, request) if found.status == 200 else found
        return Answer(answer.status, (("Date", rfc822_gmt(now)), *answer.headers), answer.body)

    def _find(self, request: Request, now: datetime) -> Answer:
        if request.method not in ("GET", "HEAD"):
            return Answer(405, (*_PLAIN, ("Allow", "GET, HEAD")), b"")
        host, path = _address(request)
        site = self._sites.get(host)
        return Answer(421, _PLAIN, b"") if site is None else site.answer(path, now)


def _address(request: Request) -> tuple[str, str]:
    """Host name and path with query, without port and tracking; a full URL is taken too."""
    parts = urlsplit(request.target)
    host = parts.netloc or request.headers.get("host", "")
    query = "&".join(pair for pair in parts.query.split("&") if pair and not pair.startswith("utm_"))
    return host.partition(":")[0].lower(), (parts.path or "/") + (f"?{query}" if query else "")


def _unchanged(answer: Answer, request: Request) -> Answer:
    """304 where the validators that were sent still hold (RFC 9110: the tag decides when given)."""
    validators = {name: value for name, value in answer.headers if name in ("ETag", "Last-Modified")}
    tags, since = request.headers.get("if-none-match"), request.headers.get("if-modified-since")
    if tags is not None:
        held = {tag.strip().removeprefix("W/") for tag in tags.split(",")}
        same = "ETag" in validators and ("*" in held or validators["ETag"] in held)
    else:
        same = since is not None and _not_since(validators.get("Last-Modified"), since)
    return Answer(304, tuple(validators.items()), b"") if same else answer


def _not_since(changed: str | None, since: str) -> bool:
    if changed is None:
        return False
    try:
        return parsedate_to_datetime(changed) <= parsedate_to_datetime(since)
    except (TypeError, ValueError):
        return False

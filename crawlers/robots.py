"""robots.txt after RFC 9309: one decision, one place. There is no switch.

2xx with rules: they hold. 4xx: everything is allowed. 5xx, no answer, or a page of HTML in its
place: nothing is fetched now. Kept in the database for a day, unreachable ones for an hour.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from urllib.parse import urlsplit

import sqlalchemy as sa
from protego import Protego

from crawlers.tables import robots
from lantoa.database import Database, upsert

PRODUCT = "LanToa"
"""The name that robots.txt files may address us by."""
KEPT = timedelta(hours=24)
AGAIN = timedelta(hours=1)
LONGEST_PAUSE = timedelta(hours=24)
READ = 512 * 1024
"""Bytes that are read; what stands behind is ignored (the RFC asks for 500 KiB at least)."""

Verdict = Literal["rules", "open", "unreachable"]


@dataclass(frozen=True, slots=True)
class Robots:
    """What one origin (`scheme://host`) answered. status: None = no answer."""

    origin: str
    fetched_at: datetime
    expires: datetime
    status: int | None
    verdict: Verdict
    body: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """About one URL. word: allowed, disallowed or unreachable; delay: the pause the outlet
    asks for between two requests."""

    word: Literal["allowed", "disallowed", "unreachable"]
    delay: timedelta | None
    expires: datetime


def origin_of(url: str) -> str:
    """`scheme://host[:port]`: what a robots.txt is valid for."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2].lower()}"


def judge(origin: str, status: int, body: bytes, now: datetime, pause: timedelta | None = None) -> Robots:
    """The verdict on an answer after redirects; pause: its Retry-After."""
    text = body[:READ].decode("utf-8-sig", errors="replace").lstrip("\ufeff")
    if 200 <= status < 300 and not _is_page(text):
        rules = text if len(body) <= READ else text.rpartition("\n")[0]
        return Robots(origin, now, now + KEPT, status, "rules", rules.replace("\x00", ""))
    if 400 <= status < 500 and status != 429:
        return Robots(origin, now, now + KEPT, status, "open")
    why = "html" if 200 <= status < 300 else f"status {status}"
    return unreachable(origin, now, why, status, pause)


def unreachable(
    origin: str, now: datetime, why: str, status: int | None = None, pause: timedelta | None = None
) -> Robots:
    """No valid answer: nothing may be fetched until it is asked again."""
    wait = min(pause or AGAIN, LONGEST_PAUSE)
    return Robots(origin, now, now + wait, status, "unreachable", why=why)


class RobotsBook:
    """The answers of all origins, in the database and at hand."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._held: dict[str, Robots] = {}
        self._parsed: dict[str, Protego] = {}

    def of(self, origin: str, now: datetime) -> Robots | None:
        """The answer still valid; None: it is to be asked."""
        held = self._held.get(origin)
        if held is None or held.expires <= now:
            held = self._load(origin)
        return held if held is not None and held.expires > now else None

    def keep(self, answer: Robots) -> None:
        """Remember an answer."""
        names = ("origin", "fetched_at", "expires", "status", "verdict", "body", "why")
        row = {name: getattr(answer, name) for name in names}
        with self.database.write() as connection:
            upsert(connection, robots, [row], ["origin"], names[1:])
        self._hold(answer)

    def decide(self, answer: Robots, url: str) -> Decision:
        """May this URL be fetched?"""
        if answer.verdict == "unreachable":
            return Decision("unreachable", None, answer.expires)
        if answer.verdict == "open":
            return Decision("allowed", None, answer.expires)
        rules = self._parsed.get(answer.origin)
        if rules is None:
            rules = self._parsed[answer.origin] = Protego.parse(answer.body)
        seconds = rules.crawl_delay(PRODUCT)
        delay = timedelta(seconds=float(seconds)) if seconds else None
        allowed = rules.can_fetch(url, PRODUCT)
        return Decision("allowed" if allowed else "disallowed", delay, answer.expires)

    def all(self) -> list[Robots]:
        """Every answer on record."""
        with self.database.read() as connection:
            return [_robots(row) for row in connection.execute(sa.select(robots).order_by(robots.c.origin))]

    def _load(self, origin: str) -> Robots | None:
        with self.database.read() as connection:
            row = connection.execute(sa.select(robots).where(robots.c.origin == origin)).first()
        if row is None:
            return None
        self._hold(answer := _robots(row))
        return answer

    def _hold(self, answer: Robots) -> None:
        self._held[answer.origin] = answer
        self._parsed.pop(answer.origin, None)


def _robots(row: sa.Row[tuple[object, ...]]) -> Robots:
    return Robots(**row._mapping)


def _is_page(text: str) -> bool:
    return text.lstrip()[:1] == "<"

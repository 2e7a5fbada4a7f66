"""The outlets' robots.txt, in the forms that are met outside."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from lantoa.demo.press.looks import Look

LATE_BY = timedelta(hours=3)
"""How long after the demonstration's start the late outlet's robots.txt answers 503."""

RETRY_AFTER = timedelta(minutes=30)
"""When it asks to be asked again: sooner than it will answer, as overloaded servers do."""

CLOSED_FOLDER = "/noi-bo/"
"""What the one outlet with a closed section forbids."""


@dataclass(frozen=True, slots=True)
class Robots:
    """Status and body of one robots.txt."""

    status: int
    body: bytes


def robots_of(look: Look, origin: str, now: datetime, opened: datetime) -> Robots:
    """What an outlet's robots.txt says now; opened: when the demonstration began."""
    maps = "".join(
        f"Sitemap: {origin}{channel.path}\n"
        for channel in look.channels
        if channel.form in ("index", "news", "plain")
    )
    match look.robots:
        case "missing":
            return Robots(404, b"")
        case "late" if now < opened + LATE_BY:
            return Robots(503, b"")
        case "named":
            text = f"User-agent: *\nDisallow: /tim-kiem\nDisallow: /in/\n\nUser-agent: LanToa\nDisallow: /in/\n\n{maps}"
        case "bom":
            text = f"\ufeffUser-Agent: *\nDisallow: /tim-kiem\nAllow: /\n\n{maps}".replace("\n", "\r\n")
        case "delay":
            text = f"# Tieng Dan Sinh\nUser-agent: *\nCrawl-delay: 0.01\nDisallow: /binh-luan/\n{maps}"
        case "closed":
            text = f"User-agent: *\nDisallow: {CLOSED_FOLDER}\nDisallow: /admin/\n\n{maps}"
        case _:
            text = f"User-agent: *\nDisallow: /admin/\n{maps}"
    return Robots(200, text.encode())

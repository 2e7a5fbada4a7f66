"""What can become of an address: one word each, counted once."""

from __future__ import annotations

from enum import StrEnum


class Fate(StrEnum):
    """The last word on an address. What was stored once stays `stored` through later failures."""

    WAITING = "waiting"
    STORED = "stored"
    READ = "read"
    REMOVED = "removed"
    SKIPPED = "skipped"
    ROBOTS = "robots"
    ROBOTS_LATER = "robots_later"
    PAUSED = "paused"
    GONE = "gone"
    SOFT_404 = "soft_404"
    CHALLENGE = "challenge"
    TOO_LARGE = "too_large"
    NOT_HTML = "not_html"
    NOT_CHANNEL = "not_channel"
    OFF_PANEL = "off_panel"
    REDIRECT = "redirect"
    PRIVATE = "private"
    TIMEOUT = "timeout"
    DNS = "dns"
    TLS = "tls"
    REFUSED = "refused"
    TRUNCATED = "truncated"
    HTTP_ERROR = "http_error"
    BROKEN = "broken"


GOOD = frozenset({Fate.STORED, Fate.READ})
MISSING = frozenset({Fate.GONE, Fate.SOFT_404})
LATER = frozenset({Fate.ROBOTS_LATER, Fate.PAUSED})
"""Nothing was asked of the outlet, or it asked for a pause: no try is counted."""
FINAL = frozenset(
    {Fate.TOO_LARGE, Fate.NOT_HTML, Fate.NOT_CHANNEL, Fate.OFF_PANEL, Fate.REDIRECT, Fate.PRIVATE, Fate.TLS}
)
"""Unlikely to change: tried again once a day, three times in all. All else may pass by itself."""

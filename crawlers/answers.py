"""What an HTTP answer means for the frontier. Pure; knows no Scrapy."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

from crawlers.challenge import CHALLENGED, is_challenge
from crawlers.fates import Fate
from crawlers.soft_gone import says_gone
from crawlers.visits import Due, Outcome
from lantoa.article import Page

NOT_MODIFIED = 304
LONGEST_PAUSE = timedelta(hours=24)
PAUSE = timedelta(minutes=15)
GONE_LIKE = "says_gone"
"""Note on an article that looks like a page of what is not there from its first visit on."""
_HTML = ("text/html", "application/xhtml+xml", "application/xml", "text/xml", "")
_BINARY = (
    b"%PDF-",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"PK\x03\x04",
    b"RIFF",
    b"\x1f\x8b",
    b"\xd0\xcf\x11\xe0",
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """An outcome, and whether the page is to be archived (articles) or read (channels);
    evidence: it says that an article we have is gone, and is archived as that."""

    outcome: Outcome
    keep: bool
    evidence: bool = False


def verdict(due: Due, page: Page, robots: str) -> Verdict:
    """How a visit that was answered ended."""
    at, status = page.fetched_at, page.status
    base = Outcome(due, Fate.HTTP_ERROR, at, status, final_url=page.final_url, robots=robots)
    if status == NOT_MODIFIED and due.visits and (due.stored_at or due.role != "article"):
        fate = Fate.STORED if due.role == "article" else Fate.READ
        return Verdict(_validated(base, page, fate, due.digest, unchanged=True), keep=False)
    pause = asked_pause(status, page.header("retry-after"), at)
    if status in CHALLENGED and is_challenge(page):
        return Verdict(_of(base, Fate.CHALLENGE, f"status {status}", at + pause if pause else None), keep=False)
    if status in (404, 410):
        return Verdict(_of(base, Fate.GONE, f"status {status}"), keep=False, evidence=_had(due))
    if pause is not None:
        return Verdict(_of(base, Fate.PAUSED, f"status {status}", at + pause), keep=False)
    if 300 <= status < 400:
        return Verdict(_of(base, Fate.REDIRECT, f"status {status}"), keep=False)
    if status not in (200, 203):
        return Verdict(_of(base, Fate.HTTP_ERROR, f"status {status}"), keep=False)
    if not page.body.strip():
        return Verdict(_of(base, Fate.TRUNCATED, "empty"), keep=False)
    digest = hashlib.sha256(page.body).hexdigest()
    same = digest == due.digest
    if due.role != "article":
        return Verdict(_validated(base, page, Fate.READ, digest, unchanged=same), keep=not same)
    return _article(base, page, digest, same)


def _article(base: Outcome, page: Page, digest: str, same: bool) -> Verdict:
    due, note = base.due, base.due.note if base.due.note == GONE_LIKE else ""
    if not is_html(page):
        return Verdict(_of(base, Fate.NOT_HTML, page.header("content-type")), keep=False)
    if not same and note != GONE_LIKE and says_gone(page.body, due.title):
        if due.stored_at is not None:
            return Verdict(_of(base, Fate.SOFT_404, "soft 404"), keep=False, evidence=_had(due))
        note = GONE_LIKE
    moved = bool(due.final_url) and page.final_url != due.final_url
    keep = not same or moved or due.stored_at is None or due.lost
    return Verdict(_validated(base, page, Fate.STORED, digest, unchanged=same, note=note), keep)


def _had(due: Due) -> bool:
    return due.stored_at is not None and due.removed_at is None


def asked_pause(status: int, retry_after: str, now: datetime) -> timedelta | None:
    """How long an outlet asks us to stay away: Retry-After with 429 or 503 (seconds or a
    date, a day at most); 429 without it: a quarter of an hour. None: it does not ask."""
    if status not in (429, 503):
        return None
    stated = _retry_after(retry_after.strip(), now)
    if stated is None:
        return PAUSE if status == 429 else None
    return min(max(stated, timedelta(seconds=1)), LONGEST_PAUSE)


def is_html(page: Page) -> bool:
    """By its declared type, and against the marks of other formats."""
    kind = page.header("content-type").partition(";")[0].strip().lower()
    return kind in _HTML and not page.body.startswith(_BINARY)


def headers_of(raw: Sequence[tuple[bytes, Sequence[bytes]]]) -> tuple[tuple[str, str], ...]:
    """Header lines as text; latin-1, as HTTP has it."""
    return tuple(
        (name.decode("latin-1"), value.decode("latin-1")) for name, values in raw for value in values
    )


def _retry_after(text: str, now: datetime) -> timedelta | None:
    if text.isdigit():
        return timedelta(seconds=min(int(text), 10**7))
    try:
        at = parsedate_to_datetime(text)
    except ValueError:
        return None
    return at - now if at.tzinfo is not None else None


def _of(base: Outcome, fate: Fate, note: str, later: datetime | None = None) -> Outcome:
    due = base.due
    return Outcome(
        due, fate, base.at, base.status, final_url=base.final_url, robots=base.robots, note=note, later=later
    )


def _validated(
    base: Outcome, page: Page, fate: Fate, digest: str, *, unchanged: bool, note: str = ""
) -> Outcome:
    due = base.due
    fresh = page.status != NOT_MODIFIED
    return Outcome(
        due,
        fate,
        base.at,
        base.status,
        unchanged=unchanged,
        final_url=base.final_url,
        etag=page.header("etag") or ("" if fresh else due.etag),
        last_modified=page.header("last-modified") or ("" if fresh else due.last_modified),
        digest=digest,
        robots=base.robots,
        note=note or (due.note if due.note == GONE_LIKE else ""),
    )

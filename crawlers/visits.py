"""What follows from a visit: the row's new state and when to come again. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from crawlers.fates import FINAL, GOOD, LATER, MISSING, Fate
from crawlers.order import place
from crawlers.pacing import Bounds, Reading, interval, new_rate
from crawlers.plan import Rhythm, Role

GONE_VISITS = 3
GONE_SPAN = timedelta(hours=24)
"""An article is removed when so many visits in a row, over at least so long, found it gone."""
GONE_AGAIN = timedelta(hours=12)
FIRST_WAIT = timedelta(minutes=15)
LONGEST_WAIT = timedelta(hours=24)
MOST_TRIES = 8
ROBOTS_AGAIN = timedelta(days=7)
FINAL_AGAIN = timedelta(days=1)
FINAL_TRIES = 3


@dataclass(frozen=True, slots=True)
class Due:
    """A leased address with what is known of it; the columns of `frontier`. root: the polled
    channel that a further page or part of it belongs to."""

    id: int
    url: str
    host: str
    source: str
    role: Role
    title: str
    every: timedelta | None
    page: int
    etag: str
    last_modified: str
    digest: str
    visits: int
    tries: int
    fate: Fate
    stored_at: datetime | None
    gone_count: int
    gone_since: datetime | None
    removed_at: datetime | None
    note: str = ""
    channels: tuple[str, ...] = ()
    weight: int = 0
    rate: float | None = None
    last_fetched: datetime | None = None
    final_url: str = ""

    @property
    def root(self) -> str:
        """The polled channel it is, or stands under."""
        return self.url if self.every is not None or not self.channels else self.channels[0]

    @property
    def lost(self) -> bool:
        """Held to be gone, or suspected."""
        return self.gone_count > 0 or self.removed_at is not None


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one visit ended. unchanged: answered, and the same as before; later: when to come
    again when the outlet or its robots.txt decided that; robots: what it said. Of a channel:
    shown, the article addresses it showed, and fresh, how many of them nobody had shown before;
    shows_from: the oldest date among them."""

    due: Due
    fate: Fate
    at: datetime
    status: int | None = None
    unchanged: bool = False
    final_url: str = ""
    etag: str = ""
    last_modified: str = ""
    digest: str = ""
    robots: str = ""
    note: str = ""
    later: datetime | None = None
    shown: int = 0
    fresh: int = 0
    shows_from: datetime | None = None


def after(outcome: Outcome, rhythm: Rhythm) -> dict[str, Any]:
    """The columns of the row after a visit."""
    due = outcome.due
    state: dict[str, Any] = {
        "fate": str(due.fate),
        "due": None,
        "visits": due.visits,
        "tries": due.tries,
        "stored_at": due.stored_at,
        "gone_count": due.gone_count,
        "gone_since": due.gone_since,
        "removed_at": due.removed_at,
        "etag": due.etag,
        "last_modified": due.last_modified,
        "digest": due.digest,
        "note": outcome.note,
        "rate": due.rate,
    }
    if outcome.fate in GOOD:
        state |= _good(outcome, rhythm)
    elif outcome.fate in MISSING and due.role == "article":
        state |= _missing(outcome, rhythm)
    else:
        state |= _failed(outcome)
    polled, stored = due.every is not None, state["stored_at"] is not None
    state["lane"], state["weight"] = place(state["due"], polled=polled, stored=stored, first=due.weight)
    return state


def _good(outcome: Outcome, rhythm: Rhythm) -> dict[str, Any]:
    due = outcome.due
    stored = (due.stored_at or outcome.at) if outcome.fate is Fate.STORED else None
    return {
        "fate": str(outcome.fate),
        "visits": due.visits + 1,
        "tries": 0,
        "stored_at": stored,
        "gone_count": 0,
        "gone_since": None,
        "removed_at": None,
        "etag": outcome.etag,
        "last_modified": outcome.last_modified,
        "digest": outcome.digest or due.digest,
        "due": _revisit(stored, outcome.at, rhythm),
    } | ({} if due.every is None else _poll(outcome, due.every, rhythm))


def _missing(outcome: Outcome, rhythm: Rhythm) -> dict[str, Any]:
    due, at = outcome.due, outcome.at
    if due.removed_at is not None:
        return {"visits": due.visits + 1, "due": _revisit(due.stored_at, at, rhythm)}
    since, count = due.gone_since or at, due.gone_count + 1
    state: dict[str, Any] = {"visits": due.visits + 1, "tries": 0, "gone_count": count, "gone_since": since}
    if count < GONE_VISITS or at < since + GONE_SPAN:
        # The third visit is put where the span is full, never just short of it.
        again = (
            at + GONE_AGAIN if count < GONE_VISITS - 1 else max(at + timedelta(hours=1), since + GONE_SPAN)
        )
        fate = due.fate if due.stored_at else outcome.fate
        return state | {"fate": str(fate), "due": again}
    if due.stored_at is None:
        return state | {"fate": str(outcome.fate)}
    return state | {"fate": str(Fate.REMOVED), "removed_at": at, "due": _revisit(due.stored_at, at, rhythm)}


def _failed(outcome: Outcome) -> dict[str, Any]:
    due, at = outcome.due, outcome.at
    fate = str(due.fate if due.stored_at else outcome.fate)
    if outcome.fate in LATER:
        return {"fate": fate, "due": outcome.later or at + FIRST_WAIT}
    tries = due.tries + 1
    state: dict[str, Any] = {"fate": fate, "tries": tries}
    if outcome.later is not None:
        return state | {"due": outcome.later}
    if outcome.fate is Fate.ROBOTS:
        return state | {"tries": 0, "due": at + ROBOTS_AGAIN if due.every is None else at + LONGEST_WAIT}
    if outcome.fate is Fate.SKIPPED or (outcome.fate in MISSING and due.every is None):
        return state
    wait = min(LONGEST_WAIT, FIRST_WAIT * 4 ** min(due.tries, 6))
    if due.every is not None:  # a channel is never given up
        return state | {"due": at + max(wait, due.every)}
    if outcome.fate in FINAL:
        return state | {"due": at + FINAL_AGAIN if tries < FINAL_TRIES else None}
    return state | {"due": at + wait if tries < MOST_TRIES else None}


def _poll(outcome: Outcome, every: timedelta, rhythm: Rhythm) -> dict[str, Any]:
    """A channel's next look. Of its first reading, where all is new, nothing is learnt."""
    due, at = outcome.due, outcome.at
    if not rhythm.adaptive or due.last_fetched is None or not due.visits:
        return {"due": at + every}
    reading = Reading(at - due.last_fetched, outcome.fresh, outcome.shown)
    rate = new_rate(due.rate, every, reading)
    least, most = Bounds(rhythm.soonest, rhythm.latest).around(every, rhythm.closer.get(due.source))
    return {"due": at + interval(rate, every, reading, least, most), "rate": rate}


def _revisit(stored: datetime | None, at: datetime, rhythm: Rhythm) -> datetime | None:
    if stored is None:
        return None
    return next((stored + offset for offset in rhythm.revisits if stored + offset > at), None)

"""The outbox: letters kept once a key, and sent until everybody has them or was refused for good.

A letter is sent at least once: an end of the program between the sending and its note sends it
again, under the same Message-ID (webhooks: Idempotency-Key), by which the other side knows it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

import sqlalchemy as sa

from campaigns.alert_tables import letter_addresses, letter_files, letters
from campaigns.post.letters import Letter, channel_of
from lantoa.database import Database, in_turn, upsert
from lantoa.errors import Again, Aside, LantoaError, Later, Misuse
from lantoa.words import word

LEASE = timedelta(minutes=15)
"""How long one sender has a letter to itself; one that died leaves it to the next after that."""
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360))
"""After the first, second, ... attempt that failed for now; the last one from then on."""
TURNED_BACK = timedelta(days=1)
"""No pause is that long: what is due later than this was noted by a clock that was ahead."""
AT_ONCE = 3
IDLE = ("waiting", "refused")
"""Fates of an address that nobody is sending to just now."""
_ADDRESSES = letter_addresses.c
_ADDRESSED = sa.select(
    letter_addresses, letters.c.key, letters.c.campaign, letters.c.subject, letters.c.made_at
).join(letters, letters.c.id == _ADDRESSES.letter)

_IS_WEBHOOK = sa.func.lower(_ADDRESSES.address).like("http%://%")
_OPEN = sa.select(_ADDRESSES.letter).where(_ADDRESSES.fate != "sent")


class Unreachable(Later):
    """The server itself does not take letters now: the others need not be tried."""


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one attempt. said: the last word of the server; refused: of the addresses
    that did not get it, why: Aside for good, Later for now."""

    said: str
    refused: Mapping[str, LantoaError]


class Mailer(Protocol):
    """Carries letters away."""

    def send(self, letter: Letter, to: Sequence[str], made_at: datetime) -> Result:
        """Send to some of the letter's addresses, all webhooks or all mailboxes. Raises Again,
        Later (Unreachable: no other letter either) or Aside where nobody got it."""
        ...


@dataclass(frozen=True, slots=True)
class Parcel:
    """What one sender has to itself: a letter and those addresses that still wait for it."""

    id: int
    letter: Letter
    made_at: datetime
    waiting: Mapping[str, int]
    attempts: int


@dataclass(frozen=True, slots=True)
class Addressed:
    """One address of a letter as it stands. fate: waiting, sending, sent, refused."""

    letter: int
    key: str
    campaign: str
    subject: str
    made_at: datetime
    address: str
    fate: str
    attempts: int
    due_at: datetime
    sent_at: datetime | None
    said: str


class Outbox:
    """Letters in the database. Every method is one transaction."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def put(self, letter: Letter, now: datetime) -> bool:
        """Keep a letter to be sent; False where its key was there already (that letter stands)."""
        with self.database.write() as connection:
            return put_in(connection, letter, now)

    def take(self, now: datetime) -> Parcel | None:
        """The letter longest due, for this sender alone; None when nothing is due."""
        with self.database.write() as connection:
            in_turn(connection, "outbox")
            query = sa.select(letter_addresses).where(_due(now))
            order = (_ADDRESSES.due_at, _ADDRESSES.letter, _ADDRESSES.position)
            first = connection.execute(query.order_by(*order).limit(1)).first()
            if first is None:
                return None
            rows = connection.execute(query.where(_ADDRESSES.letter == first.letter).order_by(_ADDRESSES.position))
            mine = [row for row in rows if channel_of(row.address) == channel_of(first.address)]
            taken = {"fate": "sending", "due_at": now + LEASE, "attempts": _ADDRESSES.attempts + 1}
            connection.execute(_at(first.letter, [row.position for row in mine]).values(**taken))
            letter, made_at = _letter(connection, first.letter)
        waiting = {row.address: row.position for row in mine}
        return Parcel(first.letter, letter, made_at, waiting, max(row.attempts for row in mine) + 1)

    def note(self, parcel: Parcel, result: Result, now: datetime) -> None:
        """What became of it; attachments go when everybody has the letter."""
        pause = pause_after(parcel.attempts)
        with self.database.write() as connection:
            for address, position in parcel.waiting.items():
                error = result.refused.get(address)
                values: dict[str, Any] = {"fate": "sent", "sent_at": now, "said": result.said}
                if isinstance(error, Aside):
                    values = {"fate": "refused", "said": str(error)}
                elif error is not None:
                    values = {"fate": "waiting", "due_at": now + pause, "said": str(error)}
                connection.execute(_at(parcel.id, [position]).values(**values))
            left = sa.select(_ADDRESSES.letter).where(_ADDRESSES.letter == parcel.id, _ADDRESSES.fate != "sent")
            if connection.execute(left).first() is None:
                connection.execute(sa.delete(letter_files).where(letter_files.c.letter == parcel.id))

    def defer(self, channel: str, why: str, now: datetime) -> int:
        """No letter of the channel can go now: each that is due waits, as if it had been tried; to
        how many addresses."""
        mine = sa.and_(_due(now), _IS_WEBHOOK if channel == "webhook" else sa.not_(_IS_WEBHOOK))
        count = 0
        with self.database.write() as connection:
            in_turn(connection, "outbox")
            for attempts in connection.scalars(sa.select(_ADDRESSES.attempts).where(mine).distinct()).all():
                waits = {"fate": "waiting", "due_at": now + pause_after(attempts + 1), "attempts": attempts + 1, "said": why}
                done = sa.update(letter_addresses).where(mine, _ADDRESSES.attempts == attempts).values(**waits)
                count += connection.execute(done).rowcount
        return count

    def retry(self, letter_id: int, now: datetime) -> None:
        """Those who do not have the letter yet get it at once. Raises Misuse where nobody waits."""
        waits = sa.update(letter_addresses).where(_ADDRESSES.letter == letter_id, _ADDRESSES.fate.in_(IDLE))
        with self.database.write() as connection:
            done = connection.execute(waits.values(fate="waiting", due_at=now, attempts=0))
        if not done.rowcount:
            raise Misuse(word("letters.nothing_to_retry", id=letter_id))

    def retry_all(self, now: datetime) -> int:
        """As `retry`, of every letter; how many addresses."""
        waits = sa.update(letter_addresses).where(_ADDRESSES.fate.in_(IDLE))
        with self.database.write() as connection:
            return connection.execute(waits.values(fate="waiting", due_at=now, attempts=0)).rowcount

    def open_letters(self, campaign: str = "", limit: int = 50) -> list[Addressed]:
        """The addresses, of the latest letters that somebody has not got, who have not."""
        latest = _of_campaign(sa.select(letters.c.id).where(letters.c.id.in_(_OPEN)), campaign)
        mine = latest.order_by(letters.c.id.desc()).limit(limit)
        query = _ADDRESSED.where(_ADDRESSES.letter.in_(mine), _ADDRESSES.fate != "sent")
        with self.database.read() as connection:
            rows = connection.execute(query.order_by(_ADDRESSES.letter.desc(), _ADDRESSES.position))
            return [_addressed(row) for row in rows]

    def count_open(self, campaign: str = "") -> int:
        """How many letters somebody has not got."""
        query = _of_campaign(sa.select(sa.func.count()).select_from(letters).where(letters.c.id.in_(_OPEN)), campaign)
        with self.database.read() as connection:
            return connection.scalar(query) or 0

    def listed(self, campaign: str = "", limit: int = 200) -> list[Addressed]:
        """The addresses of the latest letters, newest first; of one campaign where it is named."""
        query = _of_campaign(_ADDRESSED, campaign)
        query = query.order_by(letters.c.made_at.desc(), letters.c.id.desc(), _ADDRESSES.position).limit(limit)
        with self.database.read() as connection:
            return [_addressed(row) for row in connection.execute(query)]

    def of_keys(self, keys: Collection[str]) -> list[Addressed]:
        """The addresses of these letters."""
        query = _ADDRESSED.where(letters.c.key.in_(keys)).order_by(_ADDRESSES.letter, _ADDRESSES.position)
        with self.database.read() as connection:
            return [_addressed(row) for row in connection.execute(query)]

    def due(self, now: datetime) -> int:
        """How many addresses would be tried now."""
        query = sa.select(sa.func.count()).where(_due(now))
        with self.database.read() as connection:
            return connection.scalar(query.select_from(letter_addresses)) or 0

    def counts(self) -> dict[str, int]:
        """Addresses by fate."""
        query = sa.select(_ADDRESSES.fate, sa.func.count()).group_by(_ADDRESSES.fate)
        with self.database.read() as connection:
            return {str(fate): int(count) for fate, count in connection.execute(query)}


def put_in(connection: sa.Connection, letter: Letter, now: datetime) -> bool:
    """`Outbox.put` inside a transaction of the caller's."""
    in_turn(connection, "outbox")
    if connection.scalar(sa.select(letters.c.id).where(letters.c.key == letter.key)) is not None:
        return False
    row = {
        "key": letter.key, "campaign": letter.campaign, "subject": letter.subject, "text": letter.text,
        "html": letter.html, "data": dict(letter.data), "made_at": now,
    }  # fmt: skip
    number = connection.execute(sa.insert(letters).values(row).returning(letters.c.id)).scalar_one()
    upsert(connection, letter_addresses, [
        {"letter": number, "position": place, "address": address, "fate": "waiting", "attempts": 0, "due_at": now, "said": ""}
        for place, address in enumerate(dict.fromkeys(letter.to))
    ], ["letter", "position"])  # fmt: skip
    upsert(connection, letter_files, [
        {"letter": number, "position": place, "name": name, "media_type": media_type, "data": data}
        for place, (name, media_type, data) in enumerate(letter.attachments)
    ], ["letter", "position"])  # fmt: skip
    return True


def send_due(outbox: Outbox, mailer: Mailer, now: datetime) -> dict[str, int]:
    """Send everything that is due: how many addresses got theirs (sent), wait (later) or never
    will (refused). A letter that fails is no reason not to send the next one."""
    counts = {"sent": 0, "later": 0, "refused": 0}
    while (parcel := outbox.take(now)) is not None:
        try:
            result = _attempt(mailer, parcel)
        except Unreachable as error:
            result = _nobody(parcel, error)
            counts["later"] += outbox.defer(channel_of(next(iter(parcel.waiting))), str(error), now)
        except (Aside, Later) as error:
            result = _nobody(parcel, error)
        outbox.note(parcel, result, now)
        for address in parcel.waiting:
            counts[_count(result.refused.get(address))] += 1
    return counts


def _attempt(mailer: Mailer, parcel: Parcel) -> Result:
    for left in reversed(range(AT_ONCE)):
        try:
            return mailer.send(parcel.letter, tuple(parcel.waiting), parcel.made_at)
        except Again as error:
            if not left:
                raise Later(str(error)) from None
    raise AssertionError("unreachable")


def _count(error: LantoaError | None) -> str:
    return "sent" if error is None else "refused" if isinstance(error, Aside) else "later"


def _nobody(parcel: Parcel, error: LantoaError) -> Result:
    return Result("", dict.fromkeys(parcel.waiting, error))


def _of_campaign(query: sa.Select[Any], campaign: str) -> sa.Select[Any]:
    return query.where(letters.c.campaign == campaign) if campaign else query


def _addressed(row: sa.Row[Any]) -> Addressed:
    return Addressed(**{name: getattr(row, name) for name in Addressed.__slots__})


def pause_after(attempts: int) -> timedelta:
    """Before the next attempt, after so many."""
    return PAUSES[min(attempts, len(PAUSES)) - 1]


def _due(now: datetime) -> sa.ColumnElement[bool]:
    """Waits and may be tried now, or is with a sender that has died."""
    when = sa.or_(_ADDRESSES.due_at <= now, _ADDRESSES.due_at > now + TURNED_BACK)
    return sa.and_(_ADDRESSES.fate.in_(("waiting", "sending")), when)


def _at(letter: int, positions: Sequence[int]) -> sa.Update:
    return sa.update(letter_addresses).where(_ADDRESSES.letter == letter, _ADDRESSES.position.in_(positions))


def _letter(connection: sa.Connection, number: int) -> tuple[Letter, datetime]:
    row = connection.execute(sa.select(letters).where(letters.c.id == number)).one()
    to = connection.scalars(sa.select(_ADDRESSES.address).where(_ADDRESSES.letter == number).order_by(_ADDRESSES.position))
    files = connection.execute(
        sa.select(letter_files.c.name, letter_files.c.media_type, letter_files.c.data)
        .where(letter_files.c.letter == number)
        .order_by(letter_files.c.position)
    )
    letter = Letter(
        tuple(to), row.subject, row.text, row.html, tuple((each[0], each[1], each[2]) for each in files),
        row.key, row.campaign, row.data,
    )  # fmt: skip
    return letter, row.made_at

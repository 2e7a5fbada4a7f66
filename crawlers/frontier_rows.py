"""Rows of the frontier: nouns to columns and back, and the statements that write them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from crawlers.fates import Fate
from crawlers.order import Lane, first_weight, place
from crawlers.plan import Rhythm, Role
from crawlers.sources import Source
from crawlers.tables import frontier
from crawlers.urls import canonical, host_of
from crawlers.visits import Due, Outcome
from lantoa.database import Instant

STATED = "sources"
"""Stands among the channels of an address that its source states itself."""
MOST_CHANNELS = 12
DATE_ONLY = timedelta(days=1)
"""A lastmod may name the day alone: a sitemap changed "today" is read again all day."""
DUE_COLUMNS = (
    "id", "url", "host", "source", "role", "title", "every_s", "page", "etag", "last_modified", "digest",
    "visits", "tries", "fate", "stored_at", "gone_count", "gone_since", "removed_at", "note", "channels",
    "weight", "rate", "last_fetched", "final_url",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """An address seen in a channel.

    listed_at: when the channel says it was published or changed; every: poll it so often
    (channels); page: of a list, counted from 1: this one, or the one that shows an article;
    again: fetch it now though it is known; skip: known and counted, but not to be fetched;
    likely: what is said of it speaks of a congress; also: further channels that showed it.
    """

    url: str
    role: Role
    source: str
    channel: str
    title: str = ""
    listed_at: datetime | None = None
    every: timedelta | None = None
    page: int = 1
    again: bool = False
    skip: bool = False
    likely: bool = False
    also: tuple[str, ...] = ()


def channels_of(source: Source, rhythm: Rhythm) -> list[Found]:
    """The channels of a source. The home page is always one; with feeds or sitemaps beside
    it, it and the sections are looked at more rarely."""
    side = rhythm.side if source.feeds or source.sitemaps else rhythm.page
    stated: list[tuple[str, Role, timedelta]] = [
        *((url, "feed", rhythm.feed) for url in source.feeds),
        *((url, "sitemap", rhythm.sitemap) for url in source.sitemaps),
        *((url, "section", side) for url in source.sections),
        (source.home, "home", side),
    ]
    return [Found(canonical(url), role, source.id, STATED, every=every) for url, role, every in stated]


_MINE = (
    "fate", "due", "visits", "tries", "stored_at", "gone_count", "gone_since", "removed_at", "etag",
    "last_modified", "digest", "note", "rate", "lane", "weight",
)  # fmt: skip
DONE = (
    sa.update(frontier)
    .where(frontier.c.id == sa.bindparam("row"), frontier.c.lease_owner == sa.bindparam("owner"))
    .values(
        **{name: sa.bindparam(f"new_{name}", type_=frontier.c[name].type) for name in _MINE},
        last_status=sa.bindparam("status"),
        last_fetched=sa.bindparam("fetched", type_=Instant()),
        robots=sa.bindparam("said"),
        final_url=sa.bindparam("final"),
        shows_from=sa.case(
            (frontier.c.shows_from <= sa.bindparam("oldest", type_=Instant()), frontier.c.shows_from),
            else_=sa.func.coalesce(sa.bindparam("oldest", type_=Instant()), frontier.c.shows_from),
        ),
        lease_owner=None,
        lease_until=None,
    )
)


def done_row(outcome: Outcome, state: Mapping[str, Any], owner: str) -> dict[str, Any]:
    """The values of DONE: the row's new state after an outcome."""
    row = {f"new_{name}": value for name, value in state.items()}
    return row | {
        "new_note": storable(outcome.note), "new_etag": storable(state["etag"]),
        "new_last_modified": storable(state["last_modified"]),
        "row": outcome.due.id, "owner": owner, "status": outcome.status, "fetched": outcome.at,
        "said": outcome.robots, "final": outcome.final_url, "oldest": outcome.shows_from,
    }  # fmt: skip


def due_of(row: Any) -> Due:
    values = dict(row._mapping)
    every = values.pop("every_s")
    values["fate"] = Fate(values["fate"])
    values["channels"] = tuple(values["channels"])
    return Due(**values, every=None if every is None else timedelta(seconds=every))


def merge(found: Iterable[Found]) -> dict[str, Found]:
    """By address; the first sight wins, a later one adds what it did not say."""
    merged: dict[str, Found] = {}
    for each in found:
        held = merged.get(each.url)
        if held is None:
            merged[each.url] = each
        else:
            merged[each.url] = replace(
                held,
                title=held.title or each.title,
                listed_at=held.listed_at or each.listed_at,
                again=held.again or each.again,
                skip=held.skip and each.skip,
                likely=held.likely or each.likely,
                also=(*held.also, each.channel, *each.also),
            )
    return merged


def known_rows(connection: sa.Connection, urls: Sequence[str]) -> Mapping[str, Any]:
    table = frontier.c
    query = sa.select(
        table.id, table.url, table.role, table.channels, table.title, table.listed_at, table.last_fetched,
        table.due, table.fate, table.every_s, table.stored_at, table.lane, table.weight,
    ).where(table.url.in_(urls))  # fmt: skip
    return {row.url: row for row in connection.execute(query)}


def storable(text: str) -> str:
    """What both databases take: no NUL, no lone surrogates (outlets send both)."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")


def new_row(found: Found, now: datetime) -> dict[str, Any]:
    due = None if found.skip else now
    lane, weight = place(due, polled=found.every is not None, stored=False, first=_first(found, now))
    return {
        "url": found.url,
        "host": host_of(found.url),
        "source": found.source,
        "role": found.role,
        "channels": _shown_by((), found),
        "title": storable(found.title[:500]),
        "listed_at": found.listed_at,
        "first_seen": now,
        "every_s": None if found.every is None else int(found.every.total_seconds()),
        "page": found.page,
        "due": due,
        "fate": str(Fate.SKIPPED if found.skip else Fate.WAITING),
        "lane": lane,
        "weight": weight,
    }


def _shown_by(held: Sequence[str], found: Found) -> list[str]:
    """The channels that showed an address, in order."""
    return list(dict.fromkeys((*held, found.channel, *found.also)))[:MOST_CHANNELS]


def _first(found: Found, now: datetime) -> int:
    return first_weight(found.listed_at, now, found.page, found.likely)


def change_of(row: Any, found: Found, now: datetime) -> dict[str, Any] | None:
    """What a sight of a known address changes; None: nothing."""
    channels, due, fate = _shown_by(row.channels, found), row.due, row.fate
    if fate == Fate.SKIPPED and not found.skip:
        due, fate = now, str(Fate.WAITING)
    elif _asked_again(row, found, now) and (due is None or due > now):
        due = now
    title, listed = row.title or storable(found.title[:500]), row.listed_at or found.listed_at
    if (channels, due, fate, title, listed) == (row.channels, row.due, row.fate, row.title, row.listed_at):
        return None
    first = _first(replace(found, listed_at=found.listed_at or listed), now)
    if row.lane == Lane.FIRST:
        first = min(first, row.weight)
    lane, weight = place(due, polled=row.every_s is not None, stored=row.stored_at is not None, first=first)
    return {
        "row": row.id, "shown": channels, "then": due, "word": fate, "name": title, "stated": listed,
        "queue": lane, "turn": weight,
    }  # fmt: skip


def _asked_again(row: Any, found: Found, now: datetime) -> bool:
    if found.again:
        return True
    if found.listed_at is None or row.last_fetched is None or found.listed_at > now:
        return False
    slack = DATE_ONLY if found.role == "sitemap" else timedelta(0)
    return bool(found.listed_at > row.last_fetched - slack and found.role in ("sitemap", "article"))


CHANGE = (
    sa.update(frontier)
    .where(frontier.c.id == sa.bindparam("row"))
    .values(
        channels=sa.bindparam("shown", type_=sa.JSON()),
        due=sa.bindparam("then", type_=Instant()),
        fate=sa.bindparam("word"),
        title=sa.bindparam("name"),
        listed_at=sa.bindparam("stated", type_=Instant()),
        lane=sa.bindparam("queue"),
        weight=sa.bindparam("turn"),
    )
)


def reseeded(row: Any, wanted: Found | None, now: datetime, adaptive: bool) -> dict[str, Any]:
    """A channel as its source states it now; one that it no longer states is not polled. What
    an adaptive rhythm has put far off is left there while the stated interval stays."""
    if wanted is None or wanted.every is None:
        stated = STATED in row.channels
        then, pace = (None, None) if stated else (row.due, row.every_s)
    else:
        latest, pace = now + wanted.every, int(wanted.every.total_seconds())
        far = row.due is not None and row.due > latest and not (adaptive and pace == row.every_s)
        then = latest if far else row.due or now
    lane, weight = place(then, polled=True, stored=False, first=0)
    return {"row": row.id, "then": then, "pace": pace, "queue": lane, "turn": weight}


RESEED = (
    sa.update(frontier)
    .where(frontier.c.id == sa.bindparam("row"))
    .values(
        due=sa.bindparam("then", type_=Instant()),
        every_s=sa.bindparam("pace"),
        lane=sa.bindparam("queue"),
        weight=sa.bindparam("turn"),
    )
)

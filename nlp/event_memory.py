"""The database side of events: the heaviest words of articles, and who shares some."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from lantoa.database import chunks, upsert
from nlp.event_terms import EventTerms, packed, unpacked
from nlp.tables import event_keys, event_terms

CHUNK = 5_000


_VALUES: sa.BindParameter[Any] = sa.bindparam("values", expanding=True)
_SHARING = sa.select(event_keys).where(
    event_keys.c.key.in_(_VALUES), event_keys.c.day.between(sa.bindparam("first"), sa.bindparam("last"))
)
_TERMS = sa.select(event_terms).where(event_terms.c.article.in_(_VALUES))
_FORGET = sa.delete(event_keys).where(event_keys.c.article.in_(_VALUES))


def save_terms(
    connection: sa.Connection,
    rows: Mapping[int, EventTerms],
    days: Mapping[int, date],
    known: Iterable[int],
) -> None:
    """Write terms and keys; an article without a day has no keys, and is found by nobody. known:
    those of them that may have some already."""
    blobs = [{"article": one, "terms": packed(terms)} for one, terms in rows.items()]
    keys = [
        {"key": key, "day": days[one], "article": one}
        for one, terms in rows.items()
        if one in days
        for key in terms.keys
    ]
    for chunk in chunks(list(known), CHUNK):
        connection.execute(_FORGET, {"values": chunk})
    upsert(connection, event_terms, blobs, ["article"], ["terms"])
    upsert(connection, event_keys, keys, ["key", "day", "article"])


def sharing(
    connection: sa.Connection, rows: Mapping[int, EventTerms], days: Mapping[int, date], reach: timedelta
) -> dict[int, set[int]]:
    """By article, the stored ones within so many days that have one of its keys."""
    dated = {one: days[one] for one in rows if one in days}
    if not dated:
        return {}
    first, last = min(dated.values()) - reach, max(dated.values()) + reach
    holders: defaultdict[int, list[tuple[date, int]]] = defaultdict(list)
    for chunk in chunks(sorted({key for one in dated for key in rows[one].keys}), CHUNK):
        near = {"values": chunk, "first": first, "last": last}
        for key, day, article in connection.execute(_SHARING, near).all():
            holders[key].append((day, article))
    return {
        one: {
            article
            for key in rows[one].keys
            for other, article in holders[key]
            if abs(other - day) <= reach and article != one
        }
        for one, day in dated.items()
    }


def stored_terms(connection: sa.Connection, ids: Iterable[int]) -> dict[int, EventTerms]:
    """Stored terms by article."""
    found: dict[int, EventTerms] = {}
    for chunk in chunks(sorted(set(ids)), CHUNK):
        rows = connection.execute(_TERMS, {"values": chunk}).all()
        found |= {article: unpacked(blob) for article, blob in rows}
    return found

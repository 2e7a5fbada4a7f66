"""The database side of events: the heaviest words of articles, and who shares some."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

import sqlalchemy as sa

from lantoa.database import Database, upsert
from nlp.event_terms import EventTerms, packed, unpacked
from nlp.tables import event_keys, event_terms

CHUNK = 5_000


class EventMemory:
    """Reads and writes the tables `event_terms` and `event_keys`."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def save(self, rows: Mapping[int, EventTerms], days: Mapping[int, date]) -> None:
        """Write or replace; an article without a day has no keys, and is found by nobody."""
        blobs = [{"article": one, "terms": packed(terms)} for one, terms in rows.items()]
        keys = [
            {"key": key, "day": days[one], "article": one}
            for one, terms in rows.items()
            if one in days
            for key in terms.keys
        ]
        with self.database.write() as connection:
            for chunk in _chunks(list(rows)):
                connection.execute(sa.delete(event_keys).where(event_keys.c.article.in_(chunk)))
            upsert(connection, event_terms, blobs, ["article"], ["terms"])
            upsert(connection, event_keys, keys, ["key", "day", "article"])

    def sharing(
        self, rows: Mapping[int, EventTerms], days: Mapping[int, date], reach: timedelta
    ) -> dict[int, set[int]]:
        """By article, the stored ones within so many days that have one of its keys."""
        dated = {one: days[one] for one in rows if one in days}
        if not dated:
            return {}
        first, last = min(dated.values()) - reach, max(dated.values()) + reach
        holders: defaultdict[int, list[tuple[date, int]]] = defaultdict(list)
        with self.database.read() as connection:
            for chunk in _chunks(sorted({key for one in dated for key in rows[one].keys})):
                query = sa.select(event_keys).where(
                    event_keys.c.key.in_(chunk), event_keys.c.day.between(first, last)
                )
                for key, day, article in connection.execute(query):
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

    def terms(self, ids: Iterable[int]) -> dict[int, EventTerms]:
        """Stored terms by article."""
        found: dict[int, EventTerms] = {}
        with self.database.read() as connection:
            for chunk in _chunks(sorted(set(ids))):
                query = sa.select(event_terms).where(event_terms.c.article.in_(chunk))
                found |= {article: unpacked(blob) for article, blob in connection.execute(query)}
        return found


def _chunks(values: list[int]) -> Iterable[list[int]]:
    return (values[at : at + CHUNK] for at in range(0, len(values), CHUNK))

"""Searches kept under a name: one list for the whole house, for there are no accounts.

A saved search is an address and no more: nothing runs it, watches it or tells anybody of it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import sqlalchemy as sa
from pydantic import ValidationError

from lantoa.database import Database, in_turn
from lantoa.errors import Misuse
from lantoa.web.failures import explain
from lantoa.words import word
from nlp.normalise import search_form
from search_api.asked import Asked
from search_api.finding import query_of
from search_api.saved_tables import LONGEST_NAME, saved_searches
from search_api.services import Services

MOST = 500
PAGE = "/tim-kiem"
LONGEST_ADDRESS = 8_000


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """name: unique; address: "/tim-kiem?q=...", without the place in its pages."""

    id: int
    name: str
    address: str
    created_at: datetime


class Refused(Misuse):
    """Not now, for what is saved already."""

    status = 409


class SavedSearches:
    """The list. Every method is one transaction."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def all(self) -> list[SavedSearch]:
        """By name, marks and capitals aside."""
        with self.database.read() as connection:
            found = [SavedSearch(*row) for row in connection.execute(sa.select(saved_searches))]
        return sorted(found, key=lambda one: (search_form(one.name)[1], one.name))

    def save(self, name: str, address: str, now: datetime) -> SavedSearch:
        """Keep an address, as `readable_address` gives it, under a new name.

        Raises Misuse for a name that cannot be, Refused when it is taken (what stands under it
        stays) or the list is full.
        """
        name = _name(name)
        with self.database.write() as connection:
            in_turn(connection, "saved searches")
            if connection.scalar(sa.select(saved_searches.c.id).where(saved_searches.c.name == name)):
                raise Refused(word("saved.taken", name=name))
            if (connection.scalar(sa.select(sa.func.count()).select_from(saved_searches)) or 0) >= MOST:
                raise Refused(word("saved.full", most=MOST))
            values = {"name": name, "address": address, "created_at": now}
            made = connection.execute(sa.insert(saved_searches).values(values).returning(saved_searches.c.id))
            return SavedSearch(made.scalar_one(), name, address, now)

    def delete(self, saved_id: int) -> bool:
        """Take one off the list; False when it is not there."""
        with self.database.write() as connection:
            done = connection.execute(sa.delete(saved_searches).where(saved_searches.c.id == saved_id))
            return done.rowcount > 0


def readable_address(ours: Services, address: str) -> str:
    """The address of the search page as the house writes it, its search known to be readable.

    address: "/tim-kiem?q=...", or only what stands behind its path. Raises Misuse for another
    page, unknown parameters and a query that cannot be read, Later when the index is down.
    """
    asked = asked_in(address)
    query_of(ours, asked)
    return asked.address()


def asked_in(address: str) -> Asked:
    """The search of an address. Raises Misuse naming what is wrong."""
    try:
        parts = urlsplit(address)
    except ValueError:
        raise Misuse(word("saved.address_wrong", address=address[:80])) from None
    bare = "?" not in address and "=" in address
    if parts.scheme or parts.netloc or parts.fragment or (not bare and parts.path not in ("", PAGE)):
        raise Misuse(word("saved.address_wrong", address=address[:80]))
    try:
        given = parse_qs(address if bare else parts.query, keep_blank_values=True, max_num_fields=200)
    except ValueError:
        raise Misuse(word("saved.address_wrong", address=address[:80])) from None
    try:
        return Asked.model_validate(_values(given))
    except ValidationError as error:
        raise Misuse(" ".join(explain(error.errors()))) from None


def _values(given: Mapping[str, list[str]]) -> dict[str, Any]:
    """Of what may stand once the last one counts, as in a page's address."""
    many = {name for name, field in Asked.model_fields.items() if isinstance(field.default, list)}
    return {name: values if name in many else values[-1] for name, values in given.items()}


def _name(typed: str) -> str:
    """Composed, and with single spaces."""
    name = " ".join(unicodedata.normalize("NFC", typed).split())
    if not name:
        raise Misuse(word("saved.no_name"))
    if len(name) > LONGEST_NAME:
        raise Misuse(word("saved.long_name", most=LONGEST_NAME, length=len(name)))
    if not name.isprintable():
        raise Misuse(word("saved.odd_name"))
    return name

"""In what order the addresses of one host are asked. Pure.

Three lanes: polled channels, first visits, revisits; within a lane the smallest weight first.
Channels and revisits go by the time they are due. First visits go likely ones first (title,
summary or address speak of a congress), then by what they date from, newest first: so today's
news comes before a backfill, and a list's further pages stand among articles of their age.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from enum import IntEnum
from itertools import chain, islice, zip_longest
from typing import TypeVar

from lantoa.database import EPOCH

MICROSECOND = timedelta(microseconds=1)
PAGE_AGE = timedelta(hours=12)
"""What one page further down a list is taken to be older, where nothing is dated."""
FIRSTS, REVISITS = 3, 1
"""Of a host's requests beside its channels, while both wait."""
_CLASS = 10**16
_TOP = 5 * 10**15

T = TypeVar("T")


class Lane(IntEnum):
    """Which queue of its host an address stands in."""

    CHANNEL = 0
    FIRST = 1
    REVISIT = 2


def first_weight(dated: datetime | None, found: datetime, page: int, likely: bool) -> int:
    """The weight of a first visit. dated: what its channel says; found: when it was seen there,
    on which page of the list. A date in the future counts as `found`."""
    age = min(dated, found) if dated is not None else found - (page - 1) * PAGE_AGE
    return (0 if likely else _CLASS) + _TOP - (age - EPOCH) // MICROSECOND


def place(due: datetime | None, *, polled: bool, stored: bool, first: int) -> tuple[int | None, int | None]:
    """Lane and weight of an address due at that time; first: its weight as a first visit."""
    if due is None:
        return None, None
    when = (due - EPOCH) // MICROSECOND
    if polled:
        return Lane.CHANNEL, when
    return (Lane.REVISIT, when) if stored else (Lane.FIRST, first)


def mix(firsts: Sequence[T], revisits: Sequence[T], room: int) -> list[T]:
    """At most `room` of both, in turns: neither starves the other."""
    turns = zip_longest(_groups(firsts, FIRSTS), _groups(revisits, REVISITS), fillvalue=())
    return list(islice(chain.from_iterable(chain.from_iterable(turns)), room))


def _groups(items: Sequence[T], size: int) -> Iterable[Sequence[T]]:
    return (items[start : start + size] for start in range(0, len(items), size))

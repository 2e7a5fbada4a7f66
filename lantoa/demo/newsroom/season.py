"""Puts the season together: events, originals, reprints, then edits and removals."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from lantoa.article import About, CongressKey
from lantoa.demo.campaign import CAMPAIGN
from lantoa.demo.newsroom.compose import Told, Writer, facts_of
from lantoa.demo.newsroom.corrections import correct
from lantoa.demo.newsroom.desk import INNER_OUTLET, INNER_SECTION, Desk, section_of
from lantoa.demo.newsroom.plan import Event, plan_events
from lantoa.demo.newsroom.reprints import take_over
from lantoa.demo.newsroom.stock import read_stock
from lantoa.demo.story import Piece, Truth

DEFAULT_SEED = 1930
INNER = "inner"
NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class Season:
    """Everything the press publishes; pieces in order of publication. Days are local."""

    seed: int
    pieces: tuple[Piece, ...]
    start: date = CAMPAIGN.start
    opening: date = CAMPAIGN.congresses[0].opening
    closing: date = CAMPAIGN.congresses[0].closing
    end: date = CAMPAIGN.end


@dataclass(frozen=True, slots=True)
class _Entry:
    """A text on its way to print."""

    told: Told
    group: str
    original: bool
    credit: str = ""


def write_season(seed: int = DEFAULT_SEED) -> Season:
    """The whole season of this seed; the same seed gives the same season, byte by byte."""
    random = Random(seed)
    stock = read_stock()
    desk, writer = Desk(random), Writer(stock, random)
    told = [text for event in plan_events(stock, random) for text in _report(event, desk, writer, random)]
    entries = [_Entry(text, f"g{at + 1:03}", True) for at, text in enumerate(told)]
    groups = {id(text): f"g{at + 1:03}" for at, text in enumerate(told)}
    open_texts = [text for text in told if text.event.story.form != INNER]
    for original, copies in take_over(open_texts, random):
        entries += [_Entry(copy.told, groups[id(original)], False, copy.credit) for copy in copies]
    entries.sort(key=lambda entry: (entry.told.published, entry.group, entry.told.outlet))
    pieces = [_piece(f"p{at + 1:03}", entry, desk) for at, entry in enumerate(entries)]
    return Season(seed, correct(pieces, random))


def _report(event: Event, desk: Desk, writer: Writer, random: Random) -> Iterator[Told]:
    facts = facts_of(event, random)
    at = event.at
    for outlet in desk.assign(event.story.outlets, event.ward, event.reports):
        yield writer.write(event, outlet, at, facts)
        later = at + timedelta(minutes=random.randint(14, 170))
        at = later if later.hour < 23 and later.date() == at.date() else at + timedelta(minutes=3)


def _piece(number: str, entry: _Entry, desk: Desk) -> Piece:
    told = entry.told
    form = told.event.story.form
    inner = form == INNER
    truth = Truth(
        about=_about(told),
        congresses=_congresses(told),
        phase=_phase(told),
        reprint_group=entry.group,
        event=told.event.id,
        is_original=entry.original,
        reachable=not inner,
    )
    return Piece(
        id=number,
        outlet=INNER_OUTLET if inner else told.outlet,
        section=INNER_SECTION if inner else section_of(told.outlet, told.event.story.section),
        slug=f"{slugify(told.title)}-{number}",
        published=told.published,
        title=told.title,
        sapo=told.sapo,
        paragraphs=told.paragraphs,
        captions=told.captions,
        author="" if form else desk.byline(told.outlet),
        credit=entry.credit,
        truth=truth,
        dated=form != NOTICE,
    )


def _about(told: Told) -> About:
    if told.event.key is not None:
        return "congress"
    return "mention" if any(told.keys) else "none"


def _congresses(told: Told) -> tuple[tuple[CongressKey, bool], ...]:
    """The primary congress first, then the others in order of naming."""
    primary = told.event.key
    named = dict.fromkeys(key for keys in told.keys for key in sorted(keys, key=repr))
    others = tuple((key, False) for key in named if key != primary)
    return (((primary, True),) if primary else ()) + others


def _phase(told: Told) -> str:
    if told.event.key is None or CAMPAIGN.congress(told.event.key) is None:
        return "outside"
    if told.event.story.form == NOTICE:
        return "undated"
    return CAMPAIGN.phase(told.event.key, told.published)


_NOT_A_WORD = re.compile(r"[^a-z0-9]+")


def slugify(title: str) -> str:
    """ASCII words joined by hyphens, as papers make their addresses; at most 90 characters."""
    plain = unicodedata.normalize("NFD", title.lower().replace("đ", "d"))
    ascii_only = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return _NOT_A_WORD.sub("-", ascii_only).strip("-")[:90].strip("-")

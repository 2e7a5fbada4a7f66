"""A campaign as a TOML file or a JSON column, and back. Refuses nonsense, naming it and its place."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any, get_args

from campaigns.campaign import Campaign, CampaignCongress
from campaigns.parts import (
    MEASURES,
    PHASES,
    REPORT_PERIODS,
    Letterhead,
    Message,
    ReportOrder,
    Target,
    Wave,
)
from campaigns.problems import Problem, Refused, refuse
from campaigns.stanza import Stanza
from lantoa.article import CongressKey, Level
from lantoa.errors import Misuse
from lantoa.words import word

LEVELS: tuple[Level, ...] = get_args(Level)
CAMPAIGN_KEYS = (
    "id", "name", "start", "end", "panel", "panel_version", "before_days", "after_days", "addressee", "query",
    "own_sources", "commissioned", "previous", "peers", "unlike", "recipients", "mail", "webhook",
    "alert_budget", "silence_hours", "origin", "letterhead", "weights", "congress", "wave", "message",
    "target", "report",
)  # fmt: skip
CONGRESS_KEYS = (
    "id", "name", "level", "place", "ordinal", "term", "body", "opening", "closing", "parent", "tentative",
    "venue", "origin",
)  # fmt: skip
LETTERHEAD_KEYS = ("parent", "body", "symbol", "place", "signer")
LARGEST_FILE = 2_000_000
"""Bytes of a campaign file; two thousand congresses take a quarter of it."""


def read_campaign(file: Path) -> Campaign:
    """A campaign from a TOML file. Raises Misuse naming file, stanza and key."""
    try:
        if file.stat().st_size > LARGEST_FILE:
            raise Misuse(word("campaign.file", file=file, why=word("definition.too_large", most=LARGEST_FILE)))
        return campaign_from(tomllib.loads(file.read_text(encoding="utf-8")))
    except OSError as error:
        raise Misuse(word("campaign.file", file=file, why=error.strerror)) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError, ValueError) as error:
        raise Misuse(word("campaign.file", file=file, why=error)) from None


def campaign_from(table: Mapping[str, Any]) -> Campaign:
    """From plain values (days as dates or ISO strings). Raises Refused, a ValueError, with
    everything that is wrong."""
    problems: list[Problem] = []
    stanza = Stanza(table, (), CAMPAIGN_KEYS, problems)
    found = _campaign(stanza)
    refuse(problems)
    if found is None:
        raise Refused([Problem((), word("campaign.no_congress"))])
    return found


def _campaign(stanza: Stanza) -> Campaign | None:
    congresses = [_congress(row) for row in stanza.many("congress", CONGRESS_KEYS)]
    waves = [_wave(row) for row in stanza.many("wave", ("name", "start", "end"))]
    messages = [_message(row) for row in stanza.many("message", ("id", "name", "phrases"))]
    targets = [_target(row) for row in stanza.many("target", ("measure", "value", "phase"))]
    orders = [_order(row) for row in stanza.many("report", ("period", "at", "layout", "formats", "mail"))]
    letterhead = _letterhead(stanza.one("letterhead", LETTERHEAD_KEYS))
    values: dict[str, Any] = {
        "id": stanza.text("id"),
        "name": stanza.text("name"),
        "start": stanza.needed_day("start"),
        "end": stanza.day("end"),
        "before": _span(stanza, "before_days", 28, timedelta(days=1)),
        "after": _span(stanza, "after_days", 14, timedelta(days=1)),
        "silence": _span(stanza, "silence_hours", 24, timedelta(hours=1)),
        "panel_version": stanza.maybe_number("panel_version"),
        "alert_budget": stanza.number("alert_budget", 10),
        "weights": stanza.weights("weights"),
        **{key: stanza.string(key) for key in _STRINGS},
        **{key: stanza.strings(key) for key in _LISTS},
    }
    parts: dict[str, list[Any]] = {
        "congresses": congresses, "waves": waves, "messages": messages, "targets": targets, "reports": orders
    }  # fmt: skip
    values |= {name: tuple(one for one in rows if one is not None) for name, rows in parts.items()}
    return stanza.made(lambda: Campaign(letterhead=letterhead or Letterhead(), **values))


_STRINGS = ("panel", "addressee", "query", "previous", "unlike", "webhook", "origin")
_LISTS = ("own_sources", "commissioned", "peers", "recipients", "mail")


def _span(stanza: Stanza, key: str, default: int, unit: timedelta) -> timedelta:
    """So many units; far beyond any sense it is cut, so that the check names it and nothing overflows."""
    return max(-999_999, min(stanza.number(key, default), 999_999)) * unit


def _congress(row: Stanza) -> CampaignCongress | None:
    level = row.choice("level", LEVELS, "campaign.level")
    ordinal = row.maybe_number("ordinal")
    term = row.table.get("term")
    if term and not (isinstance(term, list | tuple) and [type(year) for year in term] == [int, int]):
        row.note("term", word("campaign.term", value=term))
        term = None
    key = CongressKey(level, row.string("place") or None, ordinal, tuple(term) if term else None, row.string("body") or None)
    values = {name: row.string(name) for name in ("parent", "venue", "origin")}
    text = {name: row.text(name) for name in ("id", "name")}
    opening, closing, tentative = row.day("opening"), row.day("closing"), row.truth("tentative", False)
    return row.made(lambda: CampaignCongress(key=key, opening=opening, closing=closing, tentative=tentative, **text, **values))


def _wave(row: Stanza) -> Wave | None:
    name, start, end = row.text("name"), row.needed_day("start"), row.needed_day("end")
    return row.made(lambda: Wave(name, start, end))


def _message(row: Stanza) -> Message | None:
    one, name, phrases = row.text("id"), row.text("name"), row.strings("phrases")
    return row.made(lambda: Message(one, name, phrases))


def _target(row: Stanza) -> Target | None:
    measure = row.choice("measure", MEASURES, "definition.measure")
    value = row.number("value", 0)
    phase = row.choice("phase", PHASES, "definition.target_phase") if row.string("phase") else None
    return row.made(lambda: Target(measure, value, phase))


def _order(row: Stanza) -> ReportOrder | None:
    period = row.choice("period", REPORT_PERIODS, "definition.period")
    at, mail = row.hour("at"), row.truth("mail", True)
    layout = row.string("layout") or "party"
    formats = row.strings("formats") if "formats" in row.table else ("docx", "pdf")
    return row.made(lambda: ReportOrder(period, at, layout, formats, mail))


def _letterhead(row: Stanza) -> Letterhead | None:
    values = {key: row.string(key) for key in LETTERHEAD_KEYS}
    return row.made(lambda: Letterhead(**values))


def campaign_table(campaign: Campaign) -> dict[str, Any]:
    """The inverse, with days as ISO strings: what the database keeps."""
    days = {"start": campaign.start.isoformat(), "end": campaign.end.isoformat() if campaign.end else None}
    windows = {"before_days": campaign.before.days, "after_days": campaign.after.days}
    return {
        "id": campaign.id,
        "name": campaign.name,
        **days,
        "panel_version": campaign.panel_version,
        **windows,
        **{key: getattr(campaign, key) for key in _STRINGS},
        **{key: list(getattr(campaign, key)) for key in _LISTS},
        "alert_budget": campaign.alert_budget,
        "silence_hours": campaign.silence // timedelta(hours=1),
        "weights": dict(campaign.weights),
        "letterhead": {key: getattr(campaign.letterhead, key) for key in LETTERHEAD_KEYS},
        "congress": [congress_table(one) for one in campaign.congresses],
        "wave": [{"name": one.name, "start": one.start.isoformat(), "end": one.end.isoformat()} for one in campaign.waves],
        "message": [{"id": one.id, "name": one.name, "phrases": list(one.phrases)} for one in campaign.messages],
        "target": [{"measure": one.measure, "value": one.value, "phase": str(one.phase) if one.phase else None} for one in campaign.targets],
        "report": [_order_table(one) for one in campaign.reports],
    }  # fmt: skip


def _order_table(order: ReportOrder) -> dict[str, Any]:
    at, formats = f"{order.at:%H:%M}", list(order.formats)
    return {"period": order.period, "at": at, "layout": order.layout, "formats": formats, "mail": order.mail}


def congress_table(one: CampaignCongress) -> dict[str, Any]:
    """One stanza [[congress]], with days as ISO strings."""
    return {
        "id": one.id,
        "name": one.name,
        "level": one.key.level,
        "place": one.key.place,
        "ordinal": one.key.ordinal,
        "term": list(one.key.term) if one.key.term else None,
        "body": one.key.body,
        "opening": one.opening.isoformat() if one.opening else None,
        "closing": one.closing.isoformat() if one.closing else None,
        "parent": one.parent,
        "tentative": one.tentative,
        "venue": one.venue,
        "origin": one.origin,
    }

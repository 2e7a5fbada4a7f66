"""A campaign as a TOML file or a JSON column, and back. Refuses nonsense, naming it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, get_args

from campaigns.campaign import Campaign, CampaignCongress
from lantoa.article import CongressKey, Level
from lantoa.errors import Misuse
from lantoa.words import word

CAMPAIGN_KEYS = {
    "id", "name", "start", "end", "panel", "before_days", "after_days", "addressee", "congress", "origin",
}  # fmt: skip
CONGRESS_KEYS = {
    "id", "name", "level", "place", "ordinal", "term", "body", "opening", "closing", "parent", "tentative",
    "venue", "origin",
}  # fmt: skip


def read_campaign(file: Path) -> Campaign:
    """A campaign from a TOML file. Raises Misuse naming file, stanza and key."""
    try:
        return campaign_from(tomllib.loads(file.read_text(encoding="utf-8")))
    except OSError as error:
        raise Misuse(word("campaign.file", file=file, why=error.strerror)) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, ValueError) as error:
        raise Misuse(word("campaign.file", file=file, why=error)) from None


def campaign_from(table: Mapping[str, Any]) -> Campaign:
    """From plain values (days as dates or ISO strings). Raises ValueError saying what is wrong."""
    _known(table, CAMPAIGN_KEYS, "campaign")
    return Campaign(
        id=_text(table, "id"),
        name=_text(table, "name"),
        start=_needed_day(table, "start"),
        end=_day(table, "end"),
        congresses=tuple(_congress(row) for row in _stanzas(table)),
        panel=_string(table, "panel") or "",
        before=timedelta(days=_weeks(table, "before_days", 28)),
        after=timedelta(days=_weeks(table, "after_days", 14)),
        addressee=_string(table, "addressee") or "",
    )


def campaign_table(campaign: Campaign) -> dict[str, Any]:
    """The inverse, with days as ISO strings: what the database keeps."""
    return {
        "id": campaign.id,
        "name": campaign.name,
        "start": campaign.start.isoformat(),
        "end": campaign.end.isoformat() if campaign.end else None,
        "panel": campaign.panel,
        "before_days": campaign.before.days,
        "after_days": campaign.after.days,
        "addressee": campaign.addressee,
        "congress": [
            {
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
            }
            for one in campaign.congresses
        ],
    }


def _congress(row: Mapping[str, Any]) -> CampaignCongress:
    _known(row, CONGRESS_KEYS, "congress")
    stated, levels = _text(row, "level"), get_args(Level)
    level: Level | None = next((one for one in levels if one == stated), None)
    if level is None:
        raise ValueError(word("campaign.level", value=stated, allowed=", ".join(levels)))
    term = row.get("term")
    if term and not (isinstance(term, Sequence) and [type(year) for year in term] == [int, int]):
        raise ValueError(word("campaign.term", value=term))
    key = CongressKey(
        level, _string(row, "place"), _ordinal(row), tuple(term) if term else None, _string(row, "body")
    )
    return CampaignCongress(
        id=_text(row, "id"),
        name=_text(row, "name"),
        key=key,
        opening=_day(row, "opening"),
        closing=_day(row, "closing"),
        parent=_string(row, "parent") or "",
        tentative=row.get("tentative") is True,
        venue=_string(row, "venue") or "",
    )


def _stanzas(table: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    stanzas = table.get("congress", [])
    if not isinstance(stanzas, list) or not all(isinstance(row, Mapping) for row in stanzas):
        raise ValueError(word("campaign.stanzas"))
    if not stanzas:
        raise ValueError(word("campaign.no_congress"))
    return stanzas


def _string(table: Mapping[str, Any], key: str) -> str | None:
    value = table.get(key)
    if value is not None and not isinstance(value, str):
        raise ValueError(word("campaign.text", key=key, value=value))
    return value


def _ordinal(table: Mapping[str, Any]) -> int | None:
    value = table.get("ordinal")
    if value is not None and (type(value) is not int or value < 1):
        raise ValueError(word("campaign.ordinal", value=value))
    return value


def _known(table: Mapping[str, Any], allowed: set[str], stanza: str) -> None:
    unknown = sorted(set(table) - allowed)
    if unknown:
        raise ValueError(word("campaign.unknown_key", stanza=stanza, key=unknown[0]))


def _text(table: Mapping[str, Any], key: str) -> str:
    value = table.get(key)
    if not isinstance(value, str) or not value.strip():
        raise ValueError(word("campaign.missing_key", key=key))
    return value


def _needed_day(table: Mapping[str, Any], key: str) -> date:
    day = _day(table, key)
    if day is None:
        raise ValueError(word("campaign.missing_key", key=key))
    return day


def _day(table: Mapping[str, Any], key: str) -> date | None:
    value = table.get(key)
    if value is None or value == "":
        return None
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise ValueError(word("campaign.day", key=key, value=value)) from None


def _weeks(table: Mapping[str, Any], key: str, default: int) -> int:
    value = table.get(key, default)
    if not isinstance(value, int) or value < 1:
        raise ValueError(word("campaign.days", key=key, value=value))
    return value

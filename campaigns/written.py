"""A campaign as the text of a TOML file, which reads back as the same campaign."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import tomli_w

from campaigns.campaign import Campaign, CampaignCongress
from campaigns.definition import campaign_table
from lantoa.article import CongressKey
from lantoa.words import word

DAYS = ("start", "end", "opening", "closing")


def campaign_toml(campaign: Campaign) -> str:
    """What differs from an empty campaign, in the order of the definition; days as TOML dates."""
    table, empty = campaign_table(campaign), campaign_table(_empty(campaign))
    kept = {key: value for key, value in table.items() if value != empty[key] or key in ("id", "name", "start")}
    return f"# {word('campaigns_cli.file_head')}\n" + tomli_w.dumps(_plain(kept))


def _plain(table: Mapping[str, Any]) -> dict[str, Any]:
    """Without what is empty, so that nothing but facts stand in the file; truths stay."""
    found: dict[str, Any] = {}
    for key, value in table.items():
        if isinstance(value, Mapping):
            found[key] = _plain(value)
        elif isinstance(value, list) and value and isinstance(value[0], Mapping):
            found[key] = [_plain(row) for row in value]
        elif key in DAYS and value:
            found[key] = date.fromisoformat(value)
        elif value not in (None, "", []) and not (key == "tentative" and value is False):
            found[key] = value
    return found


def _empty(campaign: Campaign) -> Campaign:
    """A campaign of nothing but its first day."""
    congress = CampaignCongress("x", "x", CongressKey("generic"))
    return Campaign("x", "x", campaign.start, None, (congress,), silence=timedelta(hours=24))

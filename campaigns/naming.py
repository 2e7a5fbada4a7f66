"""What the values of a dimension are called."""

from __future__ import annotations

from datetime import date

from campaigns.measured import Measured
from lantoa.web.formats import day
from lantoa.web.labels import label
from lantoa.words import word


def value_name(measured: Measured, dimension: str, value: str) -> str:
    """In Vietnamese; "" is what has no value."""
    campaign = measured.campaign
    match dimension:
        case "source":
            return measured.name(value)
        case "congress":
            return next((one.name for one in campaign.congresses if one.id == value), value)
        case "message":
            return next((one.name for one in campaign.messages if one.id == value), value)
        case "day":
            return day(date.fromisoformat(value))
        case "kind" | "level":
            named = label("outlet_kind" if dimension == "kind" else "outlet_level", value)
        case "topic":
            named = label("topic", value)
        case "form":
            named = label("form", value).capitalize() if value else ""
        case "channel":
            named = word(f"reach.channel.{value}")
        case _:
            named = value
    return named or ("" if dimension == "all" else word("reach.none"))

"""What the page of the campaign editor shows beside what was typed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from campaigns.changed import field_name
from campaigns.definition import LEVELS
from campaigns.desk import Desk
from campaigns.editing.editor import Reading, spans
from campaigns.editing.form import BLANK, MOST_ROWS
from campaigns.held import held_by_level
from campaigns.known import Surroundings
from campaigns.parts import FORMATS, MEASURES, PHASES, REPORT_PERIODS
from lantoa.article import OUTLET_KINDS
from lantoa.web.labels import label
from lantoa.words import word

UNFOLDED = 6
"""So many congresses are shown unfolded."""


def page_values(desk: Desk, around: Surroundings, read: Reading, campaign_id: str) -> dict[str, Any]:
    """campaign_id: "" for a new campaign."""
    others = [one for one in desk.store.all() if one.id != campaign_id]
    campaign = read.campaign
    return {
        "form": read.form,
        "wrong": read.wrong,
        "campaign": campaign,
        "campaign_id": campaign_id,
        "places": _places(read),
        "panels": _panels(around, read.form.values["panel"]),
        "outlets": sorted(around.outlets.all().values(), key=lambda one: one.name),
        "others": others,
        "spans": list(spans(campaign)) if campaign else (),
        "held": held_by_level(campaign, desk.today()) if campaign else (),
        "choices": choices(around.layout_labels()),
        "kinds": [(kind, label("outlet_kind", kind)) for kind in OUTLET_KINDS],
        "phases": PHASES,
        "full": {part: len(read.form.rows[part]) >= MOST_ROWS for part in BLANK},
        "unfolded": UNFOLDED,
    }


def choices(layouts: Mapping[str, str]) -> dict[str, list[tuple[str, str]]]:
    """The values that a choice offers, with their names. layouts: of reports, with what they are called."""
    return {
        "level": [(one, label("congress_level", one)) for one in LEVELS],
        "measure": [(one, word(f"editor.measure.{one}")) for one in MEASURES],
        "phase": [("", word("editor.all_phases")), *((str(one), word(f"phase.{one}")) for one in PHASES)],
        "period": [(one, word(f"editor.period.{one}")) for one in REPORT_PERIODS],
        "layout": list(layouts.items()),
        "formats": [(one, one.upper()) for one in FORMATS],
    }


def _panels(around: Surroundings, chosen: str) -> list[tuple[str, str]]:
    """Every panel, as its latest version and as each of its versions; what was chosen, though it be none."""
    found = [("", word("editor.no_panel"))]
    for name, versions in around.outlets.panels().items():
        found.append((name, word("editor.panel_latest", name=name)))
        found += [(f"{name}@{one}", word("editor.panel_version", name=name, version=one)) for one in versions]
    return found if any(chosen == value for value, _ in found) else [*found, (chosen, chosen)]


def _places(read: Reading) -> list[tuple[str, str]]:
    """(field, its name and what is wrong): told at the top of the page, each leading to its field."""
    return [(field, f"{_called(field)}: {text}") for field, texts in read.wrong.items() for text in texts]


def _called(field: str) -> str:
    """"Ngày bắt đầu", "Đại hội 2, khai mạc": a field as the page names it."""
    part, *rest = field.split("-")
    if part in ("xlsx", "toml"):
        return word(f"editor.file.{part}")
    if part == "weights":
        return f"{field_name(part)}, {label('outlet_kind', rest[-1])}" if rest else field_name(part)
    if not rest:
        return field_name(part)
    named = field_name(part) if part == "letterhead" else f"{field_name(part)} {int(rest[0]) + 1}"
    return f"{named}, {word(f'editor.part.{rest[-1]}')}"

"""The form of a campaign: what was typed, kept as it was typed, and the definition it stands for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from campaigns.campaign import Campaign, CampaignCongress
from campaigns.definition import LETTERHEAD_KEYS, campaign_table, congress_table
from campaigns.editing.congress_sheet import slug
from campaigns.problems import Place
from campaigns.stanza import typed_day
from lantoa.article import OUTLET_KINDS, Outlet
from lantoa.errors import Misuse
from lantoa.web.labels import ROMANS, roman
from lantoa.words import word
from nlp.normalise import search_form

TEXTS = (
    "id", "name", "start", "end", "panel", "before_days", "after_days", "addressee", "query", "previous",
    "unlike", "webhook", "alert_budget", "silence_hours", "origin", "own_sources", "commissioned", "peers",
    "recipients", "mail",
)  # fmt: skip
LISTS = ("own_sources", "commissioned", "peers", "recipients", "mail")
SOURCES = ("own_sources", "commissioned")
NUMBERS = ("before_days", "after_days", "alert_budget", "silence_hours")
DAYS = ("start", "end", "opening", "closing")
NESTED = tuple(f"letterhead-{key}" for key in LETTERHEAD_KEYS) + tuple(f"weights-{kind}" for kind in OUTLET_KINDS)
BLANK: Mapping[str, Mapping[str, str]] = {
    "congress": dict.fromkeys(
        ("id", "name", "place", "ordinal", "term", "body", "opening", "closing", "parent", "tentative", "venue", "origin"), ""
    ) | {"level": "commune"},
    "wave": {"name": "", "start": "", "end": ""},
    "message": {"id": "", "name": "", "phrases": ""},
    "target": {"measure": "originals", "value": "", "phase": ""},
    "report": {"period": "week", "at": "07:00", "layout": "party", "formats": "docx pdf", "mail": "on"},
}  # fmt: skip
"""The repeated parts of the form and a row of each as it is added."""
MOST_ROWS = 4000
"""More than there are communes in the country."""


@dataclass(frozen=True)
class Form:
    """values: field -> as typed; rows: part -> its rows, key -> as typed. A ticked box is "on"."""

    values: Mapping[str, str]
    rows: Mapping[str, Sequence[Mapping[str, str]]]

    def added(self, part: str) -> Form:
        """With one more row."""
        rows = [*self.rows[part], BLANK[part]][:MOST_ROWS]
        return Form(self.values, {**self.rows, part: rows})

    def removed(self, part: str, place: int) -> Form:
        """Without one row."""
        rows = [row for at, row in enumerate(self.rows[part]) if at != place]
        return Form(self.values, {**self.rows, part: rows})


def blank_form(today: date) -> Form:
    """A new campaign: one congress, a weekly report."""
    values = dict.fromkeys((*TEXTS, *NESTED), "")
    values |= {"start": f"{today:%d/%m/%Y}", "before_days": "28", "after_days": "14"}
    values |= {"alert_budget": "10", "silence_hours": "24"}
    first = {**BLANK["congress"], "level": "province"}
    return Form(values, {part: [] for part in BLANK} | {"congress": [first], "report": [BLANK["report"]]})


def typed_form(texts: Mapping[str, Sequence[str]]) -> Form:
    """From what a browser sent; fields that are no fields are passed over. Raises Misuse for more
    rows than a form has."""
    values = {name: _one(texts, name) for name in (*TEXTS, *NESTED)}
    numbers: dict[str, set[int]] = {part: set() for part in BLANK}
    for name in texts:
        part, _, rest = name.partition("-")
        number = rest.partition("-")[0]
        if part in BLANK and number.isascii() and number.isdigit() and len(number) < 6:
            numbers[part].add(int(number))
    if any(len(found) > MOST_ROWS for found in numbers.values()):
        raise Misuse(word("editor.too_many_rows", most=MOST_ROWS))
    rows = {
        part: [{key: _one(texts, f"{part}-{at}-{key}") for key in BLANK[part]} for at in sorted(found)]
        for part, found in numbers.items()
    }
    return Form(values, rows)


def _one(texts: Mapping[str, Sequence[str]], name: str) -> str:
    """Boxes of one name are joined; line ends are those of this house."""
    return " ".join(texts.get(name, ())).replace("\r\n", "\n").replace("\r", "\n")


def form_of(campaign: Campaign) -> Form:
    """A campaign as its form shows it."""
    table = campaign_table(campaign)
    values = {name: _shown(name, table.get(name)) for name in TEXTS}
    if campaign.panel_version:
        values["panel"] += f"@{campaign.panel_version}"
    values |= {f"letterhead-{key}": text for key, text in table["letterhead"].items()}
    values |= {f"weights-{kind}": _shown(kind, table["weights"].get(kind)) for kind in OUTLET_KINDS}
    rows = {part: [_shown_row(part, row) for row in table[part]] for part in BLANK}
    return Form(values, rows)


def with_congresses(form: Form, congresses: Sequence[CampaignCongress]) -> Form:
    """The form with these: one of an id that stands in it already takes its place and keeps what
    it does not state; a parent may be named by its name."""
    old = [row for row in form.rows["congress"] if any(row[key].strip() for key in ("id", "name", "place"))]
    shown = {one.id: _shown_row("congress", congress_table(one)) for one in congresses}
    ids = {row["name"]: row["id"] for row in (*old, *shown.values())}
    for row in old:
        new = shown.get(row["id"].strip())
        if new is not None:
            shown[row["id"].strip()] = new | {key: row[key] for key in ("body", "origin") if not new[key]}
    rows = [shown.pop(row["id"].strip(), row) for row in old]
    rows = [{**row, "parent": ids.get(row["parent"], row["parent"])} for row in (*rows, *shown.values())]
    return Form(form.values, {**form.rows, "congress": rows})


def _shown_row(part: str, row: Mapping[str, Any]) -> dict[str, str]:
    return {key: _shown(key, row[key]) for key in BLANK[part]}


def _shown(key: str, value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "on" if value else ""
        case list() if key == "term":
            return f"{value[0]}-{value[1]}"
        case list():
            return (" " if key == "formats" else "\n").join(value)
        case float():
            return f"{value:g}".replace(".", ",")
        case int() if key == "ordinal":
            return roman(value)
        case str() if key in DAYS and value:
            return f"{date.fromisoformat(value):%d/%m/%Y}"
        case _:
            return str(value)


def table_of(form: Form, outlets: Mapping[str, Outlet]) -> tuple[dict[str, Any], dict[str, list[int]]]:
    """The definition that the form stands for, and of each part the form's row of each stanza.
    What cannot be read stays as it was typed: the definition refuses it by its place."""
    values = form.values
    table: dict[str, Any] = {name: _plain(name, values[name]) for name in TEXTS}
    for name in SOURCES:
        table[name] = [_source(one, outlets) for one in table[name]]
    panel, _, version = values["panel"].partition("@")
    table |= {"panel": panel.strip(), "panel_version": _number(version)}
    table["letterhead"] = {key: values[f"letterhead-{key}"].strip() for key in LETTERHEAD_KEYS}
    weights = {kind: _weight(values[f"weights-{kind}"]) for kind in OUTLET_KINDS}
    table["weights"] = {kind: weight for kind, weight in weights.items() if weight != ""}
    places: dict[str, list[int]] = {}
    for part, rows in form.rows.items():
        kept = [at for at, row in enumerate(rows) if part == "report" or any(row[key].strip() != BLANK[part][key] for key in row)]
        places[part] = kept
        table[part] = [_row(part, rows[at]) for at in kept]
    return table, places


def _row(part: str, row: Mapping[str, str]) -> dict[str, Any]:
    found = {key: _plain(key, text) for key, text in row.items()}
    match part:
        case "congress":
            found |= {"tentative": bool(row["tentative"]), "ordinal": _ordinal(row["ordinal"]), "term": _term(row["term"])}
            found["id"] = found["id"] or slug(row["place"])
        case "message":
            found["phrases"] = _lines(row["phrases"])
            found["id"] = found["id"] or slug(row["name"])
        case "target":
            found["value"] = _number(row["value"])
        case "report":
            found |= {"formats": row["formats"].split(), "mail": bool(row["mail"])}
    return found


def _plain(key: str, text: str) -> Any:
    typed = text.strip()
    if key in LISTS:
        return _lines(text)
    if key in NUMBERS:
        return _number(text)
    if key in DAYS:
        day = typed_day(typed)
        return day.isoformat() if day else typed
    return typed


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def _number(text: str) -> int | str | None:
    typed = text.strip()
    plain = typed.removeprefix("-")
    return int(typed) if plain.isascii() and plain.isdigit() and len(plain) < 10 else typed or None


def _weight(text: str) -> float | str:
    typed = text.strip()
    try:
        return float(typed.replace(",", "."))
    except ValueError:
        return typed


def _ordinal(text: str) -> int | str | None:
    return ROMANS.get(text.strip().upper()) or _number(text)


def _term(text: str) -> list[int] | str | None:
    typed = text.strip()
    years = [_number(year) for year in typed.replace("–", "-").split("-")]
    numbers = [year for year in years if isinstance(year, int)]
    return numbers if len(years) == len(numbers) == 2 else typed or None


def _source(typed: str, outlets: Mapping[str, Outlet]) -> str:
    """The id of an outlet that was named by its id or its name."""
    if typed in outlets:
        return typed
    name = search_form(typed)[1]
    return next((one.id for one in outlets.values() if search_form(one.name)[1] == name), typed)


def field_of(place: Place, places: Mapping[str, Sequence[int]]) -> str:
    """The name of the form's field for a place of the definition."""
    match place:
        case ("panel_version",):
            return "panel"
        case (str(part), int(at), *rest) if part in places and at < len(places[part]):
            return "-".join([part, str(places[part][at]), *map(str, rest)])
        case _:
            return "-".join(map(str, place))

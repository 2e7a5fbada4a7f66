"""doctor: is everything there, and what became of every address."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from crawlers.extract import EXTRACTOR
from crawlers.frontier import Frontier
from crawlers.step import put_aside
from lantoa.cli.house import House
from lantoa.cli.output import Exit, print_json, print_table
from lantoa.errors import LantoaError
from lantoa.web.formats import number
from lantoa.words import catalogue, word
from nlp.group import GROUPER
from nlp.tag import VERSION
from search_api.index import SCHEMA


@dataclass(frozen=True, slots=True)
class Check:
    """One line: name, whether it is well, what was found."""

    name: str
    well: bool
    found: str


def examine(house: House) -> dict[str, Any]:
    """Checks, fates by source (every address once), waiting work, and what was put aside."""
    fates = Frontier(house.database).fates()
    return {
        "content": house.content,
        "checks": [_check(name, look, house) for name, look in LOOKS.items()],
        "fates": {source: dict(sorted(counts.items())) for source, counts in sorted(fates.items())},
        "addresses": sum(sum(counts.values()) for counts in fates.values()),
        "articles": house.articles.counts(),
        "waiting": house.articles.due_counts(VERSION, GROUPER, SCHEMA),
        "put_aside": [{"url": one.url, "error": one.error} for one in put_aside(house.database)],
        "versions": {"extractor": EXTRACTOR, "tagger": VERSION, "grouper": GROUPER, "schema": SCHEMA},
    }


def tell(found: dict[str, Any], as_json: bool) -> Exit:
    """Print what was found; PARTLY when something is not well."""
    checks: list[Check] = found["checks"]
    if as_json:
        print_json({**found, "checks": [{"name": one.name, "well": one.well, "found": one.found} for one in checks]})
    else:
        print_table(
            [word("cli.doctor.check"), word("cli.doctor.state"), word("cli.doctor.found")],
            [
                (word(f"cli.doctor.{one.name}"), word("cli.doctor.well" if one.well else "cli.doctor.ill"), one.found)
                for one in checks
            ],
            left=3,
        )
        _tell_fates(found)
    return Exit.DONE if all(one.well for one in checks) and not found["put_aside"] else Exit.PARTLY


def _tell_fates(found: dict[str, Any]) -> None:
    totals: Counter[str] = Counter()
    for counts in found["fates"].values():
        totals.update(counts)
    rows = [(catalogue().get(f"sources.fate.{fate}", fate), count) for fate, count in totals.most_common()]
    print_table([word("cli.doctor.fate"), word("cli.doctor.addresses")], [*rows, (word("cli.doctor.total"), found["addresses"])])
    rows = [(word(f"cli.step.{step}"), count) for step, count in found["waiting"].items()]
    print_table([word("cli.doctor.waiting"), word("cli.doctor.articles")], rows)
    for one in found["put_aside"]:
        print(word("cli.put_aside", what=f"{one['url']}: {one['error']}"))


def _check(name: str, look: Callable[[House], str], house: House) -> Check:
    try:
        return Check(name, True, look(house))
    except LantoaError as error:
        return Check(name, False, str(error))


def _index(house: House) -> str:
    info = house.index.info()
    grouped = sum(house.articles.counts_by_day_and_source().values())
    if info.documents != grouped:
        raise LantoaError(word("cli.doctor.index_differs", indexed=info.documents, stored=grouped))
    return word("cli.doctor.index_found", engine=info.engine, count=number(info.documents))


def _sources(house: House) -> str:
    enabled = sum(1 for _ in house.sources.enabled())
    return word("cli.doctor.sources_found", enabled=enabled, total=len(house.sources.by_id))


LOOKS: dict[str, Callable[[House], str]] = {
    "folder": lambda house: str(house.settings.data.resolve()),
    "database": lambda house: house.database.shown,
    "index": _index,
    "sources": _sources,
}

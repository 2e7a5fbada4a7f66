"""lantoa sources coverage: what is covered, and what is not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict

from crawlers.coverage import Coverage, Row, coverage
from crawlers.overview import source_states
from lantoa.cli.house import House
from lantoa.cli.output import print_json, print_table
from lantoa.web.formats import number
from lantoa.web.labels import label
from lantoa.words import word

COLUMNS = ("known", "enabled", "channel", "read", "stored")


def show_coverage(house: House, as_json: bool) -> None:
    """Counts by kind, level and province; the provinces nobody is crawled in by name."""
    found = coverage(source_states(house.database, house.sources), house.sources.panels)
    if as_json:
        print_json(asdict(found))
        return
    _table("kind", [(label("outlet_kind", row.value), row) for row in found.kinds], found.total)
    _table("level", [(label("outlet_level", row.value), row) for row in found.levels], found.total)
    places = [(row.value or word("sources.coverage.centre"), row) for row in found.provinces]
    _table("province", places, found.total)
    print(word("sources.coverage.legend") + "\n")
    _panels(house, found)
    for line in _missing(found):
        print(line)


def _table(name: str, rows: Iterable[tuple[str, Row]], total: Row) -> None:
    shown = [[text, *_counts(row)] for text, row in rows if row.known or name == "province"]
    columns = [word(f"sources.coverage.{each}") for each in (name, *COLUMNS)]
    print_table(columns, [*shown, [word("sources.coverage.total"), *_counts(total)]])
    print()


def _panels(house: House, found: Coverage) -> None:
    names = house.sources.panel_names
    columns = [word(f"sources.coverage.{each}") for each in ("panel", "members", "stored")]
    print_table(columns, [[f"{names[name]} ({name})", *counts] for name, counts in found.panels.items()])
    print()


def _missing(found: Coverage) -> Iterable[str]:
    if found.gaps:
        yield word("sources.coverage.gaps", count=len(found.gaps), names=", ".join(found.gaps))
    else:
        yield word("sources.coverage.no_gaps")
    idle = [label("outlet_kind", row.value) for row in found.kinds if row.known and not row.enabled]
    idle += [label("outlet_level", row.value) for row in found.levels if row.known and not row.enabled]
    if idle:
        yield word("sources.coverage.idle", names=", ".join(idle))
    yield word("sources.coverage.off", count=number(found.total.known - found.total.enabled))
    yield word("sources.coverage.silent", count=number(len(found.silent)))


def _counts(row: Row) -> list[int]:
    return [getattr(row, name) for name in COLUMNS]

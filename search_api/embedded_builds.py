"""Which build of the embedded index is in force: FOLDER/CURRENT names it, vSCHEMA-NUMBER.

Without that file it is the first one; it comes with the first rebuild.
"""

from __future__ import annotations

import re
from pathlib import Path

from lantoa.words import word
from search_api.index import SCHEMA, OtherSchema, WrongIndex

CURRENT = "CURRENT"
_BUILD = re.compile(r"v(\d+)-(\d+)")


def build_in_force(folder: Path) -> str:
    """Its name; it need not be there yet. Raises OtherSchema where another release made it,
    WrongIndex where no name can be read."""
    file = folder / CURRENT
    try:
        name = file.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return _first(folder)
    except (OSError, ValueError) as error:
        raise WrongIndex(word("search.engine.index_broken", where=file, why=error)) from None
    match = _BUILD.fullmatch(name)
    if match is None:
        raise WrongIndex(word("search.engine.index_broken", where=file, why=repr(name)))
    if int(match[1]) != SCHEMA:
        raise OtherSchema(str(folder), int(match[1]))
    return name


def _first(folder: Path) -> str:
    schemas = [int(match[1]) for path in folder.glob("v*-1") if (match := _BUILD.fullmatch(path.name))]
    if schemas and SCHEMA not in schemas:
        raise OtherSchema(str(folder), max(schemas))
    return f"v{SCHEMA}-1"


def next_build(folder: Path) -> str:
    """A name that no build has."""
    numbers = [int(match[2]) for path in folder.glob("v*-*") if (match := _BUILD.fullmatch(path.name))]
    return f"v{SCHEMA}-{max(numbers, default=0) + 1}"


def write_whole(file: Path, text: str) -> None:
    """The new content or the old one, whatever happens."""
    fresh = file.with_suffix(".new")
    fresh.write_text(text, encoding="utf-8")
    fresh.replace(file)

"""The data folder. It holds demonstration data or live data, never both."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import sqlalchemy as sa

from lantoa.database import Database, metadata
from lantoa.errors import Misuse
from lantoa.words import word

Content = Literal["demo", "live"]

house = sa.Table(
    "house",
    metadata,
    sa.Column("key", sa.String(40), primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
)
"""Facts about this installation: what it holds, which seed the demonstration has."""

MARK = "CONTENT"


def prepare_folder(folder: Path, content: Content) -> None:
    """Make the folder, or refuse it. Raises Misuse when unwritable or of the other content."""
    mark = folder / MARK
    try:
        folder.mkdir(parents=True, exist_ok=True)
        held = content_of(folder)
        if held is None:
            mark.write_text(content + "\n", encoding="utf-8")
    except OSError as error:
        raise Misuse(word("workspace.unwritable", folder=folder, why=error.strerror)) from None
    if held not in (None, content):
        raise Misuse(word(f"workspace.{held}_refused", folder=folder))


def content_of(folder: Path) -> Content | None:
    """What a folder holds; None when it holds nothing yet (a mark left empty by a kill says
    nothing). Raises Misuse when its mark cannot be read."""
    mark = folder / MARK
    try:
        held = mark.read_text(encoding="utf-8", errors="replace").strip()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise Misuse(word("workspace.unreadable", folder=folder, why=error.strerror)) from None
    if held in ("demo", "live"):
        return "demo" if held == "demo" else "live"
    if held:
        raise Misuse(word("workspace.mark", file=mark, value=held[:40]))
    return None


def claim_database(database: Database, content: Content) -> None:
    """The same rule for the database (it may live elsewhere). Raises Misuse when mixed."""
    held = fact(database, "content")
    if held is None:
        state_fact(database, "content", content)
    elif held != content:
        raise Misuse(word(f"workspace.database_{held}", folder=database.shown))


def fact(database: Database, key: str) -> str | None:
    """A stored fact of the house."""
    with database.read() as connection:
        return connection.scalar(sa.select(house.c.value).where(house.c.key == key))


def state_fact(database: Database, key: str, value: str) -> None:
    """Store a fact of the house, replacing what was said before."""
    with database.write() as connection:
        connection.execute(sa.delete(house).where(house.c.key == key))
        connection.execute(sa.insert(house).values(key=key, value=value))

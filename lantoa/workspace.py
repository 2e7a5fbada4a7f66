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
        if not mark.exists():
            mark.write_text(content + "\n", encoding="utf-8")
        held = mark.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise Misuse(word("workspace.unwritable", folder=folder, why=error.strerror)) from None
    if held != content:
        raise Misuse(word(f"workspace.{held}_refused", folder=folder))


def content_of(folder: Path) -> Content | None:
    """What a folder holds; None when it holds nothing yet."""
    mark = folder / MARK
    if not mark.exists():
        return None
    return "demo" if mark.read_text(encoding="utf-8").strip() == "demo" else "live"


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

"""Outlets and versioned panels: written from sources.toml, read by every room."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime

import sqlalchemy as sa

from lantoa.article import Outlet
from lantoa.database import Database, Instant, data_version, metadata, upsert

outlets = sa.Table(
    "outlets",
    metadata,
    sa.Column("id", sa.String(80), primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("host", sa.Text, nullable=False),
    sa.Column("kind", sa.String(40), nullable=False),
    sa.Column("level", sa.String(20), nullable=False),
    sa.Column("province", sa.Text, nullable=False),
    sa.Column("locality", sa.Text, nullable=False),
    sa.Column("audience", sa.BigInteger),
    sa.Column("audience_date", sa.Date),
    sa.Column("audience_origin", sa.Text, nullable=False),
)

panels = sa.Table(
    "panels",
    metadata,
    sa.Column("name", sa.String(80), primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True),
    sa.Column("since", Instant, nullable=False),
    sa.Column("sources", sa.JSON, nullable=False),
)
"""A panel never changes: another list of sources is the next version."""


_ALL = sa.select(outlets).order_by(outlets.c.id)
_KEPT = "outlets"


@dataclass(frozen=True, slots=True)
class Panel:
    """The outlets that coverage is measured over, as of one version."""

    name: str
    version: int
    since: datetime
    sources: tuple[str, ...]


class OutletStore:
    """Outlets by id and host; panels by name and version."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def save(self, rows: Iterable[Outlet]) -> None:
        """Insert or replace outlets. One that left sources.toml stays: its articles name it."""
        names = [field.name for field in fields(Outlet)]
        with self.database.write() as connection:
            upsert(connection, outlets, [asdict(row) for row in rows], ["id"], names[1:])
            connection.info.pop(_KEPT, None)  # its own writes do not change a connection's data version

    def all(self) -> dict[str, Outlet]:
        """Every outlet by id. Kept by each connection until anything in the database changes."""
        with self.database.read() as connection:
            version = data_version(connection)
            known, kept = connection.info.get(_KEPT, (None, {}))
            if version is None or version != known:
                rows = connection.execute(_ALL)
                kept = {row.id: Outlet(**row._mapping) for row in rows}
                connection.info[_KEPT] = (version, kept)
            return dict(kept)

    def save_panel(self, name: str, sources: Sequence[str], now: datetime) -> Panel:
        """The panel with exactly these sources: the latest version if equal, else a new one."""
        wanted = tuple(sorted(set(sources)))
        latest = self.panel(name)
        if latest is not None and latest.sources == wanted:
            return latest
        panel = Panel(name, latest.version + 1 if latest else 1, now, wanted)
        with self.database.write() as connection:
            row = {"name": name, "version": panel.version, "since": now, "sources": list(wanted)}
            connection.execute(sa.insert(panels).values(**row))
        return panel

    def panel(self, name: str, version: int | None = None) -> Panel | None:
        """One version of a panel; the latest when none is named."""
        query = sa.select(panels).where(panels.c.name == name).order_by(panels.c.version.desc()).limit(1)
        if version is not None:
            query = query.where(panels.c.version == version)
        with self.database.read() as connection:
            row = connection.execute(query).first()
        return Panel(row.name, row.version, row.since, tuple(row.sources)) if row else None

    def panels(self) -> dict[str, tuple[int, ...]]:
        """The versions of every panel by its name, the latest first."""
        query = sa.select(panels.c.name, panels.c.version).order_by(panels.c.name, panels.c.version.desc())
        found: dict[str, tuple[int, ...]] = {}
        with self.database.read() as connection:
            for row in connection.execute(query):
                found[row.name] = (*found.get(row.name, ()), row.version)
        return found

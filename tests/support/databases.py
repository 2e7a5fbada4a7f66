"""Fresh databases for tests, made by the migrations."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path

import sqlalchemy as sa

from lantoa.database import Database, open_database
from lantoa.migrations import migrate


def fresh_sqlite(folder: Path) -> Iterator[Database]:
    """One file in `folder`."""
    database = open_database(f"sqlite:///{folder / 'test.db'}")
    migrate(database)
    yield database
    database.close()


def fresh_postgres(server: str) -> Iterator[Database]:
    """One migrated database of its own on the server, dropped afterwards."""
    for url in empty_postgres(server):
        database = open_database(url)
        migrate(database)
        yield database
        database.close()


def empty_postgres(server: str) -> Iterator[str]:
    """The URL of a new, empty database on the server, dropped afterwards."""
    name = f"test_{uuid.uuid4().hex[:12]}"
    _admin(server, f"CREATE DATABASE {name}")
    yield f"{server}/{name}"
    _admin(server, f"DROP DATABASE {name} WITH (FORCE)")


def _admin(server: str, statement: str) -> None:
    url = sa.make_url(f"{server}/postgres").set(drivername="postgresql+psycopg")
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(statement)
    engine.dispose()

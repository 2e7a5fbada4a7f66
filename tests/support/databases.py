"""Fresh databases for tests, made by the migrations."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import sqlalchemy as sa
from alembic import command

from lantoa.database import Database, open_database
from lantoa.migrations import alembic_config, migrate


def fresh_sqlite(folder: Path) -> Iterator[Database]:
    """One file in `folder`."""
    file = folder / "test.db"
    file.write_bytes(_migrated())
    database = open_database(f"sqlite:///{file}")
    yield database
    database.close()


@cache
def _migrated() -> bytes:
    """An empty database after all migrations, made once a process: they take a tenth of a second."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "empty.db"
        database = open_database(f"sqlite:///{file}")
        migrate(database)
        database.close()
        assert [one.name for one in Path(folder).iterdir()] == [file.name], "nothing may be left beside it"
        return file.read_bytes()


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


def database_at(url: str, revision: str) -> Iterator[Database]:
    """A database as the migrations up to one revision make it."""
    database = open_database(url)
    config = alembic_config()
    with database.write() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
    yield database
    database.close()


def _admin(server: str, statement: str) -> None:
    url = sa.make_url(f"{server}/postgres").set(drivername="postgresql+psycopg")
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(statement)
    engine.dispose()

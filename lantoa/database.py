"""Engine, metadata and transactions. SQLite by default, PostgreSQL by URL, one dialect of ours."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, TypeVar
from zlib import crc32

import orjson
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from lantoa.errors import LantoaError, Misuse
from lantoa.settings import without_password
from lantoa.words import word

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)
"""All rooms declare their tables on this; the migrations are tested against it."""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_T = TypeVar("_T")
BUSY = timedelta(seconds=60)


class Instant(sa.types.TypeDecorator[datetime]):
    """An aware datetime kept as microseconds since 1970 UTC: exact and equal on both databases."""

    impl = sa.BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> int | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"an instant needs a time zone: {value!r}")
        return (value - EPOCH) // timedelta(microseconds=1)

    def process_result_value(self, value: int | None, dialect: sa.Dialect) -> datetime | None:
        return None if value is None else EPOCH + timedelta(microseconds=value)


RowId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
"""Type of automatic primary keys (SQLite counts only INTEGER ones by itself)."""


class Database:
    """Transactions over one engine. `read` and `write` are context managers of a Connection."""

    def __init__(self, engine: sa.Engine) -> None:
        self.engine = engine

    @contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """A consistent view; nothing is written."""
        with self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self) -> Iterator[sa.Connection]:
        """One transaction, committed at the end. On SQLite it takes the write lock at once,
        so that two writers wait for each other instead of failing half-way."""
        with self.engine.connect().execution_options(writes=True) as connection, connection.begin():
            yield connection

    def close(self) -> None:
        """Release every connection."""
        self.engine.dispose()

    @property
    def shown(self) -> str:
        """The URL without its password."""
        return without_password(self.engine.url.render_as_string(hide_password=True))


def open_database(url: str) -> Database:
    """Connect. Raises Misuse when the URL is no URL, LantoaError when nobody answers there."""
    try:
        parsed = _with_driver(make_url(url))
        engine = sa.create_engine(
            parsed, pool_pre_ping=parsed.get_backend_name() != "sqlite", json_deserializer=_from_json
        )
    except (ArgumentError, sa.exc.NoSuchModuleError, ValueError) as error:
        why = str(error).partition("\n")[0].replace(url, without_password(url))
        raise Misuse(word("database.unreachable", url=without_password(url), why=why)) from None
    if engine.dialect.name == "sqlite":
        _tune_sqlite(engine)
    database = Database(engine)
    try:
        with database.read():
            return database
    except DBAPIError as error:
        engine.dispose()
        why = str(error.orig).strip().splitlines()[0]
        raise LantoaError(word("database.unreachable", url=database.shown, why=why)) from None


PARAMETERS = 10_000
"""Values in one question; SQLite takes 32,766, PostgreSQL 65,535."""


def _from_json(text: str | bytes) -> Any:
    """orjson reads in half the time, but not half a pair of surrogates, which a text may have."""
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        return json.loads(text)


def upsert(
    connection: sa.Connection,
    table: sa.Table,
    rows: Sequence[Mapping[str, Any]],
    key: Sequence[str],
    update: Sequence[str] = (),
) -> None:
    """Insert rows; where the key stands already, set the `update` columns (none: leave it)."""
    if rows:
        connection.execute(
            _upsert(connection.dialect.name, table, tuple(key), tuple(update)), [dict(row) for row in rows]
        )


def in_turn(connection: sa.Connection, work: str) -> None:
    """Transactions that do this work go one after the other, each seeing what those before it
    wrote; the turn ends with the transaction. On SQLite every writer has it anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(crc32(work.encode()))))


def data_version(connection: sa.Connection) -> int | None:
    """A number that changes for this connection when another one has committed anything; None
    where the database has no such number."""
    if connection.dialect.name != "sqlite":
        return None
    return int(connection.exec_driver_sql("PRAGMA data_version").scalar_one())


@cache
def _upsert(dialect: str, table: sa.Table, key: tuple[str, ...], update: tuple[str, ...]) -> Any:
    """Built once for each table and use: building it costs more than running it."""
    insert: Any = (postgresql if dialect == "postgresql" else sqlite).insert(table)
    if not update:
        return insert.on_conflict_do_nothing(index_elements=list(key))
    return insert.on_conflict_do_update(
        index_elements=list(key), set_={name: insert.excluded[name] for name in update}
    )


def chunks(values: Sequence[_T], size: int) -> Iterator[Sequence[_T]]:
    """So many at a time: a question takes only so many values."""
    return (values[at : at + size] for at in range(0, len(values), size))


def _with_driver(url: URL) -> URL:
    return url.set(drivername="postgresql+psycopg") if url.drivername == "postgresql" else url


def _tune_sqlite(engine: sa.Engine) -> None:
    @sa.event.listens_for(engine, "connect")
    def on_connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves, below
        for pragma in (
            "journal_mode=WAL",
            "synchronous=NORMAL",
            "foreign_keys=ON",
            f"busy_timeout={BUSY // timedelta(milliseconds=1)}",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @sa.event.listens_for(engine, "begin")
    def on_begin(connection: sa.Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

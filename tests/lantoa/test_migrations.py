"""The migrations make exactly the tables that the rooms declare."""

from __future__ import annotations

import importlib
import pkgutil

import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

import campaigns
import crawlers
import nlp
import search_api
from lantoa.database import Database, metadata
from lantoa.migrations import migrate


def import_all_tables() -> None:
    """Rooms declare tables in modules named tables or ..._tables; the floor in modules of its own."""
    for name in ("lantoa.workspace", "lantoa.outlets", "lantoa.article_rows", "lantoa.correction_rows"):
        importlib.import_module(name)
    for room in (crawlers, nlp, search_api, campaigns):
        for module in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
            if module.name.endswith("tables"):
                importlib.import_module(module.name)


def test_migrations_equal_metadata(database: Database) -> None:
    import_all_tables()
    with database.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": False})
        assert compare_metadata(context, metadata) == []


def test_migrating_twice_changes_nothing(database: Database) -> None:
    with database.read() as connection:
        before = sorted(sa.inspect(connection).get_table_names())
    migrate(database)
    with database.read() as connection:
        assert sorted(sa.inspect(connection).get_table_names()) == before

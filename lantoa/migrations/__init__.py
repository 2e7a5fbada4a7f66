"""Alembic, forward only, both databases. Revisions are literal and import no room."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from lantoa.database import Database
from lantoa.errors import Misuse
from lantoa.words import word


def migrate(database: Database) -> None:
    """Bring the database to the newest schema; at the newest already, nothing is done.

    Raises Misuse when the database comes from a newer program.
    """
    config = alembic_config()
    script = ScriptDirectory.from_config(config)
    with database.read() as connection:
        held = MigrationContext.configure(connection).get_current_revision()
    if held is not None and held not in {one.revision for one in script.walk_revisions()}:
        raise Misuse(word("database.newer", url=database.shown, revision=held))
    if held == script.get_current_head():
        return
    with database.write() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def alembic_config() -> Config:
    """Alembic's configuration, without a file."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config

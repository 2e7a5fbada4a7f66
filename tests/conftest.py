"""What every test may ask for: real data, databases of both kinds, clocks."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from lantoa.database import Database
from tests.support.postgres import postgres_server
from tests.support.require import missing

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parent.parent


def pytest_configure() -> None:
    """A shell's background job ignores Ctrl-C, and so would every process the tests interrupt."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)



@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real pages, feeds and texts beside the project."""
    folder = Path(os.environ.get("LANTOA_TEST_DATA") or ROOT.parent / "shared" / "data")
    if not (folder / "README.md").exists():
        missing("data", f"no test data at {folder}; LANTOA_TEST_DATA names the folder")
    return folder


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The URL of a PostgreSQL server: LANTOA_TEST_PG_URL, or a throw-away cluster."""
    yield from postgres_server()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A fresh, migrated database; every test using it runs on both kinds."""
    from tests.support.databases import fresh_postgres, fresh_sqlite

    if request.param == "sqlite":
        yield from fresh_sqlite(tmp_path)
    else:
        yield from fresh_postgres(request.getfixturevalue("postgres_url"))


@pytest.fixture
def sqlite_database(tmp_path: Path) -> Iterator[Database]:
    """A fresh, migrated SQLite database, for tests that are not about the store."""
    from tests.support.databases import fresh_sqlite

    yield from fresh_sqlite(tmp_path)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium; skips where there is none."""
    from tests.support.browser import open_browser

    yield from open_browser()


@pytest.fixture(scope="session")
def elastic_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a real Elasticsearch: LANTOA_TEST_ES_URL, or one node for all workers.

    Use a prefix of your own on it: f"{elastic_url}/?prefix=test-{uuid4().hex[:12]}".
    """
    from tests.support.elasticsearch import elasticsearch_server

    yield from elasticsearch_server(_of_this_run(tmp_path_factory) / "elasticsearch")


@pytest.fixture(scope="session")
def elastic9_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The same of the 9.x line, which wants Java 21 or later."""
    from tests.support.elastic_jars import NINE
    from tests.support.elasticsearch import elasticsearch_server

    yield from elasticsearch_server(_of_this_run(tmp_path_factory) / "elasticsearch-9", NINE)


def _of_this_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that all workers share."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base

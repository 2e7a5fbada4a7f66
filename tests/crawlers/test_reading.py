"""A page that kills its worker is put aside alone; one that takes too long ends by itself."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from crawlers import step
from crawlers.extract import Hints
from crawlers.reading import limits
from crawlers.sources import Sources
from crawlers.step import put_aside
from lantoa.database import Database
from lantoa.errors import Aside
from lantoa.pool import open_pool
from tests.support.extract_desk import Desk, numbered

MOMENT = timedelta(milliseconds=50)
LONG = timedelta(minutes=5)


class Deadly(Hints):
    """Ends the process that receives it, as a fault in a library does."""

    def __reduce__(self) -> tuple[Any, ...]:
        return os._exit, (139,)


@pytest.fixture
def desk(sqlite_database: Database, tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(sqlite_database, tmp_path)
    yield desk
    desk.archive.close()


@pytest.mark.parametrize("deadly", [(11,), (0, 1, 29)])
def test_a_page_that_kills_its_worker_is_put_aside_alone(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, deadly: tuple[int, ...]
) -> None:
    pages = numbered(30)
    refs = desk.keep(*pages)
    killers = {pages[one].url for one in deadly}

    def hints(sources: Sources, row: Any) -> Hints:
        return Deadly() if row.url in killers else Hints()

    monkeypatch.setattr(step, "_hints", hints)
    with open_pool("processes", 2) as pool:
        outcome = desk.run(pool)
    assert (outcome.done, outcome.failed) == (30 - len(deadly), len(deadly))
    aside = put_aside(desk.database)
    assert [one.ref for one in aside] == [refs[one] for one in deadly]
    assert all("dừng đột ngột" in one.error for one in aside)


def test_a_pool_goes_on_after_a_worker_died() -> None:
    with open_pool("processes", 1) as pool:
        with pytest.raises(BrokenExecutor):
            pool.submit(os._exit, 1).result()
        assert pool.submit(abs, -3).result() == 3


def busy() -> None:
    with limits("tệp:1", MOMENT, LONG):
        while True:
            sum(range(1000))


def hung() -> None:
    with limits("tệp:1", LONG, MOMENT):
        time.sleep(LONG / timedelta(seconds=1))


def patient() -> str:
    with limits("tệp:1", LONG, LONG):
        return "xong"


def test_a_page_that_takes_too_long_ends_with_a_reason_and_the_worker_lives() -> None:
    with open_pool("processes", 1) as pool:
        with pytest.raises(Aside, match="tệp:1 trích xuất quá"):
            pool.submit(busy).result()
        assert pool.submit(patient).result() == "xong"


def test_a_page_that_hangs_ends_its_worker() -> None:
    with open_pool("processes", 1) as pool, pytest.raises(BrokenExecutor):
        pool.submit(hung).result()

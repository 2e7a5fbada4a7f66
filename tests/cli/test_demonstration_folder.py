"""A demonstration folder belongs to one season."""

from __future__ import annotations

import pytest

from lantoa.cli import demo, steps
from tests.support.terminal import Terminal

MISUSE = 2


@pytest.fixture(autouse=True)
def nothing_is_crawled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "crawl", lambda *_: steps.Done("crawl", {}))
    monkeypatch.setattr(steps, "derive", lambda *_: [])


def test_another_seed_is_refused(lantoa: Terminal) -> None:
    assert lantoa("demo", "--no-serve", "--seed", "7").code == 0
    assert lantoa("demo", "--no-serve").code == 0
    ended = lantoa("demo", "--no-serve", "--seed", "8")
    assert (ended.code, "7" in ended.line, "8" in ended.line) == (MISUSE, True, True)


def test_another_edition_of_the_newsroom_is_refused(lantoa: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    assert lantoa("demo", "--no-serve").code == 0
    monkeypatch.setattr(demo, "newsroom_edition", lambda: "another")
    ended = lantoa("demo", "--no-serve")
    assert (ended.code, str(lantoa.data) in ended.line) == (MISUSE, True)
